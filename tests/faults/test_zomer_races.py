"""The last place, the last goal and the same tick at the same moment: one gets it, and whoever comes second is told."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from begeleiding.actions import aanmeldingen, aantekeningen, aanwezigheid, doelen
from begeleiding.models import Aanmelding, Aantekening, Contact, Doel, Zomerdeelname
from gka.exceptions import NietToegestaan
from tests import build
from tests.build_zomer import (
    NA_DE_DAG,
    aanmelding,
    aantekening,
    aanwezig,
    bevestigd,
    doel,
    eerste_dag,
    zomeractiviteit,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
WACHT = 20  # seconds; nothing here takes one


def samen(monkeypatch: pytest.MonkeyPatch, slot: tuple[Any, str], *daden: Callable[[], Any]) -> list[Any]:
    """Run the deeds at once: each waits before its first lock until the others are there. Results or exceptions."""
    ontmoeting = threading.Barrier(len(daden))
    origineel = getattr(*slot)
    uitslag: list[Any] = [None] * len(daden)

    def wacht(*args: Any) -> Any:
        ontmoeting.wait(WACHT)
        return origineel(*args)

    def doe(nummer: int, daad: Callable[[], Any]) -> None:
        try:
            uitslag[nummer] = daad()
        except Exception as fout:  # noqa: BLE001 - the test looks at it
            uitslag[nummer] = fout
        finally:
            connection.close()

    with monkeypatch.context() as patch:
        patch.setattr(*slot, wacht)
        draden = [threading.Thread(target=doe, args=vraag, daemon=True) for vraag in enumerate(daden)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join(2 * WACHT)
    assert not any(draad.is_alive() for draad in draden), "somebody waits for ever"
    return uitslag


def soorten(uitslag: list[Any]) -> list[str]:
    return sorted(type(een).__name__ for een in uitslag)


def test_two_enrol_for_the_last_place(cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kamp = zomeractiviteit(cast, plaatsen=1)
    aaf, bas = build.traject(cast, roepnaam="Aaf"), build.traject(cast, roepnaam="Bas", gezicht="buitenstaander_smw_vo")

    uitslag = samen(
        monkeypatch,
        (aanmeldingen, "_vergrendeld"),
        lambda: aanmelding(cast, kamp, aaf),
        lambda: aanmelding(cast, kamp, bas, "buitenstaander_smw_vo"),
    )

    assert soorten(uitslag) == ["Aanmelding", "Aanmelding"], uitslag
    assert sorted(een.wachtte for een in uitslag) == [False, True]
    bezetting = Aanmelding.objects.bezetting([kamp], op=timezone.localdate())[kamp.pk]
    assert bezetting.met_plek == {een.pk for een in uitslag if not een.wachtte} and bezetting.wachten == 1


def test_one_pupil_enrolled_by_two(cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kamp, aaf = zomeractiviteit(cast), build.traject(cast)

    uitslag = samen(
        monkeypatch,
        (aanmeldingen, "_vergrendeld"),
        lambda: aanmelding(cast, kamp, aaf),
        lambda: aanmelding(cast, kamp, aaf, "smw_po"),
    )

    assert soorten(uitslag) == ["Aanmelding", "Onjuist"], uitslag
    assert Aanmelding.objects.count() == 1


def test_a_double_tap_and_two_who_tick_the_same_pupil(
    cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    kamp, aaf = zomeractiviteit(cast), build.traject(cast)
    aanmelding(cast, kamp, aaf)
    clock.move_to(NA_DE_DAG)
    eerste, tweede = eerste_dag(kamp), kamp.dagen.order_by("dag")[1]

    uitslag = samen(
        monkeypatch,
        (aanwezigheid, "_vergrendeld"),
        lambda: bevestigd(cast, eerste, aanwezig(aaf)),
        lambda: bevestigd(cast, eerste, aanwezig(aaf)),
        lambda: bevestigd(cast, eerste, aanwezig(aaf), "smw_po"),
    )

    gelukt = [een for een in uitslag if not isinstance(een, Exception)]
    assert len({een.pk for een in gelukt}) == 1 and Contact.objects.count() == 1, uitslag
    assert all(isinstance(een, NietToegestaan) for een in uitslag if isinstance(een, Exception)), uitslag
    assert Zomerdeelname.objects.count() == 1 and tweede.deelnames.count() == 0


def test_the_third_goal_and_a_note_sent_twice(cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch) -> None:
    traject = build.traject(cast)
    for nummer in range(2):
        doel(cast, traject, f"Doel {nummer}")

    uitslag = samen(
        monkeypatch,
        (doelen, "_traject"),
        lambda: doel(cast, traject, "Derde"),
        lambda: doel(cast, traject, "Ook derde"),
    )
    assert soorten(uitslag) == ["Doel", "NietToegestaan"], uitslag
    assert Doel.objects.count() == 3

    uitslag = samen(
        monkeypatch,
        (aantekeningen, "_traject"),
        *[lambda: aantekening(cast, traject, "Een keer", sleutel=traject.pk)] * 2,
    )
    assert soorten(uitslag) == ["Aantekening", "Aantekening"], uitslag
    assert Aantekening.objects.count() == 1

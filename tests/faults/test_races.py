"""Two people at the same moment, forced to meet: nothing is lost, and whoever comes second is told."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from gka.exceptions import NietToegestaan
from gka.models import Plaatsen
from overdracht.actions import besluiten, besprekingen, instemmingen, overleg_wijzigen, overleggen
from overdracht.actions.besluiten import PlaatsenVol
from overdracht.models import Bespreking
from overdracht.stand import tekstmerk
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import adres, invoer

pytestmark = pytest.mark.django_db(transaction=True)
WACHT = 20  # seconds; nothing here takes one


def samen(monkeypatch: pytest.MonkeyPatch, module: Any, *daden: Callable[[], Any]) -> list[Any]:
    """Run the deeds at once: each waits before its first lock until the others are there too. Results or exceptions."""
    ontmoeting = threading.Barrier(len(daden))
    origineel = besprekingen.vergrendel_leerling
    uitslag: list[Any] = [None] * len(daden)

    def wacht_op_elkaar(bespreking: Bespreking) -> None:
        if not getattr(threading.current_thread(), "ontmoet", False):
            threading.current_thread().ontmoet = True  # type: ignore[attr-defined]
            ontmoeting.wait(WACHT)
        origineel(bespreking)

    def doe(nummer: int, daad: Callable[[], Any]) -> None:
        try:
            uitslag[nummer] = daad()
        except Exception as fout:  # noqa: BLE001 - the test looks at it
            uitslag[nummer] = fout
        finally:
            connection.close()

    with monkeypatch.context() as patch:
        for een in module if isinstance(module, tuple) else (module,):
            patch.setattr(een, "vergrendel_leerling", wacht_op_elkaar)
        draden = [threading.Thread(target=doe, args=vraag, daemon=True) for vraag in enumerate(daden)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join(2 * WACHT)
        assert not any(draad.is_alive() for draad in draden), "somebody waits for ever"
    return uitslag


def race(cast: Cast, row: Bespreking, monkeypatch: pytest.MonkeyPatch, keer: int) -> None:
    een, twee = (cast.log_in(Client(), "ib_er") for _ in range(2))
    for ronde in range(keer):
        oud, ja_nee = invoer(een, row), ("ja", "nee")[ronde % 2]
        keuzes = [{"leerling_aanwezig": ja_nee, "keus": "later"}, {"ouder_aanwezig": ja_nee, "keus": "traject"}]
        posts = [
            partial(client.post, adres(row), oud | keuze, headers={"X-Rij": "1"})
            for client, keuze in zip((een, twee), keuzes, strict=True)
        ]

        antwoorden = samen(monkeypatch, besprekingen, *posts)

        assert sorted(antwoord.status_code for antwoord in antwoorden) == [200, 409], ronde
        winnaar = [antwoord.status_code for antwoord in antwoorden].index(200)
        verliezer = tekst(antwoorden[1 - winnaar])
        assert "Iemand anders heeft deze rij intussen gewijzigd" in verliezer
        # Both changed one thing: two versions to look at. Only the other did: it says what that is.
        assert "u koos: " in verliezer or "Dit had u niet veranderd." in verliezer, ronde
        nu, gewonnen = invoer(een, row), oud | keuzes[winnaar]
        velden = ("leerling_aanwezig", "ouder_aanwezig", "keus")
        assert [nu.get(naam) for naam in velden] == [gewonnen.get(naam) for naam in velden]


def test_two_people_on_one_row(cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch) -> None:
    race(cast, build.bespreking(cast, build.leerling(cast)), monkeypatch, keer=3)


@pytest.mark.long
def test_two_people_on_one_row_a_hundred_times(
    cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    race(cast, build.bespreking(cast, build.leerling(cast)), monkeypatch, keer=100)


def test_a_row_a_text_and_a_stance_all_arrive(cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Different things about the same pupil: nobody is in anybody's way, and nothing is lost."""
    row = build.bespreking(cast, build.leerling(cast))
    bord, pagina = (cast.log_in(Client(), "ib_er") for _ in range(2))
    oud = invoer(bord, row)
    typt = {"versie": str(row.versie), "tekstmerk": tekstmerk(row), "wens_ouders": "Dicht bij huis."}

    antwoorden = samen(
        monkeypatch,
        (besprekingen, instemmingen),
        lambda: bord.post(adres(row), oud | {"keus": "later", "leerling_aanwezig": "ja"}, headers={"X-Rij": "1"}),
        lambda: pagina.post(f"/besprekingen/{row.pk}/concept/", typt),
        lambda: build.vindt(cast, row, Partij.SMW_VO, Standpunt.NEE),
    )

    assert [antwoord.status_code for antwoord in antwoorden[:2]] == [200, 200] and antwoorden[2] is None
    row.refresh_from_db()
    assert (row.leerling_aanwezig, row.wens_ouders, row.besluiten.get().keus) == (True, "Dicht bij huis.", "later")
    assert row.instemmingen.get().standpunt == "nee"


def test_two_tables_cannot_give_away_the_last_place(
    cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=1)
    rijen = [
        build.iedereen_eens(cast, build.bespreking(cast, build.leerling(cast, roepnaam=naam)))
        for naam in ("Aaf", "Bas")
    ]

    def besluit(row: Bespreking) -> Any:
        return besluiten.vastleggen(
            bespreking=row,
            versie=row.versie,
            keus=Keus.TRAJECT,
            door=cast["ib_er"],
            op=timezone.now(),
            dag=timezone.localdate(),
        )

    uitslag = samen(monkeypatch, besluiten, lambda: besluit(rijen[0]), lambda: besluit(rijen[1]))

    assert sorted(type(een).__name__ for een in uitslag) == ["Besluit", "PlaatsenVol"]
    assert [een for een in uitslag if isinstance(een, PlaatsenVol)], uitslag
    assert Bespreking.objects.filter(status="opgenomen").count() == 1


def na_elkaar(
    monkeypatch: pytest.MonkeyPatch, module: Any, naam: str, eerst: Callable[[], Any], dan: Callable[[], Any]
) -> list[Any]:
    """Run `dan` while `eerst` stands before `module.naam`, for a second at most. Results or exceptions."""
    begonnen, klaar, origineel = threading.Event(), threading.Event(), getattr(module, naam)

    def halverwege(*args: Any, **kwargs: Any) -> Any:
        begonnen.set()
        klaar.wait(1)
        return origineel(*args, **kwargs)

    def doe(nummer: int, daad: Callable[[], Any]) -> None:
        if nummer:
            begonnen.wait(WACHT)
        try:
            uitslag[nummer] = daad()
        except Exception as fout:  # noqa: BLE001 - the test looks at it
            uitslag[nummer] = fout
        finally:
            if nummer:
                klaar.set()
            connection.close()

    uitslag: list[Any] = [None, None]
    with monkeypatch.context() as patch:
        patch.setattr(module, naam, halverwege)
        draden = [threading.Thread(target=doe, args=vraag, daemon=True) for vraag in enumerate((eerst, dan))]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join(WACHT)
    assert not any(draad.is_alive() for draad in draden), "somebody waits for ever"
    return uitslag


def test_calling_off_against_a_decision(cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch) -> None:
    row = build.iedereen_eens(cast, build.bespreking(cast, build.leerling(cast)))
    feit: dict[str, Any] = {"door": cast["ib_er"], "op": timezone.now()}

    uitslag = na_elkaar(
        monkeypatch,
        overleg_wijzigen,
        "_van_de_lijst",
        lambda: overleg_wijzigen.afgelasten(overleg=row.overleg, versie=row.overleg.versie, **feit),
        lambda: besluiten.vastleggen(
            bespreking=row, versie=row.versie, keus=Keus.TRAJECT, dag=timezone.localdate(), **feit
        ),
    )

    row.refresh_from_db()
    assert isinstance(uitslag[1], NietToegestaan), uitslag
    assert (row.status, row.besluiten.count()) == ("vervallen", 0)


def test_adding_a_pupil_against_calling_off(cast: Cast, on_postgresql: None, monkeypatch: pytest.MonkeyPatch) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    nieuw = build.met_toestemming(cast, build.leerling(cast, roepnaam="Nieuw"))
    overleg, feit = row.overleg, {"door": cast["ib_er"], "op": timezone.now()}

    uitslag = na_elkaar(
        monkeypatch,
        overleggen,
        "_vergrendeld",
        lambda: overleggen.leerlingen_toevoegen(overleg=overleg, leerlingen=[nieuw], **feit),
        lambda: overleg_wijzigen.afgelasten(overleg=overleg, versie=overleg.versie, **feit),
    )

    assert not isinstance(uitslag[0], Exception), uitslag
    assert set(overleg.besprekingen.values_list("status", flat=True)) == {"vervallen"}, uitslag

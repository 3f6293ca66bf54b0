"""Consent that becomes work: the days around the twelfth and the sixteenth birthday, and a text that changed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from gka import taken
from gka.access.rights import Recht
from gka.models import Leerling
from gka.privacy import texts
from gka.privacy.consent import Oordeel, mag_delen, oordeel_over
from gka.taken.toestemming import ZELF
from gka.workflow import Doel, Keuzesoort, Ontvanger, Toestemmingstand, leeftijd, verjaardag
from tests import build
from tests.cast import Cast

Naar = Callable[[date], None]


@pytest.fixture
def naar(clock: time_machine.Traveller) -> Naar:
    """Go to noon of this day."""

    def ga(dag: date) -> None:
        clock.move_to(timezone.make_aware(datetime.combine(dag, datetime.min.time()) + timedelta(hours=12)))

    return ga


def te_doen(leerling: Leerling) -> list[tuple[str, date | None]]:
    pupil = taken.met_feiten(Leerling.objects.all()).get(pk=leerling.pk)
    # The year of the pupil may be over by then; that rule has tests of its own.
    pupil.deelnames = []  # type: ignore[attr-defined]
    rijen = taken.voor_leerling(pupil, [Recht.TOESTEMMING_VASTLEGGEN], timezone.localdate())
    return [(taak.soort.removeprefix("toestemming-"), taak.voor) for taak in rijen]


@pytest.mark.parametrize("geboren", [date(2014, 4, 15), date(2016, 2, 29), date(2014, 12, 31)])
def test_the_twelfth_birthday(cast: Cast, naar: Naar, geboren: date) -> None:
    leerling = build.met_toestemming(cast, build.leerling(cast, geboortedatum=geboren))
    dag = date(geboren.year + 12, geboren.month, geboren.day)
    uiterlijk = dag + timedelta(days=30)

    for verschil, verwacht in (
        (-1, []),
        (0, [("zelf", uiterlijk)]),
        (1, [("zelf", uiterlijk)]),
        (30, [("zelf", uiterlijk)]),
        (31, [("zelf", None)]),
    ):
        naar(dag + timedelta(days=verschil))
        assert te_doen(leerling) == verwacht, verschil


@pytest.mark.parametrize("geboren", [date(2010, 4, 15), date(2012, 2, 29)])
def test_the_own_no_counts_from_the_twelfth_birthday(cast: Cast, naar: Naar, geboren: date) -> None:
    leerling = build.met_toestemming(cast, build.leerling(cast, geboortedatum=geboren))
    build.zegt(cast, leerling, Doel.DEELNEMEN, Toestemmingstand.NEE, zelf=True)
    dag = date(geboren.year + 12, geboren.month, geboren.day)

    # Judged over the answers of now at the age of then: the pupils are older than the clock of the tests.
    mag = [bool(_op_leeftijd(leerling, dag + timedelta(days=verschil))) for verschil in (-1, 0, 1)]

    assert mag == [True, False, False]


def _op_leeftijd(leerling: Leerling, dag: date) -> Oordeel:
    antwoorden = leerling.toestemmingen.huidig().zonder_contact()
    return oordeel_over(antwoorden, Ontvanger.TRAJECT, leeftijd(leerling.geboortedatum, dag))


@pytest.mark.parametrize("geboren", [date(2010, 9, 1), date(2012, 2, 29)])
def test_the_sixteenth_birthday(cast: Cast, naar: Naar, geboren: date) -> None:
    dag = date(geboren.year + 16, geboren.month, geboren.day)
    leerling = build.met_toestemming(cast, build.leerling(cast, geboortedatum=geboren))

    naar(dag - timedelta(days=43))
    assert te_doen(leerling) == [("zelf", None)]
    for verschil in (-42, -1):
        naar(dag + timedelta(days=verschil))
        assert te_doen(leerling) == [("zestien", dag)], verschil
        assert mag_delen(leerling, Ontvanger.TRAJECT, op=timezone.localdate())
    for verschil in (0, 1):
        naar(dag + timedelta(days=verschil))
        assert te_doen(leerling) == [("bespreken", None)], verschil
        assert not mag_delen(leerling, Ontvanger.TRAJECT, op=timezone.localdate())
    assert mag_delen(leerling, Ontvanger.TRAJECT, op=dag - timedelta(days=1)), "the past stays as it was"
    for doel in (Doel.BESPREKEN, Doel.DEELNEMEN):
        build.zegt(cast, leerling, doel, zelf=True)
    assert te_doen(leerling) == []
    assert mag_delen(leerling, Ontvanger.TRAJECT, op=timezone.localdate())


def test_from_sixteen_no_parent_can_stop_it(cast: Cast, naar: Naar, leerling: Leerling) -> None:
    Leerling.objects.update(geboortedatum=date(2010, 3, 10))
    leerling.refresh_from_db()
    build.zegt(cast, leerling, Doel.BESPREKEN, zelf=True)
    build.zegt(cast, leerling, Doel.BESPREKEN, Toestemmingstand.BEZWAAR)

    assert mag_delen(leerling, Ontvanger.OVERLEG, op=timezone.localdate())


def test_only_what_runs_on_the_parents_is_asked_of_the_pupil(cast: Cast, leerling: Leerling) -> None:
    """Per purpose; *delen* about the wished school only."""
    Leerling.objects.update(geboortedatum=date(2014, 3, 1))
    build.met_toestemming(cast, leerling, Doel.BESPREKEN, Doel.DEELNEMEN, Doel.ONDERZOEK)
    build.wil_naar(cast, leerling, cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    build.zegt(cast, leerling, Doel.VRAGENLIJSTEN, Toestemmingstand.NEE)
    build.zegt(cast, leerling, Doel.ONDERZOEK, Toestemmingstand.NEE, zelf=True)

    def zin() -> str:
        pupil = taken.met_feiten(Leerling.objects.all()).get()
        te_doen = taken.voor_leerling(pupil, [Recht.TOESTEMMING_VASTLEGGEN], timezone.localdate())
        (taak,) = [taak for taak in te_doen if taak.soort == ZELF]
        return taak.zin

    drie = "bespreken in het knooppuntoverleg, deelnemen aan het traject en afspraken delen met de vo-school."
    assert zin() == f"Vraag ook Test zelf (vanaf 12 jaar), voor 31 maart: {drie}"
    build.wil_naar(cast, leerling, cast.andere_vo_school, Keuzesoort.BEOOGD)
    assert zin().endswith("bespreken in het knooppuntoverleg en deelnemen aan het traject.")


def test_a_new_text_asks_again_only_where_it_says_so(
    cast: Cast, leerling: Leerling, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.met_toestemming(cast, leerling)
    oud = texts.teksten("2026-1")
    zelfde = dict(oud)
    anders = oud | {Doel.DEELNEMEN: texts.Vraagtekst("Nieuw?", "Nieuw?", "Nieuw.", "Stopt.", opnieuw=True)}

    monkeypatch.setattr(texts, "_versies", lambda: {"2026-1": oud, "2027-1": zelfde})
    assert te_doen(leerling) == []
    monkeypatch.setattr(texts, "_versies", lambda: {"2026-1": oud, "2027-1": anders, "2027-2": zelfde})
    assert te_doen(leerling) == [("opnieuw", None)]
    assert mag_delen(leerling, Ontvanger.TRAJECT, op=timezone.localdate()), "the old yes stands"


def test_birthdays_agree_with_the_age() -> None:
    for geboren in (date(2012, 2, 29), date(2012, 2, 28), date(2012, 3, 1), date(2088, 2, 29), date(2014, 12, 31)):
        for jaren in (12, 16):
            dag = verjaardag(geboren, jaren)
            assert (leeftijd(geboren, dag - timedelta(days=1)), leeftijd(geboren, dag)) == (jaren - 1, jaren)

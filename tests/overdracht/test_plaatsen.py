"""More children than places: a warning, a reason, a waiting order; never a silent refusal (ADR 0010)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gka.models import Cohort, Gebeurtenis, Leerling, Plaatsen
from gka.workflow import Doel, Keuzesoort, Toestemmingstand
from overdracht import plaatsen
from overdracht.actions.besluiten import PlaatsenVol
from overdracht.models import Bespreking
from overdracht.workflow import Keus
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import bewaar

WAAROM = "Kan niet wachten."


@pytest.fixture
def een_plek(cast: Cast) -> None:
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=1)


def kind(cast: Cast, naam: str) -> Bespreking:
    """Ready to be let in at Compass."""
    return build.iedereen_eens(cast, build.bespreking(cast, build.leerling(cast, roepnaam=naam)))


def stand(cast: Cast) -> plaatsen.Bezetting:
    return plaatsen.van_school(cast.vo_school, cast.cohort, dag=timezone.localdate())


def test_a_full_school_asks_why_and_then_lets_the_pupil_in(cast: Cast, een_plek: None) -> None:
    build.besluit(cast, kind(cast, "Aaf"))
    bas = kind(cast, "Bas")

    with pytest.raises(PlaatsenVol, match="Bij Compass is de ene plek bezet.*als 1e op de wachtlijst"):
        build.besluit(cast, bas)
    assert not bas.besluiten.exists()
    besluit = build.besluit(cast, bas, reden=WAAROM)

    assert (besluit.uitkomst, besluit.reden) == ("opgenomen", WAAROM)
    assert stand(cast).wachtplek(bas.leerling_id) == 1
    details = Gebeurtenis.objects.filter(soort="besluit.vastgelegd").order_by("moment").last()
    assert details and details.details["zonder_plek"] is True


def test_who_waits_takes_no_place_and_needs_no_reason(cast: Cast, een_plek: None) -> None:
    build.besluit(cast, kind(cast, "Aaf"))
    wacht = build.bespreking(cast, build.leerling(cast, roepnaam="Bas"))

    assert build.besluit(cast, wacht).uitkomst == "wacht"
    assert build.besluit(cast, wacht, Keus.LATER).uitkomst == "wacht"
    assert (stand(cast).bezet, stand(cast).wachten) == (1, 0)


def test_the_order_is_the_order_of_the_decisions(cast: Cast, een_plek: None, clock: Any) -> None:
    rijen = {naam: kind(cast, naam) for naam in ("Aaf", "Bas", "Cas")}
    for naam in ("Cas", "Aaf", "Bas"):
        clock.shift(timedelta(minutes=5))
        build.besluit(cast, rijen[naam], reden=WAAROM)

    bezetting = stand(cast)
    assert [bezetting.wachtplek(rijen[naam].leerling_id) for naam in ("Cas", "Aaf", "Bas")] == [None, 1, 2]
    assert (bezetting.vrij, bezetting.wachten, bezetting.vol) == (0, 2, True)


def test_a_place_that_comes_free_moves_everyone_up(cast: Cast, een_plek: None, clock: Any) -> None:
    aaf, bas, cas = (kind(cast, naam) for naam in ("Aaf", "Bas", "Cas"))
    for row in (aaf, bas, cas):
        clock.shift(timedelta(minutes=5))
        build.besluit(cast, row, reden=WAAROM)

    build.zegt(cast, aaf.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    assert (stand(cast).wachtplek(bas.leerling_id), stand(cast).wachtplek(cas.leerling_id)) == (None, 1)


def test_more_places_from_a_day_on(cast: Cast, een_plek: None, clock: Any) -> None:
    for naam in ("Aaf", "Bas"):
        laatste = kind(cast, naam)
        build.besluit(cast, laatste, reden=WAAROM)
    Plaatsen.objects.create(
        school=cast.vo_school, cohort=cast.cohort, aantal=2, vanaf=timezone.localdate() + timedelta(2)
    )

    assert stand(cast).wachtplek(laatste.leerling_id) == 1
    clock.shift(timedelta(days=2))
    assert stand(cast).wachtplek(laatste.leerling_id) is None


def test_another_school_or_year_takes_no_place_here(cast: Cast, een_plek: None) -> None:
    build.besluit_traject(cast, build.leerling(cast, roepnaam="Aaf"), school=cast.andere_vo_school)

    assert stand(cast).bezet == 0
    ander_jaar = Cohort.objects.create(regio=cast.regio, jaar=2027, fase_vo_vanaf="2027-08-01")
    assert plaatsen.van_school(cast.andere_vo_school, ander_jaar, dag=timezone.localdate()) == plaatsen.Bezetting(None)


def test_without_agreed_places_nothing_is_full(cast: Cast) -> None:
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=None)
    for naam in ("Aaf", "Bas"):
        build.besluit(cast, kind(cast, naam))

    assert (stand(cast).vrij, stand(cast).vol, stand(cast).wachten) == (None, False, 0)


def test_who_changes_school_joins_at_the_end(cast: Cast, een_plek: None, clock: Any) -> None:
    """Nobody is pushed down by somebody who was let in earlier, for another school."""
    vroeg = build.besluit_traject(cast, build.leerling(cast, roepnaam="Vroeg"), school=cast.andere_vo_school).bespreking
    clock.shift(timedelta(minutes=5))
    aaf = kind(cast, "Aaf")
    build.besluit(cast, aaf)
    clock.shift(timedelta(minutes=5))

    build.wil_naar(cast, vroeg.leerling, cast.vo_school)

    assert stand(cast).op_volgorde == (aaf.leerling_id, vroeg.leerling_id)


def test_admission_to_the_wished_school_keeps_the_order(cast: Cast, een_plek: None, clock: Any) -> None:
    aaf, bas = kind(cast, "Aaf"), kind(cast, "Bas")
    for row in (aaf, bas):
        clock.shift(timedelta(minutes=5))
        build.besluit(cast, row, reden=WAAROM)
    clock.shift(timedelta(days=20))

    build.wil_naar(cast, bas.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    build.wil_naar(cast, aaf.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    assert stand(cast).op_volgorde == (aaf.leerling_id, bas.leerling_id)

    build.wil_naar(cast, aaf.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)
    assert stand(cast).op_volgorde == (bas.leerling_id,), "the definite school counts"


def test_the_board_and_the_row_say_so(cast: Cast, ib_er: Client, een_plek: None, leerling: Leerling) -> None:
    build.besluit(cast, kind(cast, "Aaf"))
    build.besluit(cast, kind(cast, "Bas"), reden=WAAROM)
    row = build.iedereen_eens(cast, build.bespreking(cast, leerling))

    pagina = tekst(ib_er.get(row.overleg.get_absolute_url()))
    assert "0 van 1 plek over" in pagina and "1 op de wachtlijst" in pagina and "geen plek meer" in pagina
    assert "wordt dit de 2e op de wachtlijst" in pagina
    response = bewaar(ib_er, row, keus="traject")
    assert response.status_code == 422 and "schrijf dan op waarom" in tekst(response)
    assert row.status == "voorgesteld"
    response = bewaar(ib_er, row, keus="traject", reden=WAAROM)
    assert response.status_code == 200 and "wachtlijst: 2e voor Compass" in tekst(response)
    assert "wachtlijst: 2e voor Compass" in tekst(ib_er.get(row.get_absolute_url()))


def test_the_page_of_one_pupil_asks_why_as_well(cast: Cast, ib_er: Client, een_plek: None) -> None:
    build.besluit(cast, kind(cast, "Aaf"))
    row = kind(cast, "Bas")
    school = str(cast.vo_school.pk)

    pagina = tekst(ib_er.get(row.get_absolute_url()))
    assert "wordt dit de 1e op de wachtlijst" in pagina and "Waarom dit besluit" in pagina
    data = {"versie": str(row.versie), "vo_school": school, "keus": "traject"}
    assert "schrijf dan op waarom" in tekst(ib_er.post(row.get_absolute_url(), data))
    ib_er.post(row.get_absolute_url(), data | {"reden": WAAROM})
    row.refresh_from_db()
    assert row.status == "opgenomen"


def test_a_school_without_places_is_not_full(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=0)
    row = build.iedereen_eens(cast, build.bespreking(cast, leerling))

    response = bewaar(ib_er, row, keus="traject")

    assert response.status_code == 422 and "Compass heeft nog geen plekken. Kiest u toch" in tekst(response)
    for pagina in (ib_er.get(row.overleg.get_absolute_url()), ib_er.get(row.get_absolute_url())):
        assert "Compass heeft nog geen plekken. Kiest u toch" in tekst(pagina)
        assert not {"bezet", "geen plek meer"} & set(re.findall("bezet|geen plek meer", tekst(pagina)))
    bewaar(ib_er, row, keus="traject", reden=WAAROM)
    assert row.status == "opgenomen"

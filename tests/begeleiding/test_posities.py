"""Recording a position: when, of whom, once, and how it is corrected; and what the database refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions.posities import GeenReden, Tussendoor
from begeleiding.brugklas import peildag, positie_van
from begeleiding.klasniveau import Correctiereden
from begeleiding.models import Positie, Traject
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Stap, Vakantie
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.posities import DECEMBER, HAVO, KADER, OKTOBER, VWO, positie, toegelaten
from tests.cast import Cast


@pytest.fixture
def traject(cast: Cast, clock: Traveller) -> Traject:
    made = toegelaten(cast)
    clock.move_to("2026-10-01T10:00:00+02:00")
    return made


# --- the days


def test_de_peildagen_zijn_gegevens(cast: Cast) -> None:
    assert str(peildag(OKTOBER, cast.cohort)) == "2026-10-01"
    assert str(peildag(DECEMBER, cast.cohort)) == "2026-12-31", "no holiday is known"

    Stap.objects.filter(cohort=cast.cohort, code="teldatum").update(datum="2026-10-05")
    Vakantie.objects.create(regio=cast.regio, naam="Kerstvakantie", van="2026-12-19", tot="2027-01-03")
    cast.cohort.refresh_from_db()
    assert str(peildag(OKTOBER, cast.cohort)) == "2026-10-05"
    assert str(peildag(DECEMBER, cast.cohort)) == "2026-12-18"


# --- refusals


def test_niet_voor_de_peildag(cast: Cast, traject: Traject, clock: Traveller) -> None:
    clock.move_to("2026-09-30T23:30:00+02:00")
    with pytest.raises(NietToegestaan, match="vanaf 1 oktober 2026"):
        positie(cast, traject.leerling)
    with pytest.raises(NietToegestaan, match="vanaf 31 december 2026"):
        positie(cast, traject.leerling, peilmoment=DECEMBER)
    assert not Positie.objects.exists()


def test_niet_zonder_toelating_zonder_traject_of_zonder_toestemming(cast: Cast, traject: Traject) -> None:
    niet_toegelaten = build.traject(cast, roepnaam="Sem").leerling
    geen_traject = build.met_toestemming(cast, build.leerling(cast, roepnaam="Noor"))
    build.wil_naar(cast, geen_traject, cast.vo_school, build.Keuzesoort.DEFINITIEF)
    build.zegt(cast, traject.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    for leerling, zin in (
        (niet_toegelaten, "nog op geen middelbare school"),
        (geen_traject, "niet begeleid"),
        (traject.leerling, "geen toestemming meer"),
    ):
        with pytest.raises(NietToegestaan, match=zin):
            positie(cast, leerling)
    assert not Positie.objects.exists()


def test_een_ander_vulde_intussen_iets_anders_in(cast: Cast, traject: Traject) -> None:
    eerste = positie(cast, traject.leerling, HAVO)
    with pytest.raises(Tussendoor, match="‘havo’"):
        positie(cast, traject.leerling, VWO, reden=Correctiereden.VERGISSING)
    tweede = positie(cast, traject.leerling, VWO, gezien=eerste, reden=Correctiereden.VERGISSING)
    with pytest.raises(Tussendoor, match="‘vwo’"):
        positie(cast, traject.leerling, KADER, gezien=eerste, reden=Correctiereden.VERGISSING)
    assert Positie.objects.huidig().get() == tweede


@pytest.mark.parametrize("reden", ["", "zomaar"])
def test_verbeteren_zonder_reden_uit_de_lijst_kan_niet(cast: Cast, traject: Traject, reden: str) -> None:
    eerste = positie(cast, traject.leerling, HAVO)
    with pytest.raises(GeenReden):
        positie(cast, traject.leerling, None, gezien=eerste, reden=reden)
    assert Positie.objects.get() == eerste


# --- what stays


def test_nog_een_keer_hetzelfde_is_geen_nieuwe_rij(cast: Cast, traject: Traject) -> None:
    eerste = positie(cast, traject.leerling, HAVO)
    assert positie(cast, traject.leerling, HAVO) == eerste
    assert Gebeurtenis.objects.filter(soort="positie.vastgelegd").count() == 1


def test_de_geschiedenis_blijft(cast: Cast, traject: Traject) -> None:
    eerst = positie(cast, traject.leerling, None)
    toen = positie(cast, traject.leerling, HAVO, gezien=eerst)
    nu = positie(cast, traject.leerling, VWO, gezien=toen, reden=Correctiereden.NAGEKEKEN)

    assert [(str(rij), rij.reden) for rij in Positie.objects.order_by("vastgelegd_op")] == [
        ("nog niet bekend", ""),
        ("havo", "bekend"),
        ("vwo", "nagekeken"),
    ]
    assert positie_van([traject.leerling_id], OKTOBER) == {traject.leerling_id: nu}
    assert positie_van([traject.leerling_id], DECEMBER) == {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Positie.objects.filter(pk=eerst.pk).update(laag=1, hoog=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        eerst.delete()


def test_posities_van_velen_in_een_query(cast: Cast, traject: Traject, django_assert_num_queries: Any) -> None:
    ander = build.traject(cast, roepnaam="Sem").leerling_id
    positie(cast, traject.leerling)
    with django_assert_num_queries(1):
        assert list(positie_van([traject.leerling_id, ander], OKTOBER)) == [traject.leerling_id]


# --- what the database refuses


@pytest.mark.parametrize(
    ("fout", "regel"),
    [
        ({"peilmoment": "mei"}, "positie_peilmoment"),
        ({"hoog": None}, "positie_laag_en_hoog"),
        ({"laag": 0, "hoog": 0}, "positie_op_de_schaal"),
        ({"laag": 6, "hoog": 5}, "positie_op_de_schaal"),
        ({"laag": 6, "hoog": 7}, "positie_op_de_schaal"),
        ({"reden": "vergissing"}, "positie_verbetering_met_reden"),
        ({"tweede": {}}, "positie_een_begin_per_peilmoment"),
        ({"tweede": {"vervangt": True}}, "positie_verbetering_met_reden"),
        ({"tweede": {"vervangt": True, "reden": "zomaar"}}, "positie_verbetering_met_reden"),
    ],
)
def test_de_database_weigert(cast: Cast, traject: Traject, fout: dict[str, Any], regel: str) -> None:
    goed = {"leerling": traject.leerling, "cohort": cast.cohort, "peilmoment": OKTOBER, "laag": 5, "hoog": 5} | {
        "vastgelegd_door": cast["zorgcoordinator"],
        "vastgelegd_op": timezone.now(),
    }
    tweede = fout.pop("tweede", None)
    if tweede is not None:
        eerste = Positie.objects.create(**goed)
        fout = tweede | ({"vervangt": eerste} if tweede.get("vervangt") else {})
    with pytest.raises(IntegrityError) as geweigerd, transaction.atomic():
        Positie.objects.create(**goed | fout)
    assert regel in str(geweigerd.value) or (connection.vendor == "sqlite" and "UNIQUE" in str(geweigerd.value))

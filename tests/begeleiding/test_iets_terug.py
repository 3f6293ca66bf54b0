"""The page that gives something back: the own work, only for who did it, and without anybody's name."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import urenbudgetten
from begeleiding.iets_terug import Werk, feiten, maanden
from begeleiding.models import Traject
from begeleiding.workflow import Scoremoment
from gka.models import Aanstelling
from tests import build, build_zomer
from tests.begeleiding.paginas import start
from tests.cast import Cast
from tests.pages import tekst

PAGINA = "/iets-terug/"


def van(cast: Cast, naam: str = "smw_vo") -> dict[str, str]:
    return {feit.label: feit.waarde for feit in feiten(Werk(cast[naam], timezone.localdate()))}


@pytest.mark.parametrize("naam", ["teamleider", "ib_er", "zorgcoordinator", "gemeente", "projectcoordinator", "fg"])
def test_niet_voor_wie_geen_contacten_maakt(client: Client, cast: Cast, traject: Traject, naam: str) -> None:
    cast.log_in(client, naam)
    assert client.get(PAGINA).status_code == 403
    assert PAGINA not in client.get("/").text


def test_alleen_het_eigen_werk(client: Client, cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject, minuten=60, collegas=[cast.aanstelling["smw_po"]])
    build.contact(cast, traject, minuten=30, soort="telefoon", wie="smw_po")

    cast.log_in(client, "smw_vo")
    mijn = tekst(client.get(PAGINA))
    assert "U was er 1 uur voor kinderen en ouders" in mijn and "Alleen u ziet deze pagina" in mijn
    assert "Vermeulen" not in mijn and cast["smw_po"].naam not in mijn
    cast.log_in(client, "smw_po")
    assert "1,5 uur" in tekst(client.get(PAGINA))
    cast.log_in(client, "buitenstaander_smw_vo")
    assert "Uw jaar begint nog" in tekst(client.get(PAGINA))
    assert "/iets-terug/" in start(cast, "smw_vo")


def test_het_ritme_telt_per_maand_tot_en_met_nu(cast: Cast, traject: Traject, clock: Traveller) -> None:
    build.contact(cast, traject, minuten=45)
    clock.move_to("2026-05-04T10:00:00+02:00")
    build.contact(cast, traject, minuten=90)
    werk = Werk(cast["smw_vo"], timezone.localdate())
    assert [(maand.label, maand.words) for maand in maanden(werk)] == [
        ("januari", "0 uur"),
        ("februari", "0 uur"),
        ("maart", "0,75 uur"),
        ("april", "0 uur"),
        ("mei", "1,5 uur"),
    ]
    clock.move_to("2027-01-04T10:00:00+01:00")
    assert [maand.value for maand in maanden(Werk(cast["smw_vo"], timezone.localdate()))] == [0]


def test_uren_van_een_eerdere_aanstelling_blijven_de_eigen_uren(cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject, minuten=45)
    Aanstelling.objects.filter(pk=cast.aanstelling["smw_vo"].pk).update(tot=date(2026, 3, 10))
    assert sum(maand.value for maand in maanden(Werk(cast["smw_vo"], timezone.localdate()))) == 45


def test_de_feiten(cast: Cast, traject: Traject, clock: Traveller) -> None:
    ander, laat = build.traject(cast, roepnaam="Sem"), build.traject(cast, roepnaam="Noor")
    assert van(cast) == {"Leerlingen nu": "3"}, "nothing is said of what did not happen yet"
    build.contact(cast, traject)
    build.contact(cast, traject, ander, soort="groep", minuten=90)
    assert van(cast) == {
        "Leerlingen nu": "3",
        "Kinderen gesproken": "2",
        "Eerste contacten op tijd": "2 van 2",
        "In een groep": "1 keer",
    }
    clock.move_to("2026-04-10T10:00:00+02:00")
    build.contact(cast, laat)
    assert van(cast)["Eerste contacten op tijd"] == "2 van 3"
    clock.move_to("2026-08-21T10:00:00+02:00")  # the fifteenth day of the phase vo on which there is school
    build.contact(cast, traject)
    assert van(cast)["Eerste contacten op tijd"] == "3 van 4"
    clock.move_to("2026-08-24T10:00:00+02:00")
    assert van(cast)["Eerste contacten op tijd"] == "3 van 6", "for the other two the time is over"


def test_uren_over_volgt_uit_het_budget(cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject, minuten=60)
    assert "Uren over" not in van(cast)
    urenbudgetten.vaststellen(
        aanstelling=cast.aanstelling["smw_vo"],
        van=date(2026, 3, 9),
        tot=date(2026, 3, 13),
        minuten_per_week=150,
        door=cast["teamleider"],
        op=timezone.now(),
    )
    assert van(cast)["Uren over"] == "1,5 uur"
    build.contact(cast, traject, minuten=120, soort="telefoon")
    assert van(cast)["Meer dan gepland"] == "0,5 uur"


def test_doelen_dichterbij_telt_alleen_wat_twee_keer_een_cijfer_kreeg(
    cast: Cast, traject: Traject, clock: Traveller
) -> None:
    beter, slechter, een = (build_zomer.doel(cast, traject, f"Doel {nummer}") for nummer in range(3))
    for doel in (beter, slechter, een):
        build_zomer.score(cast, doel, 4)
    assert "Doelen dichterbij" not in van(cast)
    clock.move_to("2026-06-01T10:00:00+02:00")
    build_zomer.score(cast, beter, 7, Scoremoment.EIND)
    build_zomer.score(cast, slechter, 4, Scoremoment.EIND)

    assert van(cast)["Doelen dichterbij"] == "1 van 2"
    assert "Doelen dichterbij" not in van(cast, "buitenstaander_smw_vo")


def test_de_pagina_kost_evenveel_vragen_voor_een_als_voor_veel(client: Client, cast: Cast, traject: Traject) -> None:
    cast.log_in(client, "smw_vo")
    build.contact(cast, traject)

    def queries() -> int:
        client.get(PAGINA)
        with CaptureQueriesContext(connection) as gezien:
            client.get(PAGINA)
        return len(gezien)

    een = queries()
    for naam in ("Sem", "Noor"):
        build.contact(cast, build.traject(cast, roepnaam=naam))
    assert queries() == een

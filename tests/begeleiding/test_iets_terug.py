"""The page that gives something back: the own work, only for who did it, and without anybody's name."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten, urenbudgetten
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


def op_tijd(cast: Cast) -> tuple[str, str]:
    (feit,) = (een for een in feiten(Werk(cast["smw_vo"], timezone.localdate())) if een.label.startswith("Eerste"))
    return feit.waarde, feit.uitleg.partition(" die")[0]


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
        "Eerste contacten op tijd": "2",
        "Keer in een groep": "1",
    }
    clock.move_to("2026-04-10T10:00:00+02:00")
    build.contact(cast, laat)
    assert op_tijd(cast) == ("2", "van de 3")
    clock.move_to("2026-08-21T10:00:00+02:00")  # the fifteenth day of the phase vo on which there is school
    build.contact(cast, traject)
    assert op_tijd(cast) == ("3", "van de 4")
    clock.move_to("2026-08-24T10:00:00+02:00")
    build.contact(cast, ander)
    assert op_tijd(cast) == ("3", "van de 5")


def test_wat_een_ander_deed_telt_bij_die_ander(client: Client, cast: Cast, traject: Traject, clock: Traveller) -> None:
    build.contact(cast, traject)
    doel = build_zomer.doel(cast, traject)
    build_zomer.score(cast, doel, 3)
    clock.move_to("2026-04-10T10:00:00+02:00")
    build_zomer.score(cast, doel, 8, Scoremoment.TUSSEN)
    nieuw = cast.aanstelling["buitenstaander_smw_vo"]
    trajecten.toewijzen(
        traject=traject, aanstelling=nieuw, van=timezone.localdate(), door=cast["teamleider"], op=timezone.now()
    )

    assert "Eerste contacten op tijd 1 van de 1 die u had" in tekst(cast.log_in(client, "smw_vo").get(PAGINA))
    assert van(cast)["Doelen dichterbij"] == "1"
    assert van(cast, "buitenstaander_smw_vo") == {"Leerlingen nu": "1"}
    clock.move_to("2026-08-24T10:00:00+02:00")
    build.contact(cast, traject, wie="buitenstaander_smw_vo")
    build_zomer.score(cast, doel, 9, Scoremoment.EIND, door=cast["buitenstaander_smw_vo"])
    assert van(cast, "buitenstaander_smw_vo")["Doelen dichterbij"] == "1", "who was there last"
    assert "Eerste contacten op tijd" not in van(cast, "buitenstaander_smw_vo"), "late, and the first one was not hers"
    assert "Doelen dichterbij" not in van(cast)


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
    assert van(cast)["Uren over"] == "1,5"
    build.contact(cast, traject, minuten=120, soort="telefoon")
    assert van(cast)["Uren meer dan gepland"] == "0,5"


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

    assert van(cast)["Doelen dichterbij"] == "1"
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

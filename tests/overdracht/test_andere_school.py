"""The secondary school that has a say is the admitted one, until then the wished one; each answers for itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gka.access.table import Rol
from gka.models import Leerling, Plaatsen
from gka.workflow import Keuzesoort
from overdracht.actions import instemmingen
from overdracht.models import Bespreking, Deelnemer
from overdracht.workflow import Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import bewaar


@pytest.fixture
def eens(cast: Cast, bespreking: Bespreking) -> Bespreking:
    """Everyone of Compass and around it agrees; nothing is decided yet."""
    return build.iedereen_eens(cast, bespreking)


def toegelaten(cast: Cast, row: Bespreking) -> None:
    """The pupil wished Compass, and Holz is where it goes."""
    build.wil_naar(cast, row.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)
    row.refresh_from_db()


def brief(client: Client, row: Bespreking) -> str:
    return tekst(client.get(f"/besprekingen/{row.pk}/brief/"))


def zegt_zelf(cast: Cast, row: Bespreking, wie: str, partij: Partij, standpunt: Standpunt = Standpunt.JA) -> None:
    instemmingen.zelf_geven(bespreking=row, partij=partij, standpunt=standpunt, door=cast[wie], op=timezone.now())


def test_the_admitted_school_is_asked_before_a_pupil_comes_in(cast: Cast, ib_er: Client, eens: Bespreking) -> None:
    toegelaten(cast, eens)

    bewaar(ib_er, eens, keus="traject")

    assert eens.status == "wacht"
    gelezen = brief(ib_er, eens)
    assert "Nog niet gehoord: de middelbare school en het schoolmaatschappelijk werk" in gelezen.replace(
        "nog n", "Nog n"
    )
    assert "De middelbare school (Holz) is nog niet gehoord." in gelezen and "Test gaat naar Holz." in gelezen


def test_admission_to_the_wished_school_asks_nobody_again(cast: Cast, ib_er: Client, eens: Bespreking) -> None:
    build.wil_naar(cast, eens.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    build.wil_naar(cast, eens.leerling, cast.andere_vo_school)  # a wish beside an admission changes nothing

    bewaar(ib_er, eens, keus="traject")

    assert eens.status == "opgenomen"


def test_who_is_in_moves_along_and_the_letter_says_who_spoke(
    cast: Cast, ib_er: Client, eens: Bespreking, clock: Any
) -> None:
    bewaar(ib_er, eens, keus="traject")
    clock.shift(timedelta(minutes=1))
    toegelaten(cast, eens)

    assert eens.status == "opgenomen"
    gelezen = brief(ib_er, eens)
    assert "De middelbare school (Compass) wil dat Test meedoet." in gelezen and "Test gaat naar Holz." in gelezen


def test_the_letter_names_the_school_that_said_no(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    Deelnemer.objects.create(overleg=bespreking.overleg, aanstelling=cast.aanstelling["buitenstaander_zorgcoordinator"])
    toegelaten(cast, bespreking)
    zegt_zelf(cast, bespreking, "buitenstaander_zorgcoordinator", Partij.VO_SCHOOL, Standpunt.NEE)
    bewaar(ib_er, bespreking, keus="traject")

    assert "De middelbare school (Holz) wil niet dat Test meedoet." in brief(ib_er, bespreking)


@pytest.mark.parametrize("soort", [Keuzesoort.BEOOGD, Keuzesoort.DEFINITIEF])
def test_an_own_word_does_not_stop_another_school(
    cast: Cast, ib_er: Client, bespreking: Bespreking, soort: Keuzesoort
) -> None:
    """One school social worker for two schools, with a seat for both."""
    ook = build.werkt_ook(cast, "smw_vo", "smw_vo", school=cast.andere_vo_school)
    assert ook.rol == Rol.SMW_VO
    Deelnemer.objects.create(overleg=bespreking.overleg, aanstelling=ook)
    zegt_zelf(cast, bespreking, "smw_vo", Partij.SMW_VO)

    build.wil_naar(cast, bespreking.leerling, cast.andere_vo_school, soort)

    assert bespreking.instemmingen.huidig().get(partij="smw_vo").standpunt == "niet_gehoord"
    pagina = tekst(ib_er.get(bespreking.get_absolute_url()))
    assert "was: ja, zelf in Overstap" in pagina, "what was said stays to be read"
    zegt_zelf(cast, bespreking, "smw_vo", Partij.SMW_VO)


def test_a_full_admitted_school_asks_why_and_shows_the_waiting_order(
    cast: Cast, ib_er: Client, leerling: Leerling
) -> None:
    Plaatsen.objects.filter(school=cast.andere_vo_school).update(aantal=0)
    row = build.bespreking(cast, leerling)
    toegelaten(cast, row)
    build.iedereen_eens(cast, row)

    response = bewaar(ib_er, row, keus="traject")
    assert response.status_code == 422 and "Holz heeft nog geen plekken." in tekst(response)
    response = bewaar(ib_er, row, keus="traject", reden="Kan niet wachten.")

    assert row.status == "opgenomen" and "wachtlijst: 1e voor Holz" in tekst(response)


def test_the_familiar_face_is_of_the_school_that_has_a_say(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    toegelaten(cast, bespreking)
    velden = {"versie": bespreking.versie, "vo_school": cast.vo_school.pk}
    for wie in ("smw_vo", "buitenstaander_smw_vo"):
        response = ib_er.post(bespreking.get_absolute_url(), velden | {"vast_gezicht": cast.aanstelling[wie].pk})
        bespreking.refresh_from_db()
        assert (response.status_code == 302) is (wie != "smw_vo")

    assert bespreking.vast_gezicht == cast.aanstelling["buitenstaander_smw_vo"]

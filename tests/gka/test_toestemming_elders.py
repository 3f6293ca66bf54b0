"""A yes to share with a school that is not the wished one any more."""

import pytest
from django.test import Client

from gka.models import Leerling
from gka.workflow import Doel, Relatie, Toestemmingstand
from tests import build
from tests.cast import Cast
from tests.gka.test_toestemming import adres, formulier, zeg
from tests.pages import tekst

JA, NEE, INGETROKKEN = Toestemmingstand.JA, Toestemmingstand.NEE, Toestemmingstand.INGETROKKEN


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def test_a_yes_for_a_former_wish_can_be_taken_back(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.zegt(cast, build.wil_naar(cast, leerling, cast.vo_school), Doel.DELEN, school=cast.vo_school)
    build.wil_naar(cast, leerling, cast.andere_vo_school)
    veld = f"ouder_elders_{cast.vo_school.pk}"

    pagina = ib_er.get(adres(leerling))
    assert "Moeder: ja tegen delen met Compass, van 10 maart 2026" in tekst(pagina)
    assert veld not in formulier(pagina), "nothing is chosen beforehand"
    klaar = zeg(ib_er, leerling, **{veld: "ingetrokken", "ouder_delen": "ja"})

    assert "2 antwoorden opgeslagen. De nieuwe school krijgt geen afspraken meer te zien." in tekst(klaar)
    assert {(rij.ontvangende_school, rij.stand) for rij in leerling.toestemmingen.huidig()} == {
        (cast.andere_vo_school, JA),
        (cast.vo_school, INGETROKKEN),
    }
    assert veld not in ib_er.get(adres(leerling)).content.decode()


def test_only_whoever_said_it_takes_it_back(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    moeder, vader = leerling.ouders.get(), build.ouder(cast, leerling, Relatie.VADER)
    build.zegt(cast, leerling, Doel.DELEN, ouder=moeder, school=cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, NEE, ouder=vader, school=cast.vo_school)
    veld = f"ouder_elders_{cast.vo_school.pk}"

    assert veld in ib_er.get(adres(leerling, moeder)).content.decode(), "also while no school is wished"
    for wie in (vader, "nieuw"):
        assert veld not in ib_er.get(adres(leerling, wie)).content.decode()
        zeg(ib_er, leerling, wie, **{veld: "ingetrokken"})
    zeg(ib_er, leerling, moeder, **{veld: "ja"})

    assert leerling.toestemmingen.count() == 2


def test_another_answer_that_came_meanwhile_stays(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    tab = formulier(ib_er.get(adres(leerling))) | {"wijze": "gesprek"}
    build.zegt(cast, leerling, Doel.DELEN, NEE, school=cast.vo_school)

    fout = ib_er.post(adres(leerling), tab | {f"ouder_elders_{cast.vo_school.pk}": "ingetrokken"})

    assert "Er is intussen iets anders vastgelegd: moeder zegt nee" in tekst(fout)
    assert leerling.toestemmingen.huidig().get().stand == NEE

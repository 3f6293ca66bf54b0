"""A consent form that was open while somebody else recorded something: the newer answer stays."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gka.actions import toestemming
from gka.models import Leerling
from gka.privacy import texts
from gka.views import toestemming as pagina
from gka.workflow import Doel, Gever, Toestemmingstand, Wijze
from tests import build
from tests.cast import Cast
from tests.gka.test_toestemming import adres, formulier, standen
from tests.pages import tekst

JA, NEE, INGETROKKEN = Toestemmingstand.JA, Toestemmingstand.NEE, Toestemmingstand.INGETROKKEN
INTUSSEN = "Er is intussen iets anders vastgelegd: moeder trok het ja in (10 maart 2026). Vraag het opnieuw."


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def ingevuld(client: Client, leerling: Leerling, **antwoorden: str) -> dict[str, str]:
    """The form as it is open in a tab, filled in and not sent yet."""
    return formulier(client.get(adres(leerling))) | {"wijze": "gesprek"} | antwoorden


def stuur(client: Client, leerling: Leerling, data: dict[str, str]) -> HttpResponse:
    return client.post(adres(leerling), {naam: waarde for naam, waarde in data.items() if waarde}, follow=True)


def test_a_stale_form_undoes_no_withdrawal(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.zegt(cast, leerling, Doel.BESPREKEN)
    tab = ingevuld(ib_er, leerling, ouder_bespreken="ja", ouder_deelnemen="nee")
    build.zegt(cast, leerling, Doel.BESPREKEN, INGETROKKEN)

    fout = stuur(ib_er, leerling, tab)

    assert tekst(fout).count(INTUSSEN) == 2 and 'href="#id_ouder_bespreken_0"' in fout.content.decode()
    assert "Nu: ingetrokken, in een gesprek, 10 maart 2026." in tekst(fout)
    assert standen(leerling) == {("ouder", "bespreken"): INGETROKKEN}, "all answers or none"
    terug = formulier(fout)
    assert (terug["ouder_bespreken"], terug["ouder_deelnemen"], terug["wijze"]) == ("ja", "nee", "gesprek")
    stuur(ib_er, leerling, terug)
    assert standen(leerling) == {("ouder", "bespreken"): JA, ("ouder", "deelnemen"): NEE}, "asked again, it counts"


def test_a_first_answer_that_came_meanwhile_stays(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    tab = ingevuld(ib_er, leerling, ouder_bespreken="ja")
    build.zegt(cast, leerling, Doel.BESPREKEN, NEE)

    assert "Er is intussen iets anders vastgelegd: moeder zegt nee" in tekst(stuur(ib_er, leerling, tab))
    assert standen(leerling) == {("ouder", "bespreken"): NEE}


def test_a_choice_that_is_no_choice_any_more_says_the_same(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.zegt(cast, leerling, Doel.BESPREKEN)
    tab = ingevuld(ib_er, leerling, ouder_bespreken="ingetrokken")
    build.zegt(cast, leerling, Doel.BESPREKEN, NEE)

    fout = tekst(stuur(ib_er, leerling, tab))

    assert "Er is intussen iets anders vastgelegd: moeder zegt nee" in fout
    assert "geen geldige keuze" not in fout and "Vul ten minste één antwoord in" not in fout


def test_what_is_not_answered_or_says_the_same_refuses_nothing(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    tab = ingevuld(ib_er, leerling, ouder_bespreken="ja", ouder_deelnemen="overslaan")
    build.zegt(cast, leerling, Doel.BESPREKEN)
    build.zegt(cast, leerling, Doel.DEELNEMEN, NEE)

    assert "1 antwoord opgeslagen." in tekst(stuur(ib_er, leerling, tab))
    assert standen(leerling) == {("ouder", "bespreken"): JA, ("ouder", "deelnemen"): NEE}


def test_the_action_looks_again_inside_the_lock(
    ib_er: Client, cast: Cast, leerling: Leerling, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.zegt(cast, leerling, Doel.BESPREKEN)
    tab = ingevuld(ib_er, leerling, ouder_bespreken="ja")

    def na_een_ander(**feiten: Any) -> Any:
        build.zegt(cast, leerling, Doel.BESPREKEN, INGETROKKEN)
        return toestemming.antwoorden_vastleggen(**feiten)

    monkeypatch.setattr(pagina, "antwoorden_vastleggen", na_een_ander)
    fout = stuur(ib_er, leerling, tab)

    assert tekst(fout).count(INTUSSEN) == 2 and formulier(fout)["ouder_bespreken"] == "ja"
    assert standen(leerling) == {("ouder", "bespreken"): INGETROKKEN}


def test_the_pupil_has_a_chain_of_answers_of_its_own(cast: Cast, leerling: Leerling) -> None:
    build.zegt(cast, leerling, Doel.BESPREKEN)
    build.zegt(cast, leerling, Doel.BESPREKEN, NEE, zelf=True)

    with pytest.raises(toestemming.AndersVastgelegd, match="vastgelegd: de leerling zegt nee"):
        toestemming.antwoorden_vastleggen(
            leerling=leerling,
            ouder=None,
            antwoorden=[toestemming.Antwoord(Doel.BESPREKEN, Gever.LEERLING, JA)],
            gezien=[str(leerling.toestemmingen.get(gever=Gever.OUDER).pk)],
            wijze=Wijze.GESPREK,
            tekstversie=texts.huidige_versie(),
            door=cast["ib_er"],
            op=timezone.now(),
        )

"""One tick for everyone: it speaks for who sits at the table, about the traject, and for nobody else."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from gka.models import Leerling
from gka.workflow import Relatie
from overdracht.models import Bespreking, Instemming
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import bewaar, invoer


def standen(row: Bespreking) -> dict[str, str]:
    """Per party, a parent by who it is, the stance that stands."""
    return {str(een.ouder or een.partij): een.standpunt for een in row.instemmingen.huidig()}


def bewaar_pagina(client: Client, row: Bespreking, **velden: Any) -> Any:
    return client.post(row.get_absolute_url(), {"versie": row.versie, **velden})


def test_a_yes_of_the_family_is_a_yes_of_who_is_said_to_be_there(ib_er: Client, bespreking: Bespreking) -> None:
    """The tick says so in as many words, and then it stands there too."""
    bord = bespreking.overleg.get_absolute_url()
    assert "zei nu ja; leerling en moeder waren erbij" in tekst(ib_er.get(bord))
    assert "ja tegen het traject; leerling en moeder waren erbij" in tekst(ib_er.get(bespreking.get_absolute_url()))

    bewaar(ib_er, bespreking, iedereen="on", keus="traject")

    assert (bespreking.leerling_aanwezig, bespreking.ouder_aanwezig) == (True, True)
    assert [str(ouder) for ouder in bespreking.ouders_erbij.all()] == ["moeder"]
    assert (standen(bespreking)["leerling"], standen(bespreking)["moeder"]) == ("ja", "ja")


def test_the_tick_of_the_page_says_who_was_there_unless_the_page_says_otherwise(
    ib_er: Client, bespreking: Bespreking
) -> None:
    velden = {"standpunt_leerling": "ja", "wijze_leerling": "telefoon", "ouder_aanwezig": "nee"}

    bewaar_pagina(ib_er, bespreking, iedereen="on", keus="traject", **velden)

    bespreking.refresh_from_db()
    assert (bespreking.leerling_aanwezig, bespreking.ouder_aanwezig) == (None, False)
    assert (standen(bespreking)["leerling"], standen(bespreking)["moeder"]) == ("ja", "niet_gehoord")


def test_the_tick_names_nobody_it_does_not_speak_for(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.ouder(cast, bespreking.leerling, Relatie.VADER)
    bewaar_pagina(ib_er, bespreking, standpunt_leerling="ja", wijze_leerling="papier")

    pagina = tekst(ib_er.get(bespreking.overleg.get_absolute_url()))

    assert "zei nu ja" in pagina and "zei nu ja;" not in pagina
    bewaar(ib_er, bespreking, iedereen="on", keus="traject")
    assert (bespreking.leerling_aanwezig, bespreking.ouder_aanwezig) == (None, None)
    assert (standen(bespreking)["vader"], standen(bespreking)["moeder"]) == ("niet_gehoord", "niet_gehoord")


@pytest.mark.parametrize("los", [True, False])
def test_who_turns_out_not_to_be_there_did_not_say_yes(ib_er: Client, bespreking: Bespreking, los: bool) -> None:
    bewaar(ib_er, bespreking, iedereen="on", keus="traject")
    assert bespreking.status == "opgenomen"

    bewaar(ib_er, bespreking, los=los, leerling_aanwezig="nee", ouder_aanwezig="nee")

    assert (standen(bespreking)["leerling"], standen(bespreking)["moeder"]) == ("niet_gehoord", "niet_gehoord")
    assert bespreking.status == "wacht" and standen(bespreking)["basisschool"] == "ja"


def test_ticked_before_a_choice_it_waits_for_that_choice(ib_er: Client, bespreking: Bespreking) -> None:
    response = bewaar(ib_er, bespreking, iedereen="on")

    assert response.status_code == 200 and not standen(bespreking)
    assert b'name="iedereen" form' in response.content and b" checked" in response.content
    bewaar(ib_er, bespreking, iedereen="on", leerling_aanwezig="nee", ouder_aanwezig="nee")
    bewaar(ib_er, bespreking, iedereen="on", keus="traject")
    assert bespreking.status == "wacht"
    assert (standen(bespreking)["leerling"], standen(bespreking)["moeder"]) == ("niet_gehoord", "niet_gehoord")


def test_a_yes_on_paper_needs_nobody_at_the_table(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    velden = {"standpunt_leerling": "ja", "wijze_leerling": "papier", "leerling_aanwezig": "ja"}
    bewaar_pagina(ib_er, bespreking, **velden)

    bewaar(ib_er, bespreking, leerling_aanwezig="nee")

    assert standen(bespreking)["leerling"] == "ja"


def test_the_page_takes_back_a_yes_in_a_talk_and_keeps_what_is_said_otherwise(
    ib_er: Client, bespreking: Bespreking
) -> None:
    moeder = bespreking.leerling.ouders.get().pk.hex
    gezegd = {"standpunt_leerling": "ja", "wijze_leerling": "gesprek", f"standpunt_ouder_{moeder}": "ja"}
    bewaar_pagina(ib_er, bespreking, **gezegd, leerling_aanwezig="ja", ouder_aanwezig="ja")
    bespreking.refresh_from_db()

    anders = gezegd | {f"wijze_ouder_{moeder}": "telefoon", "leerling_aanwezig": "nee", "ouder_aanwezig": "nee"}
    bewaar_pagina(ib_er, bespreking, **anders)

    assert standen(bespreking) == {"leerling": "niet_gehoord", "moeder": "ja"}


def test_nobody_without_a_seat_says_yes(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    row = build.overleg(cast, leerling, met=()).besprekingen.get()

    bewaar(ib_er, row, iedereen="on", keus="traject", leerling_aanwezig="ja", ouder_aanwezig="ja")

    van_school = {"basisschool": "ja", "vo_school": "niet_gehoord", "smw_po": "niet_gehoord", "smw_vo": "niet_gehoord"}
    assert standen(row) == van_school | {"leerling": "ja", "moeder": "ja"}
    assert row.status == "wacht" and 'name="iedereen"' not in ib_er.get(row.overleg.get_absolute_url()).content.decode()


def test_a_seat_of_another_school_than_the_wished_one_says_nothing(
    cast: Cast, ib_er: Client, leerling: Leerling
) -> None:
    row = build.bespreking(cast, leerling, school=cast.andere_vo_school)

    bewaar(ib_er, row, iedereen="on", keus="traject")

    gezegd = standen(row)
    assert (gezegd["smw_po"], gezegd["smw_vo"], gezegd["vo_school"]) == ("ja", "niet_gehoord", "niet_gehoord")


def test_of_two_parents_the_tick_speaks_for_who_is_named(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    vader = build.ouder(cast, leerling, Relatie.VADER)
    row = build.bespreking(cast, leerling)
    assert "ouder_aanwezig" not in invoer(ib_er, row)

    bewaar(ib_er, row, iedereen="on", keus="traject", leerling_aanwezig="ja", ouders_aanwezig=[vader.pk.hex])

    assert (standen(row)["vader"], standen(row)["moeder"]) == ("ja", "niet_gehoord")
    assert "Moeder" in tekst(ib_er.get(row.get_absolute_url()))
    assert invoer(ib_er, row)["ouders_aanwezig"] == [vader.pk.hex], "it is remembered who was there"


def test_of_two_parents_neither_is_named(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    vader = build.ouder(cast, leerling, Relatie.VADER)
    row = build.bespreking(cast, leerling)

    fout = bewaar(ib_er, row, ouders_aanwezig=[vader.pk.hex, "niemand"])
    assert fout.status_code == 422 and "Kies welke ouders erbij zijn, of niemand." in tekst(fout)
    bewaar(ib_er, row, iedereen="on", keus="traject")

    assert (standen(row)["vader"], standen(row)["moeder"]) == ("niet_gehoord", "niet_gehoord")
    bewaar(ib_er, row, ouders_aanwezig=["niemand"])
    assert row.ouder_aanwezig is False and row.ouders_erbij.count() == 0


@pytest.mark.parametrize("keus", ["geen_traject", "later"])
def test_a_yes_of_everyone_is_about_the_traject(ib_er: Client, bespreking: Bespreking, keus: str) -> None:
    response = bewaar(ib_er, bespreking, keus=keus, iedereen="on", leerling_aanwezig="ja", ouder_aanwezig="ja")

    assert response.status_code == 422 and "Kies dan ook Traject" in tekst(response)
    assert not Instemming.objects.exists() and bespreking.leerling_aanwezig is None, "nothing is half saved"
    response = bewaar_pagina(ib_er, bespreking, keus=keus, iedereen="on")
    assert "Kies dan ook Traject" in tekst(response) and not Instemming.objects.exists()


def test_who_comes_later_is_asked_with_the_same_tick(ib_er: Client, bespreking: Bespreking) -> None:
    bewaar(ib_er, bespreking, iedereen="on", keus="traject", leerling_aanwezig="nee")
    assert bespreking.status == "wacht"
    bewaar(ib_er, bespreking, leerling_aanwezig="ja")

    bewaar(ib_er, bespreking, iedereen="on")

    assert bespreking.status == "opgenomen"


def test_two_parents_have_two_rings(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    for relatie in (Relatie.MOEDER, Relatie.VADER, Relatie.VOOGD):
        build.ouder(cast, leerling, relatie)
    row = build.bespreking(cast, leerling)

    bord = html.fromstring(ib_er.get(row.overleg.get_absolute_url()).content)

    ringen = [ring.text_content().strip() for ring in bord.xpath("//span[contains(@class, 'ring ring--')]")]
    assert len(ringen) == len(set(ringen)) == 9, ringen

"""Two people on the page of one pupil: a field one did not touch takes over what the colleague saved."""

from typing import Any

from django.test import Client

from overdracht.models import Bespreking, Concept
from overdracht.workflow import Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.pages import tekst, velden


def blad(client: Client, row: Bespreking) -> dict[str, Any]:
    """What the page as it is now would send."""
    return velden(client.get(row.get_absolute_url()), actie=row.get_absolute_url())


def test_what_one_did_not_touch_is_taken_over_and_not_wiped(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    url, oud = bespreking.get_absolute_url(), blad(ib_er, bespreking)
    ib_er.post(url, oud | {"wens_leerling": "Rust in de klas", "ouder_aanwezig": "nee"})
    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)

    response = ib_er.post(url, oud | {"leerling_aanwezig": "ja", "ouder_aanwezig": "ja"})

    assert response.status_code == 409
    assert "Dit had u niet veranderd" in tekst(response)
    overgenomen = {veld["label"]: veld["waarde"] for veld in response.context["overgenomen"]}
    assert overgenomen["Wat wil de leerling?"] == "Rust in de klas" and "Is de leerling erbij?" not in overgenomen
    assert [een["label"] for een in response.context["verschillen"]] == ["Is een ouder erbij?"]
    opnieuw = velden(response, actie=url)
    assert opnieuw["standpunt_smw_vo"] == ["nee"]

    assert ib_er.post(url, opnieuw).status_code == 302
    bespreking.refresh_from_db()
    assert bespreking.wens_leerling == "Rust in de klas"
    assert (bespreking.leerling_aanwezig, bespreking.ouder_aanwezig) == (True, True)


def test_what_was_emptied_on_purpose_is_a_difference(ib_er: Client, bespreking: Bespreking) -> None:
    url = bespreking.get_absolute_url()
    ib_er.post(url, blad(ib_er, bespreking) | {"aandachtspunten": "Een maatje."})
    oud = blad(ib_er, bespreking)
    ib_er.post(url, oud | {"aandachtspunten": "Een maatje helpt."})

    response = ib_er.post(url, oud | {"aandachtspunten": ""})

    (verschil,) = response.context["verschillen"]
    assert (verschil["bewaard"], verschil["getypt"]) == ("Een maatje helpt.", "niets")


def test_an_older_page_keeps_only_what_was_chosen_on_it(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    oud = blad(ib_er, bespreking)
    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)

    ib_er.post(f"/besprekingen/{bespreking.pk}/concept/", oud | {"keus": "later"})

    assert list(ib_er.get(bespreking.get_absolute_url()).context["klaargezet"])[0]["label"] == "Wat kiest u samen?"
    assert "standpunt" not in Concept.objects.get().ingevuld


def test_a_text_kept_while_typing_is_the_own_one(ib_er: Client, bespreking: Bespreking) -> None:
    """After a draft the page shows what was typed: emptying it is a change again."""
    url, oud = bespreking.get_absolute_url(), blad(ib_er, bespreking)
    antwoord = ib_er.post(f"/besprekingen/{bespreking.pk}/concept/", oud | {"wens_ouders": "Rust."}).json()
    oud |= {naam: antwoord[naam] for naam in ("versie", "tekstmerk", "getoond")}
    ib_er.post(url, blad(ib_er, bespreking) | {"leerling_aanwezig": "ja"})

    response = ib_er.post(url, oud | {"wens_ouders": ""})

    assert velden(response, actie=url)["wens_ouders"][0].strip() == ""
    assert velden(response, actie=url)["leerling_aanwezig"] == ["ja"]


def test_what_the_page_showed_cannot_break_it(ib_er: Client, bespreking: Bespreking) -> None:
    oud = blad(ib_er, bespreking)
    ib_er.post(bespreking.get_absolute_url(), oud | {"keus": "later"})

    for kapot in ("", "{", "[1]", '{"keus": 1, "wens_ouders": null}'):
        assert ib_er.post(bespreking.get_absolute_url(), oud | {"getoond": kapot}).status_code == 409

"""The consent form on paper: plain words, one form per purpose, names only where they are needed."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from pytest_django import DjangoAssertNumQueries

from gka.actions import ouders
from gka.models import Gebeurtenis, Leerling, Ouder
from gka.privacy import texts
from gka.workflow import Doel, Relatie
from tests import build
from tests.cast import Cast
from tests.pages import tekst

WOORDEN_HOOGSTENS = 12


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def adres(leerling: Leerling, *doelen: Doel, **meer: str) -> str:
    vragen = "&".join([*(f"doel={doel}" for doel in doelen), *(f"{naam}={waarde}" for naam, waarde in meer.items())])
    waar = reverse("gka:toestemming_formulier", kwargs={"pk": leerling.pk})
    return f"{waar}?{vragen}" if vragen else waar


def bladen(response: HttpResponse) -> list[html.HtmlElement]:
    return html.fromstring(response.content).xpath("//article[contains(@class, 'paper')]")


def woorden(blad: html.HtmlElement) -> str:
    return " ".join(" ".join(blad.itertext()).split())


def test_first_one_chooses(ib_er: Client, leerling: Leerling) -> None:
    pagina = ib_er.get(adres(leerling))

    assert bladen(pagina) == [] and "Welk formulier wilt u printen?" in tekst(pagina)
    assert "checked" not in pagina.content.decode()
    assert "als de gewenste vo-school bekend is" in tekst(pagina)


def test_nothing_chosen_or_something_unknown(ib_er: Client, leerling: Leerling) -> None:
    assert tekst(ib_er.get(adres(leerling, groot="on"))).count("Kies ten minste één formulier.") == 2
    for onbekend in (adres(leerling) + "?doel=reclame", adres(leerling, Doel.DELEN)):
        pagina = ib_er.get(onbekend)
        assert bladen(pagina) == [] and "Er is een probleem" in tekst(pagina)


def test_a_form_per_purpose_says_all_there_is_to_say(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, leerling, cast.vo_school)

    gevonden = bladen(ib_er.get(adres(leerling, *Doel)))

    assert len(gevonden) == len(Doel)
    for blad in map(woorden, gevonden):
        for deel in (
            "Het gaat om: Test Leerling",
            "Wie vraagt dit? De basisschool vraagt dit: Basisschool De Regenboom.",
            "Waarom?",
            "Wie weten het?",
            "Hoelang bewaren wij het?",
            "Nee verandert niets aan andere hulp.",
            "U mag uw ja altijd intrekken.",
            "ja nee Naam Handtekening",
            "Tekst 2026-1",
        ):
            assert deel in blad
    assert "Alleen deze school ziet de afspraken: Compass." in woorden(gevonden[2])


@pytest.mark.parametrize(
    ("geboren", "aantal", "tekent"),
    [
        (date(2014, 3, 11), 1, ["Ouder of verzorger"]),
        (date(2014, 3, 10), 1, ["Ouder of verzorger", "Leerling"]),
        (date(2014, 3, 10), 2, ["Ouder of verzorger", "Ouder of verzorger", "Leerling"]),
        (date(2010, 3, 11), 2, ["Ouder of verzorger", "Ouder of verzorger", "Leerling"]),
        (date(2010, 3, 10), 2, ["Leerling"]),
    ],
)
def test_who_signs(
    ib_er: Client, cast: Cast, leerling: Leerling, geboren: date, aantal: int, tekent: list[str]
) -> None:
    Leerling.objects.update(geboortedatum=geboren)
    if aantal == 2:
        ouders.toevoegen(leerling=leerling, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())

    (blad,) = bladen(ib_er.get(adres(leerling, Doel.BESPREKEN)))

    vakken = blad.xpath(".//div[@class='paper__answer']")
    namen = [vak.xpath(".//strong")[0].text.strip(":") for vak in vakken for _ in vak.xpath(".//p")[1:]]
    assert namen == tekent
    assert ("uw kind" in woorden(blad)) is ("Ouder of verzorger" in tekent)


def test_an_empty_form_names_nobody_and_has_room_for_all(ib_er: Client, leerling: Leerling) -> None:
    (blad,) = bladen(ib_er.get(adres(leerling, Doel.DEELNEMEN, leeg="on", groot="on")))

    assert "Test" not in woorden(blad)
    assert woorden(blad).count("Naam") == 3
    assert "paper--large" in blad.get("class")


def test_each_language_of_the_parents_has_its_line(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    ouders.toevoegen(leerling=leerling, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())
    Ouder.objects.filter(relatie=Relatie.MOEDER).update(taal="ar")
    Ouder.objects.filter(relatie=Relatie.VADER).update(taal="xx")  # a language without a line yet

    (blad,) = bladen(ib_er.get(adres(leerling, Doel.BESPREKEN)))

    regels = [(regel.get("lang"), regel.get("dir")) for regel in blad.xpath(".//p[@lang]")]
    assert regels == [("nl", "ltr"), ("ar", "rtl")]


def test_the_name_is_on_the_paper_only(ib_er: Client, leerling: Leerling) -> None:
    pagina = ib_er.get(adres(leerling, Doel.BESPREKEN))

    titel = html.fromstring(pagina.content).findtext(".//title")
    assert titel == "Toestemmingsformulier – Overstap"
    assert "Content-Disposition" not in pagina.headers


def test_opening_is_recorded(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    ib_er.get(adres(leerling, Doel.BESPREKEN))

    rij = Gebeurtenis.objects.get(soort="toestemming.formulier")
    assert (rij.leerling_id, rij.door) == (str(leerling.pk), str(cast.people["ib_er"].pk))
    assert "Test" not in str(rij.details)


def test_who_may_print(client: Client, cast: Cast, leerling: Leerling) -> None:
    for wie in [*cast.people, "anoniem"]:
        verwacht = 302 if wie == "anoniem" else 200 if wie == "ib_er" else 404
        assert cast.log_in(client, wie).get(adres(leerling, Doel.BESPREKEN)).status_code == verwacht, wie
    assert cast.log_in(client, "ib_er").post(adres(leerling), {}).status_code == 405


def test_five_forms_cost_as_many_queries_as_one(
    ib_er: Client, cast: Cast, leerling: Leerling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    build.wil_naar(cast, leerling, cast.vo_school)
    ib_er.get(adres(leerling))
    with django_assert_num_queries(12):
        ib_er.get(adres(leerling, Doel.BESPREKEN))
    with django_assert_num_queries(12):
        ib_er.get(adres(leerling, *Doel))


# --- the words themselves


def alle_alineas() -> list[str]:
    versie = texts.huidige_versie()
    alineas = [
        alinea
        for doel in Doel
        for leerling in (True, False)
        for alinea in texts.papier(versie, doel, leerling=leerling).values()
    ]
    return [alinea.format(basisschool="De Regenboom", vo_school="Compass") for alinea in alineas]


def test_sentences_are_short_and_plain() -> None:
    moeilijk = re.compile(r"\b(IB-er|SMW|PO|VO|AVG|indien|betreffende|middels|derhalve|tevens|gegevensverwerking)\b")
    for alinea in alle_alineas():
        assert not moeilijk.search(alinea), alinea
        for zin in re.split(r"(?<=[.?!:]) ", alinea):
            assert len(zin.split()) <= WOORDEN_HOOGSTENS, zin


def test_pupils_are_je_and_parents_u() -> None:
    versie = texts.huidige_versie()
    for doel in Doel:
        for deel, alinea in texts.papier(versie, doel, leerling=True).items():
            assert deel == "samen" or not re.search(r"\b(u|uw)\b", alinea, re.IGNORECASE), alinea
        assert not re.search(r"\b(je|jouw)\b", " ".join(texts.papier(versie, doel).values()), re.IGNORECASE)


def test_every_purpose_of_every_version_has_all_parts_and_every_language_its_line() -> None:
    for doel in Doel:
        assert set(texts.papier(texts.huidige_versie(), doel)) == {"titel", *texts.DELEN}
        assert texts.teksten(texts.huidige_versie())[doel].na_intrekken
    assert set(texts.taalregels()) >= {"nl", "de", "pl", "ar", "tr", "uk", "en"}

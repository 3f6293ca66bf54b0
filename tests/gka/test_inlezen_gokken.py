"""Lists that can be read in two ways: what is not certain is asked or refused, never guessed in silence."""

from datetime import date

import pytest
from django.test import Client

from gka.imports import refusals
from gka.imports.groups import lees_groep
from gka.models import Leerling
from tests.cast import Cast
from tests.inlezen import antwoord, bevestig, kies
from tests.pages import tekst
from tests.tabellen import KOP, csv_bestand, rij, xlsx_bestand

VRAAG = "Wat staat er in welke kolom?"
ZONDER_NUMMER = ["Roepnaam", "Achternaam", "Geboortedatum", "Groep"]


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def lees(client: Client, *rijen: list[object]) -> object:
    return kies(client, csv_bestand(rijen), "lijst.csv")


def namen() -> set[tuple[str, str, str]]:
    return set(Leerling.objects.values_list("roepnaam", "tussenvoegsel", "achternaam"))


def test_a_name_beside_a_prefix_is_the_surname(ib_er: Client) -> None:
    kop = ["Roepnaam", "Tussenvoegsel", "Naam", "Geboortedatum", "Groep"]

    bevestig(ib_er, lees(ib_er, kop, ["Bo", "van", "Jansen", "1-2-2014", "8"], ["Isa", "", "Nep", "2-3-2014", "8"]))

    assert namen() == {("Bo", "van", "Jansen"), ("Isa", "", "Nep")}


NAAMLOOS = ["Naam", "", "", "Geb. datum", "Klas"]


@pytest.mark.parametrize(
    ("kop", "eerste"),
    [
        (["Naam", "Tussenvoegsel", "Geboortedatum", "Groep"], ["Jansen", "van", "1-2-2014", "8"]),
        (["Roepnaam", "Tussenvoegsel", "Naam", "Groep", "Geb."], ["Bo", "van", "Bo van Nep", "8", "1-2-2014"]),
        (NAAMLOOS, ["Bo", "van", "Jansen", "1-2-2014", "8"]),
        (["", *ZONDER_NUMMER], ["Piet", "Bo", "Nep", "1-2-2014", "8"]),
        (["Groep", "Geb.", "Naam"], ["8", "1-2-2014", "Jansen", "van", "Bo"]),
        (["Naam", "Geboortedatum", "Groep"], ["Jansen Piet", "1-2-2014", "8"]),
        (["Naam", "Geboortedatum", "Groep"], ["Berg van den Dae", "1-2-2014", "8"]),
        (["Naam", "Geboortedatum", "Groep"], ["Dae van den Berg", "1-2-2014", "8"]),
    ],
)
def test_names_that_can_be_read_in_two_ways_are_asked(ib_er: Client, kop: list[object], eerste: list[object]) -> None:
    for inhoud, naam in ((csv_bestand([kop, eerste]), "a.csv"), (xlsx_bestand([kop, eerste]), "a.xlsx")):
        assert VRAAG in tekst(kies(ib_er, inhoud, naam)), naam


def test_the_answer_of_a_person_is_followed(ib_er: Client) -> None:
    vraag = lees(ib_er, NAAMLOOS, ["Bo", "van", "Jansen", "1-2-2014", "8"])

    bevestig(ib_er, antwoord(ib_er, vraag, kolom_0="roepnaam", kolom_1="tussenvoegsel", kolom_2="achternaam"))

    assert namen() == {("Bo", "van", "Jansen")}


def test_a_count_of_rows_without_heading_is_nothing_to_ask(ib_er: Client) -> None:
    preview = lees(
        ib_er, ["", *ZONDER_NUMMER], ["1", "Bo", "Nep", "1-2-2014", "8"], ["2", "Al", "Hof", "2-2-2014", "8"]
    )

    assert "2 nieuwe leerlingen" in tekst(preview)


def test_a_surname_in_front_of_a_prefix_shows_the_order(ib_er: Client) -> None:
    kop = ["Naam", "Geboortedatum", "Groep"]

    bevestig(ib_er, lees(ib_er, kop, ["van den Berg Dae", "1-2-2014", "8"], ["Nep Isa", "2-2-2014", "8"]))

    assert namen() == {("Dae", "van den", "Berg"), ("Isa", "", "Nep")}


@pytest.mark.parametrize(
    "regels",
    [
        '"Bo;Nep;1-2-2014;8\r\nIsa;Hof;"2-3-2014;8\r\nSem;Toets;3-4-2014;8\r\n',
        'Bo;"Nep\r\nIsa";Hof;2-3-2014;8\r\n',
        'Bo;"Nep;1-2-2014";8\r\nIsa;Hof;2-3-2014;8\r\n',
        'Bo;Nep;1-2-2014;"8\r\nIsa;Hof;2-3-2014;8\r\n',
    ],
)
def test_a_stray_quote_names_the_row(ib_er: Client, regels: str) -> None:
    pagina = kies(ib_er, "Roepnaam;Achternaam;Geboortedatum;Groep\r\n" + regels, "lijst.csv")

    assert refusals.AANHALINGSTEKEN.format(rij=2) in tekst(pagina)


def test_quotes_that_are_meant_are_read(ib_er: Client) -> None:
    kop = [*ZONDER_NUMMER[:2], "Geboorte\ndatum", "Groep", "Afspraak"]

    preview = lees(ib_er, kop, ["Bo", "Nep", "1-2-2014", "8", "een\ntwee"], ['Jan "J"', "Hof", "2-2-2014", "8", "x"])

    assert "2 nieuwe leerlingen" in tekst(preview)


def test_two_lists_in_one_workbook_are_refused(ib_er: Client) -> None:
    zin = "In dit bestand staan twee lijsten (blad Blad 1 en Blad 3)."

    assert zin in tekst(kies(ib_er, xlsx_bestand([KOP, rij(1)], [["Uitleg"]], [KOP, rij(2)]), "a.xlsx"))
    assert "1 nieuwe leerling" in tekst(kies(ib_er, xlsx_bestand([KOP, rij(1)], [KOP]), "a.xlsx"))


@pytest.mark.parametrize(
    ("kop", "geschreven", "gelezen"),
    [
        ("Geboortedatum (mm-dd-jjjj)", "03-04-2014", date(2014, 3, 4)),
        ("Geb.datum (MM/DD/YYYY)", "3/27/2014", date(2014, 3, 27)),
        ("Geboortedatum (dd-mm-jjjj)", "03-04-2014", date(2014, 4, 3)),
    ],
)
def test_the_heading_says_what_stands_first(ib_er: Client, kop: str, geschreven: str, gelezen: date) -> None:
    bevestig(ib_er, lees(ib_er, [*ZONDER_NUMMER[:2], kop, "Groep"], ["Bo", "Nep", geschreven, "8"]))

    assert Leerling.objects.get().geboortedatum == gelezen


@pytest.mark.parametrize(("vorm", "datum"), [("dd-mm-jjjj", "03/27/2014"), ("mm-dd-jjjj", "27/03/2014")])
def test_a_heading_that_a_date_contradicts_is_asked(ib_er: Client, vorm: str, datum: str) -> None:
    kop = [*ZONDER_NUMMER[:2], f"Geboortedatum ({vorm})", "Groep"]

    vraag = lees(ib_er, kop, ["Bo", "Nep", datum, "8"], ["Isa", "Hof", "03/04/2014", "8"])

    assert "Hoe zijn de geboortedatums geschreven?" in tekst(vraag)


def test_a_prefix_behind_a_surname_is_parted(ib_er: Client) -> None:
    rijen = [["Bo", "Berg, van den", "1-2-2014", "8"], ["Isa", "Nep, Hof", "2-3-2014", "8"]]

    preview = lees(ib_er, ZONDER_NUMMER, *rijen, ["Sem, Al", "Proef", "3-4-2014", "8"])
    bevestig(ib_er, preview)

    assert "De naam kan niet in roepnaam en achternaam worden gesplitst 3-4" in tekst(preview)
    assert namen() == {("Bo", "van den", "Berg")}


def test_an_age_that_group_8_does_not_have_is_asked_about(ib_er: Client) -> None:
    datums = ["1-10-2023", "2-10-2016", "1-10-2016", "2-10-2008", "1-10-2008"]
    rijen = [[naam, "Nep", datum, "8"] for naam, datum in zip(["Al", "Bo", "Cas", "Daan", "Eef"], datums, strict=True)]

    preview = lees(ib_er, ZONDER_NUMMER, *rijen)
    pagina = tekst(preview)
    bevestig(ib_er, preview)

    assert "Klopt deze geboortedatum? 2 jaar" in pagina and "Klopt deze geboortedatum? 8 jaar" in pagina
    assert "Klopt deze geboortedatum? 17 jaar" in pagina and pagina.count("Klopt deze") == 3
    assert {naam for naam, *_ in namen()} == {"Cas", "Daan"}


@pytest.mark.parametrize(
    ("tekst_", "groep"),
    [("8e groep", "8"), ("groep 8 (2025)", "8"), ("8 (juf Bo)", "8"), ("8-2", "8"), ("8-7", "7/8"), ("7-8", "7/8")],
)
def test_the_ways_to_write_group_8(tekst_: str, groep: str) -> None:
    assert lees_groep(tekst_) == groep


@pytest.mark.parametrize("regel", [["Totaal: 1"], ["Totaal", "1"], ["", "Totaal aantal: 1"], ["Totaal: 1 leerlingen"]])
def test_a_total_under_the_list_is_no_pupil(ib_er: Client, regel: list[object]) -> None:
    preview = lees(ib_er, ZONDER_NUMMER, ["Bo", "Nep", "1-2-2014", "8"], regel)

    assert "1 nieuwe leerling" in tekst(preview) and "Overgeslagen" not in tekst(preview)

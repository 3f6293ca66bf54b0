"""Lists in CSV and Excel: what is read at once, and what is asked first on the page about columns."""

from datetime import date

import pytest
from django.test import Client

from gka.models import Kolomindeling, Leerling
from tests.cast import Cast
from tests.inlezen import IMPORTEREN, KOLOMMEN, TOEVOEGEN, antwoord, bevestig, kies
from tests.pages import tekst, velden
from tests.tabellen import KOP, csv_bestand, rij, xlsx_bestand

VRAAG = "Wat staat er in welke kolom?"


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def lees(client: Client, *rijen: list[object], naam: str = "lijst.csv") -> object:
    return kies(client, csv_bestand(rijen), naam)


def namen() -> list[tuple[str, str, str, date]]:
    return sorted(Leerling.objects.values_list("roepnaam", "tussenvoegsel", "achternaam", "geboortedatum"))


# --- read at once


@pytest.mark.parametrize("naam", ["lijst.csv", "lijst.xlsx"])
def test_a_certain_file_goes_straight_to_the_preview(ib_er: Client, cast: Cast, naam: str) -> None:
    rijen = [["Groep 8, De Regenboom"], [], KOP, *map(rij, range(15)), []]
    inhoud = csv_bestand(rijen) if naam.endswith("csv") else xlsx_bestand(rijen)

    preview = kies(ib_er, inhoud, naam)
    assert "15 nieuwe leerlingen in groep 8" in tekst(preview)
    assert "schooljaar 2025-2026" in tekst(preview)
    bevestig(ib_er, preview)
    weer = kies(ib_er, inhoud, naam)

    assert "zijn al bekend" in tekst(weer)
    assert Leerling.objects.count() == 15
    eerste = Leerling.objects.get(leerlingnummer="20001")
    assert (eerste.naam, eerste.geboortedatum) == ("Bo van Toets 1", date(2013, 2, 2))
    assert eerste.leerlingnummer_van == cast.school
    assert not Kolomindeling.objects.exists()


def test_the_row_numbers_are_those_of_the_spreadsheet(ib_er: Client) -> None:
    rijen = [["titel"], [], KOP, rij(0, "7"), [], rij(1), ["1", "", "", "Naamloos", "1-2-2014", "8"], rij(1)]

    for inhoud, naam in (
        (csv_bestand(rijen), "a.csv"),
        (b"sep=;\r\n" + csv_bestand(rijen), "b.csv"),
        (xlsx_bestand(rijen), "c.xlsx"),
    ):
        pagina = tekst(kies(ib_er, inhoud, naam))

        assert "Zit niet in groep 8 4 " in pagina
        assert "De roepnaam ontbreekt 7 Naamloos" in pagina
        assert "Staat dubbel in het bestand 8 " in pagina


def test_the_sheet_with_headings_is_read(ib_er: Client) -> None:
    geheim = [KOP, rij(9)]
    inhoud = xlsx_bestand(geheim, [["Toelichting"], ["bij de lijst"]], [KOP, rij(1), rij(2)], [KOP], verborgen=[0])

    bevestig(ib_er, kies(ib_er, inhoud, "lijst.xlsx"))

    assert set(Leerling.objects.values_list("leerlingnummer", flat=True)) == {"20001", "20002"}


def test_a_combination_group_is_shown_without_a_tick(ib_er: Client) -> None:
    preview = lees(ib_er, KOP, rij(1, "7/8"), rij(2, "8A"), rij(3, "6/7"))

    assert "het bestand zegt niet wie in groep 8 zit" in tekst(preview)
    assert "(groep 7/8)" in tekst(preview)
    assert "1 leerling toevoegen" in tekst(preview)
    bevestig(ib_er, preview, kies_2="on")
    assert set(Leerling.objects.values_list("leerlingnummer", flat=True)) == {"20001", "20002"}


def test_a_year_of_two_digits_is_not_read_but_asked_with_the_reason(ib_er: Client) -> None:
    preview = lees(ib_er, KOP, ["1", "Bo", "", "Proef", "27-3-14", "8"], rij(2))

    assert "In het bestand heeft het jaar twee cijfers. Schrijf het jaar met vier cijfers." in tekst(preview)
    assert "Vul de geboortedatum van Bo Proef in." in tekst(bevestig(ib_er, preview))
    bevestig(ib_er, preview, geboortedatum_2="27-3-2014")
    assert Leerling.objects.get(leerlingnummer="1").geboortedatum == date(2014, 3, 27)


def test_noughts_that_a_spreadsheet_took_away_lead_to_a_question(ib_er: Client) -> None:
    lees(ib_er, KOP)
    bevestig(ib_er, lees(ib_er, KOP, ["00123", "Bo", "", "Proef", "1-2-2014", "8"]))

    zelfde = lees(ib_er, KOP, ["123", "Bo", "", "Proef", "1-2-2014", "8"])
    ander = lees(ib_er, KOP, ["123", "Sem", "", "Nep", "5-6-2014", "8"])

    assert "zijn al bekend" in tekst(zelfde)
    assert "Lijkt op een bekende leerling" in tekst(ander)
    opmaak = xlsx_bestand([KOP, [123, "Bo", "", "Proef", "1-2-2014", "8"]])
    assert "zijn al bekend" in tekst(kies(ib_er, opmaak, "lijst.xlsx"))


def test_a_name_in_one_cell_is_split_and_shown(ib_er: Client) -> None:
    kop = ["Naam", "Geboortedatum", "Groep"]
    vraag = lees(
        ib_er,
        kop,
        ["Aartsen, Dae", "1-2-2014", "8"],
        ["Bo van den Berg", "2-3-2014", "8"],
        ["Sem Nep", "3-4-2014", "8"],
    )

    preview = antwoord(ib_er, vraag, naamvolgorde="roepnaam")
    assert "De namen stonden in één kolom." in tekst(preview)
    assert "Berg, Bo van den" in tekst(preview)
    bevestig(ib_er, preview)
    assert [rij[:3] for rij in namen()] == [("Bo", "van den", "Berg"), ("Dae", "", "Aartsen"), ("Sem", "", "Nep")]


def test_a_name_with_several_readings_is_chosen(ib_er: Client) -> None:
    kop = ["Naam", "Geboortedatum", "Groep"]
    vraag = lees(ib_er, kop, ["Anna Maria Nep", "1-2-2014", "8"], ["Bo van den Berg", "2-3-2014", "8"])
    preview = antwoord(ib_er, vraag, naamvolgorde="roepnaam")
    assert "Hoe leest u de naam Anna Maria Nep?" in tekst(preview)

    fout = bevestig(ib_er, preview)
    assert "Kies wat de roepnaam en wat de achternaam is van Anna Maria Nep." in tekst(fout)
    assert not Leerling.objects.exists()
    bevestig(ib_er, fout, naam_2="1")

    assert [rij[:3] for rij in namen()] == [("Anna Maria", "", "Nep"), ("Bo", "van den", "Berg")]


def test_a_row_with_too_many_cells_is_left_out(ib_er: Client) -> None:
    inhoud = b'Naam,Geboortedatum,Groep\nAartsen, Dae,1-2-2014,8\n"Nep, Bo",1-2-2014,8\n'

    preview = kies(ib_er, inhoud, "lijst.csv")

    assert "De rij heeft meer cellen dan er kolommen zijn 2" in tekst(preview)
    assert "1 leerling toevoegen" in tekst(preview)


# --- asked first


def test_unknown_headings_are_asked_and_remembered(ib_er: Client, cast: Cast) -> None:
    kop = ["Kind", "Verjaardag", "Lokaal", "BSN", "Mail"]
    rijen = [["Bo", "1-2-2014", "8", "123456782", "a@b.example"], ["Isa", "2-3-2014", "8", "111222333", "c@d.example"]]
    vraag = lees(ib_er, kop, *rijen)
    assert VRAAG in tekst(vraag)
    assert "123456782" not in vraag.content.decode() and "a@b.example" not in vraag.content.decode()
    assert "In kolom D lijken BSN's te staan. Wij lezen die kolom niet in." in tekst(vraag)
    assert "Kolom E (Mail) lezen wij niet in." in tekst(vraag)
    assert "1-2-2014" in tekst(vraag)

    fout = antwoord(ib_er, vraag)
    assert "Kies een kolom met de roepnaam" in tekst(fout) and "<title>Fout: " in fout.content.decode()
    preview = antwoord(ib_er, fout, kolom_0="roepnaam", kolom_1="geboortedatum", kolom_2="groep")
    assert "2 nieuwe leerlingen" in tekst(preview)
    assert not Kolomindeling.objects.exists()
    bevestig(ib_er, preview)

    onthouden = Kolomindeling.objects.get()
    assert (onthouden.school, onthouden.velden) == (cast.school, ["roepnaam", "geboortedatum", "groep", "", ""])
    volgende = lees(ib_er, kop, ["Sem", "5-6-2014", "8", "123456782", "x@y.example"])
    assert "1 leerling toevoegen" in tekst(volgende)
    assert VRAAG in tekst(lees(ib_er, [*kop[:4], "Post"], *rijen))  # other headings: asked again


def test_what_was_remembered_belongs_to_the_school(client: Client, cast: Cast) -> None:
    kop = ["Kind", "Verjaardag", "Groep"]
    cast.log_in(client, "ib_er")
    vraag = lees(client, kop, ["Bo", "1-2-2014", "8"])
    bevestig(client, antwoord(client, vraag, kolom_0="roepnaam", kolom_1="geboortedatum"))
    cast.log_in(client, "buitenstaander_ib_er")

    assert VRAAG in tekst(lees(client, kop, ["Bo", "1-2-2014", "8"]))


def test_a_file_without_headings(ib_er: Client) -> None:
    vraag = lees(ib_er, ["Bo", "Proef", "1-2-2014", "8"], ["Isa", "Nep", "2-3-2014", "8"])
    assert VRAAG in tekst(vraag) and "Kolom A" in tekst(vraag)

    preview = antwoord(ib_er, vraag, kolom_0="roepnaam", kolom_1="achternaam", kolom_2="geboortedatum", kolom_3="groep")
    bevestig(ib_er, preview)

    assert namen() == [("Bo", "", "Proef", date(2014, 2, 1)), ("Isa", "", "Nep", date(2014, 3, 2))]
    assert not Kolomindeling.objects.exists()


def test_the_month_first_is_asked(ib_er: Client) -> None:
    vraag = lees(ib_er, KOP, ["1", "Bo", "", "Proef", "03/27/2014", "8"], ["2", "Isa", "", "Nep", "04/03/2014", "8"])
    assert "Hoe zijn de geboortedatums geschreven?" in tekst(vraag)
    assert "Dan is 03/27/2014 in uw bestand 27 maart 2014." in tekst(vraag)

    fout = antwoord(ib_er, vraag)
    assert "Kies hoe de geboortedatums zijn geschreven." in tekst(fout)
    assert "Dan is 03/27/2014 in uw bestand 27 maart 2014." in tekst(fout) and "dagnummers" not in tekst(fout)
    bevestig(ib_er, antwoord(ib_er, vraag, datumstijl="maand"))

    assert [rij[3] for rij in namen()] == [date(2014, 3, 27), date(2014, 4, 3)]
    # Remembered, but not for a list that contradicts it.
    assert "04/03/2013" not in tekst(lees(ib_er, KOP, ["3", "Sem", "", "Hof", "04/03/2013", "8"]))
    assert "Hoe zijn de geboortedatums geschreven?" in tekst(
        lees(ib_er, KOP, ["3", "Sem", "", "Hof", "27/3/2014", "8"], ["4", "Lou", "", "Hof", "3/28/2014", "8"])
    )


def test_dutch_order_is_read_without_a_question(ib_er: Client) -> None:
    bevestig(ib_er, lees(ib_er, KOP, ["1", "Bo", "", "Proef", "03/04/2014", "8"]))

    assert namen()[0][3] == date(2014, 4, 3)


def test_day_numbers_of_excel_are_asked(ib_er: Client) -> None:
    for naam, inhoud in (("a.csv", csv_bestand), ("b.xlsx", xlsx_bestand)):
        vraag = kies(ib_er, inhoud([KOP, ["1", "Bo", "", "Proef", 41725, "8"]]), naam)
        assert "Dan is 41725 in uw bestand 27 maart 2014." in tekst(vraag)
    bevestig(ib_er, antwoord(ib_er, vraag, datumstijl="excel"))

    assert namen()[0][3] == date(2014, 3, 27)


def test_without_groups_one_says_that_all_are_in_group_8_every_time(ib_er: Client) -> None:
    kop = ["Roepnaam", "Achternaam", "Geboortedatum"]
    vraag = lees(ib_er, kop, ["Bo", "Proef", "1-2-2014"])
    assert "of zet een vinkje als iedereen in groep 8 zit" in tekst(antwoord(ib_er, vraag))

    bevestig(ib_er, antwoord(ib_er, vraag, alles_groep_8="on"))

    assert Leerling.objects.count() == 1
    assert VRAAG in tekst(lees(ib_er, kop, ["Isa", "Nep", "2-3-2014"]))


@pytest.mark.parametrize(
    ("kop", "eerste", "tweede"),
    [
        (["Naam", "Geboortedatum", "Groep"], ["Dae Aartsen", "1-2-2014", "8"], ["Bo Nep", "2-3-2014", "8"]),
        (["Nummer", "Roepnaam", "Achternaam", "Groep"], ["1", "Bo", "Nep", "8"], ["2", "Isa", "Hof", "8"]),
        (["Roepnaam", "Achternaam", "Groep", "Groep"], ["Bo", "Nep", "8", "7"], ["Isa", "Hof", "8", "8"]),
        (["Roepnaam", "Naam", "Groep"], ["Bo", "Nep", "8"], ["Isa", "Hof", "8"]),
        (
            ["Roepnaam", "Achternaam", "Groep", "Verjaardag"],
            ["Bo", "Nep", "8", "1-2-2014"],
            ["Isa", "Hof", "8", "2-3-2014"],
        ),
        (["Roepnaam", "Achternaam", "Groep"], ["Bo", "Nep", "Uilen"], ["Isa", "Hof", "Uilen"]),
        (["Roepnaam", "Achternaam", "Geb.", "Groep"], ["Bo", "Nep", "Heerlen", "8"], ["Isa", "Hof", "Kerkrade", "8"]),
    ],
    ids=["which first", "counts rows", "twice", "half a name", "no date", "names of groups", "no dates"],
)
def test_what_is_not_certain_is_asked(
    ib_er: Client, kop: list[object], eerste: list[object], tweede: list[object]
) -> None:
    assert VRAAG in tekst(lees(ib_er, kop, eerste, tweede))


def test_a_column_called_leerlingnummer_with_bsns_is_named_and_skipped(ib_er: Client) -> None:
    preview = lees(
        ib_er, KOP, ["123456782", "Bo", "", "Proef", "1-2-2014", "8"], ["111222333", "Isa", "", "Nep", "2-3-2014", "8"]
    )

    assert "In kolom A lijken BSN's te staan. Wij lezen die kolom niet in." in tekst(preview)
    bevestig(ib_er, preview)
    assert set(Leerling.objects.values_list("leerlingnummer", flat=True)) == {""}


@pytest.mark.parametrize(
    "zet", [{"kolom_0": "roepnaam", "kolom_1": "roepnaam"}, {"kolom_0": "bsn"}, {"datumstijl": "zomaar"}]
)
def test_answers_that_cannot_be(ib_er: Client, zet: dict[str, str]) -> None:
    vraag = lees(ib_er, ["Kind", "Ook", "Groep"], ["Bo", "Proef", "8"])

    assert "<title>Fout: " in antwoord(ib_er, vraag, **zet).content.decode()
    assert not Leerling.objects.exists()


def test_a_page_of_columns_is_for_one_person_and_an_hour(client: Client, cast: Cast, clock: object) -> None:
    cast.log_in(client, "ib_er")
    vraag = lees(client, ["Kind", "Groep"], ["Bo", "8"])
    data = velden(vraag, actie=KOLOMMEN)
    assert client.post(KOLOMMEN, data | {"tabel": "onzin"}, follow=True).redirect_chain == [(IMPORTEREN, 302)]
    assert client.post(TOEVOEGEN, {"lijst": data["tabel"], "school": data["school"]}).status_code == 302
    cast.log_in(client, "buitenstaander_ib_er")
    assert "kan niet meer gelezen worden" in tekst(client.post(KOLOMMEN, data, follow=True))
    clock.move_to("2026-03-10T12:30:00+01:00")  # type: ignore[attr-defined]
    cast.log_in(client, "ib_er")

    assert "langer dan 60 minuten open" in tekst(client.post(KOLOMMEN, data, follow=True))

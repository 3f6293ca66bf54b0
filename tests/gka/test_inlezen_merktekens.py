"""What must be dropped on reading turns up nowhere: every such place in the file holds a mark; we look everywhere."""

import logging
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from gka.models import Leerling
from tests.cast import Cast
from tests.edexml import edexml, leerling
from tests.inlezen import KOLOMMEN, antwoord, bevestig, kies
from tests.pages import velden
from tests.tabellen import csv_bestand, met_deel, xlsx_bestand

MERK = "MERKTEKEN"
ELEMENTEN = """
    bsn sofinummer onderwijsnummer bsn_ondwnr-4 rijksregisternummer etniciteit land land_vader land_moeder gewicht
    gewicht_nieuw postcodenl postnummerbe postcodeoverig fotourl emailadres gebruikersnaam voorletters-1 geslacht
    start_ondw_jgr3 instroomdatum mutatiedatum
""".split()


def bestand_met_merktekens(achternaam: str = "Proef") -> bytes:
    """A list where everything that is not ours to read is marked, in the order of the standard."""
    merken = {naam: f"{MERK}-{naam}" for naam in ELEMENTEN}
    los = (
        f"<vestiging key='{MERK}'/><samengestelde_groepen><samengestelde_groep key='{MERK}'/></samengestelde_groepen>"
        f"<toevoegingen><blok><code>{MERK}</code><opmerking>{MERK}</opmerking></blok></toevoegingen>"
        f"<!-- {MERK} --><?{MERK}?>"
    )
    kinderen = [
        leerling(
            "1",
            achternaam=achternaam,
            voornamen=f"Bo {MERK}",
            geboortedatum="2014-01-01",
            jaargroep=8,
            extra=los,
            **merken,
        ),
        leerling("2", roepnaam=MERK, achternaam=MERK, geboortedatum="2015-01-01", jaargroep=5, **merken),
        leerling("123456782", roepnaam="Isa", geboortedatum=MERK, jaargroep=8, uitstroomdatum=MERK, **merken),
    ]
    tekst = edexml(
        [kind.replace("<leerling ", f'<leerling eckid="https://id.school/{MERK}" ') for kind in kinderen],
        groepen=f"<groep key='{MERK}'><naam>{MERK}</naam><omschrijving>{MERK}</omschrijving></groep>",
        leerkrachten=f"<leerkracht key='{MERK}'><achternaam>{MERK}</achternaam><rol>{MERK}</rol></leerkracht>",
    )
    return tekst.replace("<xsdversie>", f"<auteur>{MERK}</auteur><commentaar>{MERK}</commentaar><xsdversie>").encode()


def heel_de_database() -> str:
    """Every value of every table as one text."""
    delen = []
    with connection.cursor() as cursor:
        for tabel in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{tabel}"')  # noqa: S608 - names from the database itself
            delen += [str(rij) for rij in cursor.fetchall()]
    return "\n".join(delen)


def doorloop(client: Client, inhoud: bytes) -> str:
    """The whole way through the browser; everything that came back as one text."""
    upload = SimpleUploadedFile(f"{MERK}.xml", inhoud)
    preview = client.post(reverse("gka:leerlingen_importeren"), {"bestand": upload})
    actie = reverse("gka:leerlingen_toevoegen")
    data = velden(preview, actie=actie)
    fout = client.post(actie, data)
    klaar = client.post(actie, data | {"geboortedatum_3": "1-2-2014"}, follow=True)
    return "\n".join(antwoord.content.decode() for antwoord in (preview, fout, klaar))


KOPPEN_MET_MERK = """
    BSN|Sofinummer|Onderwijsnummer|ECK iD|eckid|Etniciteit|Land|Land vader|Land moeder|Geboorteland|Nationaliteit|
    Gewicht|Postcode|Adres|Straat|Woonplaats|Telefoon|Tel. thuis|Mobiel moeder|E-mail|E-mailadres ouder|Foto|Pasfoto|
    Geslacht|M/V|Toevoegingen|Opmerkingen|Naam moeder|Achternaam vader|Huisarts|Gebruikersnaam
"""
VERBODEN_KOPPEN = [kop.strip() for kop in KOPPEN_MET_MERK.split("|")]
BSN = "123456782"


def tabel_met_merktekens(kop: list[str], achternaam: str = "Proef") -> list[list[str]]:
    """The same as rows: a mark in each column that is not ours, and citizen service numbers under other headings."""
    merken = [f"{MERK}-{nummer}" for nummer in range(len(VERBODEN_KOPPEN))]
    rest = [*merken, BSN, f"{MERK}@school.example"]
    return [
        [MERK, "Groep 8"],
        [*kop, *VERBODEN_KOPPEN, "Relatienummer", "Contact"],
        [BSN, "Bo", achternaam, "1-1-2014", "8", *rest],
        [BSN, MERK, MERK, "1-1-2015", "5", *rest],
        [BSN, "Isa", "", "", "8", *rest],
    ]


def doorloop_tabel(client: Client, rijen: list[list[str]], naam: str) -> str:
    """The whole way, by the page about columns when headings are not known; also with an error on it."""
    inhoud = xlsx_bestand(rijen) if naam.endswith("xlsx") else csv_bestand(rijen)
    gezien = [kies(client, inhoud, f"{MERK}-{naam}")]
    if KOLOMMEN in gezien[0].content.decode():
        gezien += [antwoord(client, gezien[0])]
        gezien += [antwoord(client, gezien[1], kolom_0="roepnaam", kolom_1="achternaam", kolom_2="geboortedatum")]
    gezien += [bevestig(client, gezien[-1])]
    gezien += [bevestig(client, gezien[-1], geboortedatum_5="1-2-2014")]
    return "\n".join(pagina.content.decode() for pagina in gezien)


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


@pytest.fixture
def geen_bestanden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on the way makes a temporary file."""

    def verboden(*args: object, **kwargs: object) -> None:
        raise AssertionError("a temporary file was made")

    for naam in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, naam, verboden)


def test_dropped_elements_turn_up_nowhere(
    ib_er: Client, caplog: pytest.LogCaptureFixture, geen_bestanden: None
) -> None:
    caplog.set_level(logging.DEBUG)

    antwoorden = doorloop(ib_er, bestand_met_merktekens())

    assert set(Leerling.objects.values_list("roepnaam", "leerlingnummer")) == {("Bo", "1"), ("Isa", "")}
    assert MERK not in antwoorden
    assert MERK not in heel_de_database()
    assert MERK not in caplog.text
    assert "123456782" not in antwoorden + heel_de_database() + caplog.text


@pytest.mark.parametrize("naam", ["lijst.csv", "lijst.xlsx"])
@pytest.mark.parametrize(
    "kop",
    [
        ["Leerlingnummer", "Roepnaam", "Achternaam", "Geboortedatum", "Groep"],
        ["Nummertje", "Kind", "Familie", "Verjaardag", "Groep"],
    ],
    ids=["straight on", "by the page about columns"],
)
def test_dropped_columns_turn_up_nowhere(
    ib_er: Client, caplog: pytest.LogCaptureFixture, geen_bestanden: None, kop: list[str], naam: str
) -> None:
    caplog.set_level(logging.DEBUG)

    antwoorden = doorloop_tabel(ib_er, tabel_met_merktekens(kop), naam)

    assert set(Leerling.objects.values_list("roepnaam", "leerlingnummer")) == {("Bo", ""), ("Isa", "")}
    assert "In kolom A lijken BSN&#x27;s te staan." in antwoorden
    for waar in (antwoorden, heel_de_database(), caplog.text):
        # The page about columns shows what a column of ours holds, also of a child in another group.
        assert MERK not in waar.replace(f'<span class="cell__sub">{MERK}</span>', "")
        assert BSN not in waar


def test_the_search_itself_finds_what_is_there(ib_er: Client) -> None:
    """The control: the same mark in a place that is read is seen on the pages and in the database."""
    antwoorden = doorloop(ib_er, bestand_met_merktekens(achternaam=MERK))

    assert MERK in antwoorden
    assert MERK in heel_de_database()


@pytest.mark.parametrize(
    "breek",
    [
        lambda inhoud: inhoud[:-30],
        lambda inhoud: inhoud.replace(b"2025-2026", MERK.encode()),
        lambda inhoud: inhoud.replace(b"99ZZ", MERK.encode()),
        lambda inhoud: inhoud.replace(b"<EDEX", b"<!DOCTYPE EDEX [<!ENTITY e 'MERKTEKEN'>]><EDEX"),
        lambda inhoud: inhoud.replace(b"EDEX ", b"dossier ").replace(b"</EDEX>", b"</dossier>"),
    ],
)
def test_a_refusal_never_quotes_the_file(ib_er: Client, caplog: pytest.LogCaptureFixture, breek: object) -> None:
    caplog.set_level(logging.DEBUG)
    inhoud = breek(bestand_met_merktekens())  # type: ignore[operator]

    antwoord = ib_er.post(reverse("gka:leerlingen_importeren"), {"bestand": SimpleUploadedFile(f"{MERK}.xml", inhoud)})

    assert "Er is een probleem" in antwoord.content.decode()
    assert MERK not in antwoord.content.decode() + heel_de_database() + caplog.text


def test_the_search_finds_a_mark_that_a_table_may_hold(ib_er: Client) -> None:
    kop = ["Leerlingnummer", "Roepnaam", "Achternaam", "Geboortedatum", "Groep"]

    assert MERK in doorloop_tabel(ib_er, tabel_met_merktekens(kop, achternaam=MERK), "lijst.csv")
    assert MERK in heel_de_database()


def test_a_broken_workbook_never_quotes_itself(ib_er: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    werkmap = xlsx_bestand([["Roepnaam", "Groep"], [MERK, "8"]])
    kapot = met_deel(
        werkmap, "xl/worksheets/sheet1.xml", f"<worksheet><sheetData><row><c t='{MERK}'><v>{MERK}</v>".encode()
    )

    pagina = kies(ib_er, kapot, f"{MERK}.xlsx")

    assert "beschadigd" in pagina.content.decode()
    assert MERK not in pagina.content.decode() + heel_de_database() + caplog.text

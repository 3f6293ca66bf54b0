"""What must be dropped on reading turns up nowhere: every such place in the file holds a mark; we look everywhere."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from gka.models import Leerling
from tests.cast import Cast
from tests.edexml import edexml, leerling
from tests.pages import velden

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


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def test_dropped_elements_turn_up_nowhere(ib_er: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    antwoorden = doorloop(ib_er, bestand_met_merktekens())

    assert set(Leerling.objects.values_list("roepnaam", "leerlingnummer")) == {("Bo", "1"), ("Isa", "")}
    assert MERK not in antwoorden
    assert MERK not in heel_de_database()
    assert MERK not in caplog.text
    assert "123456782" not in antwoorden + heel_de_database() + caplog.text


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

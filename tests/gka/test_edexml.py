"""Reading EDEXML: every version and spelling that is met, and every file that is refused."""

from datetime import date
from pathlib import Path

import pytest

from gka.imports import edexml as lezer
from gka.imports import formats, refusals, rows
from gka.imports.refusals import BestandGeweigerd
from tests.edexml import edexml, gewoon, leerling

VOORBEELD = Path(__file__).resolve().parents[3] / "shared" / "data" / "edexml" / "EDEXML.Voorbeeld.2.1.xml"
LACHERS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
# In an attribute parsers expand entities whatever they are told; so this one must not reach a parser at all.
BOM = f'<?xml version="1.0"?><!DOCTYPE EDEX [<!ENTITY e0 "ha">{LACHERS}]><EDEX x="&e9;"/>'
EXTERN = '<!DOCTYPE EDEX SYSTEM "file:///etc/passwd"><EDEX/>'
OSO = '<dossier xmlns="http://www.edustandaard.nl/oso_gegevensset/2019/dossier"><leerling>GEHEIM</leerling></dossier>'


def _een(leerling_xml: str, **rest: str) -> lezer.Rij:
    (rij,) = lezer.lees(edexml([leerling_xml], **rest).encode()).rijen
    return rij


@pytest.fixture(scope="module")
def voorbeeld() -> bytes:
    if not VOORBEELD.exists():
        pytest.skip("the official sample of Edustandaard is not beside the checkout")
    return VOORBEELD.read_bytes()


def test_the_official_sample_is_read(voorbeeld: bytes) -> None:
    bestand = lezer.lees(voorbeeld)

    assert (bestand.schooljaar, bestand.brin_vestiging, bestand.stand_van) == (
        "2014-2015",
        "99ZZ00",
        date(2014, 11, 25),
    )
    assert [rij.naam for rij in bestand.rijen] == ["Wimpie imp ie", "Ismaël Assati", "Gradje van 't Hof"]
    assert [rij.jaargroep for rij in bestand.rijen] == ["4", "4", "H"]
    assert [rij.geboortedatum for rij in bestand.rijen] == [date(2006, 6, 21), None, date(2006, 6, 21)]
    assert bestand.rijen[2].uitstroomdatum == date(2014, 7, 18)


def test_a_row_holds_what_is_needed_and_nothing_else() -> None:
    rij = _een(
        leerling(
            "12",
            achternaam="  Proef ",
            voorvoegsel="v. d.",
            roepnaam="Zoë  Anne",
            geboortedatum="2014-03-27",
            jaargroep="8",
            bsn="111222333",
        )
    )

    assert rij == lezer.Rij(1, "12", "Zoë Anne", "v. d.", "Proef", date(2014, 3, 27), "8", None)


def test_jaargroep_may_come_from_the_group() -> None:
    groepen = '<groep key="a"><naam>8A</naam><jaargroep>8</jaargroep></groep>'

    assert _een(leerling("1", roepnaam="Bo", groep="a"), groepen=groepen).jaargroep == "8"
    assert _een(leerling("1", roepnaam="Bo", groep="a", jaargroep="7"), groepen=groepen).jaargroep == "7"


@pytest.mark.parametrize(
    "groepen",
    ["", "<groep><naam>kapot</naam></groep>", '<groep key="a"/>', '<groep key="a"><jaargroep>x</jaargroep></groep>'],
)
def test_a_broken_group_leaves_the_year_unknown(groepen: str) -> None:
    assert _een(leerling("1", roepnaam="Bo", groep="a"), groepen=groepen).jaargroep == ""


@pytest.mark.parametrize(
    ("staat_er", "gelezen"), [("08", "8"), (" 8 ", "8"), ("0", "0"), ("h", "H"), ("11", "11"), ("99", "")]
)
def test_jaargroep_is_read_tolerantly(staat_er: str, gelezen: str) -> None:
    assert _een(leerling("1", roepnaam="Bo", jaargroep=staat_er)).jaargroep == gelezen


@pytest.mark.parametrize(
    ("eigen", "groep", "gelezen"),
    [("C", "8", "8"), ("", "C", "7/8"), ("C", "C", "7/8"), ("8", "C", "8"), ("7", "C", "7")],
)
def test_a_combination_is_known_by_the_name_of_its_group(eigen: str, groep: str, gelezen: str) -> None:
    groepen = f'<groep key="a"><naam>Groep 7/8 b</naam><jaargroep>{groep}</jaargroep></groep>'

    assert _een(leerling("1", roepnaam="Bo", groep="a", jaargroep=eigen), groepen=groepen).jaargroep == gelezen


def test_a_combination_without_years_in_its_name_stays_unknown() -> None:
    groepen = '<groep key="a"><naam>De Uilen</naam><jaargroep>C</jaargroep></groep>'

    assert _een(leerling("1", roepnaam="Bo", groep="a"), groepen=groepen).jaargroep == "C"


def test_a_pupil_may_have_only_a_roepnaam() -> None:
    assert _een(leerling("1", roepnaam="Bo", jaargroep=8)).naam == "Bo"


def test_roepnaam_falls_back_to_the_first_of_voornamen() -> None:
    assert _een(leerling("1", achternaam="Proef", voornamen="Ismaël Hassan")).roepnaam == "Ismaël"
    assert _een(leerling("1", achternaam="Proef")).roepnaam == ""


@pytest.mark.parametrize("sleutel", ["#1", "111222333", "1112.22.333", "111 222 333", ""])
def test_keys_that_may_change_or_must_not_be_kept_are_dropped(sleutel: str) -> None:
    assert _een(leerling(sleutel, roepnaam="Bo")).sleutel == ""


@pytest.mark.parametrize("sleutel", ["00001", "111222334", "a-7", "12345678"])
def test_other_keys_stay_as_they_are(sleutel: str) -> None:
    assert _een(leerling(sleutel, roepnaam="Bo")).sleutel == sleutel


@pytest.mark.parametrize(
    ("staat_er", "gelezen"),
    [
        ("2014-03-27", date(2014, 3, 27)),
        ("2014-03-27T00:00:00", date(2014, 3, 27)),
        ("2014-03-27Z", date(2014, 3, 27)),
        ("2014-03-27+01:00", date(2014, 3, 27)),
        ("2014-02-30", None),
        ("27-03-2014", None),
        ("14-03-27", None),
    ],
)
def test_dates(staat_er: str, gelezen: date | None) -> None:
    assert _een(leerling("1", roepnaam="Bo", geboortedatum=staat_er)).geboortedatum == gelezen


@pytest.mark.parametrize("jaar", ["1999-2000", "2025-2026", "2026-2027", "2026/2027", "2026 - 2027"])
def test_every_school_year_is_accepted(jaar: str) -> None:
    """The official schema ends at 2024-2025."""
    assert lezer.lees(edexml([], schooljaar=jaar).encode()).schooljaar == f"{jaar[:4]}-{jaar[-4:]}"


@pytest.mark.parametrize(
    ("brin", "dependance", "verwacht"),
    [("99ZZ", "00", "99ZZ00"), ("99ZZ", "", "99ZZ00"), ("99zz", "1", "99ZZ01"), ("99ZZ02", "", "99ZZ02")],
)
def test_brin_and_dependance(brin: str, dependance: str, verwacht: str) -> None:
    assert lezer.lees(edexml([], brin=brin, dependance=dependance).encode()).brin_vestiging == verwacht


@pytest.mark.parametrize(
    ("codering", "inhoud"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-8", "windows-1252"),
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "windows-1252"),
        ("UTF-16", "utf-16"),
    ],
)
def test_encodings(codering: str, inhoud: str) -> None:
    tekst = edexml([leerling("1", roepnaam="Zoë", achternaam="Ünal")], codering=codering)

    assert lezer.lees(tekst.encode(inhoud)).rijen[0].naam == "Zoë Ünal"


def test_version_1_03_without_declaration_and_with_vendor_additions() -> None:
    tekst = (
        "<EDEX><school><schooljaar>2025-2026</schooljaar><brincode>99ZZ</brincode><xsdversie>1.03</xsdversie>"
        "<toevoegingen><blok xmlns:xsi='urn:x' xsi:type='Eigen'/></toevoegingen></school>"
        "<leerlingen><leerling key='1'><achternaam>Proef</achternaam><roepnaam>Bo</roepnaam><jaargroep>8</jaargroep>"
        "<toevoegingen><p:blok xmlns:p='urn:x' p:x='1'><p:achternaam>Anders</p:achternaam></p:blok></toevoegingen>"
        "</leerling></leerlingen></EDEX>"
    )

    (rij,) = lezer.lees(tekst.encode()).rijen

    assert (rij.naam, rij.jaargroep) == ("Bo Proef", "8")


def test_a_file_without_pupils_is_an_empty_list() -> None:
    tekst = edexml([]).replace("<leerlingen></leerlingen>", "")

    assert lezer.lees(tekst.encode()).rijen == ()


@pytest.mark.parametrize(
    ("inhoud", "naam", "zin"),
    [
        (b"", "a.xml", refusals.LEEG),
        (b"  \n ", "a.xml", refusals.LEEG),
        (b"dit is geen xml", "a.xml", refusals.GEEN_XML),
        (b"<EDEX><school>", "a.xml", refusals.GEEN_XML),
        (b"<EDEX>&onbekend;</EDEX>", "a.xml", refusals.GEEN_XML),
        (b'<?xml version="1.0" encoding="verzonnen"?><EDEX/>', "a.xml", refusals.GEEN_XML),
        (BOM.encode(), "a.xml", refusals.ONVEILIG),
        (BOM.encode("utf-16"), "a.xml", refusals.ONVEILIG),
        (EXTERN.encode(), "a.xml", refusals.ONVEILIG),
        (b"<html><body>Inloggen</body></html>", "a.xml", refusals.GEEN_EDEXML),
        (b"<dossier/>", "a.xml", refusals.GEEN_EDEXML),
        (OSO.encode(), "a.xml", refusals.OSO_DOSSIER),
        (b"0001 Proef   Bo  20140327", "EDEXLL.TXT", refusals.OUD_EDEX),
        (b"groep 8", "edexgr.txt", refusals.OUD_EDEX),
        (b"%PDF-1.7 ...", "lijst.xml", refusals.PDF),
        (b"PK\x03\x04....", "lijst.xlsx", refusals.KAPOT_EXCEL),
        (b"\xd0\xcf\x11\xe0....", "lijst.xls", refusals.OUD_EXCEL),
        (b"<EDEX><school/></EDEX>", "a.xml", refusals.GEEN_SCHOOLJAAR),
        (edexml([], schooljaar="2025-2027").encode(), "a.xml", refusals.GEEN_SCHOOLJAAR),
        (edexml([], schooljaar="dit jaar").encode(), "a.xml", refusals.GEEN_SCHOOLJAAR),
        (edexml([], brin="").encode(), "a.xml", refusals.GEEN_BRIN),
        (edexml([], brin="111222333").encode(), "a.xml", refusals.GEEN_BRIN),
        (edexml([], dependance="vier").encode(), "a.xml", refusals.GEEN_BRIN),
        (b"<" + b"x" * rows.MAX_BYTES, "a.xml", refusals.TE_GROOT),
    ],
)
def test_what_is_refused_and_what_to_do_then(inhoud: bytes, naam: str, zin: str) -> None:
    with pytest.raises(BestandGeweigerd) as weigering:
        formats.lees(inhoud, naam)

    assert str(weigering.value) == zin
    # The parser's own error quotes the file, so it may not hang on ours.
    assert weigering.value.__cause__ is None and weigering.value.__suppress_context__ or not weigering.value.__context__


def test_a_flemish_school_is_refused_with_a_sentence() -> None:
    school = "<schooljaar>2025-2026</schooljaar><instellingsnummer>12345</instellingsnummer>"

    with pytest.raises(BestandGeweigerd, match="Dit bestand is van een Vlaamse school"):
        lezer.lees(edexml([leerling("1", roepnaam="Bo", rijksregisternummer="1")], school=school).encode())


def test_two_thousand_pupils_fit_and_one_more_does_not() -> None:
    rijen = [gewoon(nummer) for nummer in range(rows.MAX_LEERLINGEN)]
    assert len(lezer.lees(edexml(rijen).encode()).rijen) == rows.MAX_LEERLINGEN

    with pytest.raises(BestandGeweigerd, match="meer dan 2.000"):
        lezer.lees(edexml([*rijen, gewoon(1)]).encode())

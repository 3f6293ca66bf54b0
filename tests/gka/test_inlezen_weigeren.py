"""Files that are no pupil list: each is refused with a sentence that says what to do, and nothing is stored."""

import io
import resource
import zipfile

import pytest
from django.test import Client

from gka.imports import formats, refusals, xlsx_file
from gka.imports.refusals import BestandGeweigerd
from gka.models import Gebeurtenis, Leerling
from tests.cast import Cast
from tests.inlezen import kies
from tests.pages import tekst
from tests.tabellen import KOP, csv_bestand, met_deel, rij, xlsx_bestand, zip_met

WERKMAP = xlsx_bestand([KOP, rij(1)])
LACHER = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
VERSLEUTELD = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
MERK = "GEHEIMENAAM"


def zipbom() -> bytes:
    """A workbook of some kilobytes whose sheet unpacks to 60 MB."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as pak, zipfile.ZipFile(io.BytesIO(WERKMAP)) as bron:
        for deel in bron.namelist():
            pak.writestr(deel, bron.read(deel) + (b" " * 60 * 1024 * 1024 if "sheet1" in deel else b""))
    return uit.getvalue()


def liegende_bom() -> bytes:
    """The same, with a header that says that it is small."""
    inhoud = bytearray(zipbom())
    with zipfile.ZipFile(io.BytesIO(inhoud)) as pak:
        groot = next(deel.file_size for deel in pak.infolist() if "sheet1" in deel.filename)
    return bytes(inhoud.replace(groot.to_bytes(4, "little"), (2000).to_bytes(4, "little")))


def met_formule() -> bytes:
    """A cell with a formula that was never calculated."""
    return xlsx_bestand([KOP, ["1", '=UPPER("bo")', "", "Proef", "1-2-2014", "8"]])


GEVALLEN = [
    (b"", "lijst.csv", refusals.LEEG),
    (b"\xef\xbb\xbf \r\n\r\n", "lijst.csv", refusals.LEEG),
    (b"\xff\xfe", "lijst.csv", refusals.LEEG),
    (csv_bestand([KOP]), "lijst.csv", refusals.ALLEEN_KOP),
    (csv_bestand([["Groep 8"], [], KOP, KOP, []]), "lijst.csv", refusals.ALLEEN_KOP),
    (xlsx_bestand([KOP]), "lijst.xlsx", refusals.ALLEEN_KOP),
    (xlsx_bestand([]), "lijst.xlsx", refusals.LEEG),
    (b"Beste ouders,\nmorgen is er geen school.\n", "brief.txt", refusals.GEEN_LIJST),
    (b"0001 Proef   Bo  20140327\r\n0002 Nep   Isa  20140328", "lijst.txt", refusals.GEEN_LIJST),
    (b"0001 Proef   Bo  20140327", "EDEXLL.TXT", refusals.OUD_EDEX),
    (b"8;Groep 8;x", "edexgr.txt", refusals.OUD_EDEX),
    (b"%PDF-1.7 ...", "lijst.csv", refusals.PDF),
    (b"\x89PNG\r\n\x1a\n....", "lijst.csv", refusals.BEELD),
    (b"\xff\xd8\xff\xe0....", "lijst.xlsx", refusals.BEELD),
    (b"GIF89a....", "lijst.csv", refusals.BEELD),
    (b"\0\0\0\x18ftypheic....", "foto.heic", refusals.BEELD),
    (b"RIFF....WEBPVP8", "foto.webp", refusals.BEELD),
    (b"{\\rtf1 brief}", "lijst.rtf", refusals.TEKSTDOCUMENT),
    (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "lijst.xls", refusals.OUD_EXCEL),
    (VERSLEUTELD, "lijst.xlsx", refusals.WACHTWOORD),
    (WERKMAP[: len(WERKMAP) // 2], "lijst.xlsx", refusals.KAPOT_EXCEL),
    (met_deel(WERKMAP, "xl/worksheets/sheet1.xml", b"<kapot"), "lijst.xlsx", refusals.KAPOT_EXCEL),
    (met_deel(WERKMAP, "xl/workbook.xml", b"<workbook/>"), "lijst.xlsx", refusals.LEEG),
    (met_deel(WERKMAP, "xl/worksheets/sheet1.xml", LACHER), "lijst.xlsx", refusals.ONVEILIG),
    (met_deel(WERKMAP, "xl/sharedStrings.xml", LACHER), "lijst.xlsx", refusals.ONVEILIG),
    (met_formule(), "lijst.xlsx", refusals.FORMULES),
    (zip_met(word__document_xml=b"x"), "lijst.docx", refusals.TEKSTDOCUMENT),
    (zip_met(content_xml=b"x", mimetype=b"x"), "lijst.ods", refusals.ANDER_REKENBLAD),
    (zip_met(xl__workbook_bin=b"x"), "lijst.xlsb", refusals.ANDER_REKENBLAD),
    (zip_met(lijst_csv=b"x"), "lijst.zip", refusals.INGEPAKT),
    (b"PK\x05\x06" + b"\0" * 18, "leeg.zip", refusals.INGEPAKT),
    (b"<html><table><tr><td>Naam</td></tr></table></html>", "lijst.xls", refusals.GEEN_EDEXML),
    (b"Naam;Groep\n\x01\x02\x03;8", "lijst.csv", refusals.GEEN_TEKST),
    ("Roepnaam;Achternaam;Groep\nJosé;Proef;8\n".encode("cp850"), "lijst.csv", refusals.LETTERS),
    ("Roepnaam;Achternaam;Groep\nJosé;Proef;8\n".encode("mac_roman"), "lijst.csv", refusals.LETTERS),
    ("Roepnaam;Achternaam;Groep\nYağmur;Işık;8\n".encode("cp1254"), "lijst.csv", refusals.LETTERS),
    (b"Naam;" * 120 + b"\n", "lijst.csv", refusals.TE_BREED),
    (csv_bestand([KOP, *map(rij, range(2001))]), "lijst.csv", refusals.TE_VEEL),
    (xlsx_bestand([KOP, *map(rij, range(2001))]), "lijst.xlsx", refusals.TE_VEEL),
    (b"Roepnaam;Achternaam\n" + b"x" * (5 * 1024 * 1024), "lijst.csv", refusals.TE_GROOT),
]


@pytest.mark.parametrize(
    ("inhoud", "naam", "zin"), GEVALLEN, ids=[f"{naam}-{nr}" for nr, (_, naam, _) in enumerate(GEVALLEN)]
)
def test_what_is_refused_and_what_to_do_then(inhoud: bytes, naam: str, zin: str) -> None:
    with pytest.raises(BestandGeweigerd) as weigering:
        formats.lees(inhoud, naam)

    assert str(weigering.value) == zin
    assert weigering.value.__cause__ is None and (
        weigering.value.__suppress_context__ or not weigering.value.__context__
    )


@pytest.mark.parametrize("bom", [zipbom, liegende_bom])
def test_a_zip_bomb_is_refused_without_being_unpacked(bom: object, monkeypatch: pytest.MonkeyPatch) -> None:
    inhoud = bom()  # type: ignore[operator]
    assert len(inhoud) < 200_000
    voor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(BestandGeweigerd):
        formats.lees(inhoud, "lijst.xlsx")

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - voor < 40 * 1024  # KB


def test_many_parts_and_many_empty_rows_cost_nothing() -> None:
    with pytest.raises(BestandGeweigerd, match="veel te groot"):
        formats.lees(zip_met(xl__workbook_xml=b"x", **{f"d{nr}": b"x" for nr in range(600)}), "lijst.xlsx")
    ver = WERKMAP
    blad = zipfile.ZipFile(io.BytesIO(ver)).read("xl/worksheets/sheet1.xml")
    ver = met_deel(
        ver,
        "xl/worksheets/sheet1.xml",
        blad.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576"/></row></sheetData>'),
    )

    assert len(formats.lees(ver, "lijst.xlsx").rijen) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("plaats", range(0, len(WERKMAP), 97))
def test_a_damaged_workbook_never_says_what_is_in_it(plaats: int) -> None:
    kapot = WERKMAP[:plaats] + bytes([WERKMAP[plaats] ^ 0x55]) + WERKMAP[plaats + 1 :]
    try:
        formats.lees(kapot, "lijst.xlsx")
    except BestandGeweigerd as weigering:
        assert weigering.__suppress_context__ or not weigering.__context__


def test_a_refusal_on_the_page_quotes_nothing_and_stores_nothing(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    cast.log_in(client, "ib_er")
    voor = Gebeurtenis.objects.count()
    for inhoud, naam, zin in GEVALLEN:
        if len(inhoud) < 100_000:
            antwoord = kies(client, inhoud, f"{MERK}-{naam}" if naam[:4] != "EDEX" and naam[:4] != "edex" else naam)

            if inhoud:
                assert tekst(antwoord).count(zin) == 2, zin
            assert MERK not in antwoord.content.decode() + caplog.text
    assert not Leerling.objects.exists()
    assert Gebeurtenis.objects.count() == voor


def test_the_cap_on_a_workbook_is_below_what_a_machine_notices() -> None:
    assert xlsx_file.MAX_UITGEPAKT <= 50 * 1024 * 1024

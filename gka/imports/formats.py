"""What kind of file is this? Three kinds have a reader; every other kind gets a sentence that says what to do."""

import io
import re
import zipfile

from gka.imports import csv_file, edexml, refusals, xlsx_file
from gka.imports.columns import Kenner, herken
from gka.imports.refusals import BestandGeweigerd
from gka.imports.rows import MAX_BYTES, Bestand
from gka.imports.table import Tabel

OUDE_NAAM = re.compile(r"edex(ll|lk|gr|lg)", re.IGNORECASE)
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
VERSLEUTELD = "EncryptedPackage".encode("utf-16-le")
WORD_OUD = "WordDocument".encode("utf-16-le")

# What another kind of file starts with.
HANDTEKENINGEN = (
    (b"%PDF", refusals.PDF),
    (b"PK\x05\x06", refusals.INGEPAKT),
    (b"{\\rtf", refusals.TEKSTDOCUMENT),
    (b"\x89PNG", refusals.BEELD),
    (b"\xff\xd8\xff", refusals.BEELD),
    (b"GIF8", refusals.BEELD),
    (b"BM", refusals.BEELD),
    (b"II*\0", refusals.BEELD),
    (b"MM\0*", refusals.BEELD),
    (b"7z\xbc\xaf", refusals.INGEPAKT),
    (b"Rar!", refusals.INGEPAKT),
    (b"\x1f\x8b", refusals.INGEPAKT),
)
# What a zip holds when it is a document.
IN_ZIP = (
    ("xl/workbook.bin", refusals.ANDER_REKENBLAD),
    ("word/document.xml", refusals.TEKSTDOCUMENT),
    ("ppt/presentation.xml", refusals.TEKSTDOCUMENT),
    ("content.xml", refusals.ANDER_REKENBLAD),
    ("Index/Document.iwa", refusals.ANDER_REKENBLAD),
)


def lees(inhoud: bytes, naam: str = "", kent: Kenner = herken) -> Bestand | Tabel:
    """The list in these bytes, or BestandGeweigerd. `naam` is the name of the file: it only helps to say what it is.
    `kent` recognises the headings of the list.

    EDEXML says by itself what everything is (Bestand); of CSV and Excel that is found out afterwards (Tabel).
    """
    if len(inhoud) > MAX_BYTES:
        raise BestandGeweigerd(refusals.TE_GROOT)
    begin = inhoud[:4096].lstrip()
    if not inhoud.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise BestandGeweigerd(refusals.LEEG)
    if inhoud.startswith(ZIP):
        _is_werkmap(inhoud)
        return xlsx_file.lees(inhoud, kent)
    _weiger_ander(inhoud, begin)
    plat = begin.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plat.startswith(b"<"):
        return edexml.lees(inhoud)
    if OUDE_NAAM.match(naam):
        raise BestandGeweigerd(refusals.OUD_EDEX)
    if naam.lower().endswith(".xml"):
        raise BestandGeweigerd(refusals.GEEN_XML)
    return csv_file.lees(inhoud, kent)


def _is_werkmap(inhoud: bytes) -> None:
    """A zip that is not a workbook is refused by what it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as pak:
            namen = set(pak.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise BestandGeweigerd(refusals.KAPOT_EXCEL) from None
    if "xl/workbook.xml" in namen:
        return
    raise BestandGeweigerd(next((zin for deel, zin in IN_ZIP if deel in namen), refusals.INGEPAKT))


def _weiger_ander(inhoud: bytes, begin: bytes) -> None:
    if inhoud.startswith(OLE):
        if VERSLEUTELD in inhoud:
            raise BestandGeweigerd(refusals.WACHTWOORD)
        raise BestandGeweigerd(refusals.TEKSTDOCUMENT if WORD_OUD in inhoud else refusals.OUD_EXCEL)
    if begin[:4] == b"RIFF" or begin[4:8] == b"ftyp":
        raise BestandGeweigerd(refusals.BEELD)
    for handtekening, zin in HANDTEKENINGEN:
        # "BM" begins a picture, and a word: the size in a picture's header is its own.
        if inhoud.startswith(handtekening) and (handtekening != b"BM" or b"\0" in inhoud[2:12]):
            raise BestandGeweigerd(zin)

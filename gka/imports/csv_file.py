"""Read a CSV file: any of the separators and encodings that a Dutch school meets, numbered as Excel shows it."""

import codecs
import csv
import io
import re

from charset_normalizer import from_bytes

from gka.imports.columns import NAAMVELDEN, Kenner, herken
from gka.imports.refusals import AANHALINGSTEKEN, GEEN_TEKST, LEEG, LETTERS, BestandGeweigerd
from gka.imports.rows import schoon
from gka.imports.table import Genummerd, Tabel, beste_kop, maak_tabel

SCHEIDERS = ";,\t|"
ACHT_BITS = ["utf_8", "cp1252"]
UTF_16 = ["utf_16_le", "utf_16_be"]
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEP_REGEL = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# What a Western name holds outside ASCII; ð, þ and ý are what Turkish names become when they are read wrongly.
_WESTERS = set("àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœßšž") | set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŸŒŠŽ") | set("‘’“”–—…€·°\xa0")
_BINAIR = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")  # not the tab, line ends, or the end mark of DOS
_HOOFDLETTER_MIDDEN = re.compile(r"[a-zà-ÿ][ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŸŒŠŽ]")


def lees(inhoud: bytes, kent: Kenner = herken) -> Tabel:
    """The table in these bytes, or BestandGeweigerd."""
    tekst = _tekst(inhoud)
    if not tekst.strip():
        raise BestandGeweigerd(LEEG)
    scheider = ""
    if vorm := _SEP_REGEL.match(tekst):  # a hint for Excel, which does not show it as a row
        scheider, tekst = vorm[1], tekst[vorm.end() :]
    keuzes = {teken: _rijen(tekst, teken) for teken in scheider or SCHEIDERS}
    scheider = max(keuzes, key=lambda teken: _lijkt_op_lijst(keuzes[teken], kent))
    _weiger_los_aanhalingsteken(tekst, scheider, keuzes[scheider], kent)
    return maak_tabel(keuzes[scheider], kent)


def _weiger_los_aanhalingsteken(tekst: str, scheider: str, rijen: list[Genummerd], kent: Kenner) -> None:
    """A quote that nobody closes swallows what follows: the end of the line, or the next cells.

    A line break in a remark, or a comma in a whole name, may be meant; a line break in a column that we know, or with
    the next cells behind it, never. Nor a semicolon or tab in a name.
    """
    kop, score = beste_kop(rijen, kent)
    velden = [kent(cel) for cel in rijen[kop][1]] if score else []
    for nummer, cellen in enumerate(csv.reader(io.StringIO(tekst, newline=""), delimiter=scheider), start=1):
        if nummer <= kop + 1:
            continue
        for plaats, cel in enumerate(cellen):
            veld = velden[plaats] if plaats < len(velden) else None
            loopt_door = "\n" in cel.strip() or "\r" in cel.strip()
            slokt_op = scheider in cel and (loopt_door or (scheider != "," and veld and veld[0] in NAAMVELDEN))
            if slokt_op or (loopt_door and veld):
                raise BestandGeweigerd(AANHALINGSTEKEN.format(rij=nummer))


def _tekst(inhoud: bytes) -> str:
    codering = next((naam for bom, naam in _BOMS if inhoud.startswith(bom)), "")
    if not codering:
        # Without a nought between its letters no Western text is UTF-16, whatever the statistics say.
        keuzes = UTF_16 if b"\0" in inhoud else ACHT_BITS
        gevonden = from_bytes(inhoud, cp_isolation=keuzes).best()
        codering = gevonden.encoding if gevonden else "utf-8"
    try:
        tekst = inhoud.decode(codering)
    except UnicodeDecodeError:
        raise BestandGeweigerd(LETTERS) from None
    if _BINAIR.search(tekst):
        raise BestandGeweigerd(GEEN_TEKST)
    if codering == "cp1252" and not _is_westers(tekst):
        raise BestandGeweigerd(LETTERS)
    return tekst


def _is_westers(tekst: str) -> bool:
    """An encoding that is not UTF proves nothing; so every letter must be one that such a list can hold."""
    vreemd = {teken for teken in tekst if ord(teken) > 127} - _WESTERS
    return not vreemd and not _HOOFDLETTER_MIDDEN.search(tekst)


def _rijen(tekst: str, scheider: str) -> list[Genummerd]:
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=scheider)
    try:
        return [(nummer, [schoon(cel) for cel in cellen]) for nummer, cellen in enumerate(lezer, start=1)]
    except csv.Error:
        return []


def _lijkt_op_lijst(rijen: list[Genummerd], kent: Kenner) -> tuple[int, float, int]:
    """The more known headings the better; then rows that are equally wide, then more columns."""
    breedtes = [len(cellen) for _, cellen in rijen if any(cellen)]
    if not breedtes or max(breedtes) < 2:
        return (beste_kop(rijen, kent)[1], 0.0, 0)
    gewoonste = max(set(breedtes), key=breedtes.count)
    gelijk = breedtes.count(gewoonste) / len(breedtes) if gewoonste > 1 else 0.0
    return (beste_kop(rijen, kent)[1], gelijk, gewoonste)

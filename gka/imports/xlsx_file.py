"""Read an Excel workbook (.xlsx): values only, nothing is calculated, and never more of it unpacked than fits.

What a zip says about its own size is a ceiling for Python's zipfile: it does not unpack more than that of a member.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gka.imports.columns import Kenner, herken
from gka.imports.refusals import BOM, FORMULES, KAPOT_EXCEL, LEEG, ONVEILIG, TE_VEEL, TWEE_LIJSTEN, BestandGeweigerd
from gka.imports.rows import MAX_LEERLINGEN, schoon
from gka.imports.table import MAX_KOLOMMEN, Genummerd, Tabel, beste_kop, maak_tabel

MAX_UITGEPAKT = 20 * 1024 * 1024
MAX_ONDERDELEN = 500
MAX_BLADEN = 20
MAX_RIJEN = MAX_LEERLINGEN + 200  # with room for titles
MAX_LEEG = 1000  # rows without anything, after which nothing is expected
KIJK_RIJEN = 60
ONDERDEEL = 64 * 1024

# What openpyxl and the standard library raise on a workbook that is not whole.
KAPOT = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,  # ParseError of both XML parsers
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    RuntimeError,
    OverflowError,
    EOFError,
    OSError,
    NotImplementedError,
)


def lees(inhoud: bytes, kent: Kenner = herken) -> Tabel:
    """The table on the sheet with headings that we know, else on the first sheet with anything on it.

    Two sheets that are a list are refused: which of them is meant, a person says.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's own warnings quote cells
            _controleer(inhoud)
            rijen = _blad(inhoud, kent)
    except (BestandGeweigerd, MemoryError):
        raise
    except DefusedXmlException:
        raise BestandGeweigerd(ONVEILIG) from None
    except KAPOT:
        raise BestandGeweigerd(KAPOT_EXCEL) from None  # the cause may quote the file
    return maak_tabel(rijen, kent)


def _controleer(inhoud: bytes) -> None:
    """Before any parser: size as the zip declares it, and no DTD or entities in any part."""
    with zipfile.ZipFile(io.BytesIO(inhoud)) as pak:
        onderdelen = pak.infolist()
        if sum(deel.file_size for deel in onderdelen) > MAX_UITGEPAKT or len(onderdelen) > MAX_ONDERDELEN:
            raise BestandGeweigerd(BOM)
        for deel in onderdelen:
            if deel.filename.endswith((".xml", ".rels")):
                with pak.open(deel) as stroom:
                    begin = stroom.read(ONDERDEEL).replace(b"\0", b"")
                if b"<!DOCTYPE" in begin or b"<!ENTITY" in begin:
                    raise BestandGeweigerd(ONVEILIG)


def _blad(inhoud: bytes, kent: Kenner) -> list[Genummerd]:
    boek = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=True, keep_links=False)
    try:
        bladen = [blad for blad in boek.worksheets if getattr(blad, "sheet_state", "visible") == "visible"]
        gevuld = [(blad, begin) for blad in bladen[:MAX_BLADEN] if (begin := list(_rijen(blad, hoogstens=KIJK_RIJEN)))]
        lijsten = [blad for blad, begin in gevuld if _is_lijst(begin, kent)]
        if len(lijsten) > 1:
            raise BestandGeweigerd(TWEE_LIJSTEN.format(een=lijsten[0].title, ander=lijsten[1].title))
        eerste = next(iter([*lijsten, *(blad for blad, _ in gevuld)]), None)
        if eerste is None:
            raise BestandGeweigerd(LEEG)
        rijen = list(_rijen(eerste, hoogstens=MAX_RIJEN + 1))
        naam = eerste.title
    finally:
        boek.close()
    if len(rijen) > MAX_RIJEN:
        raise BestandGeweigerd(TE_VEEL)
    if _heeft_formules(inhoud):
        _weiger_lege_formules(inhoud, naam)
    return rijen


def _is_lijst(begin: list[Genummerd], kent: Kenner) -> bool:
    """Known headings with something below them."""
    kop, score = beste_kop(begin, kent)
    return score >= 2 and len(begin) > kop + 1


def _rijen(blad: Any, *, hoogstens: int, als_waarde: bool = True) -> Iterator[Genummerd]:
    """Rows with anything in them. The sheet's own word about its size is not believed."""
    blad.reset_dimensions()
    gevuld = leeg = 0
    for nummer, cellen in enumerate(blad.iter_rows(max_col=MAX_KOLOMMEN + 1), start=1):
        rij = [_tekst(cel) for cel in cellen]
        if not any(rij):
            leeg += 1
            if leeg > MAX_LEEG:
                return
            continue
        leeg = 0
        gevuld += 1
        yield nummer, rij
        if gevuld >= hoogstens:
            return


def _tekst(cel: Any) -> str:
    """A cell as text: a date in ISO form, a whole number without a point and with the noughts that its format shows."""
    waarde = cel.value
    if waarde is None:
        return ""
    if isinstance(waarde, str):
        return schoon(waarde)
    if isinstance(waarde, datetime):
        return waarde.date().isoformat() if waarde.time() == time() else waarde.isoformat(" ")
    if isinstance(waarde, date):
        return waarde.isoformat()
    if isinstance(waarde, bool):
        return "waar" if waarde else "onwaar"
    if isinstance(waarde, float) and waarde.is_integer():
        waarde = int(waarde)
    if isinstance(waarde, int):
        vorm = str(cel.number_format or "")
        return str(waarde).zfill(len(vorm)) if re.fullmatch("0{2,20}", vorm) and waarde >= 0 else str(waarde)
    return str(waarde)


def _heeft_formules(inhoud: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as pak:
        namen = [naam for naam in pak.namelist() if naam.startswith("xl/worksheets/") and naam.endswith(".xml")]
        return any(b"<f>" in tekst or b"<f " in tekst or b"<f/>" in tekst for tekst in map(pak.read, namen))


def _weiger_lege_formules(inhoud: bytes, naam: str) -> None:
    """A formula that was never calculated reads as an empty cell: then the whole list would be wrong."""
    stream = io.BytesIO(inhoud)
    met, zonder = (
        load_workbook(stream, read_only=True, data_only=waarden, keep_links=False) for waarden in (True, False)
    )
    try:
        for waarden, formules in zip(met[naam].iter_rows(), zonder[naam].iter_rows(), strict=False):
            for waarde, formule in zip(waarden, formules, strict=False):
                if waarde.value is None and formule.data_type == "f":
                    raise BestandGeweigerd(FORMULES)
    finally:
        met.close()
        zonder.close()

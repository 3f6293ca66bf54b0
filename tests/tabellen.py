"""Make pupil lists as CSV and Excel for tests, from rows of cells. Names are clearly made up. Reads nothing."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

KOP = ["Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Groep"]
NAMEN = ["Aad", "Bo", "Cas", "Daan", "Eef", "Fien", "Gijs", "Hanna", "Isa", "Joep"]
TUSSEN = ["", "van", "de", "", "van den"]
ACHTER = ["Proef", "Toets", "Voorbeeld", "Verzonnen", "Denkbeeld", "Nep", "Schijn"]


def rij(nummer: int, groep: str = "8") -> list[Any]:
    """A usual pupil under KOP, a different one for every number; the date is a real date."""
    dag = date(2013, nummer % 12 + 1, nummer % 28 + 1)
    naam = [NAMEN[nummer % 10], TUSSEN[nummer % 5], f"{ACHTER[nummer % 7]} {nummer}"]
    return [str(20000 + nummer), *naam, dag, groep]


def csv_bestand(rijen: Iterable[Sequence[Any]], *, scheider: str = ";", codering: str = "utf-8") -> bytes:
    """As a spreadsheet saves it: dates as d-m-jjjj, and quotes only where needed."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=scheider)
    for cellen in rijen:
        schrijver.writerow([f"{cel.day}-{cel.month}-{cel.year}" if isinstance(cel, date) else cel for cel in cellen])
    return uit.getvalue().encode(codering)


def xlsx_bestand(*bladen: Iterable[Sequence[Any]], verborgen: Sequence[int] = ()) -> bytes:
    """A workbook with these sheets; dates are real dates."""
    boek = Workbook()
    boek.remove(boek.active)
    for plaats, rijen in enumerate(bladen):
        blad = boek.create_sheet(f"Blad {plaats + 1}")
        blad.sheet_state = "hidden" if plaats in verborgen else "visible"
        for cellen in rijen:
            blad.append(list(cellen))
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def zip_met(**delen: bytes) -> bytes:
    """A zip with these parts; `__` in a name is a slash, `_` before the last word a point."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as pak:
        for naam, inhoud in delen.items():
            pak.writestr(naam.replace("__", "/").replace("_", "."), inhoud)
    return uit.getvalue()


def met_deel(werkmap: bytes, naam: str, inhoud: bytes) -> bytes:
    """The same workbook with one part replaced or added."""
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(werkmap)) as bron, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as pak:
        for deel in bron.namelist():
            if deel != naam:
                pak.writestr(deel, bron.read(deel))
        pak.writestr(naam, inhoud)
    return uit.getvalue()

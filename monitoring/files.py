"""The tables of the screen as CSV, with a decimal comma. From protected figures only.

Research files have their own shape (monitoring.research); one file never tries to be both.
"""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from gka import spreadsheet
from gka.templatetags.formatting import date_numeric
from monitoring.onthulling.catalogus import TOTAAL
from monitoring.onthulling.lezen import Cijfer, Stand


def gemeenten(cijfers: Iterable[Cijfer]) -> list[list[str]]:
    """The table under the chart."""
    rows = [["gemeente_vo_school", "leerlingen", "plekken", "stand_van", "toelichting"]]
    for cijfer in cijfers:
        naam = "hele project" if cijfer.code == TOTAAL else cijfer.naam
        rows.append([naam, cijfer.tekst, str(cijfer.plaatsen or ""), date_numeric(cijfer.peildatum), cijfer.reden])
    return rows


def indicatoren(standen: Iterable[Stand]) -> list[list[str]]:
    """The table of a report."""
    rows = [["cohort", "indicator", "naam", "waarde", "eenheid", "aantal_leerlingen", "stand_van", "toelichting"]]
    for stand in standen:
        for cijfer in stand.cijfers.values():
            n = "x" if cijfer.n is None else str(cijfer.n)
            rows.append(
                [str(stand.cohort.jaar), cijfer.code, cijfer.naam, cijfer.tekst, cijfer.indicator.eenheid, n]
                + [date_numeric(cijfer.peildatum), cijfer.reden]
            )
    return rows


def response(rows: Iterable[Sequence[str]], name: str) -> HttpResponse:
    """As a download. Tier A of kennis/anonimisering.md 6 is in the name."""
    return spreadsheet.response(rows, f"A_tabel_{name}.csv")

"""CSV for Dutch spreadsheets: semicolon, byte order mark, and no cell that would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def response(rows: Iterable[Sequence[str]], filename: str) -> HttpResponse:
    """The rows as a download. The name of the file names nobody."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def _safe(cell: str) -> str:
    """A text that a spreadsheet would read as a formula (ASVS 1.2.10)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell

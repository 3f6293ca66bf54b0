"""The zip: canonical CSV, a codebook, a data package and a read-me. The same snapshot gives the same bytes."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from monitoring.onthulling.onderzoek import Contactrij, Leerlingrij
from monitoring.research.columns import COLUMNS, CONTACTEN, LEERLINGEN, SOORTGROEP, Column, header
from monitoring.research.pseudonym import Pseudonymiser

WAARSCHUWING = "GEPSEUDONIMISEERDE PERSOONSGEGEVENS – de AVG geldt"
# Closed codes, numbers, or nothing: whatever else would be text somebody typed.
CELL = re.compile(r"[a-z0-9_]+|-?[0-9]+(\.[0-9]+)?|")
# This file names people by a code; the word that would deny it may not stand in it (kennis/anonimisering.md 6).
FORBIDDEN = re.compile(r"ano(ni|ny)m", re.IGNORECASE)
TIMESTAMP = (1980, 1, 1, 0, 0, 0)

Row = tuple[str, ...]


@dataclass(frozen=True)
class Package:
    name: str
    content: bytes
    pupils: int


def file_name(jaren: Sequence[int], nummer: int) -> str:
    """The tier, the recipient, the cohorts and the version are in the name."""
    return f"C_PERSOONSGEGEVENS_pseudoniem_um_{'-'.join(map(str, jaren))}_v{nummer}.zip"


def build(
    rijen: Iterable[Leerlingrij], pseudonymiser: Pseudonymiser, *, jaren: Sequence[int], nummer: int, stand: date
) -> Package:
    """Put the files together. Rows are sorted by what is published, so their order tells nothing."""
    rijen = list(rijen)
    files = {
        LEERLINGEN: _csv(header(LEERLINGEN), _sorted(_pupil(rij, pseudonymiser) for rij in rijen)),
        CONTACTEN: _csv(
            header(CONTACTEN),
            _sorted(_contact(rij, contact, pseudonymiser) for rij in rijen for contact in rij.contacten),
        ),
        "codebook.csv": _codebook(),
    }
    files["datapackage.json"] = _datapackage(files, pseudonymiser.key_id, jaren, nummer)
    files["LEESMIJ.txt"] = _readme(files, jaren, nummer, stand, len(rijen))
    for name, content in files.items():
        if FORBIDDEN.search(content.decode()):
            raise ValueError(f"{name} says of personal data what may not be said of them")
    return Package(file_name(jaren, nummer), _zip(files), len(rijen))


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows)


def _pupil(rij: Leerlingrij, pseudonymiser: Pseudonymiser) -> Row:
    laag, hoog = rij.advies or ("", "")
    school = rij.vo_school
    return _cells(
        pseudonymiser.pupil(rij.leerling),
        rij.cohort,
        rij.leeftijd,
        school.gemeente.cbs_code if school else "",
        pseudonymiser.school(school.brin_vestiging) if school else "",
        laag,
        hoog,
        rij.status,
        *(_hours(rij.minuten[fase]) if rij.minuten is not None else "" for fase in ("po", "vo")),
    )


def _contact(rij: Leerlingrij, contact: Contactrij, pseudonymiser: Pseudonymiser) -> Row:
    soort = contact.kenmerk.replace("-", "_")
    return _cells(
        pseudonymiser.pupil(rij.leerling),
        rij.cohort,
        contact.week,
        contact.fase,
        soort if soort in SOORTGROEP else "anders",
        contact.minuten,
        int(contact.aanwezig),
    )


def _hours(minuten: int) -> Decimal:
    return (Decimal(minuten) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _cells(*values: Any) -> Row:
    row = tuple(map(str, values))
    if not all(CELL.fullmatch(value) for value in row):
        raise ValueError("a cell of the research file is neither a code nor a number")
    return row


def _csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 without BOM, comma, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()


def _codebook() -> bytes:
    names = ["bestand", "kolom", "soort", "codes_nl", "codes_en", "label_nl", "label_en", "leeg_nl", "leeg_en"]
    rows = [
        [file, column.name, column.kind, _codes(column, 0), _codes(column, 1), column.nl, column.en]
        + [column.missing_nl or "komt niet voor", column.missing_en or "does not occur"]
        for file, columns in COLUMNS.items()
        for column in columns
    ]
    return _csv(names, rows)


def _codes(column: Column, language: int) -> str:
    return "; ".join(f"{code} = {labels[language]}" for code, labels in column.codes.items())


def _datapackage(files: dict[str, bytes], key_id: str, jaren: Sequence[int], nummer: int) -> bytes:
    package = {
        "name": f"c-persoonsgegevens-pseudoniem-um-{'-'.join(map(str, jaren))}",
        "version": str(nummer),
        "title": WAARSCHUWING,
        "description": "Leerlingen met toestemming voor onderzoek, en hun contacten.",
        "pseudonym_key_id": key_id,
        "resources": [_resource(file, files[file]) for file in COLUMNS],
    }
    return (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()


def _resource(file: str, content: bytes) -> dict[str, Any]:
    keys: dict[str, Any] = {"primaryKey": ["pseudoniem", "cohort"]}
    if file == CONTACTEN:
        reference = {"resource": LEERLINGEN.removesuffix(".csv"), "fields": ["pseudoniem", "cohort"]}
        keys = {"foreignKeys": [{"fields": ["pseudoniem", "cohort"], "reference": reference}]}
    return {
        "name": file.removesuffix(".csv"),
        "path": file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": [_field(column) for column in COLUMNS[file]], "missingValues": [""], **keys},
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.missing_nl else {"required": True}
    if column.codes:
        constraints["enum"] = [int(code) if column.kind == "integer" else code for code in column.codes]
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    described = {"name": column.name, "type": column.kind, "title": column.nl, "description": column.en}
    return described | ({"constraints": constraints} if constraints else {})


def _readme(files: dict[str, bytes], jaren: Sequence[int], nummer: int, stand: date, leerlingen: int) -> bytes:
    lines = [
        WAARSCHUWING,
        "",
        f"Voor: Universiteit Maastricht. Cohort: {', '.join(map(str, jaren))}. Versie {nummer}.",
        f"Wat tot en met {stand.day}-{stand.month}-{stand.year} was vastgelegd.",
        f"{leerlingen} leerlingen met toestemming voor onderzoek; wie geen toestemming gaf, staat er niet in.",
        "",
        "Wie dit bestand heeft, verwerkt persoonsgegevens van kinderen. Zet het niet over, koppel het niet aan andere",
        "bestanden en verwijder het als het onderzoek klaar is. Trekt een leerling of ouder de toestemming in, dan",
        "krijgt u een nieuwe versie en verwijdert u deze.",
        "",
        "Bestanden: UTF-8 zonder BOM, komma, decimale punt, regeleinde CRLF. Een lege cel is: zie codebook.csv.",
        "leerlingen.csv en contacten.csv horen bij elkaar via pseudoniem en cohort.",
        "",
        "Controlegetallen (SHA-256):",
        *(f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()),
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def _zip(files: dict[str, bytes]) -> bytes:
    """Fixed times, order, rights and system, so that a rebuild gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, TIMESTAMP)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()

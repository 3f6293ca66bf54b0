"""Set up a region from its data files. Nothing of any region is in code."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from django.db import transaction

from gka.models import (
    Cohort,
    Gemeente,
    Keuze,
    Keuzelijst,
    Organisatie,
    Plaatsen,
    Regio,
    School,
    SchoolAlias,
    Stap,
)
from gka.workflow import Deelname, Organisatiesoort, Schoolsoort

DATA = Path(__file__).resolve().parent.parent / "data"
DEELNAME = {"bevestigd": Deelname.BEVESTIGD, "onder voorbehoud": Deelname.ONDER_VOORBEHOUD, "geen": Deelname.GEEN}
LIJSTNAMEN = {
    "domein": "Domeinen van hulp",
    "contactsoort": "Soorten contact",
    "stopreden": "Redenen om te stoppen",
    "taal": "Talen van ouders",
}

Row = Mapping[str, str]


def lees_data(name: str) -> list[dict[str, str]]:
    """The rows of one of our own data files."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@transaction.atomic
def inrichten(*, code: str, naam: str, projectnaam: str, rows: Iterable[Row]) -> Regio:
    """Make a region with its municipalities, organisations, schools and lists, from rows as in `data/parkstad.csv`."""
    regio = Regio.objects.create(code=code, naam=naam, projectnaam=projectnaam)
    rows = list(rows)
    gemeenten = _gemeenten(regio, rows)
    besturen = {
        row["naam"]: _organisatie(regio, row, Organisatiesoort.BESTUUR)
        for row in rows
        if row["soort"] in ("po-bestuur", "vo-bestuur")
    }
    for row in rows:
        gemeente = gemeenten.get(row["gemeente"])
        if row["soort"] == "welzijn":
            _organisatie(regio, row, Organisatiesoort.WELZIJN, gemeente)
        elif row["soort"] in (Organisatiesoort.SAMENWERKING, Organisatiesoort.UNIVERSITEIT):
            _organisatie(regio, row, Organisatiesoort(row["soort"]))
        elif row["soort"] == "gemeente" and DEELNAME[row["deelname"]] != Deelname.GEEN:
            _organisatie(regio, row, Organisatiesoort.GEMEENTE, gemeente)
        elif row["soort"] in Schoolsoort.values:
            _school(regio, row, gemeenten[row["gemeente"]], besturen.get(row["bestuur"]))
    _keuzelijsten(regio)
    return regio


def _gemeenten(regio: Regio, rows: list[Row]) -> dict[str, Gemeente]:
    return {
        row["gemeente"]: Gemeente.objects.create(
            regio=regio, cbs_code=row["cbs_code"], naam=row["naam"], deelname=DEELNAME[row["deelname"]]
        )
        for row in rows
        if row["soort"] == "gemeente"
    }


def _organisatie(regio: Regio, row: Row, soort: Organisatiesoort, gemeente: Gemeente | None = None) -> Organisatie:
    return Organisatie.objects.create(
        regio=regio,
        soort=soort,
        naam=row["naam"],
        officiele_naam=row["officiele_naam"],
        gemeente=gemeente,
        deelname=DEELNAME[row["deelname"]],
    )


def _school(regio: Regio, row: Row, gemeente: Gemeente, bestuur: Organisatie | None) -> School:
    official, _, alias = row["officiele_naam"].partition(";")
    school = School.objects.create(
        regio=regio,
        soort=row["soort"],
        naam=row["naam"],
        officiele_naam=official.strip(),
        brin_vestiging=row["brin_vestiging"],
        gemeente=gemeente,
        bestuur=bestuur,
        deelname=DEELNAME[row["deelname"]],
    )
    if alias.strip():
        SchoolAlias.objects.create(school=school, naam=alias.strip())
    return school


def _keuzelijsten(regio: Regio) -> None:
    lijsten = {code: Keuzelijst.objects.create(regio=regio, code=code, naam=naam) for code, naam in LIJSTNAMEN.items()}
    Keuze.objects.bulk_create(
        Keuze(
            lijst=lijsten[row["lijst"]],
            code=row["code"],
            label=row["label"],
            kenmerk=row["kenmerk"],
            volgorde=volgorde,
        )
        for volgorde, row in enumerate(lees_data("keuzelijsten.csv"))
    )


@transaction.atomic
def cohort_openen(*, regio: Regio, jaar: int, plaatsen: Mapping[str, int | None]) -> Cohort:
    """Open a year: its phase boundary (1 August), its calendar and the places per vo-school, by BRIN.

    The dates are the usual ones and may be edited afterwards.
    """
    cohort = Cohort.objects.create(regio=regio, jaar=jaar, fase_vo_vanaf=date(jaar, 8, 1))
    Stap.objects.bulk_create(
        Stap(
            cohort=cohort,
            code=row["code"],
            naam=row["naam"],
            datum=date(jaar + int(row["jaar"]), int(row["maand"]), int(row["dag"])),
        )
        for row in lees_data("stappen.csv")
    )
    scholen = School.objects.vo().filter(regio=regio, brin_vestiging__in=plaatsen)
    Plaatsen.objects.bulk_create(
        Plaatsen(
            school=school,
            cohort=cohort,
            aantal=plaatsen[school.brin_vestiging],
            stand=school.deelname,
            vanaf=date(jaar, 1, 1),
        )
        for school in scholen
    )
    return cohort


def plaatsen_uit(rows: Iterable[Row]) -> dict[str, int | None]:
    """Places per BRIN from the rows of a region file; None where none are agreed yet."""
    return {
        row["brin_vestiging"]: int(row["plaatsen"]) if row["plaatsen"] else None
        for row in rows
        if row["soort"] == Schoolsoort.VO
    }

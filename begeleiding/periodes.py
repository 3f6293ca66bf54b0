"""A week or a month of hours, as an address names it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gka.templatetags.formatting import date_medium, month_year
from gka.workflow import laatste_van

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MAAND = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_JAAR = re.compile(r"\d{4}", re.ASCII)
JAREN = range(2020, 2100)


@dataclass(frozen=True)
class Periode:
    """From `van` to `tot`, both included. `soort` is week or maand, `code` is what the address says."""

    soort: str
    van: date
    tot: date

    @property
    def code(self) -> str:
        if self.soort == "maand":
            return f"{self.van:%Y-%m}"
        jaar, week, _ = self.van.isocalendar()
        return f"{jaar}-W{week:02}"

    @property
    def naam(self) -> str:
        if self.soort == "maand":
            return month_year(self.van)
        return f"week {self.van.isocalendar().week}"

    @property
    def uitleg(self) -> str:
        """The days of a week; a month needs none."""
        return f"{date_medium(self.van)} tot en met {date_medium(self.tot)}" if self.soort == "week" else ""

    @property
    def vorige(self) -> "Periode":
        return (week if self.soort == "week" else maand)(self.van - timedelta(days=1))

    @property
    def volgende(self) -> "Periode":
        return (week if self.soort == "week" else maand)(self.tot + timedelta(days=1))

    def dagen(self) -> list[date]:
        """Every day of it."""
        return [self.van + timedelta(days=nummer) for nummer in range((self.tot - self.van).days + 1)]


def week(dag: date) -> Periode:
    """The week of this day, from Monday."""
    maandag = dag - timedelta(days=dag.weekday())
    return Periode("week", maandag, maandag + timedelta(days=6))


def maand(dag: date) -> Periode:
    """The month of this day."""
    eerste = dag.replace(day=1)
    return Periode("maand", eerste, laatste_van(eerste))


def lees_week(tekst: str) -> Periode | None:
    """The week in an address (2026-W11), or nothing when it is none."""
    vorm = _WEEK.fullmatch(tekst)
    try:
        return week(date.fromisocalendar(int(vorm[1]), int(vorm[2]), 1)) if vorm and int(vorm[1]) in JAREN else None
    except ValueError:
        return None


def lees_maand(tekst: str) -> Periode | None:
    """The month in an address (2026-03), or nothing when it is none."""
    vorm = _MAAND.fullmatch(tekst)
    try:
        return maand(date(int(vorm[1]), int(vorm[2]), 1)) if vorm and int(vorm[1]) in JAREN else None
    except ValueError:
        return None


def lees_jaar(tekst: str) -> int | None:
    """The year in an address, or nothing when it is none."""
    return int(tekst) if _JAAR.fullmatch(tekst) and int(tekst) in JAREN else None

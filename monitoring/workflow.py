"""Choices and calendar rules of monitoring that need no database."""

import re
from datetime import date

from django.db import models

from gka.exceptions import NietToegestaan
from gka.templatetags.formatting import month_year
from gka.workflow import laatste_van

# Late entries and corrections of the past year still reach a snapshot until the end of the first quarter.
NALOOP_TOT_MAAND = 3


class Exportsoort(models.TextChoices):
    """Release tiers have names, and the name is part of the protection (kennis/anonimisering.md 6)."""

    PSEUDONIEM = "pseudoniem", "gepseudonimiseerde persoonsgegevens"


class Aanvraagstatus(models.TextChoices):
    AANGEVRAAGD = "aangevraagd", "wordt gemaakt"
    KLAAR = "klaar", "klaar"
    MISLUKT = "mislukt", "mislukt"


def lees_maand(tekst: str) -> date:
    """The first day of a month written as JJJJ-MM; ValueError for anything else."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", tekst)
    if found is None or found[1] == "0000":
        raise ValueError(f"expected a month as YYYY-MM, for example 2026-10, not {tekst!r}")
    return date(int(found[1]), int(found[2]), 1)


def maandcode(maand: date) -> str:
    """2026-10"""
    return f"{maand:%Y-%m}"


def laatste_volle_maand(op: date) -> date:
    """The first day of the last month that is over on day `op`."""
    return date(op.year - 1, 12, 1) if op.month == 1 else date(op.year, op.month - 1, 1)


def kwartaaleinde(op: date) -> date:
    """The last end of a quarter on or before day `op`."""
    for maand in (12, 9, 6, 3):
        einde = laatste_van(date(op.year, maand, 1))
        if einde <= op:
            return einde
    return date(op.year - 1, 12, 31)


def telt_mee(jaar: int, peildatum: date) -> bool:
    """Whether the cohort of this year belongs in a snapshot of that date."""
    return jaar == peildatum.year or (jaar == peildatum.year - 1 and peildatum.month <= NALOOP_TOT_MAAND)


def eis_voorbije_maand(maand: date, op: date) -> None:
    """A report is about a month that is over; figures that still move are not frozen."""
    if laatste_van(maand) >= op:
        raise NietToegestaan(
            f"Een rapport over {month_year(maand)} kan nog niet: die maand is nog niet voorbij. "
            f"Kies {month_year(laatste_volle_maand(op))} of eerder."
        )

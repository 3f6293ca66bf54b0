"""The rhythm of the year: school holidays, school days, and how busy guidance is on each day."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

DAG = timedelta(days=1)

# Contacts per school day relative to a usual one: fewer around the summer, a rise when the new school starts.
DRUKTE: Mapping[int, float] = {
    1: 0.9, 2: 1.0, 3: 1.05, 4: 1.0, 5: 0.95, 6: 1.0, 7: 0.8, 8: 1.0, 9: 1.35, 10: 1.3, 11: 0.9, 12: 0.7,
}  # fmt: skip
IN_VAKANTIE = 0.06


@dataclass(frozen=True)
class Schoolvrij:
    """A school holiday, first and last day included."""

    naam: str
    van: date
    tot: date


def pasen(jaar: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = jaar % 19, jaar // 100, jaar % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    maand, dag = divmod(h + m - 7 * n + 114, 31)
    return date(jaar, maand, dag + 1)


def _zaterdag_vanaf(dag: date) -> date:
    return dag + (5 - dag.weekday()) % 7 * DAG


def vakanties(jaar: int) -> list[Schoolvrij]:
    """The holidays that begin in a year, as the south of the country usually has them (carnival decides the first)."""
    carnaval = pasen(jaar) - 50 * DAG
    mei = _zaterdag_vanaf(date(jaar, 4, 24))
    zomer = _zaterdag_vanaf(date(jaar, 7, 8))
    herfst = _zaterdag_vanaf(date(jaar, 10, 15))
    kerst = _zaterdag_vanaf(date(jaar, 12, 19))
    return [
        Schoolvrij("Voorjaarsvakantie", carnaval, carnaval + 8 * DAG),
        Schoolvrij("Meivakantie", mei, mei + 8 * DAG),
        Schoolvrij("Zomervakantie", zomer, zomer + 43 * DAG),
        Schoolvrij("Herfstvakantie", herfst, herfst + 8 * DAG),
        Schoolvrij("Kerstvakantie", kerst, kerst + 15 * DAG),
    ]


class Kalender:
    """School days of one calendar year, to draw days from as busy as they are."""

    def __init__(self, jaar: int) -> None:
        self.eerste = date(jaar, 1, 1)
        aantal = (date(jaar + 1, 1, 1) - self.eerste).days
        vrij = [*vakanties(jaar - 1)[-1:], *vakanties(jaar)]
        self.zomer = next(vakantie for vakantie in vrij if vakantie.naam == "Zomervakantie")
        self._dagen = [self.eerste + nummer * DAG for nummer in range(aantal)]
        self._schooldag = [
            dag.weekday() < 5 and not any(vakantie.van <= dag <= vakantie.tot for vakantie in vrij)
            for dag in self._dagen
        ]
        self._tot = [0.0, *accumulate(self._gewicht(nummer) for nummer in range(aantal))]

    def _gewicht(self, nummer: int) -> float:
        dag = self._dagen[nummer]
        if dag.weekday() > 4:
            return 0.0
        return DRUKTE[dag.month] * (1.0 if self._schooldag[nummer] else IN_VAKANTIE)

    def _nummer(self, dag: date) -> int:
        return min(max((dag - self.eerste).days, 0), len(self._dagen))

    def drukte(self, van: date, tot: date) -> float:
        """How much guidance fits from `van` up to and including `tot`, in usual school days."""
        return max(0.0, self._tot[self._nummer(tot + DAG)] - self._tot[self._nummer(van)])

    def trek(self, rng: Random, aantal: int, van: date, tot: date) -> list[date]:
        """Draw days, spread evenly over the busy-ness of the period with some jitter; in order."""
        laag, breedte = self._tot[self._nummer(van)], self.drukte(van, tot)
        if breedte <= 0:
            return []
        stap = breedte / aantal if aantal else 0.0
        hoogste = self._nummer(tot)
        return [
            self._dagen[min(bisect_right(self._tot, laag + stap * (nummer + rng.random())) - 1, hoogste)]
            for nummer in range(aantal)
        ]

    def schooldag_vanaf(self, dag: date) -> date | None:
        """This day, or the first school day after it; None where the year has none left."""
        nummers = range(self._nummer(dag), len(self._dagen))
        return next((self._dagen[nummer] for nummer in nummers if self._schooldag[nummer]), None)

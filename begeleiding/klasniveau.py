"""The level of a class on the scale of the school advice, when it is measured, and whether the advice holds there.

Levels: 1 praktijkonderwijs, 2 vmbo basis, 3 vmbo kader, 4 vmbo gl-tl, 5 havo, 6 vwo (kennis: domein 1.2). No database.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import models

from gka.workflow import NIVEAUS

NAMEN = ("praktijkonderwijs", "vmbo basis", "vmbo kader", "vmbo gl-tl", "havo", "vwo")
LAAGSTE, HOOGSTE = 1, len(NAMEN)
# From this many levels above the lowest one the class does not say yet where a pupil belongs.
BREED_VANAF = 2
DUBBEL = {(1, 2): "praktijkonderwijs/vmbo basis", (2, 3): "vmbo basis/kader", (3, 4): "vmbo kader/gl-tl"} | {
    (4, 5): "vmbo gl-tl/havo",
    (5, 6): "havo/vwo",
}


class Peilmoment(models.TextChoices):
    """Twice in the first class: on the count date of the calendar, and on the last school day of December."""

    OKTOBER = "oktober", "oktober"
    DECEMBER = "december", "december"


class Correctiereden(models.TextChoices):
    """Why a position is recorded again; a choice, because a free text about a pupil has no place here."""

    VERGISSING = "vergissing", "het was verkeerd ingevuld"
    BEKEND = "bekend", "het was toen nog niet bekend"
    NAGEKEKEN = "nagekeken", "de school heeft het nagekeken"


class Houdt(models.TextChoices):
    """How a class relates to the advice."""

    OP = "op", "op het advies"
    ONDER = "onder", "onder het advies"
    BOVEN = "boven", "boven het advies"
    BREED = "breed", "brede klas, nog niet te zeggen"
    NIET_MEEGETELD = "niet_meegeteld", "telt niet mee"


class Klas(NamedTuple):
    """The lowest and the highest level of a class."""

    laag: int
    hoog: int

    @property
    def breed(self) -> bool:
        return self.hoog - self.laag >= BREED_VANAF

    @property
    def code(self) -> str:
        """For a form: `5-6`."""
        return f"{self.laag}-{self.hoog}"

    @property
    def naam(self) -> str:
        laag, hoog = NAMEN[self.laag - 1], NAMEN[self.hoog - 1]
        if self.breed:
            return f"brede klas, {laag} tot en met {hoog}"
        return DUBBEL.get((self.laag, self.hoog), laag)


def klassen() -> Iterator[Klas]:
    """All 21, the low ones first."""
    for laag in range(LAAGSTE, HOOGSTE + 1):
        for hoog in range(laag, HOOGSTE + 1):
            yield Klas(laag, hoog)


def van_advies(waarde: str) -> Klas | None:
    """The levels of an advice; none for vso and for "geen advies mogelijk", which have no place on the scale."""
    niveaus = NIVEAUS.get(waarde)
    return Klas(*niveaus) if niveaus else None


def bij_advies(advies: Klas | None) -> list[Klas]:
    """The classes most pupils with this advice go to, the advice itself first; at most three."""
    if advies is None:
        return []
    if advies.laag != advies.hoog:
        return [advies, Klas(advies.laag, advies.laag), Klas(advies.hoog, advies.hoog)]
    hoger, lager = Klas(advies.laag, advies.hoog + 1), Klas(advies.laag - 1, advies.hoog)
    return [advies, *(klas for klas in (hoger, lager) if klas.hoog <= HOOGSTE and klas.laag >= LAAGSTE)]


def houdt_stand(advies: str, positie: tuple[int, int] | None) -> Houdt:
    """Does the advice hold in this class? The three-way rule of kennis: domein 4.4.

    `advies` is an Advieswaarde; `positie` the lowest and highest level of the class, None when it is not known.
    """
    van, klas = van_advies(advies), Klas(*positie) if positie else None
    if van is None or klas is None:
        return Houdt.NIET_MEEGETELD
    if klas == van:
        return Houdt.OP
    if klas.hoog < van.laag:
        return Houdt.ONDER
    if klas.laag > van.laag:
        return Houdt.BOVEN
    if klas.breed:
        return Houdt.BREED
    return Houdt.BOVEN if klas.hoog > van.hoog else Houdt.OP

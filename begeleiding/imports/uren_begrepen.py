"""Rows of which the words are understood, and what the rows of one contact say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid5

from begeleiding.imports.uren_bekend import Feiten
from begeleiding.imports.uren_rijen import Urenrij
from begeleiding.models import Traject
from begeleiding.workflow import HOORT_BIJ, Gezelschap
from gka.models import Keuze, Organisatie

RUIMTE = UUID("6f1d2c1e-8a55-4a3c-9f0e-5d0a7b1f4c13")


@dataclass(frozen=True)
class Begrepen:
    """A row of which the words are understood; without `traject` it can only be one that is there already."""

    rij: Urenrij
    soort: Keuze
    werkers: tuple[UUID, ...]
    traject: Traject | None

    @cached_property
    def feiten(self) -> tuple[object, ...]:
        """What the rows of one contact have in common, beside `met_anderen`. Travel may stand in one of them only."""
        rij = self.rij
        return (rij.datum, self.soort.pk, rij.minuten, rij.overige, self.werkers)

    @property
    def met(self) -> frozenset[Gezelschap]:
        """With whom the contact was; where the file has no column for it, those whom the kind names."""
        return self.rij.met if self.rij.zegt_met else frozenset(HOORT_BIJ.get(self.soort.code, ()))

    @property
    def aanwezig(self) -> bool:
        """Was the pupil of this row there?"""
        return Gezelschap.LEERLING in self.met

    @property
    def met_anderen(self) -> frozenset[Gezelschap]:
        """With whom else the contact was."""
        return self.rij.met - {Gezelschap.LEERLING}


def sleutel(een: Begrepen, organisatie: Organisatie) -> UUID:
    """The key of the contact a row is about: its own, one made of the other package's, or one made of what it says."""
    tekst = een.rij.sleutel
    try:
        return UUID(tekst)
    except ValueError:
        pass
    if tekst:
        return uuid5(RUIMTE, f"{organisatie.pk}:{tekst}")
    rij = een.rij
    leerling = een.traject.pk if een.traject else rij.leerling
    wie = sorted(rij.met)
    delen = [rij.datum, een.soort.pk, rij.minuten, wie, rij.overige, rij.reisminuten, *een.werkers, leerling]
    return uuid5(RUIMTE, f"{organisatie.pk}::" + ":".join(map(str, delen)))


def reis(groep: Sequence[Begrepen]) -> int:
    """The travel of the contact of these rows: it may be in each of them, or in one."""
    return max((een.rij.reisminuten for een in groep), default=0)


def feiten(groep: Sequence[Begrepen]) -> Feiten:
    """What the rows of one contact say; of what the file has no column for, what follows from the kind."""
    rij = groep[0].rij
    erbij = [een for een in groep if een.aanwezig]
    return Feiten(
        datum=rij.datum,
        soort=groep[0].soort.pk,
        minuten=rij.minuten,
        met=met(groep),
        overige=rij.overige,
        reisminuten=reis(groep),
        werkers=frozenset(groep[0].werkers),
        trajecten=frozenset(een.traject.pk for een in groep if een.traject),
        aanwezig=frozenset(een.traject.pk for een in erbij if een.traject),
        kinderen=len(groep),
        erbij=len(erbij),
        zwijgt=rij.zwijgt,
    )


def met(groep: Sequence[Begrepen]) -> frozenset[Gezelschap]:
    """With whom the contact of these rows was: with the pupil when any of them was there."""
    return frozenset().union(*(een.met for een in groep))

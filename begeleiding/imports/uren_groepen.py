"""Rows of several pupils without keys that say the same: one contact, or several after one another? Only who was there
knows, and the minutes are counted differently."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from begeleiding.imports.uren_begrepen import RUIMTE, Begrepen


class Antwoord(StrEnum):
    """What somebody said of such rows."""

    EEN = "een"
    LOS = "los"


@dataclass(frozen=True)
class Groepsvraag:
    """The question about these rows, in their order in the file; without `antwoord` they wait.

    `sleutel` is that of the contact they would be together, and so changes with what they say.
    """

    sleutel: UUID
    rijen: tuple[Begrepen, ...]
    antwoord: Antwoord | None

    @property
    def nummers(self) -> list[int]:
        """The numbers of the rows."""
        return [een.rij.nummer for een in self.rijen]


@dataclass(frozen=True)
class Kandidaat:
    """Rows that can be one contact, by their own key. `vreemd` say the same of a pupil who is not known."""

    sleutel: UUID
    rijen: Mapping[UUID, Begrepen]
    vreemd: Sequence[Begrepen]

    def vraag(self, antwoord: Antwoord | None) -> Groepsvraag:
        """The question about all of them."""
        alle = sorted((*self.rijen.values(), *self.vreemd), key=lambda een: een.rij.nummer)
        return Groepsvraag(self.sleutel, tuple(alle), antwoord)


def kandidaten(los: Mapping[UUID, Begrepen], vreemd: Iterable[Begrepen]) -> list[Kandidaat]:
    """What may be one contact among these rows by their own key.

    They are of different pupils, and agree on all that the rows of one contact must agree on: with whom else it was,
    and the travel too. The key follows from the rows, so that the same rows are the same contact in the next file.
    """
    gelijk: dict[tuple[object, ...], dict[UUID, Begrepen]] = defaultdict(dict)
    for key, een in los.items():
        gelijk[een.feiten, een.met_anderen][key] = een
    erbij: dict[tuple[object, ...], list[Begrepen]] = defaultdict(list)
    for een in vreemd:
        erbij[een.feiten, een.met_anderen].append(een)
    return [
        Kandidaat(uuid5(RUIMTE, "groep:" + ",".join(sorted(map(str, rijen)))), rijen, erbij[wat])
        for wat, rijen in gelijk.items()
        if _kan_een_contact(rijen.values())
    ]


def _kan_een_contact(rijen: Iterable[Begrepen]) -> bool:
    leerlingen = [een.traject for een in rijen]
    reizen = {een.rij.reisminuten for een in rijen} - {0}
    return len(set(leerlingen)) == len(leerlingen) > 1 and len(reizen) < 2

"""When are two records the same child? The school's own number decides, then names and date of birth."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Self

from gka.models import Leerling, School

APOSTROFS = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "-": " "})

Waarde = str | date | None


def vouw(naam: str) -> str:
    """A name as it is compared: no capitals, accents, hyphens or double spaces."""
    los = unicodedata.normalize("NFKD", naam.translate(APOSTROFS))
    return " ".join("".join(teken for teken in los if not unicodedata.combining(teken)).casefold().split())


@dataclass(frozen=True)
class Kenmerken:
    """What a child is recognised by. `nummer` is the school's own, empty when there is none that lasts."""

    nummer: str
    persoon: tuple[str, str, date | None]

    @classmethod
    def van(cls, nummer: str, roepnaam: str, achternaam: str, geboortedatum: date | None) -> Self:
        return cls(nummer, (vouw(roepnaam), vouw(achternaam), geboortedatum))

    @property
    def paren(self) -> list[tuple[tuple[int, Waarde], ...]]:
        """Each two of first name, surname and date of birth; what is unknown is never the same."""
        return list(combinations([(plaats, waarde) for plaats, waarde in enumerate(self.persoon) if waarde], 2))


@dataclass
class Bekenden:
    """The children a school already has in the records, or that were met before in a list."""

    nummers: set[str] = field(default_factory=set)
    personen: set[tuple[str, str, date | None]] = field(default_factory=set)
    paren: dict[tuple[tuple[int, Waarde], ...], Leerling] = field(default_factory=dict)

    @classmethod
    def van_school(cls, school: School) -> Self:
        """By number also those who left this school: its numbers stay taken."""
        nummers = Leerling.objects.filter(leerlingnummer_van=school).values_list("leerlingnummer", flat=True)
        bekenden = cls(set(nummers))
        for leerling in Leerling.objects.van_school(school.pk).order_by("pk"):
            kenmerken = Kenmerken.van("", leerling.roepnaam, leerling.achternaam, leerling.geboortedatum)
            bekenden.onthoud(kenmerken)
            bekenden.paren |= dict.fromkeys(kenmerken.paren, leerling)
        return bekenden

    def onthoud(self, kind: Kenmerken) -> None:
        """Know this child from now on."""
        if kind.nummer:
            self.nummers.add(kind.nummer)
        if kind.persoon[2]:
            self.personen.add(kind.persoon)

    def kent(self, kind: Kenmerken) -> bool:
        """The same number, or the same first name, surname and date of birth."""
        return kind.nummer in self.nummers or kind.persoon in self.personen

    def lijkt_op(self, kind: Kenmerken) -> Leerling | None:
        """A child with two of the three the same: twins and typing errors land here, for a person to decide."""
        return next((self.paren[paar] for paar in kind.paren if paar in self.paren), None)

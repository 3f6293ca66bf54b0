"""When are two records the same child? A person decides; this says what is certain and what is worth a question.

**Certain** ("al bekend"): the school's own number, or first name, surname and date of birth are the same. Capitals,
accents, hyphens, spaces and the particles of a surname do not count: "v.d. Berg" is "van den Berg". A number of which
the first name, the surname and the date of birth are all clearly different is another child's: that is a question.

**Worth a question** ("lijkt op"). Each of the three is laid side by side and is the same, almost the same or different.
Almost the same is, for
- a first name: a typing error, another spelling of the same sound, a short form (Jan, Johannes) or an initial;
- a surname: a typing error, the same sound, half of a double name, a name that was cut off;
- a date: day and month swapped, one digit wrong, or two digits beside each other swapped.

We ask when two of the three are the same, or when one is the same and the other two almost. One exception: a clearly
different first name is another child, whatever else is the same. Twins share surname and date of birth, brothers and
sisters a surname. A first name and a surname in each other's place are compared crosswise.

What is unknown is never the same. Nothing is ever merged here.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Self

from rapidfuzz.distance import OSA

from gka.models import Leerling, School
from gka.names import achternamen_passen, kern, klank, roepnamen_passen, vouw

__all__ = ["Bekenden", "Kenmerken", "vouw"]

Persoon = tuple[str, str, date | None]
Namen = tuple[str, ...]


class Mate(IntEnum):
    """How much two values are alike."""

    GELIJK = 0
    BIJNA = 1
    ANDERS = 2


EEN_GELIJK_TWEE_BIJNA = [Mate.GELIJK, Mate.BIJNA, Mate.BIJNA]


@dataclass(frozen=True)
class Kenmerken:
    """What a child is recognised by. `nummer` is the school's own, empty when there is none that lasts.

    Names as the folded words that count.
    """

    nummer: str
    roepnaam: Namen
    achternaam: Namen
    geboortedatum: date | None

    @classmethod
    def van(cls, nummer: str, roepnaam: str, achternaam: str, geboortedatum: date | None) -> Self:
        return cls(nummer, kern(roepnaam), kern(achternaam), geboortedatum)

    @classmethod
    def van_leerling(cls, leerling: Leerling) -> Self:
        """Without the number: that may be of another school."""
        return cls.van("", leerling.roepnaam, leerling.achternaam, leerling.geboortedatum)

    @property
    def persoon(self) -> Persoon:
        """First name and surname, each written as one word, and the date of birth."""
        return "".join(self.roepnaam), "".join(self.achternaam), self.geboortedatum


@dataclass
class Bekenden:
    """The children a school already has in the records, or that were met before in a list."""

    nummers: dict[str, Leerling | None] = field(default_factory=dict)
    personen: dict[Persoon, Leerling | None] = field(default_factory=dict)
    leerlingen: dict[Leerling, Kenmerken] = field(default_factory=dict)
    # Where to look for who is alike: everybody by date of birth and by either name.
    _vindplaatsen: dict[str | date, list[Leerling]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def van_school(cls, school: School, *, behalve: Leerling | None = None) -> Self:
        """By number also those who left this school: its numbers stay taken. `behalve` is the pupil being corrected."""
        bekenden = cls()
        overige = Leerling.objects.exclude(pk=behalve.pk) if behalve else Leerling.objects.all()
        for leerling in overige.filter(leerlingnummer_van=school):
            bekenden.nummers[leerling.leerlingnummer] = leerling
        for leerling in overige.van_school(school.pk).order_by("pk"):
            bekenden.onthoud(Kenmerken.van_leerling(leerling), leerling)
        return bekenden

    def onthoud(self, kind: Kenmerken, leerling: Leerling | None = None) -> None:
        """Know this child from now on; only somebody in the records can be pointed at."""
        if kind.nummer:
            self.nummers[kind.nummer] = leerling
        if kind.geboortedatum:
            self.personen.setdefault(kind.persoon, leerling)
        if leerling is None:
            return
        self.leerlingen[leerling] = kind
        for plaats in _plaatsen(kind):
            self._vindplaatsen[plaats].append(leerling)

    def kent(self, kind: Kenmerken) -> bool:
        """The same number, or the same first name, surname and date of birth."""
        van_nummer = kind.nummer in self.nummers and self.ander_met_nummer(kind) is None
        return van_nummer or kind.persoon in self.personen

    def ander_met_nummer(self, kind: Kenmerken) -> Leerling | None:
        """The pupil of this school who has this number, when nothing else of the two is alike."""
        leerling = self.nummers.get(kind.nummer)
        bekend = self.leerlingen.get(leerling) if leerling else None
        return leerling if bekend and _alles_anders(kind, bekend) else None

    def bekende(self, kind: Kenmerken) -> Leerling | None:
        """The pupil in the records that this certainly is."""
        return self.nummers.get(kind.nummer) or self.personen.get(kind.persoon)

    def lijkt_op(self, kind: Kenmerken) -> Leerling | None:
        """The pupil this most likely is, for a person to decide; see the rule above."""
        return next(iter(self.gelijkenden(kind)), None)

    def gelijkenden(self, kind: Kenmerken) -> list[Leerling]:
        """Everybody worth a question, the likeliest first."""
        mogelijk = {leerling: None for plaats in _plaatsen(kind) for leerling in self._vindplaatsen.get(plaats, ())}
        gevonden = [
            (afstand, leerling)
            for leerling in mogelijk
            if (afstand := _afstand(kind, self.leerlingen[leerling])) is not None
        ]
        return [leerling for _, leerling in sorted(gevonden, key=lambda paar: paar[0])]


def _plaatsen(kind: Kenmerken) -> list[str | date]:
    """At least one of the three is always the same, so that is where to look; either name may be in the other's place.

    A sound stands in for a word, so that what is written as one or by ear is found as well.
    """
    roepnaam, achternaam, geboren = kind.persoon
    plaatsen = (klank(roepnaam), klank(achternaam), geboren)
    return [plaats for plaats in dict.fromkeys(plaatsen) if plaats]


def _afstand(een: Kenmerken, ander: Kenmerken) -> tuple[int, int] | None:
    """How far two children are apart, None when it is not worth a question."""
    datum = _datums(een.geboortedatum, ander.geboortedatum)
    maten = _maten(een, ander.roepnaam, ander.achternaam, datum)
    if not _is_vraag(maten):
        maten = _maten(een, ander.achternaam, ander.roepnaam, datum)
        if Mate.ANDERS in maten[:2] or not _is_vraag(maten):
            return None
    return sum(maten), OSA.distance("".join(een.persoon[:2]), "".join(ander.persoon[:2]))


def _alles_anders(een: Kenmerken, ander: Kenmerken) -> bool:
    """Neither name the same or almost, also in each other's place, and another date."""
    namen = ((ander.roepnaam, ander.achternaam), (ander.achternaam, ander.roepnaam))
    maten = {
        maat
        for roepnaam, achternaam in namen
        for maat in (
            _namen(een.roepnaam, roepnaam, roepnamen_passen, ruim=True),
            _namen(een.achternaam, achternaam, achternamen_passen, ruim=True),
        )
    }
    return maten | {_datums(een.geboortedatum, ander.geboortedatum)} == {Mate.ANDERS}


def _is_vraag(maten: tuple[Mate, Mate, Mate]) -> bool:
    """First name, surname, date: see the rule above."""
    eerste = maten[0]
    return eerste != Mate.ANDERS and (maten.count(Mate.GELIJK) >= 2 or sorted(maten) == EEN_GELIJK_TWEE_BIJNA)


def _maten(een: Kenmerken, roepnaam: Namen, achternaam: Namen, datum: Mate) -> tuple[Mate, Mate, Mate]:
    """The three laid side by side. What cannot become a question any more is not looked at closely."""
    ruim = datum != Mate.ANDERS
    eerste = _namen(een.roepnaam, roepnaam, roepnamen_passen, ruim=ruim)
    return eerste, _namen(een.achternaam, achternaam, achternamen_passen, ruim=ruim and eerste != Mate.ANDERS), datum


def _namen(een: Namen, ander: Namen, passen: Callable[[Namen, Namen], bool], *, ruim: bool) -> Mate:
    if not een or not ander:
        return Mate.ANDERS
    if "".join(een) == "".join(ander):
        return Mate.GELIJK
    return Mate.BIJNA if ruim and passen(een, ander) else Mate.ANDERS


def _datums(een: date | None, ander: date | None) -> Mate:
    if een is None or ander is None:
        return Mate.ANDERS
    if een == ander:
        return Mate.GELIJK
    omgedraaid = (een.day, een.month, een.year) == (ander.month, ander.day, ander.year)
    een_cijfer = OSA.distance(f"{een:%d%m%Y}", f"{ander:%d%m%Y}", score_cutoff=1) <= 1
    return Mate.BIJNA if omgedraaid or een_cijfer else Mate.ANDERS

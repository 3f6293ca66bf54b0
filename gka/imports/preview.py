"""What a list would do: piles of pupils, before anything is written. One confirm follows, on screen or command line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gka.actions.leerlingen import Nieuw
from gka.exceptions import NietToegestaan
from gka.imports.edexml import Bestand, Rij
from gka.imports.refusals import BestandGeweigerd
from gka.matching import Bekenden, Kenmerken
from gka.models import Cohort, Leerling, School
from gka.workflow import schooljaar

GROEP = "8"
HISTORISCH = "H"
LENGTES = {"roepnaam": 64, "tussenvoegsel": 20, "achternaam": 200, "sleutel": 256}
GEEN_GROEP_8 = "In dit bestand staan geen leerlingen van groep 8."


class Reden(StrEnum):
    """Why a pupil of the file is left out."""

    ANDERE_GROEP = "zit niet in groep 8"
    GEEN_GROEP = "de groep is niet bekend"
    GEEN_ROEPNAAM = "de roepnaam ontbreekt"
    TE_LANG = "de naam of het leerlingnummer is te lang"
    DUBBEL = "staat dubbel in het bestand"


@dataclass(frozen=True)
class Kandidaat:
    """A pupil of group 8: all that is kept of the file."""

    nummer: int
    sleutel: str
    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geboortedatum: date | None

    @property
    def naam(self) -> str:
        return " ".join(part for part in (self.roepnaam, self.tussenvoegsel, self.achternaam) if part)

    @property
    def lijstnaam(self) -> str:
        eerste = " ".join(part for part in (self.roepnaam, self.tussenvoegsel) if part)
        return f"{self.achternaam}, {eerste}" if self.achternaam else eerste

    @property
    def kenmerken(self) -> Kenmerken:
        return Kenmerken.van(self.sleutel, self.roepnaam, self.achternaam, self.geboortedatum)

    def als_nieuw(self) -> Nieuw:
        """For the action; without a date of birth nobody can be added."""
        if self.geboortedatum is None:
            raise NietToegestaan("Van een leerling ontbreekt de geboortedatum. Vul deze in.")
        return Nieuw(self.roepnaam, self.tussenvoegsel, self.achternaam, self.geboortedatum, self.sleutel)


@dataclass(frozen=True)
class Weggelaten:
    """A pupil of the file who is not offered; nobody needs the name of a child in another group."""

    nummer: int
    naam: str
    reden: str


@dataclass(frozen=True)
class Groep:
    """Pupils left out for one reason: their numbers as a range, and names where a person needs them."""

    tekst: str
    nummers: str
    namen: list[str]


@dataclass(frozen=True)
class Lijst:
    """What travels from the file to the confirm button."""

    schooljaar: str
    kandidaten: tuple[Kandidaat, ...]
    van_school: tuple[Weggelaten, ...]
    overgeslagen: tuple[Weggelaten, ...]

    def is_van(self, dag: date) -> bool:
        """Is this the list of the school year of that day?"""
        return self.schooljaar == schooljaar(dag)

    @property
    def cohortjaar(self) -> int:
        """The pupils of a school year form the cohort of the year in which it ends."""
        return int(self.schooljaar[-4:])

    @property
    def redenen(self) -> list["Groep"]:
        """Who is left out, together by reason."""
        per_reden: dict[str, list[Weggelaten]] = {}
        for rij in self.overgeslagen:
            per_reden.setdefault(rij.reden, []).append(rij)
        return [
            Groep(reden, nummerreeks([rij.nummer for rij in rijen]), [rij.naam for rij in rijen if rij.naam])
            for reden, rijen in per_reden.items()
        ]

    def met_datums(self, datums: Mapping[int, date]) -> "Lijst":
        """The same list with dates of birth that a person filled in, by number."""
        return replace(
            self,
            kandidaten=tuple(
                replace(rij, geboortedatum=rij.geboortedatum or datums.get(rij.nummer)) for rij in self.kandidaten
            ),
        )


@dataclass(frozen=True)
class Preview:
    """The piles."""

    lijst: Lijst
    nieuw: tuple[Kandidaat, ...]
    al_bekend: tuple[Kandidaat, ...]
    lijkt_op: tuple[tuple[Kandidaat, Leerling], ...]

    @property
    def zonder_datum(self) -> tuple[Kandidaat, ...]:
        return tuple(rij for rij in self.nieuw if rij.geboortedatum is None)

    @property
    def aantallen(self) -> dict[str, int]:
        """The size of each pile; the keys are those of the audit and of the report."""
        return {
            "nieuw": len(self.nieuw),
            "al_bekend": len(self.al_bekend),
            "lijkt_op": len(self.lijkt_op),
            "van_school": len(self.lijst.van_school),
            "overgeslagen": len(self.lijst.overgeslagen),
        }


def selecteer(bestand: Bestand, *, school: School, dag: date) -> Lijst:
    """The pupils of group 8 of this school. Another school's file is refused."""
    if bestand.brin_vestiging != school.brin_vestiging:
        raise BestandGeweigerd(
            f"Dit bestand is van een andere school ({bestand.brin_vestiging}). "
            f"U werkt nu voor {school.brin_vestiging} ({school.naam}). Kies het bestand van die school."
        )
    stand_van = bestand.stand_van or dag
    van_school = [rij for rij in bestand.rijen if _is_weg(rij, stand_van)]
    kandidaten: list[Kandidaat] = []
    overgeslagen: list[Weggelaten] = []
    eerder = Bekenden()
    for rij in bestand.rijen:
        if _is_weg(rij, stand_van):
            continue
        kandidaat = Kandidaat(
            rij.nummer, rij.sleutel, rij.roepnaam, rij.tussenvoegsel, rij.achternaam, _geloofwaardig(rij, dag)
        )
        if reden := _reden(rij) or (Reden.DUBBEL if eerder.kent(kandidaat.kenmerken) else None):
            naam = "" if reden in (Reden.ANDERE_GROEP, Reden.GEEN_GROEP) else rij.naam[:100]
            overgeslagen.append(Weggelaten(rij.nummer, naam, reden))
        else:
            kandidaten.append(kandidaat)
            eerder.onthoud(kandidaat.kenmerken)
    return Lijst(
        schooljaar=bestand.schooljaar,
        kandidaten=tuple(kandidaten),
        van_school=tuple(Weggelaten(rij.nummer, rij.naam[:100], "is van school") for rij in van_school),
        overgeslagen=tuple(overgeslagen),
    )


def vergelijk(lijst: Lijst, *, school: School) -> Preview:
    """Lay the list beside the pupils the school already has here."""
    bekenden = Bekenden.van_school(school)
    nieuw, al_bekend, lijkt_op = [], [], []
    for rij in lijst.kandidaten:
        if bekenden.kent(rij.kenmerken):
            al_bekend.append(rij)
        elif leerling := bekenden.lijkt_op(rij.kenmerken):
            lijkt_op.append((rij, leerling))
        else:
            nieuw.append(rij)
    return Preview(lijst, tuple(nieuw), tuple(al_bekend), tuple(lijkt_op))


def cohort_voor(lijst: Lijst, *, school: School) -> Cohort:
    """The open cohort these pupils belong to."""
    cohort = Cohort.objects.filter(regio=school.regio_id, jaar=lijst.cohortjaar).first()
    if cohort is None:
        raise NietToegestaan(
            f"Het jaar {lijst.cohortjaar} staat nog niet open. Vraag de projectcoördinator om het te openen "
            "en lees de lijst daarna opnieuw in."
        )
    return cohort


def nummerreeks(nummers: list[int]) -> str:
    """1-24, 30"""
    reeksen: list[list[int]] = []
    for nummer in nummers:
        if reeksen and nummer == reeksen[-1][1] + 1:
            reeksen[-1][1] = nummer
        else:
            reeksen.append([nummer, nummer])
    return ", ".join(str(eerste) if eerste == laatste else f"{eerste}-{laatste}" for eerste, laatste in reeksen)


def _is_weg(rij: Rij, stand_van: date) -> bool:
    return rij.jaargroep == HISTORISCH or (rij.uitstroomdatum is not None and rij.uitstroomdatum < stand_van)


def _geloofwaardig(rij: Rij, dag: date) -> date | None:
    """A date of birth in the future is a typing error: ask for it as if it were missing."""
    return rij.geboortedatum if rij.geboortedatum and rij.geboortedatum < dag else None


def _reden(rij: Rij) -> Reden | None:
    if not rij.jaargroep:
        return Reden.GEEN_GROEP
    if rij.jaargroep != GROEP:
        return Reden.ANDERE_GROEP
    if not rij.roepnaam:
        return Reden.GEEN_ROEPNAAM
    if any(len(getattr(rij, veld)) > lengte for veld, lengte in LENGTES.items()):
        return Reden.TE_LANG
    return None

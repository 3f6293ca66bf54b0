"""What a list would do: piles of pupils, before anything is written. One confirm follows, on screen or command line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gka.actions.inlezen import Kolomkeuze
from gka.actions.leerlingen import Nieuw
from gka.exceptions import NietToegestaan
from gka.imports.dates import Datumvraag
from gka.imports.refusals import BestandGeweigerd
from gka.imports.rows import BSN_IN_NAAM, Bestand, Naam, Rij
from gka.matching import Bekenden, Kenmerken
from gka.models import Cohort, Cohortdeelname, Leerling, School
from gka.workflow import geboortedatum_kan, leeftijd, schooljaar

GROEP = "8"
HISTORISCH = "H"
COMBINATIE = "C"
LENGTES = {"roepnaam": 64, "tussenvoegsel": 20, "achternaam": 200, "sleutel": 256}
LEEFTIJDEN = range(9, 17)  # of pupils of group 8 on 1 October, with room for who repeated or skipped years
GEEN_GROEP_8 = "In dit bestand staan geen leerlingen van groep 8."


class Reden(StrEnum):
    """Why a pupil of the file is left out."""

    ANDERE_GROEP = "zit niet in groep 8"
    GEEN_GROEP = "de groep is niet bekend"
    GEEN_ROEPNAAM = "de roepnaam ontbreekt"
    TE_LANG = "de naam of het leerlingnummer is te lang"
    DUBBEL = "staat dubbel in het bestand"
    ELDERS = "staat bij een andere basisschool; vraag die school de leerling over te dragen"


@dataclass(frozen=True)
class Kandidaat:
    """A pupil of group 8: all that is kept of the file.

    `groep` is set for a combination (7/8): the file does not say who of it is in group 8, so a person ticks.
    `lezingen` and `datumvraag` are those of `Rij`.
    """

    nummer: int
    sleutel: str
    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geboortedatum: date | None
    groep: str = ""
    datumvraag: str = ""
    lezingen: tuple[Naam, ...] = ()

    @property
    def naam(self) -> str:
        return " ".join(part for part in (self.roepnaam, self.tussenvoegsel, self.achternaam) if part)

    @property
    def lijstnaam(self) -> str:
        if self.lezingen:
            return self.naam  # what stands first is the question
        eerste = " ".join(part for part in (self.roepnaam, self.tussenvoegsel) if part)
        return f"{self.achternaam}, {eerste}" if self.achternaam else eerste

    @property
    def kenmerken(self) -> Kenmerken:
        return Kenmerken.van(self.sleutel, self.roepnaam, self.achternaam, self.geboortedatum)

    @property
    def alle_kenmerken(self) -> list[Kenmerken]:
        """For every way to read the name."""
        return [met.kenmerken for met in map(self.met_naam, self.lezingen)] or [self.kenmerken]

    def met_naam(self, naam: Naam) -> "Kandidaat":
        """The same pupil, when a person said how to read the name."""
        return replace(
            self,
            roepnaam=naam.roepnaam,
            tussenvoegsel=naam.tussenvoegsel,
            achternaam=naam.achternaam,
            lezingen=(),
        )

    def als_nieuw(self) -> Nieuw:
        """For the action; without a date of birth, or with a name that can be read in two ways, nobody can be added."""
        if self.geboortedatum is None:
            raise NietToegestaan("Van een leerling ontbreekt de geboortedatum. Vul deze in.")
        if self.lezingen:
            raise NietToegestaan("Van een leerling is de naam op meer manieren te lezen. Kies de goede.")
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
class Paar:
    """A pupil of the file next to the known one that was shown beside it, in the version that was shown."""

    nummer: int
    leerling: str
    versie: int


@dataclass(frozen=True)
class Lijst:
    """What travels from the file to the confirm button.

    `meldingen` are sentences about the file, `kolommen` the layout a person gave it, `paren` the look-alikes shown.
    """

    schooljaar: str
    kandidaten: tuple[Kandidaat, ...]
    van_school: tuple[Weggelaten, ...]
    overgeslagen: tuple[Weggelaten, ...]
    meldingen: tuple[str, ...] = ()
    kolommen: Kolomkeuze | None = None
    paren: tuple[Paar, ...] = ()

    def is_van(self, dag: date) -> bool:
        """Is this the list of the school year of that day?"""
        return self.schooljaar == schooljaar(dag)

    @property
    def cohortjaar(self) -> int:
        """The pupils of a school year form the cohort of the year in which it ends."""
        return int(self.schooljaar[-4:])

    def vreemde_leeftijd(self, rij: Kandidaat) -> str:
        """Asks about a date of birth that hardly anybody in group 8 has; empty when it is usual, or not known."""
        if rij.geboortedatum is None:
            return ""
        jaren = leeftijd(rij.geboortedatum, date(self.cohortjaar - 1, 10, 1))
        return "" if jaren in LEEFTIJDEN else f"Klopt deze geboortedatum? {max(jaren, 0)} jaar"

    def aangevuld(self, datums: Mapping[int, date], namen: Mapping[int, Naam]) -> "Lijst":
        """The same list with dates of birth and names that a person filled in, by number."""
        kandidaten = (rij.met_naam(namen[rij.nummer]) if rij.nummer in namen else rij for rij in self.kandidaten)
        return replace(
            self,
            kandidaten=tuple(
                replace(rij, geboortedatum=rij.geboortedatum or datums.get(rij.nummer)) for rij in kandidaten
            ),
        )


@dataclass(frozen=True)
class Preview:
    """The piles; `opnieuw` are those of `al_bekend` who take part again, after an earlier year."""

    lijst: Lijst
    nieuw: tuple[Kandidaat, ...]
    al_bekend: tuple[Kandidaat, ...]
    lijkt_op: tuple[tuple[Kandidaat, Leerling], ...]
    elders: tuple[Kandidaat, ...]
    opnieuw: tuple[tuple[Kandidaat, Leerling], ...] = ()

    @property
    def ongewijzigd(self) -> tuple[Kandidaat, ...]:
        """Known, and nothing to do."""
        opnieuw = {rij.nummer for rij, _ in self.opnieuw}
        return tuple(rij for rij in self.al_bekend if rij.nummer not in opnieuw)

    @property
    def overgeslagen(self) -> tuple[Weggelaten, ...]:
        """Left out by what is in the file, or because another school has the pupil."""
        elders = (Weggelaten(rij.nummer, rij.naam, Reden.ELDERS) for rij in self.elders)
        return (*self.lijst.overgeslagen, *elders)

    @property
    def redenen(self) -> list[Groep]:
        """Who is left out, together by reason."""
        per_reden: dict[str, list[Weggelaten]] = {}
        for rij in self.overgeslagen:
            per_reden.setdefault(rij.reden, []).append(rij)
        return [
            Groep(reden, nummerreeks([rij.nummer for rij in rijen]), [rij.naam for rij in rijen if rij.naam])
            for reden, rijen in per_reden.items()
        ]

    @property
    def getoond(self) -> Lijst:
        """The list, with the look-alikes as they are shown now."""
        return replace(self.lijst, paren=self.paren)

    @property
    def paren(self) -> tuple[Paar, ...]:
        """Who was laid beside whom, and in which version."""
        return tuple(Paar(rij.nummer, str(leerling.pk), leerling.versie) for rij, leerling in self.lijkt_op)

    @property
    def heeft_combinatie(self) -> bool:
        return any(rij.groep for rij in self.nieuw)

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
            "overgeslagen": len(self.overgeslagen),
        }


def selecteer(bestand: Bestand, *, school: School, dag: date) -> Lijst:
    """The pupils of group 8 of this school. Another school's file is refused."""
    if bestand.brin_vestiging not in ("", school.brin_vestiging):
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
        kandidaat = _kandidaat(rij, dag)
        if reden := _reden(rij) or (Reden.DUBBEL if eerder.kent(kandidaat.kenmerken) else None):
            naam = "" if reden in (Reden.ANDERE_GROEP, Reden.GEEN_GROEP) else _toonbaar(rij)
            overgeslagen.append(Weggelaten(rij.nummer, naam, reden))
        else:
            kandidaten.append(kandidaat)
            eerder.onthoud(kandidaat.kenmerken)
    return Lijst(
        schooljaar=bestand.schooljaar or schooljaar(dag),
        kandidaten=tuple(kandidaten),
        van_school=tuple(Weggelaten(rij.nummer, _toonbaar(rij), "is van school") for rij in van_school),
        overgeslagen=tuple(overgeslagen),
    )


def vergelijk(lijst: Lijst, *, school: School) -> Preview:
    """Lay the list beside the pupils the school already has here, then beside those of other schools of the region."""
    bekenden = Bekenden.van_school(school)
    zonder_nullen = _zonder_nullen(lijst.kandidaten, school)
    elders = _elders(lijst.kandidaten, school)
    nieuw, al_bekend, lijkt_op = [], [], []
    for rij in lijst.kandidaten:
        if any(bekenden.kent(kenmerken) for kenmerken in rij.alle_kenmerken):
            al_bekend.append(rij)
        elif rij.nummer in elders:
            continue
        elif leerling := zonder_nullen.get(rij.nummer) or _gelijkende(bekenden, rij):
            lijkt_op.append((rij, leerling))
        else:
            nieuw.append(rij)
    bekend = {rij.nummer for rij in al_bekend}
    daar = tuple(rij for rij in lijst.kandidaten if rij.nummer in elders - bekend)
    return Preview(lijst, tuple(nieuw), tuple(al_bekend), tuple(lijkt_op), daar, _opnieuw(lijst, al_bekend, bekenden))


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


def _opnieuw(
    lijst: Lijst, al_bekend: Iterable[Kandidaat], bekenden: Bekenden
) -> tuple[tuple[Kandidaat, Leerling], ...]:
    """Known pupils of this school, of an earlier cohort and not of this one: they are in group 8 once more."""
    paren = {
        leerling: rij
        for rij in al_bekend
        for kenmerken in rij.alle_kenmerken
        if (leerling := bekenden.bekende(kenmerken)) and leerling in bekenden.leerlingen
    }
    deelnames = Cohortdeelname.objects.filter(leerling__in=paren)
    eerder = set(deelnames.filter(cohort__jaar__lt=lijst.cohortjaar).values_list("leerling", flat=True))
    eerder -= set(deelnames.filter(cohort__jaar__gte=lijst.cohortjaar).values_list("leerling", flat=True))
    return tuple((rij, leerling) for leerling, rij in paren.items() if leerling.pk in eerder)


def _gelijkende(bekenden: Bekenden, rij: Kandidaat) -> Leerling | None:
    """Who is alike; else who has the same number and nothing else."""
    zoeken = (bekenden.lijkt_op, bekenden.ander_met_nummer)
    return next((wie for zoek in zoeken for kind in rij.alle_kenmerken if (wie := zoek(kind))), None)


def _zonder_nullen(kandidaten: Iterable[Kandidaat], school: School) -> dict[int, Leerling]:
    """A spreadsheet takes the noughts in front of a number away: whose number is the same but for those?"""
    nummers = {rij.nummer: rij.sleutel.lstrip("0") for rij in kandidaten if rij.sleutel.isdigit()}
    if not nummers:
        return {}
    bekend = Leerling.objects.van_school(school.pk).filter(leerlingnummer_van=school)
    per_nummer = {leerling.leerlingnummer.lstrip("0"): leerling for leerling in bekend}
    return {rij: per_nummer[kaal] for rij, kaal in nummers.items() if kaal and kaal in per_nummer}


def _elders(kandidaten: Iterable[Kandidaat], school: School) -> set[int]:
    """The rows of pupils at another primary school of the region, by names and date of birth. Nothing else is said."""
    datums = {rij.geboortedatum for rij in kandidaten if rij.geboortedatum}
    daar = Leerling.objects.op_andere_basisschool(school).filter(geboortedatum__in=datums)
    personen = {
        Kenmerken.van("", *waarden).persoon for waarden in daar.values_list("roepnaam", "achternaam", "geboortedatum")
    }
    return {rij.nummer for rij in kandidaten if any(kenmerken.persoon in personen for kenmerken in rij.alle_kenmerken)}


def _is_weg(rij: Rij, stand_van: date) -> bool:
    return rij.jaargroep == HISTORISCH or (rij.uitstroomdatum is not None and rij.uitstroomdatum < stand_van)


def _kandidaat(rij: Rij, dag: date) -> Kandidaat:
    """A date of birth that a pupil cannot have is a typing error: it is asked as if it were missing."""
    geboren, vraag = rij.geboortedatum, rij.datumvraag
    if geboren and not geboortedatum_kan(geboren, dag):
        geboren, vraag = None, str(Datumvraag.ONGELOOFWAARDIG)
    return Kandidaat(
        nummer=rij.nummer,
        sleutel=rij.sleutel,
        roepnaam=rij.roepnaam,
        tussenvoegsel=rij.tussenvoegsel,
        achternaam=rij.achternaam,
        geboortedatum=geboren,
        groep="" if rij.jaargroep == GROEP else rij.jaargroep,
        datumvraag=vraag,
        lezingen=rij.lezingen,
    )


def _toonbaar(rij: Rij) -> str:
    return "" if rij.heeft_bsn else rij.naam[:100]


def _reden(rij: Rij) -> str:
    if rij.weiger:
        return rij.weiger
    if rij.jaargroep in ("", COMBINATIE):
        return Reden.GEEN_GROEP
    if GROEP not in rij.jaargroep.split("/"):
        return Reden.ANDERE_GROEP
    if rij.heeft_bsn:
        return BSN_IN_NAAM
    if not rij.roepnaam:
        return Reden.GEEN_ROEPNAAM
    if any(len(getattr(rij, veld)) > lengte for veld, lengte in LENGTES.items()):
        return Reden.TE_LANG
    return ""

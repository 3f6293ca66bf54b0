"""The story of one pupil as data: what was said, decided and done. Both ways of writing follow it, none changes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, auto

from begeleiding.klasniveau import Klas, Peilmoment
from gka.actions.leerlingen import Nieuw
from gka.models import Aanstelling, Gemeente, Keuze, School
from gka.workflow import Adviessoort, Advieswaarde, Doel, Relatie, Toestemmingstand, Wijze, leeftijd
from overdracht.workflow import Keus, Partij, Standpunt

TEKST = "2026-1"


class Verloop(Enum):
    """How it goes with a pupil."""

    OPGENOMEN = auto()
    STOPT = auto()
    TREKT_IN = auto()
    LATER_OPGENOMEN = auto()
    WACHT_OP_SCHOOL = auto()
    WACHT_OP_SMW = auto()
    WACHT_OP_TOESTEMMING = auto()
    WACHT_OP_TAFEL = auto()
    OUDER_WIL_NIET = auto()
    LEERLING_WIL_NIET = auto()
    GEEN_TRAJECT = auto()
    KANDIDAAT = auto()
    NIET_BESPREKEN = auto()


# How often, per 72 pupils of a cohort: 55 of them get a traject, as many as there are places.
AANDEEL = {verloop: 1 for verloop in Verloop} | {
    Verloop.OPGENOMEN: 49,
    Verloop.STOPT: 3,
    Verloop.LATER_OPGENOMEN: 2,
    Verloop.GEEN_TRAJECT: 2,
    Verloop.KANDIDAAT: 8,
}
MET_TRAJECT = (Verloop.OPGENOMEN, Verloop.STOPT, Verloop.TREKT_IN, Verloop.LATER_OPGENOMEN)


@dataclass(frozen=True)
class Ouderplan:
    relatie: Relatie
    gezag: bool = True
    taal: str = "nl"
    liever_mondeling: bool = False
    contact: str = ""


@dataclass(frozen=True)
class Antwoord:
    """What a parent (by number) or the pupil (None) says about a purpose, on a day."""

    dag: date
    doel: Doel
    ouder: int | None
    stand: Toestemmingstand = Toestemmingstand.JA
    wijze: Wijze = Wijze.GESPREK


@dataclass(frozen=True)
class Stemplan:
    partij: Partij
    standpunt: Standpunt = Standpunt.JA
    ouder: int | None = None


@dataclass(frozen=True)
class Klasplan:
    """The class of the pupil at a measurement, filled in on a day; None when the school does not know yet."""

    peilmoment: Peilmoment
    dag: date
    klas: Klas | None


@dataclass(eq=False)
class Verhaal:
    """One pupil, from the list of group 8 until the end of the traject."""

    nieuw: Nieuw
    jaar: int
    po: School
    vo: School
    woonplaats: Gemeente
    smw: Aanstelling
    verloop: Verloop
    gelezen_op: date
    overleg: date | None
    ouders: list[Ouderplan]
    antwoorden: list[Antwoord] = field(default_factory=list)
    keus: Keus = Keus.TRAJECT
    stemmen: list[Stemplan] = field(default_factory=list)
    herzien: tuple[date, Stemplan] | None = None
    redenen: list[Keuze] = field(default_factory=list)
    wens_leerling: str = ""
    wens_ouders: str = ""
    aandachtspunten: str = ""
    aanwezig: tuple[bool, bool] = (True, True)
    adviezen: list[tuple[Adviessoort, date, Advieswaarde]] = field(default_factory=list)
    definitief: date | None = None
    stop: tuple[date, str] | None = None
    inzet: float = 1.0
    stil_sinds: date | None = None
    verhuist: tuple[date, School, Aanstelling] | None = None
    klassen: list[Klasplan] = field(default_factory=list)

    @property
    def besloten_op(self) -> date | None:
        """The day on which the pupil enters the traject, for those who do."""
        if self.verloop not in MET_TRAJECT:
            return None
        return self.herzien[0] if self.herzien else self.overleg

    @property
    def definitieve_school(self) -> School:
        """Where the pupil goes in the end."""
        return self.verhuist[1] if self.verhuist else self.vo

    def begeleider(self, dag: date) -> Aanstelling:
        """Who guides on a day: with another school comes another familiar face."""
        return self.verhuist[2] if self.verhuist and dag >= self.verhuist[0] else self.smw

    def leeftijd(self, dag: date) -> int:
        return leeftijd(self.nieuw.geboortedatum, dag)


def lijstjaar(vandaag: date) -> int:
    """The cohort that schools are putting forward: from October next year's."""
    return vandaag.year + (vandaag.month >= 10)


def verdeel_naar(gewichten: Sequence[float], totaal: int) -> list[int]:
    """Divide a whole number by weight, largest remainder; the parts add up."""
    som = sum(gewichten)
    if not som:
        return [0] * len(gewichten)
    delen = [totaal * gewicht / som for gewicht in gewichten]
    heel = [int(deel) for deel in delen]
    volgorde = sorted(range(len(delen)), key=lambda nummer: (heel[nummer] - delen[nummer], nummer))
    for nummer in volgorde[: totaal - sum(heel)]:
        heel[nummer] += 1
    return heel


def einde(verhaal: Verhaal) -> date:
    """The last day of guidance: the day it stopped, or the last Friday before the Christmas holiday."""
    return verhaal.stop[0] if verhaal.stop else date(verhaal.jaar, 12, 18) - timedelta(days=2)

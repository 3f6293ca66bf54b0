"""May this be done with this pupil's data on this day, and if not, why not. Every screen and export asks here.

Rules (AVG art. 8; UAVG art. 5; GKA-agenda, interventie 1): until 16 a parent with authority must say yes and nobody
with authority may be against; from 12 the pupil's own "nee" counts and the own "ja" is asked for as a task; from 16 the
pupil decides alone. A yes is for one purpose and, for *delen*, for one school.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gka.models import Leerling, School, Toestemming
from gka.workflow import (
    ALLEEN_LEERLING_VANAF,
    EIGEN_TOESTEMMING_VANAF,
    TEGEN,
    Doel,
    Gever,
    Toestemmingstand,
    leeftijd,
)


@dataclass(frozen=True)
class Oordeel:
    """Whether it may, with the sentence for the screen; `tegen` when somebody said no, against nobody asked yet."""

    mag: bool
    zin: str
    tegen: bool = False

    def __bool__(self) -> bool:
        return self.mag


def toestemming(leerling: Leerling, doel: Doel, *, op: date, school: School | None = None) -> Oordeel:
    """The judgement from the standing answers of this pupil and the parents."""
    antwoorden = leerling.toestemmingen.huidig().select_related("ouder").filter(doel=doel, ontvangende_school=school)
    return beoordeel(antwoorden, doel, leeftijd(leerling.geboortedatum, op))


def beoordeel(antwoorden: Iterable[Toestemming], doel: Doel, jaren: int) -> Oordeel:
    """The rule itself, over the standing answers for one purpose and the age in years."""
    waarvoor = doel.label
    tellend = [antwoord for antwoord in antwoorden if _telt(antwoord, jaren)]
    if tegen := next((antwoord for antwoord in tellend if antwoord.stand in TEGEN), None):
        wie = "de leerling" if tegen.gever == Gever.LEERLING else f"de ouder ({tegen.ouder})"
        return Oordeel(False, f"Dit mag niet: {wie} wil niet {waarvoor}.", tegen=True)
    nodig = Gever.LEERLING if jaren >= ALLEEN_LEERLING_VANAF else Gever.OUDER
    if any(antwoord.stand == Toestemmingstand.JA and antwoord.gever == nodig for antwoord in tellend):
        return Oordeel(True, f"Er is toestemming: {waarvoor}.")
    wie = "de leerling" if nodig == Gever.LEERLING else "een ouder met gezag"
    return Oordeel(False, f"Er is nog geen toestemming: vraag {wie} om {waarvoor}.")


def _telt(antwoord: Toestemming, jaren: int) -> bool:
    if antwoord.gever == Gever.LEERLING:
        return jaren >= EIGEN_TOESTEMMING_VANAF
    return jaren < ALLEEN_LEERLING_VANAF and antwoord.ouder is not None and antwoord.ouder.gezag

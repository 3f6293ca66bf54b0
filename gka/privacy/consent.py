"""May this be shared with this one on this day, why (not), and what is needed. Every screen and export asks here.

Rules (AVG art. 8; UAVG art. 5; domein 5.2; GKA-agenda, interventie 1): until 16 a parent with authority must say yes,
one is enough, and nobody with authority may be against: a nee, a withdrawal or an objection of the other parent stops
it until that parent says yes. From 12 the pupil's own "nee" counts and the own "ja" is asked for as a task; from 16
the pupil decides alone. A yes is for one purpose and, for *delen*, for one school. Nobody but the own
IB-er sees a pupil who may not be discussed, whatever else there is a yes for.

A day in the past is judged by the age of that day and by what was recorded by the end of it (docs/adr/0009). Authority
has no history: it is taken as it is now. For lists the same rule is a query: `gka.querysets.te_delen`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gka.models import Leerling, School, Toestemming
from gka.querysets import LeerlingQuerySet, ToestemmingQuerySet
from gka.templatetags.formatting import date_medium, join_and
from gka.workflow import (
    ALLEEN_LEERLING_VANAF,
    DOELEN_VOOR,
    EIGEN_TOESTEMMING_VANAF,
    TEGEN,
    Doel,
    Gever,
    Ontvanger,
    Toestemmingstand,
    leeftijd,
)

WOORDEN = {
    Toestemmingstand.GEVRAAGD: "is gevraagd",
    Toestemmingstand.JA: "zegt ja",
    Toestemmingstand.NEE: "zegt nee",
    Toestemmingstand.INGETROKKEN: "trok het ja in",
    Toestemmingstand.BEZWAAR: "maakt bezwaar",
}


@dataclass(frozen=True)
class Grond:
    """The answer a judgement rests on: whose, in which words it was asked, since when."""

    wie: str
    doel: Doel
    stand: Toestemmingstand
    tekstversie: str
    gegeven_op: date

    @property
    def zin(self) -> str:
        """For the screen."""
        wat = f"{self.wie} {WOORDEN[self.stand]}".capitalize()
        return f"{wat}, sinds {date_medium(self.gegeven_op)} (tekst {self.tekstversie})."


@dataclass(frozen=True)
class Oordeel:
    """Whether it may, with the sentence for the screen, the answers it rests on and what would be needed.

    `tegen` when somebody is against, unlike nobody asked yet. `nodig` is empty when it may.
    """

    mag: bool
    zin: str
    tegen: bool = False
    gronden: tuple[Grond, ...] = ()
    nodig: str = ""

    def __bool__(self) -> bool:
        return self.mag


def mag_delen(leerling: Leerling, met: Ontvanger | School, *, op: date) -> Oordeel:
    """May this pupil's data be shared with this recipient on day `op`? A vo-school is asked about as that School."""
    return oordelen([leerling], met, op=op)[leerling.pk]


def oordelen(
    leerlingen: LeerlingQuerySet | Iterable[Leerling],
    met: Ontvanger | School,
    *,
    op: date,
    antwoorden: ToestemmingQuerySet | None = None,
) -> dict[UUID, Oordeel]:
    """`mag_delen` for many pupils in one query more than fetching them.

    `antwoorden` are those that stood on day `op`, unless the caller knows better.
    """
    per_leerling: dict[UUID, list[Toestemming]] = defaultdict(list)
    rijen = Toestemming.objects.op_dag(op) if antwoorden is None else antwoorden
    gevonden = list(leerlingen)
    for rij in rijen.filter(leerling__in=[leerling.pk for leerling in gevonden]).zonder_contact():
        per_leerling[rij.leerling_id].append(rij)
    return {
        leerling.pk: oordeel_over(per_leerling[leerling.pk], met, leeftijd(leerling.geboortedatum, op))
        for leerling in gevonden
    }


def oordeel_over(antwoorden: Iterable[Toestemming], met: Ontvanger | School, jaren: int) -> Oordeel:
    """The judgement about a recipient, over all standing answers of one pupil of this age in years."""
    school = met if isinstance(met, School) else None
    ontvanger = met if isinstance(met, Ontvanger) else Ontvanger.VO_SCHOOL
    if ontvanger == Ontvanger.VO_SCHOOL and school is None:
        raise ValueError("which school? a yes for one never counts for another")
    rijen = list(antwoorden)
    delen = [over_doel(rijen, doel, jaren, school) for doel in DOELEN_VOOR[ontvanger]]
    tekort = sorted((deel for deel in delen if not deel), key=lambda deel: not deel.tegen)
    if not tekort:
        zin = f"De gegevens mogen naar {school or ontvanger.label}."
        return Oordeel(True, zin, gronden=tuple(grond for deel in delen for grond in deel.gronden))
    return Oordeel(
        False,
        " ".join(deel.zin for deel in tekort),
        tegen=tekort[0].tegen,
        gronden=tuple(grond for deel in tekort for grond in deel.gronden),
        nodig=" ".join(deel.nodig for deel in tekort),
    )


def over_doel(antwoorden: Iterable[Toestemming], doel: Doel, jaren: int, school: School | None = None) -> Oordeel:
    """The judgement about one purpose, over all standing answers of one pupil. Only *delen* is about a `school`."""
    school_id = school.pk if school and doel == Doel.DELEN else None
    return beoordeel(
        [rij for rij in antwoorden if rij.doel == doel and rij.ontvangende_school_id == school_id], doel, jaren
    )


def beoordeel(antwoorden: Iterable[Toestemming], doel: Doel, jaren: int) -> Oordeel:
    """The rule itself, over the standing answers for one purpose and the age in years."""
    rijen = sorted(antwoorden, key=lambda rij: (rij.gegeven_op, rij.vastgelegd_op))
    tellend = [rij for rij in rijen if _telt(rij, jaren)]
    if tegen := tuple(_grond(rij) for rij in tellend if rij.stand in TEGEN):
        redenen = join_and([f"{grond.wie} {WOORDEN[grond.stand]}" for grond in tegen])
        wie = join_and([grond.wie for grond in tegen])
        zegt = "zegt" if len(tegen) == 1 else "zeggen"
        nodig = f"Dit kan pas weer als {wie} ja {zegt}."
        return Oordeel(False, f"{doel.label.capitalize()} mag niet: {redenen}.", True, tegen, nodig)
    nodige = Gever.LEERLING if jaren >= ALLEEN_LEERLING_VANAF else Gever.OUDER
    if ja := tuple(_grond(rij) for rij in tellend if rij.stand == Toestemmingstand.JA and rij.gever == nodige):
        return Oordeel(True, f"Er is toestemming: {doel.label}.", gronden=ja)
    wie = "de leerling" if nodige == Gever.LEERLING else "een ouder met gezag"
    zin = f"Er is nog geen toestemming voor {doel.label}: vraag {wie}.{_telt_niet(rijen, nodige)}"
    return Oordeel(False, zin, nodig=f"Vraag {wie} om toestemming.")


def wie_zegt(antwoord: Toestemming) -> str:
    """The giver as a sentence names one: "moeder", "de leerling"."""
    return "de leerling" if antwoord.ouder is None else str(antwoord.ouder)


def _grond(antwoord: Toestemming) -> Grond:
    return Grond(
        wie=wie_zegt(antwoord),
        doel=Doel(antwoord.doel),
        stand=Toestemmingstand(antwoord.stand),
        tekstversie=antwoord.tekstversie,
        gegeven_op=antwoord.gegeven_op,
    )


def _telt(antwoord: Toestemming, jaren: int) -> bool:
    if antwoord.gever == Gever.LEERLING:
        return jaren >= EIGEN_TOESTEMMING_VANAF
    return jaren < ALLEEN_LEERLING_VANAF and antwoord.ouder is not None and antwoord.ouder.gezag


def _telt_niet(antwoorden: Iterable[Toestemming], nodig: Gever) -> str:
    """Why a yes that is there is not enough."""
    ja = [rij for rij in antwoorden if rij.stand == Toestemmingstand.JA and rij.gever == Gever.OUDER]
    if not ja:
        return ""
    if nodig == Gever.LEERLING:
        return f" Het ja van de ouders telt niet meer vanaf {ALLEEN_LEERLING_VANAF} jaar."
    return " Het ja van een ouder zonder gezag telt niet."

"""Where the consents of many pupils stand, with a fixed number of queries. The rule itself is `gka.privacy.consent`."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Prefetch

from gka.models import Leerling, School, Toestemming
from gka.privacy.consent import WOORDEN, Oordeel, over_doel, wie_zegt
from gka.querysets import LeerlingQuerySet
from gka.workflow import Doel, Toestemmingstand, leeftijd


class Stand(StrEnum):
    """What is known about one purpose."""

    JA = "ja"
    VRAGEN = "vragen"
    NEE = "nee"


@dataclass(frozen=True)
class Woorden:
    """A standing in words, and how much attention it asks."""

    tekst: str
    toon: str


@dataclass(frozen=True)
class Gezegd:
    """One answer in the history; `geldt` until the same giver said something else."""

    antwoord: Toestemming
    geldt: bool

    @property
    def wat(self) -> str:
        """Who said what."""
        return f"{wie_zegt(self.antwoord)} {WOORDEN[Toestemmingstand(self.antwoord.stand)]}".capitalize()

    @property
    def zonder_gezag(self) -> bool:
        return self.antwoord.ouder is not None and not self.antwoord.ouder.gezag


@dataclass(frozen=True)
class Keten:
    """All that was said about one purpose (for *delen*: one school), the newest first. Nothing is overwritten."""

    doel: Doel
    school: School | None
    oordeel: Oordeel
    gezegd: list[Gezegd]

    @property
    def titel(self) -> str:
        return self.doel.label.capitalize() + (f": {self.school}" if self.school else "")


def met_toestemmingen(leerlingen: LeerlingQuerySet) -> LeerlingQuerySet:
    """With the answers that stand now prefetched as `huidige_toestemmingen`."""
    huidig = Toestemming.objects.huidig().zonder_contact()
    return leerlingen.prefetch_related(Prefetch("toestemmingen", huidig, to_attr="huidige_toestemmingen"))


def oordeel(leerling: Leerling, doel: Doel, *, op: date, school: School | None = None) -> Oordeel:
    """The judgement over what `met_toestemmingen` fetched: for today. For a day in the past, ask `consent`."""
    antwoorden: list[Toestemming] = leerling.huidige_toestemmingen  # type: ignore[attr-defined]
    return over_doel(antwoorden, doel, leeftijd(leerling.geboortedatum, op), school)


def stand(gegeven: Oordeel) -> Stand:
    return Stand.JA if gegeven else Stand.NEE if gegeven.tegen else Stand.VRAGEN


def in_woorden(leerling: Leerling, *, op: date) -> Woorden:
    """The two consents a place in the traject needs, as one line of a list."""
    bespreken = stand(oordeel(leerling, Doel.BESPREKEN, op=op))
    deelnemen = stand(oordeel(leerling, Doel.DEELNEMEN, op=op))
    if bespreken != Stand.JA:
        return Woorden("niet bespreken", "quiet") if bespreken == Stand.NEE else Woorden("nog vragen", "attention")
    return {
        Stand.JA: Woorden("bespreken en deelnemen", "done"),
        Stand.VRAGEN: Woorden("bespreken: ja, deelnemen: nog vragen", "quiet"),
        Stand.NEE: Woorden("bespreken: ja, deelnemen: nee", "quiet"),
    }[deelnemen]


def met_stand(leerlingen: LeerlingQuerySet, gezocht: Stand, *, op: date) -> list[uuid.UUID]:
    """The pupils whose consent to be discussed stands like this. Of a year that is over nobody need be asked."""
    if gezocht == Stand.VRAGEN:
        leerlingen = leerlingen.filter(cohortdeelnames__cohort__jaar__gte=op.year).distinct()
    return [
        leerling.pk
        for leerling in met_toestemmingen(leerlingen.prefetch_related(None).order_by())
        if stand(oordeel(leerling, Doel.BESPREKEN, op=op)) == gezocht
    ]


def verloop(leerling: Leerling, *, op: date) -> list[Keten]:
    """What everyone said about every purpose they were asked about, for the page that shows the history."""
    rijen = list(
        leerling.toestemmingen.zonder_contact()
        .select_related("ouder", "ontvangende_school", "vastgelegd_door")
        .order_by("-vastgelegd_op", "pk")
    )
    vervangen = {rij.vervangt_id for rij in rijen}
    staand = [rij for rij in rijen if rij.pk not in vervangen]
    jaren = leeftijd(leerling.geboortedatum, op)
    return [
        Keten(
            doel, school, over_doel(staand, doel, jaren, school), [Gezegd(rij, rij.pk not in vervangen) for rij in over]
        )
        for doel, school, over in _per_onderwerp(rijen)
    ]


def _per_onderwerp(rijen: list[Toestemming]) -> Iterator[tuple[Doel, School | None, list[Toestemming]]]:
    for doel in Doel:
        scholen = {rij.ontvangende_school_id: rij.ontvangende_school for rij in rijen if rij.doel == doel}
        for school_id, school in scholen.items():
            yield doel, school, [rij for rij in rijen if (rij.doel, rij.ontvangende_school_id) == (doel, school_id)]


def zelf_gezegd(leerling: Leerling, doel: Doel, school: School | None = None) -> Toestemmingstand | None:
    """What the pupil said about it, of what `met_toestemmingen` fetched."""
    school_id = school.pk if school else None
    antwoorden: list[Toestemming] = leerling.huidige_toestemmingen  # type: ignore[attr-defined]
    eigen = (rij for rij in antwoorden if rij.ouder_id is None)
    return next(
        (Toestemmingstand(rij.stand) for rij in eigen if (rij.doel, rij.ontvangende_school_id) == (doel, school_id)),
        None,
    )

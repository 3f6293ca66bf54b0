"""Where the consents of many pupils stand, with a fixed number of queries. The rule itself is `gka.privacy.consent`."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Prefetch

from gka.models import Leerling, School, Toestemming
from gka.privacy.consent import Oordeel, beoordeel
from gka.querysets import LeerlingQuerySet
from gka.workflow import Doel, leeftijd


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


def met_toestemmingen(leerlingen: LeerlingQuerySet) -> LeerlingQuerySet:
    """With the standing answers prefetched as `huidige_toestemmingen`."""
    huidig = Toestemming.objects.huidig().select_related("ouder")
    return leerlingen.prefetch_related(Prefetch("toestemmingen", huidig, to_attr="huidige_toestemmingen"))


def oordeel(leerling: Leerling, doel: Doel, *, op: date, school: School | None = None) -> Oordeel:
    """The judgement over what `met_toestemmingen` fetched."""
    school_id = school.pk if school else None
    antwoorden = [
        rij
        for rij in leerling.huidige_toestemmingen  # type: ignore[attr-defined]
        if rij.doel == doel and rij.ontvangende_school_id == school_id
    ]
    return beoordeel(antwoorden, doel, leeftijd(leerling.geboortedatum, op))


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

"""Writes about the summer activities of a welfare organisation: make, change, publish, call off."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from begeleiding.models import Aanmelding, Zomeractiviteit, Zomerdag, Zomerwijziging
from begeleiding.workflow import PLAATSEN_HOOGSTENS, VERVOLG_ZOMER, ZOMERDAGEN_HOOGSTENS, Onjuist, Zomerstatus
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Medewerker, Organisatie
from gka.versions import vergrendel
from gka.workflow import Organisatiesoort


@dataclass(frozen=True, kw_only=True)
class Zomergegevens:
    """What the page of an activity says. `weekdagen` are the days of the week it is on, 0 for Monday."""

    naam: str
    omschrijving: str
    plaats: str
    plaatsen: int
    voor_wie: str
    contactpersoon: str
    van: date
    tot: date
    weekdagen: frozenset[int]
    begin: time
    eind: time
    aanmelden_tot: date

    def velden(self) -> dict[str, Any]:
        """What stands in the row itself."""
        return {veld.name: getattr(self, veld.name) for veld in fields(self) if veld.name != "weekdagen"}

    def dagen(self) -> list[date]:
        """Every day it is on."""
        hele = (self.tot - self.van).days
        alle = (self.van + timedelta(days=nummer) for nummer in range(min(hele, 366) + 1))
        return [dag for dag in alle if dag.weekday() in self.weekdagen]

    def eis_klopt(self) -> None:
        """Refuse what cannot be."""
        if self.tot < self.van:
            raise Onjuist("De laatste dag ligt voor de eerste dag.", "tot")
        if self.eind <= self.begin:
            raise Onjuist("De eindtijd ligt voor de begintijd.", "eind")
        if self.aanmelden_tot > self.tot:
            raise Onjuist("Aanmelden kan hoogstens tot en met de laatste dag.", "aanmelden_tot")
        if not 1 <= self.plaatsen <= PLAATSEN_HOOGSTENS:
            raise Onjuist(f"Vul 1 tot {PLAATSEN_HOOGSTENS} plekken in.", "plaatsen")
        if not 1 <= len(self.dagen()) <= ZOMERDAGEN_HOOGSTENS:
            raise Onjuist(f"Kies 1 tot {ZOMERDAGEN_HOOGSTENS} dagen tussen de eerste en de laatste dag.", "weekdagen")


@transaction.atomic
def maken(*, organisatie: Organisatie, gegevens: Zomergegevens, door: Medewerker, op: datetime) -> Zomeractiviteit:
    """Make a concept: only the own organisation sees it."""
    if organisatie.soort != Organisatiesoort.WELZIJN:
        raise NietToegestaan("Alleen een welzijnsorganisatie biedt zomeractiviteiten aan.")
    gegevens.eis_klopt()
    rij = Zomeractiviteit.objects.create(organisatie=organisatie, gemaakt_door=door, gemaakt_op=op, **gegevens.velden())
    Zomerdag.objects.bulk_create([Zomerdag(activiteit=rij, dag=dag) for dag in gegevens.dagen()])
    leg_vast("zomeractiviteit.gemaakt", door=door, op=op, onderwerp=rij)
    return rij


@transaction.atomic
def wijzigen(
    *, activiteit: Zomeractiviteit, versie: int, gegevens: Zomergegevens, door: Medewerker, op: datetime, dag: date
) -> Zomeractiviteit:
    """Change what the page says; what stood there before stays as Zomerwijziging.

    Nobody loses a place by it: there are never fewer places than children who have one. A day with a confirmed
    attendance list stays.
    """
    activiteit = vergrendel(activiteit, versie=versie)
    if activiteit.status == Zomerstatus.AFGELAST:
        raise NietToegestaan("Deze activiteit is afgelast. Maak een nieuwe.")
    gegevens.eis_klopt()
    bezet = Aanmelding.objects.bezetting([activiteit], op=dag)[activiteit.pk].bezet
    if gegevens.plaatsen < bezet:
        raise Onjuist(f"Er hebben al {bezet} leerlingen een plek. Vul dat aantal of meer in.", "plaatsen")
    was = {naam: str(getattr(activiteit, naam)) for naam in _anders(activiteit, gegevens)}
    oude_dagen = set(activiteit.dagen.values_list("dag", flat=True))
    if oude_dagen != set(gegevens.dagen()):
        was["dagen"] = " ".join(sorted(een.isoformat() for een in oude_dagen))
    _zet_dagen(activiteit, gegevens.dagen())
    if was:
        Zomerwijziging.objects.create(
            activiteit=activiteit, nummer=versie, was=was, gewijzigd_op=op, gewijzigd_door=door
        )
    for naam, waarde in gegevens.velden().items():
        setattr(activiteit, naam, waarde)
    activiteit.save(update_fields=list(gegevens.velden()))
    leg_vast("zomeractiviteit.gewijzigd", door=door, op=op, onderwerp=activiteit, velden=sorted(was))
    return activiteit


@transaction.atomic
def publiceren(*, activiteit: Zomeractiviteit, versie: int, door: Medewerker, op: datetime) -> Zomeractiviteit:
    """Show it to every social worker of the region, while there is still a day to come."""
    activiteit = vergrendel(activiteit, versie=versie)
    if not activiteit.dagen.filter(dag__gte=timezone.localdate(op)).exists():
        raise NietToegestaan("Alle dagen zijn al geweest. Wijzig eerst de dagen, dan kunt u publiceren.")
    _naar(activiteit, Zomerstatus.GEPUBLICEERD)
    activiteit.save(update_fields=["status"])
    leg_vast("zomeractiviteit.gepubliceerd", door=door, op=op, onderwerp=activiteit)
    return activiteit


@transaction.atomic
def afgelasten(
    *, activiteit: Zomeractiviteit, versie: int, reden: str, door: Medewerker, op: datetime
) -> Zomeractiviteit:
    """Call it off, with a reason for who enrolled pupils. Days that had begun by then took place: they stay to confirm
    and to correct."""
    activiteit = vergrendel(activiteit, versie=versie)
    if not reden.strip():
        raise Onjuist("Schrijf kort op waarom de activiteit niet doorgaat.", "reden")
    _naar(activiteit, Zomerstatus.AFGELAST)
    activiteit.reden, activiteit.afgelast_op = reden.strip(), op
    activiteit.save(update_fields=["status", "reden", "afgelast_op"])
    leg_vast("zomeractiviteit.afgelast", door=door, op=op, onderwerp=activiteit)
    return activiteit


def _naar(activiteit: Zomeractiviteit, naar: Zomerstatus) -> None:
    van = Zomerstatus(activiteit.status)
    if naar not in VERVOLG_ZOMER[van]:
        raise NietToegestaan(f"Deze activiteit is al {van.label}.")
    activiteit.status = naar


def _anders(activiteit: Zomeractiviteit, gegevens: Zomergegevens) -> list[str]:
    return [naam for naam, waarde in gegevens.velden().items() if getattr(activiteit, naam) != waarde]


def _zet_dagen(activiteit: Zomeractiviteit, dagen: Collection[date]) -> None:
    """Add and take away days; one with an attendance list is history."""
    er_zijn = {rij.dag: rij for rij in activiteit.dagen.all()}
    weg = [rij.pk for dag, rij in er_zijn.items() if dag not in dagen]
    if activiteit.dagen.filter(pk__in=weg, lijsten__isnull=False).exists():
        raise Onjuist(
            "Op een van de dagen die u weghaalt, is al bevestigd wie er was. Laat die dag staan.", "weekdagen"
        )
    activiteit.dagen.filter(pk__in=weg).delete()
    Zomerdag.objects.bulk_create([Zomerdag(activiteit=activiteit, dag=dag) for dag in dagen if dag not in er_zijn])

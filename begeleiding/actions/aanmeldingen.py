"""Writes about enrolments: a pupil joins a summer activity or its waiting list, and leaves it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from begeleiding.models import Aanmelding, Traject, Zomeractiviteit
from begeleiding.workflow import ZELF_TE_KIEZEN, Afmeldreden, Onjuist, Zomerstatus
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Medewerker
from gka.privacy.consent import oordelen
from gka.templatetags.formatting import date_medium
from gka.workflow import Ontvanger


@transaction.atomic
def aanmelden(
    *, activiteit: Zomeractiviteit, trajecten: Sequence[Traject], door: Medewerker, op: datetime, dag: date
) -> list[Aanmelding]:
    """Enrol pupils; who comes after the last place waits, in the order of the moments (ADR 0010).

    Whoever enrols at the same moment waits here, so that the last place is given once.
    """
    activiteit = _vergrendeld(activiteit)
    if activiteit.status != Zomerstatus.GEPUBLICEERD:
        raise NietToegestaan(f"Deze activiteit is {activiteit.get_status_display()}. U kunt niemand aanmelden.")
    if dag > activiteit.aanmelden_tot:
        raise NietToegestaan(f"Aanmelden kon tot en met {date_medium(activiteit.aanmelden_tot)}.")
    trajecten = _fris(trajecten)
    _eis_mag_mee(activiteit, trajecten, dag)
    gemaakt = []
    plek_vrij = Aanmelding.objects.bezetting([activiteit], op=dag)[activiteit.pk].vrij
    al = activiteit.aanmeldingen.aggregate(hoogste=Max("nummer", default=0))["hoogste"]
    for nummer, traject in enumerate(trajecten):
        rij = Aanmelding.objects.create(
            activiteit=activiteit,
            traject=traject,
            nummer=al + nummer + 1,
            aangemeld_op=op,
            aangemeld_door=door,
            wachtte=nummer >= plek_vrij,
        )
        leg_vast("aanmelding.gedaan", door=door, op=op, onderwerp=rij)
        gemaakt.append(rij)
    return gemaakt


@transaction.atomic
def afmelden(*, aanmelding: Aanmelding, reden: Afmeldreden, door: Medewerker, op: datetime) -> Aanmelding:
    """End an enrolment, with a reason; the place goes to who waits longest."""
    if reden not in ZELF_TE_KIEZEN:
        raise Onjuist("Kies waarom de leerling niet meer meedoet.", "reden")
    activiteit = _vergrendeld(aanmelding.activiteit)
    if activiteit.tot < timezone.localdate(op):
        raise NietToegestaan("Deze activiteit is voorbij. U kunt niemand meer afmelden.")
    aanmelding = Aanmelding.objects.select_for_update(of=("self",)).select_related("traject").get(pk=aanmelding.pk)
    if aanmelding.afgemeld_op is not None:
        raise NietToegestaan("Deze leerling is al afgemeld.")
    _sluit(aanmelding, reden, door, op)
    return aanmelding


@transaction.atomic
def laat_vervallen(*, traject: Traject, door: Medewerker, op: datetime) -> None:
    """End the enrolments of a traject that closes: reopened, the pupil joins at the end. What is over stays."""
    komt = Aanmelding.objects.filter(activiteit__tot__gte=timezone.localdate(op), afgemeld_op__isnull=True)
    for aanmelding in komt.filter(traject=traject).select_related("traject").order_by("pk"):
        _sluit(aanmelding, Afmeldreden.TRAJECT_GESLOTEN, door, op)


@transaction.atomic
def plek_gezien(*, aanmelding: Aanmelding, door: Medewerker, op: datetime) -> Aanmelding:
    """The social worker knows that this pupil, who waited, has a place now; twice is once."""
    aanmelding = Aanmelding.objects.select_for_update(of=("self",)).select_related("traject").get(pk=aanmelding.pk)
    if aanmelding.plek_gezien_op is None:
        aanmelding.plek_gezien_op = op
        aanmelding.save(update_fields=["plek_gezien_op"])
        leg_vast("aanmelding.plek_gezien", door=door, op=op, onderwerp=aanmelding)
    return aanmelding


@transaction.atomic
def nieuws_gezien(
    *, activiteit: Zomeractiviteit, versie: int, aanmeldingen: Collection[Aanmelding], door: Medewerker, op: datetime
) -> None:
    """The social worker knows what changed for these own pupils; refused when something else did since (Verouderd)."""
    if _vergrendeld(activiteit).versie != versie:
        raise Verouderd
    keys = [aanmelding.pk for aanmelding in aanmeldingen]
    rows = Aanmelding.objects.select_for_update(of=("self",)).select_related("traject").filter(pk__in=keys)
    for rij in rows.filter(activiteit=activiteit).order_by("pk"):
        rij.nieuws_gezien_op = op
        rij.save(update_fields=["nieuws_gezien_op"])
        leg_vast("aanmelding.nieuws_gezien", door=door, op=op, onderwerp=rij)


def _sluit(aanmelding: Aanmelding, reden: Afmeldreden, door: Medewerker, op: datetime) -> None:
    aanmelding.afgemeld_op, aanmelding.afgemeld_door, aanmelding.reden = op, door, reden
    aanmelding.save(update_fields=["afgemeld_op", "afgemeld_door", "reden"])
    leg_vast("aanmelding.gestopt", door=door, op=op, onderwerp=aanmelding, reden=reden)


def _vergrendeld(activiteit: Zomeractiviteit) -> Zomeractiviteit:
    rows = Zomeractiviteit.objects.select_for_update(of=("self",)).select_related("organisatie")
    vers: Zomeractiviteit = rows.get(pk=activiteit.pk)
    return vers


def _fris(trajecten: Sequence[Traject]) -> list[Traject]:
    """Fresh and locked, in the order of choosing: who is named first has the first place."""
    keys = [traject.pk for traject in trajecten]
    rows = Traject.objects.select_for_update(of=("self",)).select_related("leerling", "cohort").filter(pk__in=keys)
    rijen = {traject.pk: traject for traject in rows.order_by("pk")}
    if not rijen or len(rijen) < len(keys):
        raise Onjuist("Kies een of meer leerlingen, elk één keer.", "leerlingen")
    return [rijen[key] for key in keys]


def _eis_mag_mee(activiteit: Zomeractiviteit, trajecten: Sequence[Traject], dag: date) -> None:
    """A running traject of the same region, consent to take part, and not enrolled yet."""
    gevonden = oordelen([traject.leerling for traject in trajecten], Ontvanger.TRAJECT, op=dag)
    al = set(
        Aanmelding.objects.filter(activiteit=activiteit, traject__in=trajecten, afgemeld_op__isnull=True).values_list(
            "traject", flat=True
        )
    )
    for traject in trajecten:
        naam = traject.leerling.korte_naam
        if traject.cohort.regio_id != activiteit.organisatie.regio_id:
            raise NietToegestaan("Kies leerlingen uit de regio van de activiteit.")
        if not traject.loopt:
            raise NietToegestaan(f"Het traject van {naam} is {traject.get_status_display()}.")
        if not (oordeel := gevonden[traject.leerling_id]):
            raise NietToegestaan(f"{naam}: {oordeel.zin}")
        if traject.pk in al:
            raise Onjuist(f"{naam} is al aangemeld.", "leerlingen")

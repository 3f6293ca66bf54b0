"""Writes about notes: write one, and replace an own one by a better version."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from begeleiding.models import Aantekening, Traject
from begeleiding.workflow import AANTEKENINGTEKENS, Onjuist
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Medewerker
from gka.privacy.consent import mag_delen
from gka.workflow import Ontvanger


@transaction.atomic
def schrijven(*, traject: Traject, tekst: str, sleutel: UUID, door: Medewerker, op: datetime, dag: date) -> Aantekening:
    """Write a note at a running traject, once per `sleutel`: sending the same form again makes no second one."""
    traject = _traject(traject.pk, dag)
    if eerder := _eerder(sleutel, tekst, door, traject):
        return eerder
    if not traject.loopt:
        raise NietToegestaan(f"Dit traject is {traject.get_status_display()}. U kunt niets meer opschrijven.")
    rij = _schrijf(traject, tekst, sleutel, door, op)
    leg_vast("aantekening.geschreven", door=door, op=op, onderwerp=rij)
    return rij


@transaction.atomic
def verbeteren(
    *, aantekening: Aantekening, tekst: str, sleutel: UUID, door: Medewerker, op: datetime, dag: date
) -> Aantekening:
    """Replace an own note by a better version; the old one stays and can be read. Also after the traject closed."""
    traject = _traject(aantekening.traject_id, dag)
    if eerder := _eerder(sleutel, tekst, door, traject):
        return eerder
    if aantekening.auteur_id != door.pk:
        raise NietToegestaan("Alleen wie de aantekening schreef, kan haar verbeteren. Schrijf zelf een nieuwe.")
    if Aantekening.objects.filter(vervangt=aantekening).exists():
        raise Verouderd
    rij = _schrijf(traject, tekst, sleutel, door, op, vervangt=aantekening)
    leg_vast("aantekening.verbeterd", door=door, op=op, onderwerp=rij)
    return rij


def _traject(key: object, dag: date) -> Traject:
    rows = Traject.objects.select_for_update(of=("self",)).select_related("leerling")
    traject: Traject = rows.get(pk=key)
    if not (oordeel := mag_delen(traject.leerling, Ontvanger.TRAJECT, op=dag)):
        raise NietToegestaan(oordeel.zin)
    return traject


def _eerder(sleutel: UUID, tekst: str, door: Medewerker, traject: Traject) -> Aantekening | None:
    """What this form made before; the lock on the traject makes two of the same wait for each other. With another text
    it is refused: saying "saved" then would lose a note."""
    rij: Aantekening | None = Aantekening.objects.filter(sleutel=sleutel).first()
    if rij is not None and (rij.auteur_id, rij.traject_id, rij.tekst) != (door.pk, traject.pk, tekst.strip()):
        raise NietToegestaan("Dit formulier is al gebruikt. Open het opnieuw.")
    return rij


def _schrijf(
    traject: Traject, tekst: str, sleutel: UUID, door: Medewerker, op: datetime, vervangt: Aantekening | None = None
) -> Aantekening:
    schoon = tekst.strip()
    if not schoon:
        raise Onjuist("Schrijf iets op, of ga terug.", "tekst")
    if len(schoon) > AANTEKENINGTEKENS:
        raise Onjuist(f"Maak de aantekening korter: hoogstens {AANTEKENINGTEKENS} tekens, nu {len(schoon)}.", "tekst")
    return Aantekening.objects.create(
        traject=traject, auteur=door, tekst=schoon, geschreven_op=op, sleutel=sleutel, vervangt=vervangt
    )

"""Writes about appointments: one person grants, another confirms (BIO2 5.18.01)."""

from datetime import date, datetime

from django.db import transaction

from gka.access.table import Rol
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Medewerker, Organisatie, School
from gka.models.medewerker import MET_WERKPLEK
from gka.workflow import Organisatiesoort, Schoolsoort

SCHOOLSOORT = {
    Rol.IB_ER: Schoolsoort.PO,
    Rol.SMW_PO: Schoolsoort.PO,
    Rol.SMW_VO: Schoolsoort.VO,
    Rol.ZORGCOORDINATOR: Schoolsoort.VO,
}
ORGANISATIESOORT = {
    Rol.IB_ER: Organisatiesoort.BESTUUR,
    Rol.ZORGCOORDINATOR: Organisatiesoort.BESTUUR,
    Rol.SMW_PO: Organisatiesoort.WELZIJN,
    Rol.SMW_VO: Organisatiesoort.WELZIJN,
    Rol.TEAMLEIDER: Organisatiesoort.WELZIJN,
    Rol.GEMEENTE: Organisatiesoort.GEMEENTE,
    Rol.ONDERZOEKER: Organisatiesoort.UNIVERSITEIT,
}


@transaction.atomic
def toekennen(
    *,
    medewerker: Medewerker,
    rol: Rol,
    organisatie: Organisatie,
    van: date,
    door: Medewerker,
    op: datetime,
    werkplek_school: School | None = None,
    tot: date | None = None,
) -> Aanstelling:
    """Grant a role. It counts from the moment somebody else confirms it."""
    if (rol in MET_WERKPLEK) != (werkplek_school is not None):
        raise NietToegestaan(
            f"Een {rol.label} werkt {'op een school' if rol in MET_WERKPLEK else 'niet op een school'}."
        )
    if werkplek_school and werkplek_school.soort != SCHOOLSOORT[rol]:
        raise NietToegestaan(f"Een {rol.label} werkt op een {SCHOOLSOORT[rol].label}.")
    if werkplek_school and werkplek_school.regio_id != organisatie.regio_id:
        raise NietToegestaan("De school en de organisatie horen niet bij dezelfde regio.")
    if organisatie.soort != ORGANISATIESOORT.get(rol, organisatie.soort):
        raise NietToegestaan(f"Een {rol.label} is niet in dienst van een {organisatie.get_soort_display()}.")
    aanstelling = Aanstelling.objects.create(
        medewerker=medewerker,
        rol=rol,
        organisatie=organisatie,
        werkplek_school=werkplek_school,
        van=van,
        tot=tot,
        toegekend_door=door,
        toegekend_op=op,
    )
    leg_vast("aanstelling.toegekend", door=door, op=op, onderwerp=aanstelling, rol=rol, voor=medewerker.pk)
    return aanstelling


@transaction.atomic
def bevestigen(*, aanstelling: Aanstelling, door: Medewerker, op: datetime) -> Aanstelling:
    """Confirm what somebody else granted to a third person."""
    aanstelling = Aanstelling.objects.select_for_update().get(pk=aanstelling.pk)
    if aanstelling.bevestigd_op:
        raise NietToegestaan("Deze aanstelling is al bevestigd.")
    if door.pk in (aanstelling.toegekend_door_id, aanstelling.medewerker_id):
        raise NietToegestaan("Iemand anders moet deze aanstelling bevestigen.")
    aanstelling.bevestigd_door, aanstelling.bevestigd_op = door, op
    aanstelling.save(update_fields=["bevestigd_door", "bevestigd_op"])
    leg_vast("aanstelling.bevestigd", door=door, op=op, onderwerp=aanstelling, voor=aanstelling.medewerker_id)
    return aanstelling


@transaction.atomic
def beeindigen(*, aanstelling: Aanstelling, laatste_dag: date, door: Medewerker, op: datetime) -> Aanstelling:
    """End an appointment; with a last day before today it stops at the next request."""
    aanstelling = Aanstelling.objects.select_for_update().get(pk=aanstelling.pk)
    if laatste_dag < aanstelling.van:
        raise NietToegestaan("De laatste dag ligt voor de eerste dag.")
    aanstelling.tot = laatste_dag
    aanstelling.save(update_fields=["tot"])
    leg_vast("aanstelling.beeindigd", door=door, op=op, onderwerp=aanstelling, voor=aanstelling.medewerker_id)
    return aanstelling

"""The first actions agreed about one pupil: who does what, before when. What was agreed is never reworded or deleted:
it is done, or it no longer stands, and another one comes beside it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Medewerker
from gka.versions import vergrendel
from overdracht.actions.status import eis_nieuwste, eis_toestemming, vergrendel_leerling
from overdracht.models import Afspraak, Afspraakwissel, Bespreking
from overdracht.workflow import TEKENS, Afspraakstand, Partij

# A first action is for the coming months; later is a slip of the keyboard.
VOORUIT = timedelta(days=366)


@transaction.atomic
def toevoegen(
    *, bespreking: Bespreking, wat: str, wie: Partij, voor: date, door: Medewerker, op: datetime, dag: date
) -> Afspraak:
    """Agree that a party does something before a day: today or later, at most a year ahead.

    The same agreement that is still open is no second one.
    """
    vergrendel_leerling(bespreking)
    eis_nieuwste(bespreking)
    eis_toestemming(bespreking, dag)
    wat = wat.strip()
    if not wat:
        raise NietToegestaan("Schrijf op wat er is afgesproken.")
    if len(wat) > TEKENS:
        raise NietToegestaan(f"Maak de afspraak korter: hoogstens {TEKENS} tekens, nu {len(wat)}.")
    if not dag <= voor <= dag + VOORUIT:
        raise NietToegestaan("Kies een dag van vandaag tot over een jaar.")
    zelfde: Afspraak | None = bespreking.afspraken.te_doen().filter(wat=wat, wie=wie, voor=voor).first()
    if zelfde:
        return zelfde
    afspraak = Afspraak.objects.create(bespreking=bespreking, wat=wat, wie=wie, voor=voor)
    Afspraakwissel.objects.create(afspraak=afspraak, naar=Afspraakstand.OPEN, door=door, op=op)
    leg_vast("afspraak.gemaakt", door=door, op=op, onderwerp=afspraak, leerling=bespreking.leerling_id, wie=wie)
    return afspraak


@transaction.atomic
def klaar_melden(
    *, afspraak: Afspraak, versie: int, klaar: bool, door: Medewerker, op: datetime, dag: date
) -> Afspraak:
    """Done on day `dag`, or with `klaar` False not done after all."""
    afspraak = _van_kracht(afspraak, versie)
    was, naar = _stand(afspraak), Afspraakstand.KLAAR if klaar else Afspraakstand.OPEN
    afspraak.klaar_op = dag if klaar else None
    afspraak.save(update_fields=["klaar_op"])
    Afspraakwissel.objects.create(afspraak=afspraak, van=was, naar=naar, door=door, op=op)
    _leg_vast("afspraak.klaar" if klaar else "afspraak.heropend", afspraak, door, op)
    return afspraak


@transaction.atomic
def laten_vervallen(*, afspraak: Afspraak, versie: int, door: Medewerker, op: datetime, dag: date) -> Afspraak:
    """It no longer stands from day `dag`; it stays to be read."""
    afspraak = _van_kracht(afspraak, versie)
    if afspraak.klaar_op:
        raise NietToegestaan("Deze afspraak is al klaar.")
    afspraak.vervallen_op = dag
    afspraak.save(update_fields=["vervallen_op"])
    Afspraakwissel.objects.create(
        afspraak=afspraak, van=Afspraakstand.OPEN, naar=Afspraakstand.VERVALLEN, door=door, op=op
    )
    _leg_vast("afspraak.vervallen", afspraak, door, op)
    return afspraak


def _stand(afspraak: Afspraak) -> Afspraakstand:
    return Afspraakstand.KLAAR if afspraak.klaar_op else Afspraakstand.OPEN


def _van_kracht(afspraak: Afspraak, versie: int) -> Afspraak:
    afspraak = vergrendel(afspraak, versie=versie)
    if afspraak.vervallen_op:
        raise NietToegestaan("Deze afspraak is vervallen. Maak een nieuwe.")
    return afspraak


def _leg_vast(soort: str, afspraak: Afspraak, door: Medewerker, op: datetime) -> None:
    leg_vast(soort, door=door, op=op, onderwerp=afspraak, leerling=afspraak.bespreking.leerling_id)

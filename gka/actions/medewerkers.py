"""What somebody sets for the own account."""

from datetime import datetime

from django.db import transaction

from gka.audit.record import leg_vast
from gka.models import Medewerker


@transaction.atomic
def berichten_instellen(*, weekoverzicht: bool, door: Medewerker, op: datetime) -> None:
    """Switch the own weekly mail on or off; the same again changes nothing."""
    if Medewerker.objects.filter(pk=door.pk).exclude(weekoverzicht=weekoverzicht).update(weekoverzicht=weekoverzicht):
        leg_vast("medewerker.berichten_ingesteld", door=door, op=op, onderwerp=door, weekoverzicht=weekoverzicht)

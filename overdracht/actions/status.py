"""The status of a bespreking and its history; used by the other actions, within their transaction."""

from datetime import datetime

from gka.exceptions import NietToegestaan
from gka.models import Leerling, Medewerker
from overdracht.models import Bespreking, Statuswissel
from overdracht.workflow import Besprekingstatus, eis_vervolg


def begin(*, bespreking: Bespreking, door: Medewerker, op: datetime) -> None:
    """The first step of the history: on the list of an overleg."""
    Statuswissel.objects.create(bespreking=bespreking, naar=Besprekingstatus.VOORGESTELD, door=door, op=op)


def verander(
    *, bespreking: Bespreking, naar: Besprekingstatus, door: Medewerker, op: datetime, reden: str = ""
) -> None:
    """Move to another status, if the table allows it; the same status again changes nothing."""
    van = Besprekingstatus(bespreking.status)
    if van == naar:
        return
    eis_vervolg(van, naar)
    bespreking.status = naar
    bespreking.save(update_fields=["status"])
    Statuswissel.objects.create(bespreking=bespreking, van=van, naar=naar, door=door, op=op, reden=reden)


def vergrendel_leerling(bespreking: Bespreking) -> None:
    """Lock the pupil before the bespreking. Consent locks in that order too; two orders would deadlock."""
    Leerling.objects.select_for_update().get(pk=bespreking.leerling_id)


def eis_nieuwste(bespreking: Bespreking) -> None:
    """Refuse to write in a bespreking when the pupil was taken off the list, or is on the list of a later overleg."""
    if bespreking.status == Besprekingstatus.VERVALLEN:
        raise NietToegestaan("Deze leerling staat niet meer op de lijst van dit overleg.")
    if not Bespreking.objects.nieuwste().filter(pk=bespreking.pk).exists():
        raise NietToegestaan("Deze leerling staat op de lijst van een later overleg. Leg het daar vast.")

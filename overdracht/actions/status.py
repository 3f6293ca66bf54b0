"""The status of a bespreking and its history; used by the other actions, within their transaction."""

from datetime import date, datetime

from gka.exceptions import NietToegestaan
from gka.models import Leerling, Medewerker
from gka.privacy.consent import mag_delen
from gka.templatetags.formatting import date_medium
from gka.workflow import Ontvanger
from overdracht.models import Bespreking, Statuswissel
from overdracht.stand import begonnen
from overdracht.workflow import Besprekingstatus, eis_vervolg

VERHUISD = "Deze leerling zit nu op een andere basisschool. Plan daar een nieuw overleg."


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
    """Refuse to write in a bespreking when the pupil was taken off the list, is on the list of a later overleg, or went
    to another primary school.

    Of who is in, the new school may still say that it ends: such a pupil is on no new list.
    """
    if bespreking.status == Besprekingstatus.VERVALLEN:
        raise NietToegestaan("Deze leerling staat niet meer op de lijst van dit overleg.")
    if not Bespreking.objects.nieuwste().filter(pk=bespreking.pk).exists():
        raise NietToegestaan("Deze leerling staat op de lijst van een later overleg. Leg het daar vast.")
    niet_in = bespreking.status != Besprekingstatus.OPGENOMEN
    if niet_in and Bespreking.objects.verhuisd().filter(pk=bespreking.pk).exists():
        raise NietToegestaan(VERHUISD)


def eis_toestemming(bespreking: Bespreking, dag: date) -> None:
    """Refuse without consent to talk about the pupil."""
    mag = mag_delen(bespreking.leerling, Ontvanger.OVERLEG, op=dag)
    if not mag:
        raise NietToegestaan(mag.zin)


def eis_begonnen(bespreking: Bespreking, dag: date) -> None:
    """Refuse what only happens at the table before the day of the overleg; until then one prepares."""
    if not begonnen(bespreking.overleg, dag):
        wanneer = date_medium(bespreking.overleg.datum)
        raise NietToegestaan(f"Dit overleg is op {wanneer}. Leg dit die dag vast, of verzet het overleg.")

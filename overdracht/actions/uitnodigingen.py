"""Tell everyone at the table about an overleg, after the commit."""

from collections.abc import Iterable
from datetime import date, datetime, time

from gka.models import Aanstelling, Opdracht
from gka.queue import send_after_commit
from gka.workflow import Opdrachtstand
from overdracht.models import Overleg
from overdracht.workflow import Bericht

TAAK = "overdracht.uitnodigen"


def nodig_uit(
    overleg: Overleg,
    stoelen: Iterable[Aanstelling],
    bericht: Bericht,
    op: datetime,
    was: tuple[date, time] | None = None,
) -> None:
    """One job a person, so that a full mailbox of one does not send the others their mail twice.

    The version of the overleg makes each change a message of its own, and the same change one message. `was` is the
    day and the time that these people know, if those are others now.
    """
    for stoel in stoelen:
        send_after_commit(
            TAAK,
            op=op,
            sleutel=f"{overleg.pk}:{overleg.versie}:{stoel.pk}:{bericht}",
            overleg_id=str(overleg.pk),
            aanstelling_id=str(stoel.pk),
            bericht=str(bericht),
            versie=overleg.versie,
            was=[deel.isoformat() for deel in was or ()],
        )


def herhaal_open(overleg: Overleg, versie: int, op: datetime) -> None:
    """Send what is still under way about an earlier version once more about this one, which overtakes it."""
    onderweg = Opdracht.objects.filter(taak=TAAK, sleutel__startswith=f"{overleg.pk}:{versie}:")
    for opdracht in onderweg.filter(stand__in=[Opdrachtstand.OPEN, Opdrachtstand.BEZIG]):
        bericht = Bericht(opdracht.argumenten["bericht"])
        if bericht != Bericht.AFGELAST:
            nodig_uit(overleg, Aanstelling.objects.filter(pk=opdracht.argumenten["aanstelling_id"]), bericht, op)

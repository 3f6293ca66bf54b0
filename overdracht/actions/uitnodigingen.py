"""Tell everyone at the table about an overleg, after the commit."""

from collections.abc import Iterable
from datetime import datetime

from gka.models import Aanstelling
from gka.queue import send_after_commit
from overdracht.models import Overleg
from overdracht.workflow import Bericht

TAAK = "overdracht.uitnodigen"


def nodig_uit(overleg: Overleg, stoelen: Iterable[Aanstelling], bericht: Bericht, op: datetime) -> None:
    """One job a person, so that a full mailbox of one does not send the others their mail twice.

    The version of the overleg makes each change a message of its own, and the same change one message.
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
        )

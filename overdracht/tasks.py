"""Background work of intervention 1: tell people about an overleg."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.utils import timezone

from gka.audit.record import leg_vast
from gka.models import Aanstelling, Opdracht
from gka.queue import durable_task
from overdracht import notifications
from overdracht.actions import uitnodigingen
from overdracht.models import Overleg
from overdracht.workflow import Bericht


@durable_task(uitnodigingen.TAAK)
def uitnodigen(
    *, overleg_id: str, aanstelling_id: str, bericht: str, versie: int, was: Sequence[str] = (), **_: Any
) -> None:
    """One mail to one person."""
    nu = timezone.now()
    overleg = Overleg.objects.select_related("school", "gemaakt_door").get(pk=overleg_id)
    aan = Aanstelling.objects.select_related("medewerker").get(pk=aanstelling_id)
    if was:  # only in this mail: whoever does not come any more reads the moment that stands in the own agenda
        overleg.datum, overleg.tijd = date.fromisoformat(was[0]), time.fromisoformat(was[1])
    if _is_achterhaald(overleg, aan, Bericht(bericht), versie) or overleg.datum < timezone.localdate(nu):
        return
    notifications.stuur_bericht(overleg=overleg, aan=aan.medewerker, bericht=Bericht(bericht), op=nu)
    leg_vast("overleg.uitnodiging_verstuurd", door=None, op=nu, onderwerp=overleg, aan=aan.medewerker_id)


def _is_achterhaald(overleg: Overleg, aan: Aanstelling, bericht: Bericht, versie: int) -> bool:
    """A later change that concerns this person has a message of its own.

    A cancellation is only undone by sitting at the table again.
    """
    if not aan.medewerker.is_active:
        return True
    if bericht == Bericht.AFGELAST:
        return overleg.afgelast_op is None and overleg.deelnemers.filter(aanstelling=aan).exists()
    mijn = {"argumenten__overleg_id": str(overleg.pk), "argumenten__aanstelling_id": str(aan.pk)}
    return Opdracht.objects.filter(taak=uitnodigingen.TAAK, argumenten__versie__gt=versie, **mijn).exists()

"""The weekly mail without names: once a week, to each person of whom somebody needs attention."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from gka.access.rights import Recht, rollen_met
from gka.models import Medewerker, Regio
from gka.queue import send_after_commit
from gka.schooldagen import Schooldagen

VERDEELTAAK = "begeleiding.weekoverzichten_verdelen"
TAAK = "begeleiding.weekoverzicht_sturen"
# On the first school day of the week at this time, here; who missed it (no worker was running) gets it later that week,
# but not in the weekend.
OM = time(7, 30)
WERKDAGEN = 5


def weekcode(maandag: date) -> str:
    """The ISO week of a day, as `2026-w11`."""
    jaar, week, _ = maandag.isocalendar()
    return f"{jaar}-w{week:02d}"


@transaction.atomic
def klaarzetten(*, op: datetime) -> bool:
    """Have this week's mails made for each region whose time has come; True when any are (already) asked for.

    A week without a school day has none: the counts stand still then.
    """
    dag = timezone.localdate(op)
    maandag = dag - timedelta(days=dag.weekday())
    if dag.weekday() >= WERKDAGEN:
        return False
    regios = [
        regio for regio in Regio.objects.order_by("pk").prefetch_related("vakanties") if _tijd(regio, maandag, op)
    ]
    for regio in regios:
        sleutel = f"weekoverzicht:{weekcode(maandag)}:regio-{regio.pk}"
        send_after_commit(VERDEELTAAK, op=op, sleutel=sleutel, maandag=maandag.isoformat(), regio_id=regio.pk)
    return bool(regios)


def _tijd(regio: Regio, maandag: date, op: datetime) -> bool:
    """Whether the time of the mail has come on the first school day of this week; `regio` with holidays fetched."""
    schooldagen = Schooldagen.uit(regio.vakanties.all())
    week = (maandag + timedelta(days=nummer) for nummer in range(WERKDAGEN))
    eerste = next((dag for dag in week if schooldagen.is_schooldag(dag)), None)
    return eerste is not None and op >= timezone.make_aware(datetime.combine(eerste, OM))


@transaction.atomic
def verdelen(*, maandag: date, regio_id: int, op: datetime) -> int:
    """One job for each person of a region who guides or leads, so that a full mailbox of one stops nobody else.

    Returns how many. Who works in two regions has one mail, about both.
    """
    medewerkers = Medewerker.objects.filter(
        is_active=True,
        weekoverzicht=True,
        aanstellingen__rol__in=rollen_met(Recht.TRAJECT_INZIEN),
        aanstellingen__organisatie__regio=regio_id,
        aanstellingen__van__lte=timezone.localdate(op),
    )
    sleutels = list(medewerkers.order_by("pk").values_list("pk", flat=True).distinct())
    week = weekcode(maandag)
    for pk in sleutels:
        send_after_commit(TAAK, op=op, sleutel=f"weekoverzicht:{week}:{pk}", medewerker_id=str(pk), week=week)
    return len(sleutels)

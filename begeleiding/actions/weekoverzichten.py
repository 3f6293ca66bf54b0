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
# On Monday at this time, here; who missed it (no worker was running) gets it later that week, but not in the weekend.
OM = time(7, 30)
WERKDAGEN = 5


def weekcode(maandag: date) -> str:
    """The ISO week of a day, as `2026-w11`."""
    jaar, week, _ = maandag.isocalendar()
    return f"{jaar}-w{week:02d}"


@transaction.atomic
def klaarzetten(*, op: datetime) -> bool:
    """Have this week's mails made, once the time has come; True when they are (already) asked for."""
    dag = timezone.localdate(op)
    maandag = dag - timedelta(days=dag.weekday())
    if dag.weekday() >= WERKDAGEN or op < timezone.make_aware(datetime.combine(maandag, OM)):
        return False
    week = weekcode(maandag)
    send_after_commit(VERDEELTAAK, op=op, sleutel=f"weekoverzicht:{week}", maandag=maandag.isoformat())
    return True


@transaction.atomic
def verdelen(*, maandag: date, op: datetime) -> int:
    """One job for each person who guides or leads, so that a full mailbox of one stops nobody else; returns how many.

    Not in a school holiday of the region: the counts stand still then.
    """
    dag = timezone.localdate(op)
    open_ = [regio for regio in Regio.objects.order_by("pk") if not Schooldagen.van(regio.pk).is_vakantie(maandag)]
    medewerkers = Medewerker.objects.filter(
        is_active=True,
        weekoverzicht=True,
        aanstellingen__rol__in=rollen_met(Recht.TRAJECT_INZIEN),
        aanstellingen__organisatie__regio__in=open_,
        aanstellingen__van__lte=dag,
    )
    sleutels = list(medewerkers.order_by("pk").values_list("pk", flat=True).distinct())
    for pk in sleutels:
        week = weekcode(maandag)
        send_after_commit(TAAK, op=op, sleutel=f"weekoverzicht:{week}:{pk}", medewerker_id=str(pk), week=week)
    return len(sleutels)

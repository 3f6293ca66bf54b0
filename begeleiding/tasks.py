"""Background work of intervention 2: the weekly mail, and what a day does to trajecten: they start, or go to vo."""

from datetime import date
from typing import Any

from celery import shared_task
from django.utils import timezone

from begeleiding import notifications, signalen
from begeleiding.actions import fasen, trajecten, weekoverzichten
from begeleiding.models import Traject
from gka.access.rights import Recht
from gka.audit.record import leg_vast
from gka.models import Medewerker
from gka.queue import durable_task


@shared_task(name="begeleiding.weekoverzichten_klaarzetten")
def weekoverzichten_klaarzetten(**_: Any) -> None:
    """Every hour: have this week's mails made, once."""
    weekoverzichten.klaarzetten(op=timezone.now())


@durable_task(weekoverzichten.VERDEELTAAK)
def weekoverzichten_verdelen(*, maandag: str, regio_id: int, **_: Any) -> None:
    weekoverzichten.verdelen(maandag=date.fromisoformat(maandag), regio_id=regio_id, op=timezone.now())


@durable_task(weekoverzichten.TAAK)
def weekoverzicht_sturen(*, medewerker_id: str, week: str, **_: Any) -> None:
    """One mail to one person, as it stands now; none when there is nothing, or nothing to see any more."""
    nu = timezone.now()
    dag = timezone.localdate(nu)
    aan = Medewerker.objects.get(pk=medewerker_id)
    mijn = Traject.objects.zichtbaar_voor(aan, recht=Recht.TRAJECT_INZIEN, op=dag)
    groepen = signalen.groepen(signalen.van(mijn, dag)) if aan.weekoverzicht else []
    if groepen:
        notifications.stuur_weekoverzicht(aan=aan, groepen=groepen, week=week)
        leg_vast("weekoverzicht.verstuurd", door=None, op=nu, onderwerp=aan, week=week)


@shared_task(name="begeleiding.fasen_bijwerken")
def fasen_bijwerken(**_: Any) -> None:
    """Every hour: start the trajecten whose familiar face has begun, and record which went to the vo phase. Also after
    hours or days without a scheduler."""
    trajecten.starten_op_de_eerste_dag(op=timezone.now(), dag=timezone.localdate())
    fasen.bijwerken(op=timezone.now(), dag=timezone.localdate())

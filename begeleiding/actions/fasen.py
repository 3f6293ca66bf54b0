"""Record that trajecten went to the vo phase. Who sees what does not wait for it: that follows from the date."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from begeleiding.models import Fasewissel, Traject
from gka.audit.record import leg_vast
from gka.models import Schoolkeuze
from gka.workflow import Keuzesoort


def bijwerken(*, op: datetime, dag: date) -> int:
    """Record every step that was taken by `dag` and not recorded yet; returns how many. Safe to run twice, or late."""
    open_op_de_dag = Q(gesloten_op__isnull=True) | Q(gesloten_op__date__gte=F("cohort__fase_vo_vanaf"))
    te_doen = Traject.objects.filter(
        open_op_de_dag,
        fasewissel__isnull=True,
        cohort__fase_vo_vanaf__lte=dag,
        vanaf__lt=F("cohort__fase_vo_vanaf"),
    )
    return sum(_leg_vast(pk, op) for pk in te_doen.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _leg_vast(pk: UUID, op: datetime) -> bool:
    traject = Traject.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=pk)
    vanaf = traject.cohort.fase_vo_vanaf
    gezicht = traject.toewijzingen.vast_gezicht().op_dag(vanaf).first()
    wissel, nieuw = Fasewissel.objects.get_or_create(
        traject=traject,
        defaults={
            "dag": vanaf,
            "school_id": _school(traject, vanaf),
            "aanstelling_id": gezicht.aanstelling_id if gezicht else None,
            "vastgelegd_op": op,
        },
    )
    if nieuw:
        leg_vast("traject.fase_vo", door=None, op=op, onderwerp=traject, vanaf=f"{wissel.dag:%Y-%m-%d}")
    return nieuw


def _school(traject: Traject, dag: date) -> int | None:
    """The secondary school of that day: the definite one, else the wished one."""
    keuzes = Schoolkeuze.objects.op_dag(dag).filter(leerling=traject.leerling_id)
    scholen = dict(keuzes.values_list("soort", "school"))
    return scholen.get(Keuzesoort.DEFINITIEF) or scholen.get(Keuzesoort.BEOOGD)

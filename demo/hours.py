"""Hours as the welfare organisations keep them: a budget for everybody, and the months that are closed."""

from datetime import date, datetime

from django.utils import timezone

from begeleiding.actions import maanden, urenbudgetten
from demo.moments import moment
from demo.regions import Gebied
from gka.access.table import Rol
from gka.models import Organisatie
from gka.workflow import maanden_verder

# Minutes in a school week: at the secondary school the guidance, at the primary school a talk now and then.
PER_WEEK = {Rol.SMW_VO: 480, Rol.SMW_PO: 30}
# Two months are open: the one that runs, and the one that is being looked at.
OPEN_MAANDEN = 2
SLUITDAG = 5  # of the next month: what happened in the last days is recorded by then


def urenstaten(gebied: Gebied, *, eerste: date, op: datetime) -> None:
    """Give every social worker a budget and close the months from `eerste` on, each on its own day in the past."""
    for aanstelling in (*gebied.smw_po.values(), *(een for mensen in gebied.smw_vo.values() for een in mensen)):
        urenbudgetten.vaststellen(
            aanstelling=aanstelling,
            van=max(eerste, aanstelling.van),
            minuten_per_week=PER_WEEK[Rol(aanstelling.rol)],
            door=gebied.teamleider[aanstelling.organisatie_id],
            op=moment(max(eerste, aanstelling.van), 9),
        )
    for organisatie in Organisatie.objects.filter(pk__in=gebied.teamleider).order_by("pk"):
        _sluit(organisatie, gebied, eerste, timezone.localdate(op))


def _sluit(organisatie: Organisatie, gebied: Gebied, eerste: date, vandaag: date) -> None:
    maand = eerste
    while maanden_verder(OPEN_MAANDEN, maand) <= vandaag.replace(day=1):
        dag = maanden_verder(1, maand).replace(day=SLUITDAG)
        maanden.sluiten(
            organisatie=organisatie,
            maand=maand,
            door=gebied.teamleider[organisatie.pk],
            op=moment(dag, 9),
            dag=dag,
        )
        maand = maanden_verder(1, maand)

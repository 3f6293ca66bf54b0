"""Background work of monitoring: reports and research files."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from gka.models import Regio
from gka.queue import durable_task
from monitoring.actions import exports, rapporten
from monitoring.models import Export, Exportaanvraag
from monitoring.workflow import lees_maand


@shared_task(name="monitoring.rapporten_bijwerken")
def rapporten_bijwerken(**_: Any) -> None:
    """Every hour: have the report of the last complete month made where it is missing."""
    rapporten.ontbrekende_aanvragen(op=timezone.now())


@durable_task(rapporten.TAAK)
def rapport_maken(*, regio_id: int, maand: str, **_: Any) -> None:
    rapporten.maken(regio=Regio.objects.get(pk=regio_id), maand=lees_maand(maand), op=timezone.now())


@durable_task(exports.TAAK)
def export_maken(*, aanvraag_id: str, **_: Any) -> None:
    exports.maken(aanvraag=Exportaanvraag.objects.get(pk=aanvraag_id), op=timezone.now())


@durable_task(exports.WISTAAK)
def export_wissen(*, export_id: str, **_: Any) -> None:
    exports.wissen(export=Export.objects.get(pk=export_id), op=timezone.now())

"""Make the monthly report: once, about a month that is over, and the same ever after."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Cohort, Regio
from gka.queue import send_after_commit
from gka.templatetags.formatting import month_year
from gka.workflow import laatste_van
from monitoring.models import Rapport
from monitoring.onthulling import publiceren
from monitoring.workflow import eis_voorbije_maand, laatste_volle_maand, maandcode, telt_mee

TAAK = "monitoring.rapport_maken"


@transaction.atomic
def maken(*, regio: Regio, maand: date, op: datetime) -> Rapport:
    """The report of a region about a month (its first day). What exists is returned as it is."""
    # One at a time per region: two workers would otherwise give out the same number.
    regio = Regio.objects.select_for_update().get(pk=regio.pk)
    bestaand: Rapport | None = Rapport.objects.filter(regio=regio, maand=maand).select_related("momentopname").first()
    if bestaand:
        return bestaand
    eis_voorbije_maand(maand, timezone.localdate(op))
    _eis_cohort(regio, maand)
    momentopname = publiceren.bevries(regio=regio, peildatum=laatste_van(maand), op=op)
    rapport = Rapport.objects.create(regio=regio, maand=maand, momentopname=momentopname)
    leg_vast("rapport.gemaakt", door=None, op=op, onderwerp=rapport, maand=maandcode(maand), regio=regio.code)
    return rapport


@transaction.atomic
def ontbrekende_aanvragen(*, op: datetime) -> int:
    """Have the report of the last complete month made wherever it is missing; returns how many regions lack it."""
    maand = laatste_volle_maand(timezone.localdate(op))
    regios = Regio.objects.filter(
        pk__in=[regio for regio, jaar in _cohortjaren() if telt_mee(jaar, laatste_van(maand))]
    )
    ontbreekt = regios.exclude(rapporten__maand=maand).order_by("pk")
    for regio in ontbreekt:
        code = maandcode(maand)
        send_after_commit(TAAK, op=op, sleutel=f"rapport:{regio.code}:{code}", regio_id=regio.pk, maand=code)
    return len(ontbreekt)


def _cohortjaren() -> list[tuple[int, int]]:
    return list(Cohort.objects.values_list("regio_id", "jaar"))


def _eis_cohort(regio: Regio, maand: date) -> None:
    jaren = sorted(jaar for regio_id, jaar in _cohortjaren() if regio_id == regio.pk)
    if not jaren:
        raise NietToegestaan(f"{regio} heeft nog geen cohort. Open eerst een cohort.")
    if laatste_van(maand) < date(jaren[0], 1, 1):
        raise NietToegestaan(
            f"Over {month_year(maand)} is geen rapport: het eerste cohort begint in {month_year(date(jaren[0], 1, 1))}."
        )
    if not any(telt_mee(jaar, laatste_van(maand)) for jaar in jaren):
        raise NietToegestaan(f"Over {month_year(maand)} is geen rapport: er was toen geen lopend cohort.")

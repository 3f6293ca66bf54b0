"""The rows of a research file: only pupils with consent for research, and only what the columns need. Personal data."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from begeleiding.models import Statuswissel as Trajectwissel
from begeleiding.models import Traject
from begeleiding.workflow import Fase, Trajectstatus, fase
from gka.access.figures import voor_cijfers
from gka.models import Advies, Cohort, School, Toestemming
from gka.querysets import te_delen
from gka.workflow import NIVEAUS, Adviessoort, Ontvanger, leeftijd
from monitoring.onthulling.tellingen import contacten_van, laatste_besluiten, leerlingen_van, vo_scholen
from overdracht.models import Statuswissel as Besprekingwissel
from overdracht.workflow import Besprekingstatus


@dataclass(frozen=True)
class Contactrij:
    week: int
    fase: str
    kenmerk: str
    minuten: int
    aanwezig: bool


@dataclass(frozen=True)
class Leerlingrij:
    """One pupil in one cohort, still under the key of the row: the caller replaces it by a pseudonym."""

    leerling: UUID
    cohort: int
    leeftijd: int
    vo_school: School | None
    advies: tuple[int, int] | None
    status: str
    minuten: dict[str, int] | None
    contacten: tuple[Contactrij, ...]


def rijen(cohort: Cohort, *, op: datetime) -> Iterator[Leerlingrij]:
    """The pupils of a cohort with consent for research, as recorded by `op`.

    Consent is asked as it stands now, not as it was: withdrawing stops at once.
    """
    dag = timezone.localdate(op)
    scholen, adviezen = vo_scholen(cohort, dag), _adviezen(cohort, op)
    statussen, trajecten = _statussen(cohort, op), _trajecten(cohort, op)
    contacten = _contacten(cohort, dag, op, trajecten)
    for leerling in leerlingen_van(cohort).filter(_mag_nu(dag), gemaakt_op__lte=op):
        eigen = contacten.get(leerling.pk, ())
        yield Leerlingrij(
            leerling=leerling.pk,
            cohort=cohort.jaar,
            leeftijd=leeftijd(leerling.geboortedatum, date(cohort.jaar, 1, 1)),
            vo_school=scholen.get(leerling.pk),
            advies=adviezen.get(leerling.pk),
            status=statussen.get(leerling.pk, "geen"),
            minuten=_per_fase(eigen) if leerling.pk in trajecten else None,
            contacten=tuple(eigen),
        )


def ingetrokken_sinds(cohort: Cohort, moment: datetime, *, dag: date) -> bool:
    """Is there a pupil who was in a file made at that moment and may be in no file on day `dag`?"""
    toen = te_delen(Ontvanger.ONDERZOEK, op=timezone.localdate(moment), antwoorden=Toestemming.objects.staand(moment))
    return bool(leerlingen_van(cohort).filter(toen).exclude(_mag_nu(dag)).exists())


def _mag_nu(dag: date) -> Q:
    """The answers as they stand now, at the age of that day."""
    return te_delen(Ontvanger.ONDERZOEK, op=dag, antwoorden=Toestemming.objects.huidig())


def _adviezen(cohort: Cohort, op: datetime) -> dict[UUID, tuple[int, int]]:
    """Lowest and highest level of the definite advice, else of the provisional one."""
    rows = Advies.objects.filter(
        leerling__in=leerlingen_van(cohort),
        soort__in=[Adviessoort.VOORLOPIG, Adviessoort.DEFINITIEF],
        vastgelegd_op__lte=op,
    )
    # A correction is recorded later than what it replaces, and may be of an earlier day.
    volgorde = sorted(rows, key=lambda row: (row.soort == Adviessoort.DEFINITIEF, row.vastgelegd_op))
    laatste = {row.leerling_id: row.waarde for row in volgorde}
    return {leerling: NIVEAUS[waarde] for leerling, waarde in laatste.items() if waarde in NIVEAUS}


def _statussen(cohort: Cohort, op: datetime) -> dict[UUID, str]:
    """How far each pupil was by `op`: listed, discussed, decided, in the traject. The later of these counts."""
    wissels = Besprekingwissel.objects.filter(
        bespreking__leerling__in=leerlingen_van(cohort), bespreking__overleg__cohort=cohort, op__lte=op
    )
    begeleid = Trajectwissel.objects.filter(traject__cohort=cohort, op__lte=op)
    statussen: dict[UUID, str] = {}
    for stap in (Besprekingstatus.VOORGESTELD, Besprekingstatus.BESPROKEN):
        leerlingen = wissels.filter(naar=stap).values_list("bespreking__leerling_id", flat=True)
        statussen |= dict.fromkeys(leerlingen, str(stap))
    statussen |= laatste_besluiten(cohort, op + timedelta(microseconds=1))
    for leerling, naar in begeleid.order_by("nummer").values_list("traject__leerling_id", "naar"):
        statussen[leerling] = "opgenomen" if naar == Trajectstatus.VOORGESTELD else naar
    return statussen


def _trajecten(cohort: Cohort, op: datetime) -> dict[UUID, date]:
    """The first day of each traject that existed by `op`."""
    rows = voor_cijfers(Traject.objects.all(), regio=cohort.regio).filter(cohort=cohort, statuswissels__op__lte=op)
    return dict(rows.values_list("leerling_id", "vanaf"))


def _contacten(cohort: Cohort, dag: date, op: datetime, trajecten: dict[UUID, date]) -> dict[UUID, list[Contactrij]]:
    per_leerling: dict[UUID, list[Contactrij]] = defaultdict(list)
    rows = contacten_van(cohort, gebeurd_tot_en_met=dag, moment=op).values_list(
        "traject__leerling_id", "contact__gebeurd_op", "contact__soort__kenmerk", "minuten", "aanwezig"
    )
    for leerling, gebeurd_op, kenmerk, minuten, aanwezig in rows:
        week = (gebeurd_op - trajecten[leerling]).days // 7
        per_leerling[leerling].append(
            Contactrij(week, str(fase(gebeurd_op, cohort.fase_vo_vanaf)), kenmerk, minuten, aanwezig)
        )
    return per_leerling


def _per_fase(contacten: list[Contactrij] | tuple[()]) -> dict[str, int]:
    return {
        str(een): sum(contact.minuten for contact in contacten if contact.fase == een) for een in (Fase.PO, Fase.VO)
    }

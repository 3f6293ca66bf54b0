"""Count, as of a date. Raw: what comes out of here names pupils and must never leave `monitoring.onthulling`.

Everything reads from-to periods and append-only rows; the audit and current statuses are never asked about the past.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from begeleiding.models import Contact, Contactdeelname, Traject
from begeleiding.workflow import LOPEND
from gka.access.figures import voor_cijfers
from gka.models import Cohort, Gemeente, Leerling, Plaatsen, School, Schoolkeuze, Toestemming
from gka.querysets import te_delen
from gka.workflow import Deelname, Keuzesoort, Ontvanger, einde_van
from overdracht.models import Besluit, Bespreking
from overdracht.workflow import Uitkomst


@dataclass(frozen=True)
class Telling:
    """Who counts for what in one cohort on one date. The project is the municipalities that take part for certain.

    A pupil of a school in a municipality *onder voorbehoud* counts nowhere: shown apart it would be a promise nobody
    made, and inside a project total it could be found again by taking the shown municipalities from it.
    """

    peildatum: date
    gemeenten: Mapping[str, str]
    voorgesteld: frozenset[UUID]
    opgenomen: frozenset[UUID]
    ondersteund: Mapping[str, frozenset[UUID]]
    minuten: Mapping[UUID, int]
    plaatsen: Mapping[str, int]


def tel(*, cohort: Cohort, peildatum: date, moment: datetime) -> Telling:
    """The figures of a cohort as they were at the end of `peildatum`, from what was recorded by `moment`."""
    grens = min(einde_van(peildatum), moment)
    deelnemend = dict(
        Gemeente.objects.filter(regio_id=cohort.regio_id, deelname=Deelname.BEVESTIGD)
        .order_by("naam")
        .values_list("cbs_code", "naam")
    )
    gemeente_van = vo_gemeenten(cohort, peildatum)
    # Without a vo-school a pupil may still be proposed: the wish often follows at the table.
    buiten = {leerling for leerling, gemeente in gemeente_van.items() if gemeente not in deelnemend}
    minuten = {
        leerling: aantal
        for leerling, aantal in _minuten(cohort, peildatum, moment).items()
        if gemeente_van.get(leerling) in deelnemend
    }
    minuten = {leerling: minuten[leerling] for leerling in _met_toestemming(cohort, minuten, peildatum, grens)}
    per_gemeente: dict[str, set[UUID]] = {code: set() for code in deelnemend}
    for leerling in minuten:
        per_gemeente[gemeente_van[leerling]].add(leerling)
    return Telling(
        peildatum=peildatum,
        gemeenten=deelnemend,
        voorgesteld=frozenset(_voorgesteld(cohort, grens) - buiten),
        opgenomen=frozenset(_opgenomen(cohort, grens) - buiten),
        ondersteund={code: frozenset(leerlingen) for code, leerlingen in per_gemeente.items()},
        minuten=minuten,
        plaatsen=_plaatsen_per_gemeente(cohort, peildatum, deelnemend),
    )


def leerlingen_van(cohort: Cohort) -> QuerySet[Leerling]:
    """All pupils of a cohort, whoever asks."""
    return voor_cijfers(Leerling.objects.all(), regio=cohort.regio).filter(cohortdeelnames__cohort=cohort)


def contacten_van(cohort: Cohort, *, gebeurd_tot_en_met: date, moment: datetime) -> QuerySet[Contactdeelname]:
    """Shares of contacts that count: recorded by `moment` and not replaced by a correction by then."""
    vervangen = Contact.objects.filter(vervangt=OuterRef("contact"), vastgelegd_op__lte=moment)
    rows = voor_cijfers(Contactdeelname.objects.all(), regio=cohort.regio).filter(
        traject__cohort=cohort, contact__gebeurd_op__lte=gebeurd_tot_en_met, contact__vastgelegd_op__lte=moment
    )
    return rows.filter(~Exists(vervangen))


def vo_scholen(cohort: Cohort, op: date) -> dict[UUID, School]:
    """The vo-school of each pupil on that day: the definite one wins over the wish."""
    keuzes = (
        Schoolkeuze.objects.op_dag(op)
        .filter(leerling__in=leerlingen_van(cohort), soort__in=[Keuzesoort.BEOOGD, Keuzesoort.DEFINITIEF])
        .select_related("school__gemeente")
    )
    # Where two follow each other on the same day, the later one counts.
    volgorde = sorted(keuzes, key=lambda keuze: (keuze.soort == Keuzesoort.DEFINITIEF, keuze.van, keuze.vastgelegd_op))
    return {keuze.leerling_id: keuze.school for keuze in volgorde}


def vo_gemeenten(cohort: Cohort, op: date) -> dict[UUID, str]:
    """The municipality (CBS code) of each pupil's vo-school on that day."""
    return {leerling: school.gemeente.cbs_code for leerling, school in vo_scholen(cohort, op).items()}


def _voorgesteld(cohort: Cohort, grens: datetime) -> set[UUID]:
    rows = voor_cijfers(Bespreking.objects.all(), regio=cohort.regio).filter(overleg__cohort=cohort)
    return set(rows.filter(statuswissels__op__lt=grens).values_list("leerling_id", flat=True))


def laatste_besluiten(cohort: Cohort, grens: datetime) -> dict[UUID, str]:
    """The outcome of each pupil's last decision before the border, by which replaced which: the clock may tie."""
    later = Besluit.objects.filter(vervangt=OuterRef("pk"), vastgelegd_op__lt=grens)
    rows = voor_cijfers(Besluit.objects.all(), regio=cohort.regio).filter(
        ~Exists(later), bespreking__overleg__cohort=cohort, vastgelegd_op__lt=grens
    )
    return dict(rows.order_by("vastgelegd_op").values_list("bespreking__leerling_id", "uitkomst"))


def _opgenomen(cohort: Cohort, grens: datetime) -> set[UUID]:
    besluiten = laatste_besluiten(cohort, grens)
    return {leerling for leerling, uitkomst in besluiten.items() if uitkomst == Uitkomst.OPGENOMEN}


def _minuten(cohort: Cohort, peildatum: date, moment: datetime) -> dict[UUID, int]:
    """Staff minutes per pupil with at least one contact that counts."""
    rows = contacten_van(cohort, gebeurd_tot_en_met=peildatum, moment=moment)
    return dict(rows.values_list("traject__leerling_id").annotate(Sum("minuten")))


def _met_toestemming(cohort: Cohort, leerlingen: Iterable[UUID], peildatum: date, grens: datetime) -> set[UUID]:
    """Those whose standing answers at the border let the traject be."""
    staand = Toestemming.objects.staand(grens)
    mag = te_delen(Ontvanger.TRAJECT, op=peildatum, antwoorden=staand)
    return set(leerlingen) & set(leerlingen_van(cohort).filter(mag).values_list("pk", flat=True))


def plaatsen_per_school(cohort: Cohort, op: date) -> dict[int, Plaatsen]:
    """The agreement about places that holds on that day, per vo-school."""
    rows = Plaatsen.objects.filter(cohort=cohort, vanaf__lte=op).select_related("school__gemeente").order_by("vanaf")
    return {row.school_id: row for row in rows}


def _plaatsen_per_gemeente(cohort: Cohort, op: date, deelnemend: Mapping[str, str]) -> dict[str, int]:
    totaal = dict.fromkeys(deelnemend, 0)
    for row in plaatsen_per_school(cohort, op).values():
        if row.stand == Deelname.BEVESTIGD and row.school.gemeente.cbs_code in totaal:
            totaal[row.school.gemeente.cbs_code] += row.aantal or 0
    return totaal


def bezetting(cohort: Cohort, op: date) -> list[tuple[School, int, int | None]]:
    """Live: per vo-school of the programme the running trajecten and the agreed places (None: not agreed yet)."""
    lopend = voor_cijfers(Traject.objects.all(), regio=cohort.regio).filter(cohort=cohort, status__in=LOPEND)
    leerlingen = set(lopend.values_list("leerling_id", flat=True))
    per_school: dict[int, int] = defaultdict(int)
    for leerling, school in vo_scholen(cohort, op).items():
        per_school[school.pk] += leerling in leerlingen
    plaatsen = plaatsen_per_school(cohort, op)
    scholen = School.objects.vo().deelnemend().filter(regio=cohort.regio).order_by("naam")
    return [
        (school, per_school[school.pk], plaatsen[school.pk].aantal if school.pk in plaatsen else None)
        for school in scholen
    ]

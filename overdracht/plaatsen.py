"""The places a secondary school agreed for a cohort: who takes one, and who waits in which order (ADR 0010).

Nothing is stored about the order. Who is *opgenomen* takes a place at the school that counts, the definite one and
until there is one the wished one, from the moment both the decision and the choice of that school were recorded. A
decision that was undone and restored on the same day counts from its first moment.
Whoever comes after the last agreed place waits, in that same order; a place that comes free moves everyone up.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from gka.models import Cohort, Plaatsen, School, Schoolkeuze
from gka.workflow import Keuzesoort
from overdracht import stand
from overdracht.models import Besluit, Bespreking
from overdracht.workflow import Besprekingstatus, Uitkomst

_Keuzes = dict[tuple[UUID, str], tuple[int, datetime]]


@dataclass(frozen=True)
class Bezetting:
    """One school in one cohort. `afgesproken` None: no number of places was agreed, so it is never full."""

    afgesproken: int | None
    op_volgorde: tuple[UUID, ...] = ()  # keys of pupils, first come first

    @property
    def bezet(self) -> int:
        return len(self.op_volgorde)

    @property
    def vrij(self) -> int | None:
        return None if self.afgesproken is None else max(0, self.afgesproken - self.bezet)

    @property
    def vol(self) -> bool:
        return self.vrij == 0

    @property
    def wachten(self) -> int:
        """How many are in without a place."""
        return 0 if self.afgesproken is None else max(0, self.bezet - self.afgesproken)

    def waarom_vol(self, school: School) -> str:
        """Why nobody more can come in, as a sentence; for a school with an agreed number and none left."""
        if not self.afgesproken:
            return f"{school} heeft nog geen plekken."
        plekken = "is de ene plek" if self.afgesproken == 1 else f"zijn de {self.afgesproken} plekken"
        return f"Bij {school} {plekken} bezet."

    def wachtplek(self, leerling_id: UUID) -> int | None:
        """The place in the waiting order, from 1; None for who has a place or is not in."""
        if self.afgesproken is None or leerling_id not in self.op_volgorde:
            return None
        nummer = self.op_volgorde.index(leerling_id) + 1 - self.afgesproken
        return nummer if nummer > 0 else None


def bezetting(cohort: Cohort, scholen: Collection[int], *, dag: date) -> dict[int, Bezetting]:
    """Per school id how full it is, with the places that count on day `dag`, in three queries."""
    # In autumn the overleg is about places that start in January.
    vanaf = max(dag, date(cohort.jaar, 1, 1))
    rijen = Plaatsen.objects.filter(cohort=cohort, school__in=scholen, vanaf__lte=vanaf).order_by("vanaf")
    afgesproken = dict(rijen.values_list("school", "aantal"))
    volgorde: dict[int, list[UUID]] = {}
    for _, leerling_id, school_id in sorted(_komsten(cohort)):
        volgorde.setdefault(school_id, []).append(leerling_id)
    return {pk: Bezetting(afgesproken.get(pk), tuple(volgorde.get(pk, ()))) for pk in scholen}


def van_school(school: School, cohort: Cohort, *, dag: date) -> Bezetting:
    """`bezetting` of one school."""
    return bezetting(cohort, [school.pk], dag=dag)[school.pk]


def wachtplekken(besprekingen: Iterable[Bespreking], *, dag: date) -> dict[UUID, int]:
    """Per pupil without a place its place in the waiting order; three queries per cohort. Rows are read `met_stand`."""
    per_cohort: dict[Cohort, dict[UUID, int]] = {}
    for row in besprekingen:
        school = stand.school_die_spreekt(row)
        if school and row.status == Besprekingstatus.OPGENOMEN:
            per_cohort.setdefault(row.overleg.cohort, {})[row.leerling_id] = school.pk
    gevonden = {}
    for cohort, scholen in per_cohort.items():
        bezet = bezetting(cohort, set(scholen.values()), dag=dag)
        for leerling_id, school_id in scholen.items():
            if nummer := bezet[school_id].wachtplek(leerling_id):
                gevonden[leerling_id] = nummer
    return gevonden


def _opgenomen_sinds(cohort: Cohort) -> dict[UUID, datetime]:
    """Since when each pupil who is in, has been in.

    Saying anew why changes nothing, and a mistake that was put right the same day costs nobody a place in the order.
    """
    # Who is in first, the history after: rows are only added, so what the first question found is in the second.
    binnen = list(Besluit.objects.opgenomen(cohort).values_list("pk", "bespreking__leerling"))
    rijen = Besluit.objects.filter(bespreking__overleg__cohort=cohort)
    per_pk = {pk: rest for pk, *rest in rijen.values_list("pk", "vervangt", "uitkomst", "vastgelegd_op")}
    sinds = {}
    for pk, leerling_id in binnen:
        keten: list[tuple[str, datetime]] = []
        vorige: UUID | None = pk
        while vorige:
            vorige, uitkomst, op = per_pk[vorige]
            keten.insert(0, (uitkomst, op))
        sinds[leerling_id] = _begin(keten)
    return sinds


def _begin(keten: list[tuple[str, datetime]]) -> datetime:
    """The moment an unbroken *opgenomen* began; `keten` holds the decisions, first one first, and ends *opgenomen*."""
    begin = onderbroken = None
    for uitkomst, op in keten:
        if uitkomst != Uitkomst.OPGENOMEN:
            onderbroken = onderbroken or op
        else:
            if begin is None or (onderbroken and timezone.localdate(onderbroken) != timezone.localdate(op)):
                begin = op
            onderbroken = None
    assert begin is not None  # noqa: S101 - the last one is opgenomen
    return begin


def _komsten(cohort: Cohort) -> list[tuple[datetime, UUID, int]]:
    """Since when who is in at which school."""
    besluiten = _opgenomen_sinds(cohort)
    rijen = Schoolkeuze.objects.lopend().filter(leerling__in=besluiten).exclude(soort=Keuzesoort.BASISSCHOOL)
    keuzes: _Keuzes = {
        (leerling_id, soort): (school_id, op)
        for leerling_id, soort, school_id, op in rijen.values_list("leerling", "soort", "school", "vastgelegd_op")
    }
    komsten = []
    for leerling_id, besloten_op in besluiten.items():
        mogelijk = [keuzes.get((leerling_id, soort)) for soort in (Keuzesoort.DEFINITIEF, Keuzesoort.BEOOGD)]
        gekozen = [keuze for keuze in mogelijk if keuze]
        if gekozen:
            school_id = gekozen[0][0]
            # Admission to the school one wished changes nothing about when one came.
            gekozen_op = min(op for school, op in gekozen if school == school_id)
            komsten.append((max(besloten_op, gekozen_op), leerling_id, school_id))
    return komsten

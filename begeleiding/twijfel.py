"""Questions before a contact is saved: after the year, more than ten hours a day, the same twice. They never block."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from begeleiding.models import Contact, Contactdeelname, Inzet, Traject
from begeleiding.workflow import AFRONDEN, MINUTEN_HOOGSTENS, jaar_voorbij_na
from gka.models import Cohort, Keuze, Medewerker, Stap
from gka.templatetags.formatting import date_medium, day_relative, duration, join_and

# So many pupils are named in one sentence; of more only how many.
NOEM_HOOGSTENS = 5
# Whoever goes back in the browser to repair a wrong tap gets a form with a fresh key, with what was ticked still there.
ZOJUIST = timedelta(minutes=10)
T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """A contact that is about to be saved under this key, with everybody who worked; `vervangt` is what it corrects."""

    trajecten: tuple[Traject, ...]
    soort: Keuze
    gebeurd_op: date
    minuten: int
    sleutel: UUID
    werkers: tuple[Medewerker, ...]
    vervangt: Contact | None = None
    met_naam: bool = True  # may the question name the pupils

    def naam(self, traject: Traject) -> str:
        return traject.leerling.korte_naam if self.met_naam else "deze leerling"


def vragen(plannen: Sequence[Plan], *, door: Medewerker, op: datetime) -> list[str]:
    """What is odd about these contacts, as sentences to confirm. As many queries for one contact as for a week.

    What was saved already is not asked about again, nor what a correction leaves as it was.
    """
    nieuw = _niet_opgeslagen(plannen)
    zinnen = [*_na_het_jaar(nieuw), *_te_lange_dagen(nieuw, door), *_dubbele(nieuw, door, op)] if nieuw else []
    if zinnen and len(_niet_opgeslagen(nieuw)) < len(nieuw):
        return vragen(nieuw, door=door, op=op)  # the other tap of a double tap was saved while we looked
    return zinnen


def na_het_jaar(contacten: Iterable[tuple[Traject, date, T]], noem: Callable[[list[T]], str]) -> Iterator[str]:
    """What to say of contacts after the year of their traject, a sentence per year; `noem` names those it is about.

    The help may go on after December, and a traject may be closed late: nothing is refused. The minutes count in the
    figures of the cohort, whatever the day (monitoring.onthulling.tellingen). One query, when there are any.
    """
    laat = [een for een in contacten if een[1].year > een[0].cohort.jaar]
    if not laat:
        return
    stappen = Stap.objects.filter(code=AFRONDEN, cohort__in={traject.cohort_id for traject, *_ in laat})
    afronden = dict(stappen.values_list("cohort", "datum"))
    per_cohort: dict[Cohort, list[T]] = defaultdict(list)
    for traject, dag, wat in laat:
        if dag > jaar_voorbij_na(traject.cohort.jaar, afronden.get(traject.cohort_id)):
            per_cohort[traject.cohort].append(wat)
    for cohort, over in per_cohort.items():
        eind = date_medium(jaar_voorbij_na(cohort.jaar, afronden.get(cohort.pk)))
        yield (
            f"Het jaar van het traject was op {eind} voorbij ({noem(over)}). De uren tellen mee bij {cohort.jaar}. "
            "Klopt de dag, en hoort dit nog bij het traject? Is de begeleiding klaar, sluit het traject dan af."
        )


def _na_het_jaar(plannen: Sequence[Plan]) -> Iterator[str]:
    """Not about a correction of a contact that was after the year already."""
    gevallen = [
        (traject, plan.gebeurd_op, plan.naam(traject))
        for plan in plannen
        for traject in plan.trajecten
        if not (plan.vervangt and plan.vervangt.gebeurd_op.year > traject.cohort.jaar)
    ]
    yield from na_het_jaar(gevallen, _namen)


def _namen(namen: list[str]) -> str:
    uniek = list(dict.fromkeys(namen))
    return join_and(uniek) if len(uniek) <= NOEM_HOOGSTENS else f"{len(uniek)} leerlingen"


def _niet_opgeslagen(plannen: Sequence[Plan]) -> list[Plan]:
    sleutels = [plan.sleutel for plan in plannen]
    al = set(Contact.objects.filter(sleutel__in=sleutels).values_list("sleutel", flat=True))
    return [plan for plan in plannen if plan.sleutel not in al]


def _te_lange_dagen(plannen: Sequence[Plan], door: Medewerker) -> Iterator[str]:
    for werker in dict.fromkeys(werker for plan in plannen for werker in plan.werkers):
        erbij: dict[date, int] = defaultdict(int)
        for plan in plannen:
            if werker in plan.werkers:
                erbij[plan.gebeurd_op] += plan.minuten
                if plan.vervangt:
                    erbij[plan.vervangt.gebeurd_op] -= plan.vervangt.minuten
        al = Inzet.objects.per_dag(werker, erbij)
        for dag, minuten in sorted(erbij.items()):
            totaal = al.get(dag, 0) + minuten
            if minuten <= 0 or totaal <= MINUTEN_HOOGSTENS:
                continue
            if werker == door:
                yield f"Samen is dit {duration(totaal)} contact op één dag ({day_relative(dag)}). Klopt dat?"
            else:  # how long the day of a colleague is, is not for others to read
                meer = f"meer dan {duration(MINUTEN_HOOGSTENS)} contact op één dag ({day_relative(dag)})"
                yield f"{werker.naam} heeft dan {meer}. Klopt dat?"


def _dubbele(plannen: Sequence[Plan], door: Medewerker, op: datetime) -> Iterator[str]:
    """The same facts on that day, or saved just now with another duration."""
    rows = (
        Contactdeelname.objects.geldig()
        .filter(
            traject__in={traject.pk for plan in plannen for traject in plan.trajecten},
            contact__gebeurd_op__in={plan.gebeurd_op for plan in plannen},
            contact__inzet__aanstelling__medewerker__in={werker.pk for plan in plannen for werker in plan.werkers},
        )
        .exclude(contact__in=[plan.vervangt.pk for plan in plannen if plan.vervangt])
    )
    eerder: dict[tuple[UUID, int, date, int], set[int]] = defaultdict(set)
    zojuist: dict[tuple[UUID, int, date], dict[UUID, int]] = defaultdict(dict)
    for *feiten, minuten, werker, vastgelegd_op in rows.order_by("contact__vastgelegd_op").values_list(
        "traject",
        "contact__soort",
        "contact__gebeurd_op",
        "contact__minuten",
        "contact__inzet__aanstelling__medewerker",
        "contact__vastgelegd_op",
    ):
        eerder[*feiten, minuten].add(werker)
        if op - vastgelegd_op <= ZOJUIST:
            zojuist[tuple(feiten)][werker] = minuten
    for plan in plannen:
        feiten = (plan.soort.pk, plan.gebeurd_op)
        oud = plan.vervangt
        if oud and (*feiten, plan.minuten) == (oud.soort_id, oud.gebeurd_op, oud.minuten):
            continue
        for traject in plan.trajecten:
            gelijk = eerder.get((traject.pk, *feiten, plan.minuten), ())
            if wie := [werker for werker in plan.werkers if werker.pk in gelijk]:
                yield (
                    f"{_wie(wie, door)} legde {day_relative(plan.gebeurd_op)} "
                    f"bij {plan.naam(traject)} al hetzelfde vast: "
                    f"{plan.soort.label}, {duration(plan.minuten)}. Klopt het dat dit er nog een is?"
                )
                continue
            net = {} if oud else zojuist.get((traject.pk, *feiten), {})
            if wie := [werker for werker in plan.werkers if werker.pk in net]:
                al = net[door.pk if door in wie else wie[0].pk]
                yield (
                    f"{_wie(wie, door)} legde bij {plan.naam(traject)} zojuist al vast: {plan.soort.label}, "
                    f"{duration(al)}, {day_relative(plan.gebeurd_op)}. Is dit een ander contact? "
                    "Zo niet, wijzig dan het contact dat er al staat."
                )


def _wie(werkers: Sequence[Medewerker], door: Medewerker) -> str:
    return "U" if door in werkers else werkers[0].naam

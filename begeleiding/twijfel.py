"""Questions before a contact is saved: a day of more than ten hours, and the same contact twice. They never block."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from begeleiding.models import Contact, Contactdeelname, Inzet, Traject
from begeleiding.workflow import MINUTEN_HOOGSTENS
from gka.models import Keuze, Medewerker
from gka.templatetags.formatting import day_relative, duration


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


def vragen(plannen: Sequence[Plan], *, door: Medewerker) -> list[str]:
    """What is odd about these contacts, as sentences to confirm. As many queries for one contact as for a week.

    What was saved already is not asked about again, nor what a correction leaves as it was.
    """
    nieuw = _niet_opgeslagen(plannen)
    zinnen = [*_te_lange_dagen(nieuw, door), *_dubbele(nieuw, door)] if nieuw else []
    if zinnen and len(_niet_opgeslagen(nieuw)) < len(nieuw):
        return vragen(nieuw, door=door)  # the other tap of a double tap was saved while we looked
    return zinnen


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


def _dubbele(plannen: Sequence[Plan], door: Medewerker) -> Iterator[str]:
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
    for *feiten, werker in rows.values_list(
        "traject",
        "contact__soort",
        "contact__gebeurd_op",
        "contact__minuten",
        "contact__inzet__aanstelling__medewerker",
    ):
        eerder[tuple(feiten)].add(werker)
    for plan in plannen:
        feiten = (plan.soort.pk, plan.gebeurd_op, plan.minuten)
        oud = plan.vervangt
        if oud and feiten == (oud.soort_id, oud.gebeurd_op, oud.minuten):
            continue
        for traject in plan.trajecten:
            wie = [werker for werker in plan.werkers if werker.pk in eerder.get((traject.pk, *feiten), ())]
            if wie:
                yield (
                    f"{'U' if door in wie else wie[0].naam} legde {day_relative(plan.gebeurd_op)} "
                    f"bij {traject.leerling.korte_naam} al hetzelfde vast: "
                    f"{plan.soort.label}, {duration(plan.minuten)}. Klopt het dat dit er nog een is?"
                )

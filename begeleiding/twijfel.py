"""Questions before a contact is saved: a day of more than ten hours, and the same contact twice. They never block."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from begeleiding.models import Contactdeelname, Inzet, Traject
from begeleiding.workflow import MINUTEN_HOOGSTENS
from gka.models import Keuze, Medewerker
from gka.templatetags.formatting import day_relative, duration


@dataclass(frozen=True)
class Plan:
    """A contact that is about to be saved."""

    trajecten: tuple[Traject, ...]
    soort: Keuze
    gebeurd_op: date
    minuten: int


def vragen(plannen: Sequence[Plan], *, medewerker: Medewerker) -> list[str]:
    """What is odd about these contacts of one worker, as sentences to confirm. Two queries, however many there are."""
    return [*_te_lange_dagen(plannen, medewerker), *_dubbele(plannen, medewerker)]


def _te_lange_dagen(plannen: Sequence[Plan], medewerker: Medewerker) -> Iterator[str]:
    al = Inzet.objects.per_dag(medewerker, {plan.gebeurd_op for plan in plannen})
    erbij: dict[date, int] = defaultdict(int)
    for plan in plannen:
        erbij[plan.gebeurd_op] += plan.minuten
    for dag, minuten in sorted(erbij.items()):
        totaal = al.get(dag, 0) + minuten
        if totaal > MINUTEN_HOOGSTENS:
            yield f"Samen is dit {duration(totaal)} contact op één dag ({day_relative(dag)}). Klopt dat?"


def _dubbele(plannen: Sequence[Plan], medewerker: Medewerker) -> Iterator[str]:
    eerder: set[tuple[UUID, int, date, int]] = set(
        Contactdeelname.objects.geldig()
        .filter(
            traject__in={traject.pk for plan in plannen for traject in plan.trajecten},
            contact__gebeurd_op__in={plan.gebeurd_op for plan in plannen},
            contact__inzet__aanstelling__medewerker=medewerker,
        )
        .values_list("traject", "contact__soort", "contact__gebeurd_op", "contact__minuten")
    )
    for plan in plannen:
        for traject in plan.trajecten:
            if (traject.pk, plan.soort.pk, plan.gebeurd_op, plan.minuten) in eerder:
                yield (
                    f"U legde {day_relative(plan.gebeurd_op)} bij {traject.leerling.korte_naam} al hetzelfde vast: "
                    f"{plan.soort.label}, {duration(plan.minuten)}. Klopt het dat dit er nog een is?"
                )

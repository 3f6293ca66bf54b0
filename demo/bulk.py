"""Write the stories in bulk: the rows the actions would leave behind, without doing the deeds one by one.

Outcomes come from the same rule as everywhere (`overdracht.stand`), shares of minutes from the same division
(`begeleiding.workflow.verdeel`). `demo.invariants` holds both ways of writing to the same facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model

from begeleiding.models import Contact, Contactdeelname, Inzet
from begeleiding.workflow import verdeel
from demo import tables
from demo.bulk_story import Spoor, schrijf_verhaal
from demo.contacts import Contactplan
from demo.moments import OVERLEGTIJD, PLANNEN, moment, tafels
from demo.regions import Gebied
from demo.schooldays import DAG
from demo.stories import Verhaal, einde
from overdracht.models import Deelnemer, Overleg

CONTACTVELDEN = [
    "id",
    "regio_id",
    "soort_id",
    "gebeurd_op",
    "vastgelegd_op",
    "vastgelegd_door_id",
    "minuten",
    "overige_deelnemers",
    "reisminuten",
    "met_leerling",
    "met_ouder",
    "met_school",
    "met_anderen",
    "sleutel",
]


class Bulk:
    """Writes cohort after cohort. Keys come from the generator, so that two runs give the same rows."""

    def __init__(self, rng: Random, *, op: datetime) -> None:
        self.rng, self.op = rng, op
        self._avond: dict[date, datetime] = {}

    def uuid(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def schrijf(self, gebied: Gebied, verhalen: Sequence[Verhaal], contacten: Iterable[Contactplan]) -> None:
        """Everything of one cohort that happened before `op`."""
        rijen: dict[type[Model], list[Model]] = defaultdict(list)
        overleg = dict(self._overleggen(gebied, verhalen, rijen))
        sporen: dict[Verhaal, Spoor] = {}
        for verhaal in verhalen:
            tafel = overleg.get(verhaal)
            if spoor := schrijf_verhaal(verhaal, gebied, tafel, uuid=self.uuid, op=self.op):
                sporen[verhaal] = spoor
                for object_ in spoor.objecten:
                    rijen[type(object_)].append(object_)
        for objecten in rijen.values():
            tables.schrijf_objecten(objecten)
        self._contacten(gebied, sporen, contacten)

    def _overleggen(
        self, gebied: Gebied, verhalen: Sequence[Verhaal], rijen: dict[type[Model], list[Model]]
    ) -> Iterator[tuple[Verhaal, tuple[Overleg, datetime]]]:
        """The meetings that were called, with the moment at which each pupil is discussed."""
        for tafel in tafels(verhalen):
            gepland = moment(tafel.gepland_op, *PLANNEN)
            if gepland >= self.op:
                continue
            overleg = Overleg(
                id=self.uuid(),
                school=tafel.po,
                cohort=gebied.cohorten[tafel.jaar],
                datum=tafel.dag,
                tijd=OVERLEGTIJD,
                plaats=tafel.plaats,
                gemaakt_door=gebied.ib_er[tafel.po.pk].medewerker,
                gemaakt_op=gepland,
            )
            rijen[Overleg].append(overleg)
            rijen[Deelnemer] += [Deelnemer(overleg=overleg, aanstelling=stoel) for stoel in tafel.stoelen(gebied)]
            rijen[Deelnemer] += [Deelnemer(overleg=overleg, functie=functie) for functie in tafel.functies]
            for verhaal in tafel.verhalen:
                yield verhaal, (overleg, tafel.besproken(verhaal))

    # --- contacts: three tables with the most rows, so as plain tuples

    def _contacten(self, gebied: Gebied, sporen: dict[Verhaal, Spoor], plannen: Iterable[Contactplan]) -> None:
        soorten = {code: keuze.pk for (lijst, code), keuze in gebied.keuzes.items() if lijst == "contactsoort"}
        inzet: list[tuple[Any, ...]] = []
        deelnames: list[tuple[Any, ...]] = []

        def contacten() -> Iterator[tuple[Any, ...]]:
            for plan in plannen:
                key, werker = self.uuid(), plan.verhalen[0].begeleider(plan.dag)
                werkers = [werker.pk]
                if plan.met_collega:
                    werkers.append(gebied.smw_po[plan.verhalen[0].po.pk].pk)
                inzet.extend((key, pk, plan.minuten) for pk in werkers)
                trajecten = sorted(sporen[verhaal].traject for verhaal in plan.verhalen)
                delen = verdeel(plan.minuten * len(werkers), len(trajecten) + plan.overige)
                aanwezig = plan.soort.met[0]
                deelnames.extend(
                    (key, traject, aanwezig, deel) for traject, deel in zip(trajecten, delen, strict=False)
                )
                yield (
                    key,
                    gebied.regio.pk,
                    soorten[plan.soort.code],
                    plan.dag,
                    self._vastgelegd_op(plan),
                    werker.medewerker_id,
                    plan.minuten,
                    plan.overige,
                    plan.soort.reisminuten,
                    *plan.soort.met,
                    self.uuid(),
                )

        tables.schrijf(Contact, CONTACTVELDEN, contacten())
        tables.schrijf(Inzet, ["contact_id", "aanstelling_id", "minuten"], inzet)
        tables.schrijf(Contactdeelname, ["contact_id", "traject_id", "aanwezig", "minuten"], deelnames)

    def _vastgelegd_op(self, plan: Contactplan) -> datetime:
        """In the afternoon of the same day, sometimes a day later, but before the traject closes and before now."""
        dag = plan.dag + DAG if self.rng.random() < 0.1 else plan.dag
        dag = min(dag, *(einde(verhaal) - DAG for verhaal in plan.verhalen))
        if dag not in self._avond:
            self._avond[dag] = moment(dag, 16)
        return min(self._avond[dag] + timedelta(minutes=int(self.rng.random() * 60)), self.op)

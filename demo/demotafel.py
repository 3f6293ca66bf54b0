"""The school of the demo IB-er: pupils to decide about today, pupils of a meeting ahead, and one to ask for consent.

Decisions wait for the day of the overleg; who tries the demo must not have to. Nothing is drawn here: who it is follows
from the stories that were drawn, so equal seeds on equal days still give equal data.
"""

from collections.abc import Sequence
from datetime import date
from enum import Enum, auto
from itertools import islice

from demo.regions import DEMOSCHOOL
from demo.schooldays import DAG
from demo.stories import Verloop
from gka.models import School


class Tafel(Enum):
    """Where a pupil of the demo school comes up. The first four of today wish the school of the demo SMW vo and
    zorgcoördinator; they do not see the others."""

    VANDAAG_DEMO_VO = auto()
    VANDAAG = auto()
    STRAKS = auto()
    NERGENS = auto()


PLAATSEN = {Tafel.VANDAAG_DEMO_VO: 4, Tafel.VANDAAG: 2, Tafel.STRAKS: 2, Tafel.NERGENS: 1}
VANDAAG = (Tafel.VANDAAG_DEMO_VO, Tafel.VANDAAG)


def vandaag_of_vrijdag(vandaag: date) -> date:
    """The day of the overleg "of today"; nobody meets in a weekend, but what Friday left open can be decided then."""
    return vandaag - max(0, vandaag.weekday() - 4) * DAG


def zet_klaar(scholen: Sequence[School], verlopen: list[Verloop]) -> dict[int, Tafel]:
    """Give the demo school its candidates in `verlopen`, and say at which table each (by number) comes up.

    It trades stories with other schools; what they lack, it takes from its own who would have been let in. A quarter of
    those stays, so that a small school has more than candidates.
    """
    hier = [school.brin_vestiging == DEMOSCHOOL for school in scholen]
    kandidaten = [nummer for nummer, eigen in enumerate(hier) if eigen and verlopen[nummer] == Verloop.KANDIDAAT]
    ruil = [nummer for nummer, eigen in enumerate(hier) if eigen and verlopen[nummer] == Verloop.OPGENOMEN]
    elders = iter([n for n, eigen in enumerate(hier) if not eigen and verlopen[n] == Verloop.KANDIDAAT])
    tekort = max(0, sum(PLAATSEN.values()) - len(kandidaten))
    for nummer in ruil[: min(tekort, len(ruil) * 3 // 4)]:
        if (ander := next(elders, None)) is not None:
            verlopen[ander] = Verloop.OPGENOMEN
        verlopen[nummer] = Verloop.KANDIDAAT
        kandidaten.append(nummer)
    plekken = iter(kandidaten)
    return {nummer: tafel for tafel, aantal in PLAATSEN.items() for nummer in islice(plekken, aantal)}

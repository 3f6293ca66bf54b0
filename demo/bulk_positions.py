"""The positions of one pupil's story, as the action would have left them at a moment."""

from datetime import datetime
from uuid import UUID

from begeleiding.models import Positie
from demo.moments import KLAS, moment
from demo.regions import Gebied
from demo.stories import Verhaal
from gka.models import Leerling


def rijen(verhaal: Verhaal, gebied: Gebied, leerling: Leerling, *, sleutels: list[UUID], op: datetime) -> list[Positie]:
    """What was filled in before `op`; one key for each class of the story."""
    door = gebied.zorgcoordinator[verhaal.definitieve_school.pk].medewerker
    return [
        Positie(
            id=sleutel,
            leerling=leerling,
            cohort=gebied.cohorten[verhaal.jaar],
            peilmoment=plan.peilmoment,
            laag=plan.klas.laag if plan.klas else None,
            hoog=plan.klas.hoog if plan.klas else None,
            vastgelegd_door=door,
            vastgelegd_op=wanneer,
        )
        for sleutel, plan in zip(sleutels, verhaal.klassen, strict=True)
        if (wanneer := moment(plan.dag, *KLAS)) < op
    ]

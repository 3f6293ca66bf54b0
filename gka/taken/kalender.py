"""What the calendar of a cohort asks for a pupil: advices and schools, each before the day of its step.

Only for pupils who may be discussed and of whom nobody refused to take part: of the others on the list this project
needs no advice and no school. Steps are data: a changed day moves the task, and a step that is not there has none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.urls import reverse

from gka.access.rights import Recht
from gka.models import Leerling, Stap
from gka.privacy.overview import Stand, oordeel, stand
from gka.taken import Regel, Taak
from gka.templatetags.formatting import MONTHS
from gka.workflow import Adviessoort, Doel, Keuzesoort

# As long as the windows in which schools give their advice and pupils enrol (kennis: domein 1.1): before that there is
# nothing to record yet.
VOORAF = timedelta(weeks=3)
NIETS = timedelta(0)


def _heeft_advies(leerling: Leerling, *genoeg: Adviessoort) -> bool:
    """Any of these advices; the definite one makes the earlier ones superfluous."""
    adviezen = leerling.alle_adviezen  # type: ignore[attr-defined]
    return any(advies.soort in (*genoeg, Adviessoort.DEFINITIEF) for advies in adviezen)


def _heeft_school(leerling: Leerling, *genoeg: Keuzesoort) -> bool:
    keuzes = leerling.lopende_schoolkeuzes  # type: ignore[attr-defined]
    return any(keuze.soort in (*genoeg, Keuzesoort.DEFINITIEF) for keuze in keuzes)


@dataclass(frozen=True)
class Soort:
    """One kind of task: the step it belongs to (its code), when it is done, and where one does it."""

    code: str
    stap: str
    zin: str
    klaar: Callable[[Leerling], bool]
    adres: str
    keuze: str
    vooraf: timedelta = VOORAF
    woord: str = "Voor"

    def taak(self, leerling: Leerling, stap: Stap, dag: date) -> Taak:
        url = f"{reverse(self.adres, kwargs={'pk': leerling.pk})}?soort={self.keuze}"
        label = f"{self.woord} {stap.datum.day} {MONTHS[stap.datum.month - 1]}"
        return Taak(self.code, label, f"{self.zin}.", url, voor=stap.datum, laat=dag > stap.datum)


def _advies(code: str, stap: str, zin: str, soort: Adviessoort) -> Soort:
    return Soort(code, stap, zin, lambda leerling: _heeft_advies(leerling, soort), "gka:advies", soort)


SCHOOLWEG = (
    _advies("advies-voorlopig", "voorlopig-advies", "Vul het voorlopige advies in", Adviessoort.VOORLOPIG),
    _advies("advies-toets", "toetsadvies", "Vul het toetsadvies in", Adviessoort.TOETS),
    _advies("advies-definitief", "definitief-uitgewisseld", "Vul het definitieve advies in", Adviessoort.DEFINITIEF),
    # The wish is asked for in January, with the provisional advice (ontwerp 3, rules).
    Soort(
        "school-gewenst",
        "voorlopig-advies",
        "Leg de gewenste school vast",
        lambda leerling: _heeft_school(leerling, Keuzesoort.BEOOGD),
        "gka:school",
        Keuzesoort.BEOOGD,
    ),
)
TOELATING = (
    # Schools decide until that day, so there is nothing to ask before it (kennis: domein 1.1, 7.11).
    Soort(
        "school-definitief",
        "toelating",
        "Leg de definitieve school vast",
        _heeft_school,
        "gka:school",
        Keuzesoort.DEFINITIEF,
        vooraf=NIETS,
        woord="Na",
    ),
)


def regel(recht: Recht, soorten: Sequence[Soort]) -> Regel:
    """These kinds of tasks as one rule."""
    return Regel(recht, {soort.code: soort.zin for soort in soorten}, partial(_taken, soorten))


def _taken(soorten: Sequence[Soort], leerling: Leerling, dag: date) -> Iterator[Taak]:
    """What is not recorded yet and may be by now."""
    if not leerling.deelnames or not _doet_mee(leerling, dag):  # type: ignore[attr-defined]
        return
    stappen = {stap.code: stap for stap in leerling.deelnames[0].cohort.stappen.all()}  # type: ignore[attr-defined]
    for soort in soorten:
        stap = stappen.get(soort.stap)
        if stap and dag >= stap.datum - soort.vooraf and not soort.klaar(leerling):
            yield soort.taak(leerling, stap, dag)


def _doet_mee(leerling: Leerling, dag: date) -> bool:
    bespreken, deelnemen = (stand(oordeel(leerling, doel, op=dag)) for doel in (Doel.BESPREKEN, Doel.DEELNEMEN))
    return bespreken == Stand.JA and deelnemen != Stand.NEE

"""The road of a pupil from primary to secondary school, and the advices on it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from gka.access.rights import Recht
from gka.access.scopes import rechten_bij
from gka.models import Advies, Leerling, Medewerker, Schoolkeuze
from gka.templatetags.formatting import date_medium
from gka.workflow import Adviessoort


@dataclass(frozen=True)
class Mijlpaal:
    """One point on the road. `wie` recorded it; a step of the calendar that is still to come has nobody yet."""

    dag: date
    titel: str
    tag: str
    wanneer: str
    wie: str = ""


Bron = Callable[[Leerling, Medewerker, date], Iterable[Mijlpaal]]
_BRONNEN: dict[str, Bron] = {}


def register(naam: str, bron: Bron) -> None:
    """Points of an upper app on the road, by name, `app.points`: those this person may see; the same name replaces."""
    _BRONNEN[naam] = bron


def weg(leerling: Leerling, medewerker: Medewerker, dag: date) -> dict[str, Any]:
    """What was, in the order in which it came, and what is still to come."""
    keuzes = leerling.schoolkeuzes.select_related("school", "vastgelegd_door")
    adviezen = leerling.adviezen.huidig().select_related("vastgelegd_door")
    geweest = [*map(_van_school, keuzes), *map(_van_advies, adviezen)]
    geweest += [mijlpaal for bron in _BRONNEN.values() for mijlpaal in bron(leerling, medewerker, dag)]
    woonplaats = leerling.woonplaatsen.lopend().select_related("gemeente").first()
    rechten = rechten_bij(leerling, medewerker, dag)
    return {
        "leerling": leerling,
        "geweest": sorted(geweest, key=attrgetter("dag")),
        "komt": sorted(_stappen(leerling, dag), key=attrgetter("dag")),
        "woonplaats": woonplaats,
        "mag_bewerken": Recht.SCHOOLWEG_BEWERKEN in rechten,
        "mag_vastleggen": Recht.DEFINITIEVE_SCHOOL_VASTLEGGEN in rechten,
    }


def advies(leerling: Leerling, medewerker: Medewerker, dag: date) -> dict[str, Any]:
    """The advice of each kind as it stands now."""
    huidig = {rij.soort: rij for rij in leerling.adviezen.huidig()}
    return {
        "leerling": leerling,
        "adviezen": [{"soort": soort, "advies": huidig.get(soort)} for soort in Adviessoort],
        "mag_bewerken": Recht.SCHOOLWEG_BEWERKEN in rechten_bij(leerling, medewerker, dag),
    }


def _van_school(keuze: Schoolkeuze) -> Mijlpaal:
    einde = f" tot en met {date_medium(keuze.tot)}" if keuze.tot else ""
    wanneer = f"Vanaf {date_medium(keuze.van)}{einde}"
    return Mijlpaal(keuze.van, str(keuze.school), keuze.get_soort_display(), wanneer, keuze.vastgelegd_door.naam)


def _van_advies(rij: Advies) -> Mijlpaal:
    wie = rij.vastgelegd_door.naam
    return Mijlpaal(rij.datum, str(rij).capitalize(), rij.get_soort_display(), date_medium(rij.datum), wie)


def _stappen(leerling: Leerling, dag: date) -> Iterator[Mijlpaal]:
    """Of the newest cohort, as `gka.taken.met_feiten` fetched it."""
    for deelname in leerling.deelnames[:1]:  # type: ignore[attr-defined]
        for stap in deelname.cohort.stappen.all():
            if stap.datum >= dag:
                yield Mijlpaal(stap.datum, stap.naam, "komt nog", date_medium(stap.datum))

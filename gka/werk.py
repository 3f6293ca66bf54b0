"""What needs somebody now: the lines of one list on top of the start page, of every app together.

Apps register in `AppConfig.ready()`; the kernel sorts the lines, and folds away what does not need to be seen at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from gka import taken
from gka.access.rights import Recht
from gka.models import Leerling, Medewerker
from gka.templatetags.formatting import before, counted

# So many lines stand open, so that on a phone the pupils are one short scroll away (ontwerp 4).
OPEN_HOOGSTENS = 3
DRINGEND = "attention"


@dataclass(frozen=True)
class Werkregel:
    """One line: how many, by when or for whom (`label`), what to do (`zin`), and the page where one does it.

    `leerling` is named in front of the sentence when the line is about one pupil. `toon`: attention or quiet.
    """

    label: str
    zin: str
    url: str
    toon: str = "quiet"
    leerling: Leerling | None = None


Regels = Callable[[Medewerker, date], Iterable[Werkregel]]
_BRONNEN: dict[str, tuple[int, Recht, Regels]] = {}


def register(naam: str, recht: Recht, regels: Regels, *, order: int) -> None:
    """Add a source of lines by name, `app.source`, for whoever holds `recht`; the same name again replaces it."""
    _BRONNEN[naam] = order, recht, regels


def voor(medewerker: Medewerker, dag: date) -> list[Werkregel]:
    """What is urgent first; within that in the order of the sources."""
    houdt = medewerker.rechten(dag)
    bronnen = sorted(_BRONNEN.values(), key=lambda bron: bron[0])
    alle = [regel for _, recht, regels in bronnen if recht in houdt for regel in regels(medewerker, dag)]
    return sorted(alle, key=lambda regel: regel.toon != DRINGEND)


def paneel(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """The list for the start page: the first lines, and the rest to unfold."""
    regels = voor(medewerker, dag)
    return {"regels": regels[:OPEN_HOOGSTENS], "meer": regels[OPEN_HOOGSTENS:]} if regels else None


def taken_van(medewerker: Medewerker, dag: date) -> Iterable[Werkregel]:
    """The kernel's own: what this person has to do for the own pupils, by kind."""
    for groep in taken.overzicht(medewerker, dag):
        eerste = groep.eerste
        zin = f"{groep.zin}, {before(eerste.voor).lower()}" if eerste.voor else groep.zin
        adres = eerste.allen or f"{reverse('gka:leerlingen')}?taak={groep.soort}"
        yield Werkregel(counted(groep.aantal, "leerling,leerlingen"), zin, adres, eerste.toon)

"""Where a pupil stands in the programme, as the upper apps say it; the list of pupils shows it and filters on it.

An app registers a source in `AppConfig.ready()`. What a later source says counts: who is in a traject was let in first.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gka.access.rights import Recht
from gka.models import Medewerker

OP_DE_LIJST = "op_de_lijst"
Standen = Callable[[Medewerker, date], Iterable[tuple[uuid.UUID, str]]]


@dataclass(frozen=True)
class Bron:
    """`standen` gives (pupil, code) for whatever this person may see of it, in one query; `labels` the words."""

    order: int
    recht: Recht
    labels: Mapping[str, str]
    standen: Standen


_BRONNEN: dict[str, Bron] = {}


def register(naam: str, bron: Bron) -> None:
    """Add a source by name, the label of its app; the same name again replaces it."""
    _BRONNEN[naam] = bron


def labels(rechten: Iterable[Recht]) -> dict[str, str]:
    """The words of every status that somebody with these rights can meet, in the order of the programme."""
    woorden = {OP_DE_LIJST: "alleen op de lijst"}
    for bron in _bronnen(rechten):
        woorden |= bron.labels
    return woorden


def van(medewerker: Medewerker, dag: date) -> dict[uuid.UUID, str]:
    """The code per pupil, for as far as this person may see it; who is not in it is only on the list."""
    standen: dict[uuid.UUID, str] = {}
    for bron in _bronnen(medewerker.rechten(dag)):
        standen |= dict(bron.standen(medewerker, dag))
    return standen


def _bronnen(rechten: Iterable[Recht]) -> list[Bron]:
    houdt = set(rechten)
    return sorted((bron for bron in _BRONNEN.values() if bron.recht in houdt), key=lambda bron: bron.order)

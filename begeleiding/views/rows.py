"""What the list and the cards show of one traject, from what was fetched for the whole page."""

from dataclasses import dataclass
from datetime import date

from begeleiding.models import Traject
from begeleiding.querysets.contacten import Totaal
from begeleiding.workflow import Fase, fase
from gka.models import Leerling, Schoolkeuze
from gka.workflow import Keuzesoort


@dataclass(frozen=True)
class Schoolweg:
    """Where the pupil is now, and the other end of the road in words."""

    nu: str
    andere_kant: str


@dataclass(frozen=True)
class Rij:
    traject: Traject
    fase: Fase
    weg: Schoolweg
    totaal: Totaal


def fase_op(traject: Traject, dag: date) -> Fase:
    return fase(dag, traject.cohort.fase_vo_vanaf)


def schoolweg(leerling: Leerling, fase_nu: Fase) -> Schoolweg:
    """From the running schools that `met_schoolweg` fetched; the definite secondary school goes before the wish."""
    keuzes: list[Schoolkeuze] = leerling.lopende_schoolkeuzes  # type: ignore[attr-defined]
    scholen = {keuze.soort: keuze.school for keuze in keuzes}
    po = str(scholen.get(Keuzesoort.BASISSCHOOL, ""))
    vo = str(scholen.get(Keuzesoort.DEFINITIEF) or scholen.get(Keuzesoort.BEOOGD) or "")
    if fase_nu == Fase.PO:
        return Schoolweg(po, f"gaat naar {vo}" if vo else "")
    return Schoolweg(vo, f"komt van {po}" if po else "")

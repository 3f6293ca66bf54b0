"""What the list and the cards show of one traject, from what was fetched for the whole page."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst

from begeleiding.models import Traject
from begeleiding.querysets.contacten import Totaal
from begeleiding.workflow import Fase, fase, laatste_dag_na_afsluiten
from gka.models import Schoolkeuze
from gka.templatetags.formatting import date_medium
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
    """The phase on this day, and of a traject that was closed the one it ended in (as `TrajectQuerySet.in_fase`)."""
    laatste = timezone.localdate(traject.gesloten_op) if traject.gesloten_op else dag
    return fase(min(dag, laatste), traject.cohort.fase_vo_vanaf)


@dataclass(frozen=True)
class Afsluiting:
    """What a closed traject says of itself; `zichtbaar_tot` for who guided it and loses sight of it."""

    status: str
    zin: str
    zichtbaar_tot: date | None


def afsluiting(traject: Traject, *, begeleidt: bool) -> Afsluiting | None:
    """None while it runs."""
    if traject.gesloten_op is None:
        return None
    dag = timezone.localdate(traject.gesloten_op)
    status = traject.get_status_display()
    zin = f"{capfirst(status)} op {date_medium(dag)}, in de {fase_op(traject, dag).label}"
    return Afsluiting(status, zin, laatste_dag_na_afsluiten(dag) if begeleidt else None)


def schoolweg(traject: Traject, dag: date) -> Schoolweg:
    """From the running schools that `met_schoolweg` fetched; the definite secondary school goes before the wish.

    Of the pupil, who goes on to the next school also when the traject stopped before it.
    """
    keuzes: list[Schoolkeuze] = traject.leerling.lopende_schoolkeuzes
    scholen = {keuze.soort: keuze.school for keuze in keuzes}
    po = str(scholen.get(Keuzesoort.BASISSCHOOL, ""))
    vo = str(scholen.get(Keuzesoort.DEFINITIEF) or scholen.get(Keuzesoort.BEOOGD) or "")
    if fase(dag, traject.cohort.fase_vo_vanaf) == Fase.PO:
        return Schoolweg(po, f"gaat naar {vo}" if vo else "")
    return Schoolweg(vo, f"komt van {po}" if po else "")

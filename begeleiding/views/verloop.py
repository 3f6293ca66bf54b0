"""What happened to a traject, as one story: steps, phase, who guided, which school. Newest on top."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from begeleiding.models import Traject
from begeleiding.workflow import Toewijsdaad, Trajectstatus
from gka.models import Schoolkeuze
from gka.templatetags.formatting import date_medium
from gka.workflow import Keuzesoort

STAPPEN = {
    Trajectstatus.VOORGESTELD: "Traject voorgesteld",
    Trajectstatus.GESTART: "Traject gestart",
    Trajectstatus.AFGEROND: "Traject afgerond",
    Trajectstatus.EERDER_GESTOPT: "Traject eerder gestopt",
}


@dataclass(frozen=True, order=True)
class Moment:
    """One line of the timeline; `orde` keeps what happened on one day in the order in which it was recorded."""

    dag: date
    orde: float
    titel: str = field(compare=False)
    wie: str = field(default="", compare=False)
    tekst: str = field(default="", compare=False)


def verloop(traject: Traject, dag: date) -> list[Moment]:
    """Everything up to day `dag`, in four queries."""
    alles = [*_stappen(traject), *_gezichten(traject), *_scholen(traject)]
    vo = traject.cohort.fase_vo_vanaf
    dicht = timezone.localdate(traject.gesloten_op) if traject.gesloten_op else None
    # Read from the date and not from the record of it: the phase does not wait for a job.
    if traject.vanaf < vo <= dag and (dicht is None or dicht >= vo):
        alles.append(Moment(vo, 0, "Fase vo", tekst="De vo-school en de SMW vo gaan verder."))
    return sorted(alles, reverse=True)


def _stappen(traject: Traject) -> list[Moment]:
    rows = traject.statuswissels.select_related("door").order_by("nummer")
    gevonden = []
    for row in rows:
        heropend = row.van in (Trajectstatus.AFGEROND, Trajectstatus.EERDER_GESTOPT)
        titel = "Traject heropend" if heropend else STAPPEN[Trajectstatus(row.naar)]
        gevonden.append(
            Moment(timezone.localdate(row.op), row.op.timestamp() + row.nummer / 1000, titel, row.door.naam, row.reden)
        )
    return gevonden


def _gezichten(traject: Traject) -> list[Moment]:
    rows = traject.toewijzingswissels.select_related("door", "aanstelling__medewerker").order_by("op")
    return [
        Moment(
            timezone.localdate(row.op),
            row.op.timestamp(),
            _titel(row.daad, row.aanstelling.medewerker.naam, waarneming=row.waarneming),
            row.door.naam,
            ". ".join(deel for deel in (_periode(row.van, row.tot), row.reden) if deel),
        )
        for row in rows
    ]


def _titel(daad: str, naam: str, *, waarneming: bool) -> str:
    wat = "waarnemer" if waarneming else "vast gezicht"
    return {
        Toewijsdaad.GEGEVEN: f"{naam} is {wat}",
        Toewijsdaad.VERKORT: f"{naam} is geen {wat} meer",
        Toewijsdaad.VERVALLEN: f"{naam} is toch geen {wat}",
    }[Toewijsdaad(daad)]


def _periode(van: date, tot: date | None) -> str:
    return f"Vanaf {date_medium(van)}" + (f" tot en met {date_medium(tot)}" if tot else "")


def _scholen(traject: Traject) -> list[Moment]:
    keuzes = Schoolkeuze.objects.filter(
        leerling=traject.leerling_id, soort=Keuzesoort.DEFINITIEF, van__gte=traject.vanaf
    ).select_related("school")
    return [Moment(keuze.van, 0, f"Definitieve school: {keuze.school}") for keuze in keuzes]

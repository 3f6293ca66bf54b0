"""Many contacts in one request: a week of pupils and days, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from begeleiding.actions import contacten
from begeleiding.models import Contact, Traject
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Keuze, Medewerker


@dataclass(frozen=True)
class Cel:
    """One filled cell: this pupil, this day, so many minutes."""

    traject: Traject
    dag: date
    minuten: int


class CellenOnjuist(NietToegestaan):
    """Some cells were refused, so nothing was saved; `cellen` says which and why."""

    def __init__(self, cellen: Sequence[tuple[Cel, str]]) -> None:
        super().__init__("Er is nog niets opgeslagen. Verbeter eerst de vakken met een fout.")
        self.cellen = cellen


def sleutel_van(sleutel: UUID, traject: Traject, dag: date) -> UUID:
    """The key of one cell: the same sheet sent again makes nothing twice."""
    return uuid5(sleutel, f"{traject.pk} {dag:%Y-%m-%d}")


@transaction.atomic
def vastleggen(
    *,
    cellen: Sequence[Cel],
    soort: Keuze,
    door: Medewerker,
    op: datetime,
    dag: date,
    sleutel: UUID,
    met_leerling: bool = False,
    met_ouder: bool = False,
    met_school: bool = False,
    met_anderen: bool = False,
) -> list[Contact]:
    """A contact per cell, of one kind and with the same company; raises CellenOnjuist with every refused cell."""
    contacten.vergrendel([cel.traject for cel in cellen])
    werkt_als: dict[UUID, Aanstelling] = {}
    gemaakt, fout = [], []
    for cel in cellen:
        try:
            if cel.traject.pk not in werkt_als:
                werkt_als[cel.traject.pk] = contacten.werkt_als(traject=cel.traject, medewerker=door, dag=dag)
            contact = contacten.vastleggen(
                trajecten=[cel.traject],
                soort=soort,
                gebeurd_op=cel.dag,
                minuten=cel.minuten,
                aanstelling=werkt_als[cel.traject.pk],
                door=door,
                op=op,
                dag=dag,
                sleutel=sleutel_van(sleutel, cel.traject, cel.dag),
                met_leerling=met_leerling,
                met_ouder=met_ouder,
                met_school=met_school,
                met_anderen=met_anderen,
            )
        except contacten.AlGebruikt:
            fout.append((cel, "Dit vak is al opgeslagen. Wijzig het op de bladzijde van de leerling."))
        except NietToegestaan as weigering:
            if getattr(weigering, "veld", "gebeurd_op") not in ("gebeurd_op", "minuten"):
                raise  # about the kind or the company, so about every cell
            fout.append((cel, str(weigering)))
        else:
            gemaakt.append(contact)
    if fout:
        raise CellenOnjuist(fout)
    return gemaakt

"""Writes about the months of an organisation: close, and open again with a reason."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from begeleiding.models import Maandafsluiting
from begeleiding.querysets.uren import zonder_uren
from begeleiding.workflow import Onjuist, eis_maand_voorbij
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Medewerker, Organisatie
from gka.templatetags.formatting import counted, month_year
from gka.workflow import laatste_van


class ZonderUren(NietToegestaan):
    """Somebody worked in this month without any hours: a person says that this is right."""


@transaction.atomic
def sluiten(
    *, organisatie: Organisatie, maand: date, door: Medewerker, op: datetime, dag: date, akkoord: bool = True
) -> Maandafsluiting:
    """Fix the hours of a month that is over: nothing in it is recorded, corrected or withdrawn any more.

    Without `akkoord` it is refused (ZonderUren) while somebody who worked there has no hours at all in it.
    """
    eis_maand_voorbij(maand, dag)
    organisatie = Organisatie.objects.select_for_update().get(pk=organisatie.pk)
    if Maandafsluiting.objects.geldig().filter(organisatie=organisatie, maand=maand).exists():
        raise NietToegestaan("Deze maand is al gesloten.")
    if not akkoord and (leeg := zonder_uren(organisatie, maand, laatste_van(maand))):
        wie = counted(len(leeg), "medewerker heeft,medewerkers hebben")
        raise ZonderUren(f"{wie} geen uren in deze maand. Zet een vinkje als dat klopt.")
    rij = Maandafsluiting.objects.create(organisatie=organisatie, maand=maand, gesloten_door=door, gesloten_op=op)
    leg_vast("maand.gesloten", door=door, op=op, onderwerp=rij, maand=f"{maand:%Y-%m}")
    return rij


@transaction.atomic
def heropenen(*, afsluiting: Maandafsluiting, reden: str, door: Medewerker, op: datetime) -> Maandafsluiting:
    """Open a closed month again, with the reason; who closed it and when stays on record."""
    afsluiting = Maandafsluiting.objects.select_for_update().get(pk=afsluiting.pk)
    if afsluiting.heropend_op is not None:
        raise NietToegestaan("Deze maand is al weer open.")
    if not reden.strip():
        raise Onjuist("Schrijf kort op waarom u deze maand heropent.", "reden")
    afsluiting.heropend_door, afsluiting.heropend_op, afsluiting.reden = door, op, reden.strip()
    afsluiting.save(update_fields=["heropend_door", "heropend_op", "reden"])
    leg_vast("maand.heropend", door=door, op=op, onderwerp=afsluiting, maand=f"{afsluiting.maand:%Y-%m}")
    return afsluiting


def eis_open(organisaties: Collection[int], dagen: Collection[date]) -> None:
    """Refuse hours on these days when one of the organisations closed that month.

    Locks the organisations, so that a month cannot close between this answer and the write; call it in a transaction.
    """
    list(Organisatie.objects.select_for_update().filter(pk__in=organisaties).order_by("pk").values_list("pk"))
    maanden = {dag.replace(day=1) for dag in dagen}
    dicht = Maandafsluiting.objects.geldig().filter(organisatie__in=organisaties, maand__in=maanden)
    if (rij := dicht.select_related("organisatie").order_by("maand").first()) is not None:
        waar, wie = "", "uw teamleider"
        if len(set(organisaties)) > 1:  # it may be the month of a colleague's organisation
            waar, wie = f" bij {rij.organisatie}", f"de teamleider van {rij.organisatie}"
        raise Onjuist(
            f"{month_year(rij.maand).capitalize()} is gesloten{waar}. Vraag {wie} om de maand te heropenen.",
            "gebeurd_op",
        )

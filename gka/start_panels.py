"""The kernel's own work on the start page: what to do for which pupils, and how many pupils are mine."""

from datetime import date
from typing import Any

from gka import taken
from gka.access.rights import Recht
from gka.models import Leerling, Medewerker


def taken_van(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """What this person has to do for the own pupils, by kind."""
    groepen = taken.overzicht(medewerker, dag)
    return {"groepen": groepen} if groepen else None


def mijn_leerlingen(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """How many pupils; for who can put in a list also when there are none, because that is where the work begins."""
    aantal = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.LEERLING_INZIEN, op=dag).count()
    return {"aantal": aantal} if aantal or medewerker.mag(Recht.LEERLING_INLEZEN) else None

"""The kernel's own panel on the start page: how many pupils are mine."""

from datetime import date
from typing import Any

from gka.access.rights import Recht
from gka.models import Leerling, Medewerker


def mijn_leerlingen(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """How many pupils; for who can put in a list also when there are none, because that is where the work begins."""
    aantal = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.LEERLING_INZIEN, op=dag).count()
    return {"aantal": aantal} if aantal or medewerker.mag(Recht.LEERLING_INLEZEN) else None

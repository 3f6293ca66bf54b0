"""The kernel's own work on the start page: whom to ask for consent, and how many pupils are mine."""

from datetime import date
from typing import Any

from gka.access.rights import Recht
from gka.models import Leerling, Medewerker
from gka.privacy.overview import Stand, met_stand


def toestemming_vragen(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """For who puts in the list: the pupils nobody asked consent for yet."""
    leerlingen = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.LEERLING_INLEZEN, op=dag)
    aantal = len(met_stand(leerlingen, Stand.VRAGEN, op=dag))
    wie = "1 leerling" if aantal == 1 else f"{aantal} leerlingen"
    return {"titel": f"Bij {wie} is nog niet gevraagd of bespreken mag"} if aantal else None


def mijn_leerlingen(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """How many pupils; for who can put in a list also when there are none, because that is where the work begins."""
    aantal = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.LEERLING_INZIEN, op=dag).count()
    return {"aantal": aantal} if aantal or medewerker.mag(Recht.LEERLING_INLEZEN) else None

"""Consent that somebody still has to ask for, one thing at a time."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from gka.models import Leerling
from gka.privacy.overview import Stand, oordeel, stand
from gka.taken import Taak
from gka.workflow import ALLEEN_LEERLING_VANAF, EIGEN_TOESTEMMING_VANAF, Doel, Gever, leeftijd

BESPREKEN, DEELNEMEN, ZELF = "toestemming-bespreken", "toestemming-deelnemen", "toestemming-zelf"
SOORTEN = {
    BESPREKEN: "Vraag toestemming om te bespreken",
    DEELNEMEN: "Vraag toestemming om deel te nemen",
    ZELF: "Vraag de leerling zelf om toestemming",
}


def taken(leerling: Leerling, dag: date) -> Iterator[Taak]:
    """Whom to ask what; nothing more once somebody said no to being discussed."""
    jaren = leeftijd(leerling.geboortedatum, dag)
    wie = f"{leerling.roepnaam} zelf" if jaren >= ALLEEN_LEERLING_VANAF else "de ouders"
    url = reverse("gka:toestemming", kwargs={"pk": leerling.pk})
    bespreken, deelnemen = (stand(oordeel(leerling, doel, op=dag)) for doel in (Doel.BESPREKEN, Doel.DEELNEMEN))
    if bespreken == Stand.VRAGEN:
        yield Taak(BESPREKEN, "Toestemming", f"Vraag {wie} om toestemming om te bespreken.", url)
    if bespreken != Stand.JA:
        return
    if deelnemen == Stand.VRAGEN:
        yield Taak(DEELNEMEN, "Toestemming", f"Vraag {wie} om toestemming om deel te nemen.", url)
    if EIGEN_TOESTEMMING_VANAF <= jaren < ALLEEN_LEERLING_VANAF and not _zelf_gevraagd(leerling):
        zin = f"Vraag ook {leerling.roepnaam} zelf om toestemming: dat hoort vanaf {EIGEN_TOESTEMMING_VANAF} jaar."
        yield Taak(ZELF, "Toestemming", zin, url)


def _zelf_gevraagd(leerling: Leerling) -> bool:
    antwoorden = leerling.huidige_toestemmingen  # type: ignore[attr-defined]
    return any(antwoord.gever == Gever.LEERLING for antwoord in antwoorden)

"""A wish for a school, or for another one, asks for a consent to share with that very school."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from gka.leerling_panels import lopende_school
from gka.models import Leerling
from gka.privacy.overview import Stand, oordeel, stand
from gka.taken import Taak
from gka.workflow import ALLEEN_LEERLING_VANAF, Doel, Keuzesoort, leeftijd

DELEN = "toestemming-delen"
SOORTEN = {DELEN: "Vraag toestemming om te delen met de gewenste school"}


def taken(leerling: Leerling, dag: date) -> Iterator[Taak]:
    """Only about a pupil who may be discussed, and until there is an answer about this school."""
    school = lopende_school(leerling, Keuzesoort.BEOOGD)
    if school is None or stand(oordeel(leerling, Doel.BESPREKEN, op=dag)) != Stand.JA:
        return
    if stand(oordeel(leerling, Doel.DELEN, op=dag, school=school)) == Stand.VRAGEN:
        wie = f"{leerling.roepnaam} zelf" if _alleen_zelf(leerling, dag) else "de ouders"
        url = reverse("gka:toestemming", kwargs={"pk": leerling.pk})
        yield Taak(DELEN, "Toestemming", f"Vraag {wie} om toestemming om te delen met {school}.", url)


def _alleen_zelf(leerling: Leerling, dag: date) -> bool:
    return leeftijd(leerling.geboortedatum, dag) >= ALLEEN_LEERLING_VANAF

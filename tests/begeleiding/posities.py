"""States around the first class, built through actions, for tests."""

from django.utils import timezone

from begeleiding.actions import posities
from begeleiding.klasniveau import Klas, Peilmoment
from begeleiding.models import Positie, Traject
from gka.models import Leerling
from gka.workflow import Doel, Keuzesoort
from tests import build
from tests.cast import Cast

OKTOBER, DECEMBER = Peilmoment.OKTOBER, Peilmoment.DECEMBER
HAVO, VWO, KADER = Klas(5, 5), Klas(6, 6), Klas(3, 3)
PAGINA, TOELATING = "/posities/", "/posities/toelating/"


def toegelaten(cast: Cast, *, roepnaam: str = "Bo", achternaam: str = "Vermeulen") -> Traject:
    """A pupil with a traject who was admitted at Compass, and whose parents let the school know."""
    traject = build.traject(cast, roepnaam=roepnaam, achternaam=achternaam)
    build.zegt(cast, traject.leerling, Doel.DELEN, school=cast.vo_school)
    build.wil_naar(cast, traject.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    return traject


def positie(
    cast: Cast,
    leerling: Leerling,
    klas: Klas | None = HAVO,
    peilmoment: Peilmoment = OKTOBER,
    *,
    gezien: Positie | None = None,
    reden: str = "",
    wie: str = "zorgcoordinator",
) -> Positie:
    """The school records a class, today."""
    return posities.vastleggen(
        leerling=leerling,
        cohort=cast.cohort,
        peilmoment=peilmoment,
        klas=klas,
        gezien=gezien.pk if gezien else None,
        reden=reden,
        door=cast[wie],
        op=timezone.now(),
        dag=timezone.localdate(),
    )

"""The kernel's own panels on the page of a pupil: the school road and the consents."""

from datetime import date
from typing import Any

from gka.access.rights import Recht
from gka.access.scopes import rechten_bij
from gka.models import Leerling, Medewerker, School
from gka.privacy.overview import oordeel, stand
from gka.workflow import Doel, Keuzesoort


def schoolweg(leerling: Leerling, medewerker: Medewerker, dag: date) -> dict[str, Any]:
    """The schools of this pupil, the newest on top."""
    return {"schoolweg": leerling.schoolkeuzes.select_related("school").order_by("-van", "-vastgelegd_op")}


def toestemming(leerling: Leerling, medewerker: Medewerker, dag: date) -> dict[str, Any]:
    """Each purpose with its judgement; who said what only for who records it, others see how it stands."""
    gewenst = lopende_school(leerling, Keuzesoort.BEOOGD)
    mag_vastleggen = Recht.TOESTEMMING_VASTLEGGEN in rechten_bij(leerling, medewerker, dag)
    return {
        "leerling": leerling,
        "oordelen": [_oordeel(leerling, doel, gewenst, dag) for doel in Doel],
        "mag_vastleggen": mag_vastleggen,
    }


def lopende_school(leerling: Leerling, soort: Keuzesoort) -> School | None:
    """The running school of this kind, of what `met_schoolweg` fetched."""
    keuzes = leerling.lopende_schoolkeuzes  # type: ignore[attr-defined]
    return next((keuze.school for keuze in keuzes if keuze.soort == soort), None)


def _oordeel(leerling: Leerling, doel: Doel, gewenst: School | None, dag: date) -> dict[str, Any]:
    """Sharing has no judgement without a school to share with."""
    if doel == Doel.DELEN and gewenst is None:
        return {"doel": doel, "stand": "later", "zin": "Dit vraagt u als de gewenste vo-school bekend is."}
    gegeven = oordeel(leerling, doel, op=dag, school=gewenst if doel == Doel.DELEN else None)
    return {"doel": doel, "stand": stand(gegeven).value, "zin": gegeven.zin, "gronden": gegeven.gronden}

"""The consents of a pupil."""

from datetime import date
from typing import Any

from gka.access.rights import Recht
from gka.access.scopes import rechten_bij
from gka.leerling_panels import lopende_school
from gka.models import Leerling, Medewerker, School
from gka.privacy.overview import oordeel, stand
from gka.workflow import Doel, Keuzesoort


def toestemming(leerling: Leerling, medewerker: Medewerker, dag: date) -> dict[str, Any]:
    """Each purpose with its judgement; who said what only for who records it, others see how it stands."""
    gewenst = lopende_school(leerling, Keuzesoort.BEOOGD)
    mag_vastleggen = Recht.TOESTEMMING_VASTLEGGEN in rechten_bij(leerling, medewerker, dag)
    return {
        "leerling": leerling,
        "oordelen": [_oordeel(leerling, doel, gewenst, dag) for doel in Doel],
        "mag_vastleggen": mag_vastleggen,
    }


def _oordeel(leerling: Leerling, doel: Doel, gewenst: School | None, dag: date) -> dict[str, Any]:
    """Sharing has no judgement without a school to share with."""
    if doel == Doel.DELEN and gewenst is None:
        return {"doel": doel, "stand": "later", "zin": "Dit vraagt u als de gewenste vo-school bekend is."}
    gegeven = oordeel(leerling, doel, op=dag, school=gewenst if doel == Doel.DELEN else None)
    return {"doel": doel, "stand": stand(gegeven).value, "zin": gegeven.zin, "gronden": gegeven.gronden}

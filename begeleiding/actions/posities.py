"""Record where a pupil is in the first class: rows stay, and a correction replaces the one before."""

import uuid
from datetime import date, datetime

from django.db import transaction

from begeleiding.brugklas import peildag
from begeleiding.klasniveau import Correctiereden, Klas, Peilmoment
from begeleiding.models import Positie
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Cohort, Leerling, Medewerker
from gka.privacy.consent import mag_delen
from gka.templatetags.formatting import date_medium
from gka.workflow import Keuzesoort, Ontvanger


class Tussendoor(NietToegestaan):
    """Somebody else filled it in since the page was shown; `positie` is what stands now."""

    def __init__(self, positie: Positie) -> None:
        super().__init__(f"Een collega vulde intussen ‘{positie}’ in. Klopt uw keuze? Sla dan nog een keer op.")
        self.positie = positie


class GeenReden(NietToegestaan):
    """What was recorded is corrected with a reason."""

    def __init__(self) -> None:
        super().__init__("Kies waarom u dit verbetert.")


@transaction.atomic
def vastleggen(
    *,
    leerling: Leerling,
    cohort: Cohort,
    peilmoment: Peilmoment,
    klas: Klas | None,
    gezien: uuid.UUID | None,
    door: Medewerker,
    op: datetime,
    dag: date,
    reden: str = "",
) -> Positie:
    """Record the levels of the class (None: the school does not know yet), on the day of the measurement or later.

    The same again is no new row. `gezien` is the position that was shown; when another one stands, nothing is written.
    What was recorded is corrected with a reason from the list; that something is known now, is reason enough.
    """
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    huidig: Positie | None = (
        Positie.objects.huidig().filter(leerling=leerling, cohort=cohort, peilmoment=peilmoment).first()
    )
    if huidig and huidig.klas == klas:
        return huidig
    if huidig and huidig.pk != gezien:
        raise Tussendoor(huidig)
    _eis_kan(leerling, cohort, peilmoment, dag)
    nieuw = Positie.objects.create(
        leerling=leerling,
        cohort=cohort,
        peilmoment=peilmoment,
        laag=klas.laag if klas else None,
        hoog=klas.hoog if klas else None,
        vastgelegd_door=door,
        vastgelegd_op=op,
        vervangt=huidig,
        reden=_reden(huidig, reden),
    )
    leg_vast(
        "positie.vastgelegd",
        door=door,
        op=op,
        onderwerp=nieuw,
        peilmoment=peilmoment,
        verbeterd=huidig is not None,
    )
    return nieuw


def _reden(huidig: Positie | None, reden: str) -> str:
    if huidig is None:
        return ""
    if reden in Correctiereden.values:
        return reden
    if huidig.klas is None:
        return Correctiereden.BEKEND
    raise GeenReden


def _eis_kan(leerling: Leerling, cohort: Cohort, peilmoment: Peilmoment, dag: date) -> None:
    vanaf = peildag(peilmoment, cohort)
    if dag < vanaf:
        raise NietToegestaan(f"U kunt dit invullen vanaf {date_medium(vanaf)}.")
    if not leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.DEFINITIEF).exists():
        raise NietToegestaan("Deze leerling is nog op geen middelbare school toegelaten.")
    if not leerling.trajecten.echt().filter(cohort=cohort).exists():
        raise NietToegestaan("Deze leerling wordt dit jaar niet begeleid. U hoeft niets in te vullen.")
    if not mag_delen(leerling, Ontvanger.TRAJECT, op=dag):
        raise NietToegestaan("Er is geen toestemming meer. U hoeft niets in te vullen.")

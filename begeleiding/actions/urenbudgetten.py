"""Writes about the minutes a week that somebody has for guidance."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from begeleiding.models import Urenbudget
from begeleiding.workflow import BUDGET_HOOGSTENS, Onjuist
from gka.access.rights import Recht, rollen_met
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Medewerker
from gka.templatetags.formatting import date_numeric


@transaction.atomic
def vaststellen(
    *,
    aanstelling: Aanstelling,
    van: date,
    minuten_per_week: int,
    door: Medewerker,
    op: datetime,
    tot: date | None = None,
) -> Urenbudget:
    """Give an appointment a budget per school week from `van` on; the one before it ends the day before.

    History stays: a budget that counted on earlier days keeps them. Only what was recorded today is replaced.
    """
    aanstelling = Aanstelling.objects.select_for_update().get(pk=aanstelling.pk)
    _eis_klopt(aanstelling, van, tot, minuten_per_week)
    _maak_plaats(aanstelling, van, tot, vandaag=timezone.localdate(op))
    budget = Urenbudget.objects.create(
        aanstelling=aanstelling,
        van=van,
        tot=tot,
        minuten_per_week=minuten_per_week,
        vastgelegd_door=door,
        vastgelegd_op=op,
    )
    leg_vast(
        "urenbudget.vastgelegd",
        door=door,
        op=op,
        onderwerp=budget,
        voor=aanstelling.medewerker_id,
        minuten=minuten_per_week,
        van=van,
    )
    return budget


def _eis_klopt(aanstelling: Aanstelling, van: date, tot: date | None, minuten: int) -> None:
    if aanstelling.rol not in rollen_met(Recht.CONTACT_VASTLEGGEN):
        raise NietToegestaan("Een urenbudget is voor een schoolmaatschappelijk werker.")
    if not 1 <= minuten <= BUDGET_HOOGSTENS:
        raise Onjuist("Een budget is 1 minuut tot 60 uur per week.", "uren")
    if tot is not None and tot < van:
        raise Onjuist("De laatste dag ligt voor de eerste dag.", "tot")
    if van < aanstelling.van or (aanstelling.tot is not None and van > aanstelling.tot):
        raise Onjuist("De aanstelling geldt niet op die dag. Kies een andere dag.", "van")


def _maak_plaats(aanstelling: Aanstelling, van: date, tot: date | None, *, vandaag: date) -> None:
    """End the budget that runs on `van`; refuse to write over one that begins later or on that day."""
    for oud in Urenbudget.objects.filter(aanstelling=aanstelling).order_by("van"):
        if oud.tot is not None and oud.tot < van:
            continue
        if oud.van < van:
            oud.tot = van - timedelta(days=1)
            oud.save(update_fields=["tot"])
        elif timezone.localdate(oud.vastgelegd_op) == vandaag and oud.van == van:
            oud.delete()
        elif tot is None or oud.van <= tot:
            raise Onjuist(f"Vanaf {date_numeric(oud.van)} is er al een budget. Kies een latere dag.", "van")

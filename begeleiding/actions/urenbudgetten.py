"""Writes about the minutes a week that somebody has for guidance."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from begeleiding.models import Maandafsluiting, Urenbudget
from begeleiding.workflow import BUDGET_HOOGSTENS, Onjuist
from gka.access.rights import Recht, rollen_met
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Medewerker
from gka.templatetags.formatting import date_numeric, month_year


@transaction.atomic
def vaststellen(
    *,
    aanstelling: Aanstelling,
    van: date,
    minuten_per_week: int,
    door: Medewerker,
    op: datetime,
    tot: date | None = None,
    reden: str = "",
) -> Urenbudget:
    """Give an appointment a budget per school week from `van` on; the one before it ends the day before.

    With `tot` the one that it interrupts goes on the day after. History stays: a budget that counted on earlier days
    keeps them. What begins on `van` is replaced when it was recorded today; what else begins on `van` or later only
    with a reason, as long as no month that changes is closed, and what stood there is in the audit.
    """
    aanstelling = Aanstelling.objects.select_for_update().get(pk=aanstelling.pk)
    _eis_klopt(aanstelling, van, tot, minuten_per_week)
    reden = reden.strip()
    verbetert = _maak_plaats(aanstelling, van, tot, reden=reden, door=door, op=op)
    budget = Urenbudget.objects.create(
        aanstelling=aanstelling,
        van=van,
        tot=tot,
        minuten_per_week=minuten_per_week,
        reden=reden if verbetert else "",
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


def _maak_plaats(
    aanstelling: Aanstelling, van: date, tot: date | None, *, reden: str, door: Medewerker, op: datetime
) -> bool:
    """End the budget that runs on `van`, and let it go on after `tot`. Answers whether a mistake was replaced."""
    verbetert = False
    for oud in Urenbudget.objects.filter(aanstelling=aanstelling).order_by("van"):
        if (oud.tot is not None and oud.tot < van) or (tot is not None and oud.van > tot):
            continue
        begon, eindigde = oud.van, oud.tot
        if begon < van:
            oud.tot = van - timedelta(days=1)
            oud.save(update_fields=["tot"])
        else:
            if timezone.localdate(oud.vastgelegd_op) != timezone.localdate(op) or begon != van:
                _eis_verbeteren(aanstelling, oud, van, tot, reden)
                _leg_verbetering_vast(oud, door, op)
                verbetert = True
            oud.delete()
        if tot is not None and (eindigde is None or eindigde > tot):
            Urenbudget.objects.create(
                aanstelling=aanstelling,
                van=tot + timedelta(days=1),
                tot=eindigde,
                minuten_per_week=oud.minuten_per_week,
                reden=oud.reden,
                vastgelegd_door=oud.vastgelegd_door,
                vastgelegd_op=oud.vastgelegd_op,
            )
    return verbetert


def _eis_verbeteren(aanstelling: Aanstelling, oud: Urenbudget, van: date, tot: date | None, reden: str) -> None:
    if not reden:
        zin = f"Vanaf {date_numeric(oud.van)} is er al een budget."
        raise Onjuist(f"{zin} Kies een latere dag, of schrijf bij ‘Reden’ op wat er niet klopte.", "van")
    maanden = Maandafsluiting.objects.geldig().filter(
        organisatie=aanstelling.organisatie_id, maand__gte=van.replace(day=1)
    )
    dicht = (maanden if tot is None else maanden.filter(maand__lte=tot)).order_by("maand").first()
    if dicht is not None:
        raise Onjuist(f"{month_year(dicht.maand).capitalize()} is gesloten. Heropen eerst die maand.", "van")


def _leg_verbetering_vast(oud: Urenbudget, door: Medewerker, op: datetime) -> None:
    leg_vast(
        "urenbudget.verbeterd",
        door=door,
        op=op,
        onderwerp=oud,
        voor=oud.aanstelling.medewerker_id,
        minuten=oud.minuten_per_week,
        van=oud.van,
        tot=oud.tot or "open",
    )

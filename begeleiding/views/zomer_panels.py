"""Summer activities on other pages: what asks for attention on the start page, and the card of one pupil's traject."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from begeleiding.models import Aanmelding, Aanwezigheidslijst, Traject, Zomeractiviteit, Zomerdag, Zomerdeelname
from begeleiding.querysets.zomer import Bezetting
from begeleiding.workflow import Zomerstatus
from gka.access.rights import Recht
from gka.audit.record import leg_vast
from gka.models import Medewerker
from gka.templatetags.formatting import day_relative, join_and
from gka.werk import DRINGEND, Werkregel

# A day that nobody confirmed is asked about for so long.
VRAAG_NOG = timedelta(days=14)


@dataclass(frozen=True)
class Nieuws:
    """What changed about an activity for own pupils, until somebody says "Gezien": called off, other days or place, or
    a place that went to somebody else while there was no consent."""

    activiteit: Zomeractiviteit
    afgelast: bool
    gewijzigd: bool
    namen: str
    wachten_weer: str


@dataclass(frozen=True)
class Meedoen:
    """One enrolment on the card of a traject."""

    aanmelding: Aanmelding
    stand: str
    toon: str
    dagen_erbij: int


@dataclass(frozen=True)
class _Stand:
    """The enrolments of the own pupils that may be talked about, and who has a place in their activities."""

    alle: list[Aanmelding]
    bezetting: Mapping[UUID, Bezetting]

    @classmethod
    def van(cls, medewerker: Medewerker, dag: date) -> "_Stand":
        mijn = Aanmelding.objects.zichtbaar_voor(medewerker, recht=Recht.CONTACT_VASTLEGGEN, op=dag)
        rows = mijn.sinds(dag - VRAAG_NOG).met_toestemming(dag).filter(activiteit__tot__gte=dag - VRAAG_NOG)
        rows = rows.select_related("activiteit", "traject__leerling").prefetch_related("activiteit__wijzigingen")
        alle = list(rows.order_by("activiteit__van", "activiteit", "nummer"))
        bezetting = Aanmelding.objects.bezetting({rij.activiteit for rij in alle}, op=dag) if alle else {}
        return cls(alle, bezetting)


def vandaag(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """A place that came free, and what changed about an activity. As many queries for one as for many."""
    stand = _Stand.van(medewerker, dag)
    bezetting = stand.bezetting
    rijen = [rij for rij in stand.alle if rij.pk in bezetting[rij.activiteit_id].op_volgorde]
    open_ = [rij for rij in rijen if rij.activiteit.status == Zomerstatus.GEPUBLICEERD]
    met_plek = [rij for rij in open_ if rij.pk in bezetting[rij.activiteit_id].met_plek]
    nieuw = [rij for rij in met_plek if _plek_is_nieuw(rij, bezetting[rij.activiteit_id]) and rij.activiteit.tot >= dag]
    nieuws = list(_nieuws([rij for rij in rijen if rij.activiteit.tot >= dag], bezetting))
    if not (nieuw or nieuws):
        return None
    sleutels = sorted({str(rij.traject.leerling_id) for rij in rijen})
    leg_vast("aanmeldingen.gezien", door=medewerker, op=timezone.now(), sleutels=sleutels, aantal=len(sleutels))
    return {"nieuw": nieuw, "nieuws": nieuws, "aantal": len(nieuw) + len(nieuws)}


def werk(medewerker: Medewerker, dag: date) -> Iterator[Werkregel]:
    """The days to confirm."""
    stand = _Stand.van(medewerker, dag)
    had_plek = [rij for rij in stand.alle if rij.pk not in stand.bezetting[rij.activiteit_id].zonder_plek]
    for zomerdag in _te_bevestigen(had_plek, medewerker, dag):
        zin = f"{zomerdag.activiteit.naam}: bevestig wie er was"
        yield Werkregel(day_relative(zomerdag.dag), zin, zomerdag.get_absolute_url(), DRINGEND)


def _plek_is_nieuw(rij: Aanmelding, bezetting: Bezetting) -> bool:
    return rij.plek_gezien_op is None and (rij.wachtte or rij.pk in bezetting.terug)


def _nieuws(rijen: list[Aanmelding], bezetting: Mapping[UUID, Bezetting]) -> Iterator[Nieuws]:
    """One notice per activity, with the own pupils it is about."""
    for _, groep in groupby(rijen, key=lambda rij: rij.activiteit_id):
        samen = list(groep)
        activiteit, plekken = samen[0].activiteit, bezetting[samen[0].activiteit_id]
        momenten = [een.gewijzigd_op for een in activiteit.wijzigingen.all() if een.raakt_wie_meedoet]
        anders = [rij for rij in samen if any(_nog_niet_gezien(rij, moment) for moment in momenten)]
        afgelast = [rij for rij in samen if activiteit.afgelast_op and _nog_niet_gezien(rij, activiteit.afgelast_op)]
        weer = [rij for rij in samen if rij.pk in plekken.terug and plekken.wachtplek(rij.pk)]
        weer = [rij for rij in weer if _nog_niet_gezien(rij, plekken.terug[rij.pk])]
        if activiteit.afgelast_op:
            anders, weer = afgelast, []
        if anders or weer:
            yield Nieuws(activiteit, bool(afgelast), bool(anders), _namen(anders), _namen(weer))


def _nog_niet_gezien(rij: Aanmelding, moment: datetime) -> bool:
    return moment > (rij.nieuws_gezien_op or rij.aangemeld_op)


def _namen(rijen: list[Aanmelding]) -> str:
    return join_and([rij.traject.leerling.korte_naam for rij in rijen])


def _te_bevestigen(had_plek: list[Aanmelding], medewerker: Medewerker, dag: date) -> list[Zomerdag]:
    """Days up to today with an own pupil about whom nobody said yet whether he or she was there."""
    if not had_plek:
        return []
    per_activiteit: dict[UUID, list[Aanmelding]] = defaultdict(list)
    for rij in had_plek:
        per_activiteit[rij.activiteit_id].append(rij)
    dagen = list(Zomerdag.objects.tussen(dag - VRAAG_NOG, dag).doorgegaan().filter(activiteit__in=per_activiteit))
    mijn = set(Aanwezigheidslijst.objects.van_mij(medewerker).filter(dag__in=dagen).values_list("dag", flat=True))
    er_was: dict[UUID, set[UUID]] = defaultdict(set)
    for zomerdag, traject in Zomerdeelname.objects.op_dagen(dagen).values_list("dag", "traject"):
        er_was[zomerdag].add(traject)
    return [
        een
        for een in dagen
        if een.pk not in mijn
        and {rij.traject_id for rij in per_activiteit[een.activiteit_id] if _deed_mee(rij, een.dag)} - er_was[een.pk]
    ]


def _deed_mee(rij: Aanmelding, dag: date) -> bool:
    """Was still enrolled on this day, with a traject that ran."""
    einden = [timezone.localdate(moment) for moment in (rij.afgemeld_op, rij.traject.gesloten_op) if moment]
    return all(dag <= einde for einde in einden)


def kaart(traject: Traject, dag: date) -> dict[str, Any]:
    """What this pupil joins or joined, for whoever sees the traject."""
    rows = traject.aanmeldingen.select_related("activiteit__organisatie").order_by(
        "activiteit__van", "activiteit", "nummer"
    )
    rijen = list(rows)
    bezetting = Aanmelding.objects.bezetting({rij.activiteit for rij in rijen}, op=dag)
    per_activiteit = traject.zomerdeelnames.order_by().values("dag__activiteit").annotate(aantal=Count("pk"))
    geweest = dict(per_activiteit.values_list("dag__activiteit", "aantal"))
    return {
        "traject": traject,
        "meedoen": [
            Meedoen(
                rij,
                *stand_van(rij, bezetting[rij.activiteit_id].wachtplek(rij.pk), geweest.get(rij.activiteit_id, 0), dag),
                geweest.get(rij.activiteit_id, 0),
            )
            for rij in rijen
        ],
    }


def stand_van(rij: Aanmelding, wachtplek: int | None, geweest: int, dag: date) -> tuple[str, str]:
    """How it is with an enrolment on this day, in words and as the tone of its tag. `geweest` counts days."""
    if rij.afgemeld_op is not None:
        return f"afgemeld: {rij.get_reden_display()}", "quiet"
    if rij.activiteit.status == Zomerstatus.AFGELAST:
        return "gaat niet door", "attention"
    if not rij.activiteit.komt_of_loopt(dag):
        return ("deed mee" if geweest else "voorbij, geen dag bevestigd"), "quiet"
    return (f"wachtlijst: {wachtplek}e", "attention") if wachtplek else ("heeft een plek", "done")

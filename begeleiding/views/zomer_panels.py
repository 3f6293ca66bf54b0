"""Summer activities on other pages: what asks for attention on the start page, and the card of one pupil's traject."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from begeleiding.models import Aanmelding, Aanwezigheidslijst, Traject, Zomeractiviteit, Zomerdag, Zomerdeelname
from begeleiding.workflow import Zomerstatus
from gka.access.rights import Recht
from gka.audit.record import leg_vast
from gka.models import Medewerker
from gka.templatetags.formatting import join_and

# A day that nobody confirmed is asked about for so long.
VRAAG_NOG = timedelta(days=14)


@dataclass(frozen=True)
class Meedoen:
    """One enrolment on the card of a traject."""

    aanmelding: Aanmelding
    stand: str
    toon: str
    dagen_erbij: int


def vandaag(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """A place that came free, an activity that is called off, a day to confirm. As many queries for one as for many."""
    mijn = Aanmelding.objects.zichtbaar_voor(medewerker, recht=Recht.CONTACT_VASTLEGGEN, op=dag)
    rows = mijn.sinds(dag - VRAAG_NOG).met_toestemming(dag).filter(activiteit__tot__gte=dag - VRAAG_NOG)
    alle = list(
        rows.select_related("activiteit", "traject__leerling").order_by("activiteit__van", "activiteit", "nummer")
    )
    bezetting = Aanmelding.objects.bezetting({rij.activiteit for rij in alle}, op=dag) if alle else {}
    rijen = [rij for rij in alle if rij.pk in bezetting[rij.activiteit_id].op_volgorde]
    open_ = [rij for rij in rijen if rij.activiteit.status == Zomerstatus.GEPUBLICEERD]
    met_plek = [rij for rij in open_ if rij.pk in bezetting[rij.activiteit_id].met_plek]
    nieuw = [rij for rij in met_plek if rij.wachtte and rij.plek_gezien_op is None and rij.activiteit.tot >= dag]
    afgelast = _afgelast(rij for rij in rijen if rij.activiteit.tot >= dag)
    had_plek = [rij for rij in alle if rij.pk not in bezetting[rij.activiteit_id].zonder_plek]
    dagen = _te_bevestigen(had_plek, medewerker, dag)
    if not (nieuw or afgelast or dagen):
        return None
    sleutels = sorted({str(rij.traject.leerling_id) for rij in rijen})
    leg_vast("aanmeldingen.gezien", door=medewerker, op=timezone.now(), sleutels=sleutels, aantal=len(sleutels))
    return {"nieuw": nieuw, "afgelast": afgelast, "dagen": dagen}


def _afgelast(rijen: Iterable[Aanmelding]) -> list[tuple[Zomeractiviteit, str]]:
    namen: dict[Zomeractiviteit, list[str]] = defaultdict(list)
    for rij in rijen:
        if rij.activiteit.status == Zomerstatus.AFGELAST:
            namen[rij.activiteit].append(rij.traject.leerling.korte_naam)
    return [(activiteit, join_and(wie)) for activiteit, wie in namen.items()]


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
                rij, *_stand(rij, bezetting[rij.activiteit_id].wachtplek(rij.pk)), geweest.get(rij.activiteit_id, 0)
            )
            for rij in rijen
        ],
    }


def _stand(rij: Aanmelding, wachtplek: int | None) -> tuple[str, str]:
    if rij.afgemeld_op is not None:
        return f"afgemeld: {rij.get_reden_display()}", "quiet"
    if rij.activiteit.status == Zomerstatus.AFGELAST:
        return "afgelast", "attention"
    return (f"wachtlijst: {wachtplek}e", "attention") if wachtplek else ("heeft een plek", "done")

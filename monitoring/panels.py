"""Panels of monitoring on the start page."""

from datetime import date
from typing import Any

from django.utils import timezone

from gka.access.rights import Recht
from gka.models import Cohort, Medewerker
from monitoring import screens
from monitoring.models import Exportaanvraag, Rapport
from monitoring.onthulling import catalogus, lezen


def cijfers(medewerker: Medewerker, op: date) -> dict[str, Any] | None:
    """The answer of the dashboard and the newest report; nothing as long as there are no figures."""
    recht = Recht.DASHBOARD_INZIEN
    wie = lezen.kijker(medewerker, recht=recht, op=op)
    if wie is None:
        return None
    cohorten = list(Cohort.objects.zichtbaar_voor(medewerker, recht=recht).filter(regio=wie.regio).order_by("-jaar"))
    met = lezen.met_cijfers(cohorten)
    cohort = next((cohort for cohort in cohorten if cohort.pk in met), None)
    stand = lezen.kerncijfers(wie, cohort) if cohort else None
    if stand is None:
        return None
    rapport = Rapport.objects.zichtbaar_voor(medewerker, recht=Recht.RAPPORT_INZIEN).nieuwste().first()
    ondersteund = stand[catalogus.A3]
    return {
        "antwoord": screens.antwoord(ondersteund),
        "ondersteund": ondersteund,
        "cohort": cohort,
        "rapport": rapport,
    }


def plekken(medewerker: Medewerker, op: date) -> dict[str, Any] | None:
    """The places as they are used today, of the newest cohort that has begun."""
    recht = Recht.BEZETTING_INZIEN
    cohorten = Cohort.objects.zichtbaar_voor(medewerker, recht=recht).filter(jaar__lte=op.year)
    cohort = cohorten.select_related("regio").order_by("-jaar").first()
    rijen = lezen.bezetting_nu(medewerker, cohort, op=op) if cohort else []
    return {"plekken": rijen, "vandaag": op} if rijen else None


def exports(medewerker: Medewerker, op: date) -> dict[str, Any] | None:
    """The newest requests of this researcher."""
    rows = Exportaanvraag.objects.zichtbaar_voor(medewerker, recht=Recht.EXPORT_AANVRAGEN).met_stand().nieuwste()[:3]
    regels = [screens.exportregel(aanvraag, timezone.now()) for aanvraag in rows]
    return {"regels": regels} if regels else None

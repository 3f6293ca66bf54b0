"""Signals on the start page: of the own pupils, and for who divides the work per worker."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from begeleiding import signalen
from begeleiding.models import Traject
from begeleiding.querysets.trajecten import TrajectQuerySet
from begeleiding.signalen import Signaal
from gka.access.rights import Recht
from gka.audit.record import leg_vast
from gka.models import Medewerker


def adres(**filter_: Any) -> str:
    """The list of trajecten with this filter."""
    return f"{reverse('begeleiding:trajecten')}?{urlencode(filter_)}"


def regels(trajecten: TrajectQuerySet, dag: date) -> list[dict[str, Any]]:
    """One line per signal: how many pupils, in words, and the list that shows them."""
    return [
        {
            "aantal": groep.aantal,
            "kort": groep.kort,
            "toon": "attention" if groep.laat else "quiet",
            "url": adres(signaal=groep.signaal.value),
        }
        for groep in signalen.groepen(signalen.van(trajecten, dag))
    ]


def team(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """Per worker of the own organisation: how many pupils, and how many of them need somebody now."""
    trajecten = Traject.objects.zichtbaar_voor(medewerker, recht=Recht.TOEWIJZEN, op=dag)
    werkers = signalen.per_medewerker(trajecten, dag)
    if not werkers:
        return None
    voorkomend = [signaal for signaal in Signaal if any(werker.geteld[signaal] for werker in werkers)]
    leg_vast("signalen.gezien", door=medewerker, op=timezone.now(), aantal=len(werkers))
    return {
        "signalen": [signaal.label for signaal in voorkomend],
        "werkers": [_werker(werker, voorkomend) for werker in werkers],
    }


def _werker(werker: signalen.Werker, voorkomend: list[Signaal]) -> dict[str, Any]:
    cellen = [
        {
            "label": signaal.label,
            "aantal": werker.geteld[signaal],
            "url": adres(medewerker=werker.pk, signaal=signaal.value),
        }
        for signaal in voorkomend
    ]
    return {"naam": werker.naam, "aantal": werker.aantal, "url": adres(medewerker=werker.pk), "cellen": cellen}

"""What needs somebody now on the start page: of the own pupils, and for who divides the work per worker."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from begeleiding import signalen
from begeleiding.filters import AFSLUITEN
from begeleiding.models import Traject
from begeleiding.querysets.trajecten import TrajectQuerySet
from begeleiding.signalen import Signaal
from gka.access.rights import Recht
from gka.audit.record import leg_vast
from gka.models import Medewerker
from gka.templatetags.formatting import before, counted
from gka.werk import DRINGEND, Werkregel


def adres(**filter_: Any) -> str:
    """The list of trajecten with this filter."""
    return f"{reverse('begeleiding:trajecten')}?{urlencode(filter_)}"


def werk(medewerker: Medewerker, dag: date) -> Iterator[Werkregel]:
    """Of the own pupils: one line per signal with the list that shows them, and how many trajecten are to be closed."""
    caseload = Traject.objects.zichtbaar_voor(medewerker, recht=Recht.CONTACT_VASTLEGGEN, op=dag).lopend()
    for groep in signalen.groepen(signalen.van(caseload, dag)):
        aantal, toon = counted(groep.aantal, "leerling,leerlingen"), DRINGEND if groep.laat else "quiet"
        yield Werkregel(aantal, capfirst(groep.kort), adres(signaal=groep.signaal.value), toon)
    yield from _af_te_sluiten(
        caseload.begeleid_door(medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag), dag), dag
    )


def _af_te_sluiten(trajecten: TrajectQuerySet, dag: date) -> Iterator[Werkregel]:
    """How many trajecten are to be closed, before which day; nothing until that month."""
    geteld = trajecten.af_te_sluiten(dag).aggregate(aantal=Count("pk"), voor=Min("cohort__stappen__datum"))
    if aantal := geteld["aantal"]:
        zin = counted(aantal, "traject afsluiten,trajecten afsluiten")
        toon = DRINGEND if geteld["voor"] < dag else "quiet"
        yield Werkregel(before(geteld["voor"]), zin, adres(signaal=AFSLUITEN), toon)


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

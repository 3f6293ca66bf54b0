"""Consent that somebody still has to ask for, one thing at a time."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from gka.leerling_panels import lopende_school
from gka.models import Leerling, School, Toestemming
from gka.privacy import texts
from gka.privacy.overview import Stand, oordeel, stand, zelf_gezegd
from gka.taken import Taak
from gka.templatetags.formatting import before, date_medium, join_and
from gka.workflow import (
    ALLEEN_LEERLING_VANAF,
    EIGEN_TOESTEMMING_VANAF,
    Doel,
    Keuzesoort,
    Toestemmingstand,
    leeftijd,
    verjaardag,
)

BESPREKEN, DEELNEMEN, ZELF = "toestemming-bespreken", "toestemming-deelnemen", "toestemming-zelf"
ZESTIEN, OPNIEUW = "toestemming-zestien", "toestemming-opnieuw"
SOORTEN = {
    BESPREKEN: "Vraag toestemming om te bespreken",
    DEELNEMEN: "Vraag toestemming om deel te nemen",
    ZELF: "Vraag de leerling zelf om toestemming",
    ZESTIEN: "Vraag de leerling zelf om toestemming voor de 16e verjaardag",
    OPNIEUW: "Vraag toestemming opnieuw: de tekst is veranderd",
}
# How long one has after the twelfth birthday (domein 5.2), and how long before the sixteenth one is told.
RUIMTE_NA_TWAALF = timedelta(days=30)
VOORAF_AAN_ZESTIEN = timedelta(weeks=6)


def taken(leerling: Leerling, dag: date) -> Iterator[Taak]:
    """Whom to ask what; nothing more once somebody said no to being discussed."""
    jaren = leeftijd(leerling.geboortedatum, dag)
    wie = f"{leerling.roepnaam} zelf" if jaren >= ALLEEN_LEERLING_VANAF else "de ouders"
    url = reverse("gka:toestemming", kwargs={"pk": leerling.pk})
    bespreken, deelnemen = (stand(oordeel(leerling, doel, op=dag)) for doel in (Doel.BESPREKEN, Doel.DEELNEMEN))
    if bespreken == Stand.VRAGEN:
        yield Taak(BESPREKEN, "Toestemming", f"Vraag {wie} om toestemming om te bespreken.", url)
    if bespreken != Stand.JA:
        return
    if deelnemen == Stand.VRAGEN:
        yield Taak(DEELNEMEN, "Toestemming", f"Vraag {wie} om toestemming om deel te nemen.", url)
    if jaren < ALLEEN_LEERLING_VANAF:
        yield from _verjaardagen(leerling, dag, jaren, url)
    if oud := [doel.label for doel, school in _lopend(leerling, dag) if _oude_tekst(leerling, doel, school)]:
        yield Taak(OPNIEUW, "Toestemming", f"De tekst is veranderd. Vraag opnieuw: {join_and(oud)}.", url)


def _verjaardagen(leerling: Leerling, dag: date, jaren: int, url: str) -> Iterator[Taak]:
    """What runs on the yes of the parents needs the pupil's own: asked for at 12, and from 16 the only one."""
    lopend = [(doel, zelf_gezegd(leerling, doel, school)) for doel, school in _lopend(leerling, dag)]
    vragen = [doel.label for doel, gezegd in lopend if gezegd in (None, Toestemmingstand.GEVRAAGD)]
    zestien = verjaardag(leerling.geboortedatum, ALLEEN_LEERLING_VANAF)
    if not vragen:
        return
    if dag >= zestien - VOORAF_AAN_ZESTIEN:
        zin = (
            f"{leerling.roepnaam} wordt 16 op {date_medium(zestien)}. Dan telt het ja van de ouders niet meer. "
            f"Vraag {leerling.roepnaam} zelf: {join_and(vragen)}."
        )
        yield Taak(ZESTIEN, "Toestemming", zin, url, voor=zestien)
    elif jaren >= EIGEN_TOESTEMMING_VANAF:
        uiterlijk = verjaardag(leerling.geboortedatum, EIGEN_TOESTEMMING_VANAF) + RUIMTE_NA_TWAALF
        voor = uiterlijk if dag <= uiterlijk else None
        wanneer = f", {before(voor).lower()}" if voor else ""
        zin = f"Vraag ook {leerling.roepnaam} zelf (vanaf {EIGEN_TOESTEMMING_VANAF} jaar){wanneer}: {join_and(vragen)}."
        yield Taak(ZELF, "Toestemming", zin, url, voor=voor)


def _lopend(leerling: Leerling, dag: date) -> Iterator[tuple[Doel, School | None]]:
    """The purposes there is consent for, with the wished school for *delen*."""
    gewenst = lopende_school(leerling, Keuzesoort.BEOOGD)
    for doel in Doel:
        school = gewenst if doel == Doel.DELEN else None
        if (doel != Doel.DELEN or school) and oordeel(leerling, doel, op=dag, school=school):
            yield doel, school


def _oude_tekst(leerling: Leerling, doel: Doel, school: School | None) -> bool:
    """Was every yes given to a text that is to be asked again?"""
    antwoorden: list[Toestemming] = leerling.huidige_toestemmingen  # type: ignore[attr-defined]
    ja = [
        rij.tekstversie
        for rij in antwoorden
        if rij.doel == doel
        and rij.stand == Toestemmingstand.JA
        and rij.ontvangende_school_id == (school.pk if school else None)
    ]
    return all(texts.opnieuw_vragen(doel, versie) for versie in ja)

"""What begeleiding hangs on pages of the kernel: the SMW's day on the start page, and the traject on a pupil's page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from begeleiding.models import Contact, Contactdeelname, Inzet, Toewijzing, Traject
from begeleiding.querysets.verdeling import te_verdelen
from begeleiding.views.caseload import alleen_po, eigen_leerlingen, laatst_gebruikt, met_namen
from begeleiding.views.rows import fase_op
from begeleiding.workflow import CONTACTSOORTEN, SNELLE_SOORTEN, Fase, Trajectstatus, snelle_soort
from gka.access.rights import RECHTEN, Recht
from gka.access.scopes import visible
from gka.access.table import Rol
from gka.audit.record import leg_vast
from gka.models import Aanstelling, Keuze, Leerling, Medewerker
from gka.templatetags.formatting import day_relative, duration_short

KAARTEN_HOOGSTENS = 20
# With more pupils than this there is a list of names to jump to one.
ZOEKEN_VANAF = 12
STATUSSEN: dict[str, str] = {
    status.value: f"traject {status.label}" for status in Trajectstatus if status != Trajectstatus.VOORGESTELD
}


@dataclass(frozen=True)
class Kaart:
    """One pupil on the start page: what was last done, and the kinds of contact as buttons."""

    traject: Traject
    naam: str
    fase: Fase
    laatste: str
    knoppen: list[tuple[str, str]]
    herhaal: str = ""
    waarneming: str = ""

    @property
    def anker(self) -> str:
        """Where on the page this card is."""
        return f"kaart-{self.traject.pk}"


def vandaag(medewerker: Medewerker, dag: date) -> dict[str, Any]:
    """The own pupils, the one worked with last on top. As many queries for one pupil as for twenty."""
    werk = medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)
    alle = met_namen(laatst_gebruikt(eigen_leerlingen(medewerker, dag)))
    kaarten = _kaarten(alle[:KAARTEN_HOOGSTENS], werk, dag)
    genoemd = alle if len(alle) > ZOEKEN_VANAF else alle[:KAARTEN_HOOGSTENS]
    sleutels = [traject.leerling_id for traject, _ in genoemd]
    leg_vast("caseload.gezien", door=medewerker, op=timezone.now(), sleutels=sleutels, aantal=len(sleutels))
    maandag = dag - timedelta(days=dag.weekday())
    return {
        "kaarten": kaarten,
        "zoek": _zoeklijst(alle, kaarten) if len(alle) > ZOEKEN_VANAF else [],
        "aantal": len(alle),
        "minuten": Inzet.objects.minuten(werk, van=maandag, tot=dag),
        "alleen_po": alleen_po(medewerker, dag),
    }


def _zoeklijst(alle: Sequence[tuple[Traject, str]], kaarten: Sequence[Kaart]) -> list[tuple[str, str]]:
    """Every own pupil by name, with the card of the page, or the form to record a contact where there is no card."""
    op_pagina = {kaart.traject.pk: f"#{kaart.anker}" for kaart in kaarten}
    paren = [(naam, op_pagina.get(traject.pk) or f"{_contact(traject)}?soort=") for traject, naam in alle]
    return sorted(paren, key=lambda paar: paar[0].casefold())


def _contact(traject: Traject) -> str:
    return reverse("begeleiding:contact", kwargs={"pk": traject.pk})


def _kaarten(namen: Sequence[tuple[Traject, str]], werk: Sequence[Aanstelling], dag: date) -> list[Kaart]:
    ids = [traject.pk for traject, _ in namen]
    contacten = Contact.objects.laatste_per_traject(ids)
    regio = werk[0].organisatie.regio_id
    codes = Keuze.objects.van_lijst(regio, CONTACTSOORTEN, op=dag).values_list("code", flat=True)
    gebruik = {snelle_soort(code) for code in codes}
    soorten = [(code, woord) for code, woord in SNELLE_SOORTEN.items() if code in gebruik] + [("anders", "Anders")]
    waarnemingen = _waarnemingen(ids, werk, dag)
    kaarten = []
    for traject, naam in namen:
        pk, adres = traject.pk, _contact(traject)
        kaarten.append(
            Kaart(
                traject=traject,
                naam=naam,
                fase=fase_op(traject, dag),
                laatste=_zin(contacten.get(pk)),
                knoppen=[(woord, f"{adres}?soort={code}") for code, woord in soorten],
                herhaal=f"{adres}?herhaal=1" if pk in contacten else "",
                waarneming=waarnemingen.get(pk, ""),
            )
        )
    return kaarten


def _waarnemingen(ids: Sequence[Any], werk: Sequence[Aanstelling], dag: date) -> dict[UUID, str]:
    """Until when this person stands in, for the pupils whose familiar face is somebody else."""
    rows = Toewijzing.objects.op_dag(dag).filter(traject__in=ids, aanstelling__in=werk, waarneming=True)
    return {
        traject: f"waarneming tot {day_relative(tot)}" if tot else "waarneming"
        for traject, tot in rows.values_list("traject", "tot")
    }


def zonder_gezicht(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """For who divides the work: how many pupils wait for a familiar face."""
    aantal = te_verdelen(medewerker, dag).zonder_gezicht(dag).count()
    return {"aantal": aantal} if aantal else None


def _zin(contact: Contact | None) -> str:
    if contact is None:
        return "Nog geen contact"
    soort = SNELLE_SOORTEN.get(snelle_soort(contact.soort.code), contact.soort.label).lower()
    duur = duration_short(contact.minuten).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{capfirst(day_relative(contact.gebeurd_op))}, {soort}, {duur}"


def traject_van(leerling: Leerling, medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """Status, familiar face and hours, for whoever may see the traject itself."""
    traject = _zichtbaar_traject(leerling, medewerker, dag)
    if traject is None:
        return None
    return {
        "traject": traject,
        "fase": fase_op(traject, dag),
        "gezichten": traject.toewijzingen.gezichten(dag),
        "totaal": Contactdeelname.objects.totalen([traject.pk])[traject.pk],
    }


def uren_van(leerling: Leerling, medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """The total only, for roles that see no more than that (IB-er, zorgcoördinator) and see this pupil by that role."""
    if _zichtbaar_traject(leerling, medewerker, dag) is not None:
        return None
    alleen_totaal = [
        een
        for een in medewerker.aanstellingen_met(Recht.UREN_TOTAAL_INZIEN, dag)
        if Recht.TRAJECT_INZIEN not in RECHTEN[Rol(een.rol)]
    ]
    if not Leerling.objects.filter(visible(Leerling, alleen_totaal, dag), pk=leerling.pk).exists():
        return None
    trajecten = Traject.objects.filter(leerling=leerling).mag_nog(dag).values_list("pk", flat=True)
    totalen = Contactdeelname.objects.totalen(list(trajecten))
    return {"minuten": sum(totaal.inzet for totaal in totalen.values())} if trajecten else None


def _zichtbaar_traject(leerling: Leerling, medewerker: Medewerker, dag: date) -> Traject | None:
    rows = Traject.objects.zichtbaar_voor(medewerker, recht=Recht.TRAJECT_INZIEN, op=dag).filter(leerling=leerling)
    return rows.select_related("cohort", "stopreden").order_by("-cohort__jaar").first()


def statussen(medewerker: Medewerker, dag: date) -> Iterable[tuple[UUID, str]]:
    """The status of each traject that began, of the newest year; one that is only proposed says nothing new."""
    mijn = Traject.objects.zichtbaar_voor(medewerker, recht=Recht.TRAJECT_INZIEN, op=dag)
    return mijn.filter(status__in=STATUSSEN).order_by("cohort__jaar").values_list("leerling", "status")

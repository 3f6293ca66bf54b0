"""The first class: when it is measured, of whom, and what the school still has to fill in."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse

from begeleiding.klasniveau import Klas, Peilmoment, van_advies
from begeleiding.models import Positie, Traject
from gka.access.rights import Recht
from gka.leerling_panels import lopende_school
from gka.leerling_panels.schoolweg import Mijlpaal
from gka.models import Advies, Cohort, Cohortdeelname, Leerling, Medewerker, Schoolkeuze
from gka.privacy.overview import Stand, oordeel, stand
from gka.querysets import LeerlingQuerySet, op_school, te_delen
from gka.schooldagen import Schooldagen
from gka.taken import Taak
from gka.templatetags.formatting import MONTHS, date_medium
from gka.workflow import Doel, Keuzesoort, Ontvanger

# Steps of the calendar of a cohort: their days are data.
AANMELDEN, TELDATUM = "aanmelden", "teldatum"
TAKEN = {moment: f"positie-{moment}" for moment in Peilmoment}
SOORTEN = {
    TAKEN[Peilmoment.OKTOBER]: "Vul in wie in oktober in welke klas zit",
    TAKEN[Peilmoment.DECEMBER]: "Vul in wie in december in welke klas zit",
}


@dataclass(frozen=True)
class Peiling:
    """One measurement of a cohort."""

    cohort: Cohort
    moment: Peilmoment
    dag: date

    @property
    def code(self) -> str:
        return f"{self.cohort.jaar}-{self.moment}"

    @property
    def naam(self) -> str:
        return f"{self.moment.label} {self.cohort.jaar}"


@dataclass(frozen=True)
class Rij:
    """A pupil of the first class: the advice, and what is recorded."""

    leerling: Leerling
    advies: Advies | None
    positie: Positie | None

    @property
    def klas_van_advies(self) -> Klas | None:
        return van_advies(self.advies.waarde) if self.advies else None


def peildag(moment: Peilmoment, cohort: Cohort) -> date:
    """The count date of the calendar, or the last school day of December; `cohort` with steps and holidays fetched."""
    if moment == Peilmoment.DECEMBER:
        return Schooldagen.uit(cohort.regio.vakanties.all()).tot(date(cohort.jaar, 12, 31))
    stappen = (stap.datum for stap in cohort.stappen.all() if stap.code == TELDATUM)
    return next(stappen, date(cohort.jaar, 10, 1))


def peilingen(medewerker: Medewerker, dag: date) -> list[Peiling]:
    """What may be filled in by this day, the newest first: of this year and of the year before."""
    cohorten = Cohort.objects.zichtbaar_voor(medewerker, recht=Recht.POSITIE_VASTLEGGEN, op=dag)
    rijen = cohorten.filter(jaar__in=(dag.year - 1, dag.year)).select_related("regio")
    alle = [
        Peiling(cohort, moment, peildag(moment, cohort))
        for cohort in rijen.prefetch_related("stappen", "regio__vakanties").order_by("jaar", "regio")
        for moment in Peilmoment
    ]
    return sorted((peiling for peiling in alle if peiling.dag <= dag), key=lambda peiling: peiling.dag, reverse=True)


def leerlingen(medewerker: Medewerker, cohort: Cohort, dag: date) -> LeerlingQuerySet:
    """Admitted at the own school, with a traject in this cohort, and with consent for it: of others nobody asks."""
    scholen = [school.pk for school in medewerker.scholen_met(Recht.POSITIE_VASTLEGGEN, dag)]
    traject = Traject.objects.echt().filter(leerling=OuterRef("pk"), cohort=cohort)
    zichtbaar = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.POSITIE_VASTLEGGEN, op=dag)
    gevonden: LeerlingQuerySet = zichtbaar.filter(
        Exists(traject), op_school(Keuzesoort.DEFINITIEF, scholen), te_delen(Ontvanger.TRAJECT, op=dag)
    )
    return gevonden.order_by("achternaam", "roepnaam", "pk")


def rijen(medewerker: Medewerker, peiling: Peiling, dag: date) -> list[Rij]:
    """The pupils with their advice and position, what is open first; as many queries for one as for a hundred."""
    gevonden = list(leerlingen(medewerker, peiling.cohort, dag).met_schoolweg())
    sleutels = [leerling.pk for leerling in gevonden]
    adviezen = {advies.leerling_id: advies for advies in Advies.objects.van_de_school().filter(leerling__in=sleutels)}
    posities = positie_van(sleutels, peiling.moment, cohort=peiling.cohort)
    alle = [Rij(leerling, adviezen.get(leerling.pk), posities.get(leerling.pk)) for leerling in gevonden]
    return sorted(alle, key=lambda rij: rij.positie is not None)


def positie_van(
    leerlingen: Collection[uuid.UUID], peilmoment: Peilmoment, *, cohort: Cohort | None = None
) -> dict[uuid.UUID, Positie]:
    """The position of each of these pupils at this moment (of the newest cohort, unless one is named); one query."""
    posities = Positie.objects.filter(cohort=cohort) if cohort else Positie.objects.all()
    return posities.van(leerlingen, peilmoment)


def december_van(leerlingen: Collection[uuid.UUID], dag: date) -> dict[uuid.UUID, str]:
    """In words, what the primary school may know of its former pupils: the class of December (ontwerp 3, table)."""
    return {pk: str(positie) for pk, positie in positie_van(leerlingen, Peilmoment.DECEMBER).items()}


def te_bevestigen(medewerker: Medewerker, dag: date) -> LeerlingQuerySet:
    """Pupils of this year who wish an own school and are admitted nowhere yet, once their enrolment week is over."""
    scholen = [school.pk for school in medewerker.scholen_met(Recht.DEFINITIEVE_SCHOOL_VASTLEGGEN, dag)]
    na_de_week = Cohort.objects.filter(jaar=dag.year, stappen__code=AANMELDEN, stappen__datum__lt=dag)
    zichtbaar = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.DEFINITIEVE_SCHOOL_VASTLEGGEN, op=dag)
    gevonden: LeerlingQuerySet = zichtbaar.filter(
        Exists(Cohortdeelname.objects.filter(leerling=OuterRef("pk"), cohort__in=na_de_week)),
        op_school(Keuzesoort.BEOOGD, scholen),
        ~Exists(Schoolkeuze.objects.lopend().filter(leerling=OuterRef("pk"), soort=Keuzesoort.DEFINITIEF)),
    )
    return gevonden.met_schoolweg().order_by("achternaam", "roepnaam", "pk")


def met_feiten(leerlingen: LeerlingQuerySet) -> LeerlingQuerySet:
    """With what the rule below reads: `huidige_posities`, `echte_trajecten`, and the holidays of the region."""
    posities = Prefetch("posities", Positie.objects.huidig(), to_attr="huidige_posities")
    trajecten = Prefetch("trajecten", Traject.objects.echt(), to_attr="echte_trajecten")
    return leerlingen.select_related("regio").prefetch_related(posities, trajecten, "regio__vakanties")


def taken(leerling: Leerling, dag: date) -> Iterator[Taak]:
    """A pupil who was admitted and is guided, from each measurement until it is filled in."""
    if not leerling.deelnames or lopende_school(leerling, Keuzesoort.DEFINITIEF) is None:  # type: ignore[attr-defined]
        return
    cohort = leerling.deelnames[0].cohort  # type: ignore[attr-defined]
    cohort.regio = leerling.regio
    if not _begeleid(leerling, cohort, dag):
        return
    ingevuld = {rij.peilmoment for rij in leerling.huidige_posities if rij.cohort_id == cohort.pk}  # type: ignore[attr-defined]
    for moment in Peilmoment:
        peiling = Peiling(cohort, moment, peildag(moment, cohort))
        if peiling.dag <= dag and moment not in ingevuld:
            yield _taak(peiling, dag)


def _begeleid(leerling: Leerling, cohort: Cohort, dag: date) -> bool:
    antwoorden = (stand(oordeel(leerling, doel, op=dag)) for doel in (Doel.BESPREKEN, Doel.DEELNEMEN))
    return all(antwoord == Stand.JA for antwoord in antwoorden) and any(
        traject.cohort_id == cohort.pk
        for traject in leerling.echte_trajecten  # type: ignore[attr-defined]
    )


def _taak(peiling: Peiling, dag: date) -> Taak:
    adres = f"{reverse('begeleiding:posities')}?peiling={peiling.code}"
    return Taak(
        TAKEN[peiling.moment],
        f"Na {peiling.dag.day} {MONTHS[peiling.dag.month - 1]}",
        f"{SOORTEN[TAKEN[peiling.moment]]}.",
        adres,
        voor=peiling.dag,
        laat=dag > peiling.dag,
        allen=adres,
    )


def mijlpalen(leerling: Leerling, medewerker: Medewerker, dag: date) -> Iterator[Mijlpaal]:
    """The positions this person may see, as points on the road of the pupil."""
    zichtbaar = Positie.objects.zichtbaar_voor(medewerker, recht=Recht.SCHOOLWEG_INZIEN, op=dag)
    rijen = zichtbaar.huidig().filter(leerling=leerling).select_related("cohort__regio", "vastgelegd_door")
    for rij in rijen.prefetch_related("cohort__stappen", "cohort__regio__vakanties"):
        gepeild = peildag(Peilmoment(rij.peilmoment), rij.cohort)
        wie = rij.vastgelegd_door.naam
        yield Mijlpaal(gepeild, f"Klas: {rij}", f"klas in {rij.peilmoment}", date_medium(gepeild), wie)

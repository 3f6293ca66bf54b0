"""What must hold in the whole database, whoever wrote it. A check yields faults: English sentences naming the row.

Used by tests on demo data written both ways; cheap enough for a million contacts.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from begeleiding.models import Contact, Contactdeelname, Inzet, Positie, Toewijzing, Traject
from begeleiding.models import Statuswissel as Trajectwissel
from begeleiding.workflow import VERVOLG as TRAJECTVERVOLG
from begeleiding.workflow import Trajectstatus, verdeel
from demo.invariants_decisions import besluiten_volgen_de_regel, lopende_trajecten_hebben_toestemming
from demo.invariants_schoolweg import (
    adviezen_gaan_nooit_omlaag,
    een_advies_per_soort,
    plekken_volgen_op_elkaar,
    posities_horen_bij_een_traject,
)
from demo.invariants_zomer import doelen_en_scores_kloppen, zomer_klopt
from gka.access.table import Rol
from gka.audit import seal
from gka.models import Aanstelling, Advies, Cohortdeelname, Leerling, Schoolkeuze, Toestemming
from gka.workflow import Keuzesoort, leeftijd
from overdracht.models import Besluit, Bespreking, Deelnemer, Instemming, Overleg, Statuswissel
from overdracht.workflow import VERVOLG as BESPREEKVERVOLG
from overdracht.workflow import Uitkomst

Check = Callable[[datetime], Iterator[str]]
HOOGSTENS = 20  # faults of one kind that are worth naming


def controleer(*, op: datetime) -> list[str]:
    """Every fault in the database at this moment; an empty list means that all of it holds."""
    return [fout for check in CHECKS for fout in check(op)]


def _noem(rows: QuerySet[Any], zin: str) -> Iterator[str]:
    """One sentence per row of what should be an empty set."""
    model: type[Model] = rows.model
    for key in rows.values_list("pk", flat=True).distinct()[:HOOGSTENS]:
        yield f"{model._meta.label} {key}: {zin}"


# --- minutes


def minuten_kloppen(op: datetime) -> Iterator[str]:
    """Staff time and the shares of the children reconcile in every contact, other children included."""
    inzet = Inzet.objects.filter(contact=OuterRef("pk")).order_by().values("contact")
    deel = Contactdeelname.objects.filter(contact=OuterRef("pk")).order_by().values("contact")
    rows: Any = Contact.objects.order_by().annotate(
        som_inzet=Subquery(inzet.annotate(som=Sum("minuten")).values("som")),
        werkers=Subquery(inzet.annotate(aantal=Count("pk")).values("aantal")),
        som_deel=Subquery(deel.annotate(som=Sum("minuten")).values("som")),
        kinderen=Subquery(deel.annotate(aantal=Count("pk")).values("aantal")),
    )
    yield from _noem(
        rows.filter(Q(ingetrokken=True) & (Q(werkers__isnull=False) | Q(kinderen__isnull=False))),
        "was taken back, and still counts",
    )
    rows = rows.filter(ingetrokken=False).values_list(
        "pk", "minuten", "overige_deelnemers", "som_inzet", "werkers", "som_deel", "kinderen"
    )
    for key, minuten, overige, som_inzet, werkers, som_deel, kinderen in rows.iterator(chunk_size=10_000):
        if not werkers or not kinderen:
            yield f"begeleiding.Contact {key}: nobody worked, or no child was there"
        elif som_inzet != minuten * werkers:
            yield f"begeleiding.Contact {key}: {werkers} workers of {minuten} minutes are not {som_inzet} minutes"
        elif som_deel != sum(verdeel(som_inzet, kinderen + overige)[:kinderen]):
            yield f"begeleiding.Contact {key}: the shares of {kinderen} children add up to {som_deel} of {som_inzet}"


# --- dates


def contacten_vallen_in_hun_traject(op: datetime) -> Iterator[str]:
    deelnames = Contactdeelname.objects.order_by()
    dag = F("contact__gebeurd_op")
    yield from _noem(deelnames.filter(contact__gebeurd_op__lt=F("traject__vanaf")), "before the traject began")
    yield from _noem(
        deelnames.filter(traject__gesloten_op__isnull=False)
        .annotate(dicht=TruncDate("traject__gesloten_op"))
        .filter(dicht__lt=dag),
        "after the traject closed",
    )
    yield from _noem(
        deelnames.exclude(contact__gebeurd_op__year=F("traject__cohort__jaar")), "not in the year of the cohort"
    )
    contacten = Contact.objects.order_by()
    yield from _noem(contacten.filter(gebeurd_op__gt=timezone.localdate(op)), "the day is still to come")
    yield from _noem(contacten.filter(vastgelegd_op__gt=op), "recorded in the future")
    yield from _noem(
        contacten.annotate(dag=TruncDate("vastgelegd_op")).filter(gebeurd_op__gt=F("dag")),
        "recorded before it happened",
    )


def niets_is_van_later(op: datetime) -> Iterator[str]:
    """No history row says that something was done after now."""
    for model, veld in (
        (Leerling, "gemaakt_op"),
        (Schoolkeuze, "vastgelegd_op"),
        (Advies, "vastgelegd_op"),
        (Toestemming, "vastgelegd_op"),
        (Overleg, "gemaakt_op"),
        (Instemming, "vastgelegd_op"),
        (Besluit, "vastgelegd_op"),
        (Statuswissel, "op"),
        (Trajectwissel, "op"),
        (Toewijzing, "vastgelegd_op"),
        (Positie, "vastgelegd_op"),
    ):
        yield from _noem(model.objects.filter(**{f"{veld}__gt": op}), "is of the future")  # type: ignore[attr-defined]
    antwoorden = Toestemming.objects.annotate(dag=TruncDate("vastgelegd_op")).order_by()
    yield from _noem(antwoorden.filter(gegeven_op__gt=F("dag")), "was recorded before it was said")


# --- history


def status_volgt_de_geschiedenis(op: datetime) -> Iterator[str]:
    """The steps follow each other, each is allowed, and the last one is the present status."""
    trajecten = dict(Traject.objects.values_list("pk", "status"))
    stappen = Trajectwissel.objects.order_by("traject", "nummer").values_list("traject", "nummer", "van", "naar")
    yield from _ketens("begeleiding.Traject", trajecten, stappen.iterator(10_000), TRAJECTVERVOLG)
    besprekingen = dict(Bespreking.objects.values_list("pk", "status"))
    wissels = Statuswissel.objects.order_by("bespreking", "op").values_list("bespreking", "op", "van", "naar")
    yield from _ketens("overdracht.Bespreking", besprekingen, wissels.iterator(10_000), BESPREEKVERVOLG)


def _ketens(label: str, statussen: dict[Any, str], stappen: Iterator[tuple[Any, ...]], vervolg: Any) -> Iterator[str]:
    gezien = set()
    for key, groep in groupby(stappen, key=lambda stap: stap[0]):
        gezien.add(key)
        stand, over = "", list(groep)
        while over:
            # Steps of the same moment may have been fetched in any order.
            stap = next((een for een in over if een[2] == stand and een[1] == over[0][1]), None)
            if stap is None or (stand and stap[3] not in vervolg[stand]):
                yield f"{label} {key}: no allowed step follows {stand or 'the beginning'}"
                break
            over.remove(stap)
            stand = stap[3]
        else:
            if stand != statussen[key]:
                yield f"{label} {key}: is {statussen[key]}, but its history ends at {stand}"
    yield from (f"{label} {key}: has no history" for key in statussen.keys() - gezien)


def antwoorden_vervangen_hun_voorganger(op: datetime) -> Iterator[str]:
    """A row replaces an earlier one of the same giver about the same thing."""
    for model, velden in (
        (Toestemming, ("leerling", "doel", "gever", "ouder", "ontvangende_school")),
        (Instemming, ("bespreking", "partij", "ouder")),
        (Besluit, ("bespreking",)),
        (Advies, ("leerling", "soort")),
        (Positie, ("leerling", "cohort", "peilmoment")),
    ):
        rows: QuerySet[Any] = model.objects.filter(vervangt__isnull=False).order_by()  # type: ignore[attr-defined]
        anders = Q(vervangt__vastgelegd_op__gt=F("vastgelegd_op"))
        for veld in velden:
            beide_leeg = Q(**{f"{veld}__isnull": True, f"vervangt__{veld}__isnull": True})
            anders |= ~Q(**{f"vervangt__{veld}": F(veld)}) & ~beide_leeg
        yield from _noem(rows.filter(anders), "replaces a row about something else")


# --- trajecten and people


def trajecten_rusten_op_een_besluit(op: datetime) -> Iterator[str]:
    trajecten = Traject.objects.order_by()
    yield from _noem(trajecten.exclude(besluit__uitkomst=Uitkomst.OPGENOMEN), "rests on no opgenomen")
    yield from _noem(trajecten.exclude(besluit__bespreking__leerling=F("leerling")), "decided about another pupil")
    yield from _noem(trajecten.exclude(besluit__bespreking__overleg__cohort=F("cohort")), "of another cohort")
    opgenomen = Besluit.objects.huidig().filter(uitkomst=Uitkomst.OPGENOMEN)
    yield from _noem(
        opgenomen.exclude(bespreking__leerling__trajecten__cohort=F("bespreking__overleg__cohort")),
        "let a pupil in who has no traject",
    )


def een_vast_gezicht(op: datetime) -> Iterator[str]:
    """A running traject has exactly one familiar face, of the same region, and periods do not overlap."""
    open_ = Count("toewijzingen", filter=Q(toewijzingen__tot__isnull=True, toewijzingen__waarneming=False))
    gestart = Traject.objects.filter(status=Trajectstatus.GESTART).annotate(open=open_)
    yield from _noem(gestart.exclude(open=1), "is running without exactly one open assignment")
    vast = Toewijzing.objects.filter(waarneming=False).order_by("traject", "van")
    rows = vast.values_list("pk", "traject", "van", "tot").iterator(chunk_size=10_000)
    for (_, traject, _, tot), (key, volgend, van, _) in pairwise(rows):
        if traject == volgend and (tot is None or van <= tot):
            yield f"begeleiding.Toewijzing {key}: begins before the previous one ended"
    yield from _noem(
        Toewijzing.objects.exclude(aanstelling__rol=Rol.SMW_VO).order_by(), "is of somebody who does not guide"
    )


def werkers_hadden_een_aanstelling(op: datetime) -> Iterator[str]:
    inzet = Inzet.objects.order_by()
    smw = (Rol.SMW_PO, Rol.SMW_VO)
    yield from _noem(inzet.exclude(aanstelling__rol__in=smw), "is no work of a social worker")
    buiten = Q(aanstelling__van__gt=F("contact__gebeurd_op")) | Q(aanstelling__tot__lt=F("contact__gebeurd_op"))
    yield from _noem(inzet.filter(buiten), "is outside the appointment")
    yield from _noem(Aanstelling.objects.filter(bevestigd_op__isnull=True).order_by(), "nobody confirmed it")


def alles_blijft_in_de_regio(op: datetime) -> Iterator[str]:
    yield from _noem(Cohortdeelname.objects.exclude(cohort__regio=F("leerling__regio")), "another region")
    yield from _noem(Schoolkeuze.objects.exclude(school__regio=F("leerling__regio")).order_by(), "another region")
    yield from _noem(Contactdeelname.objects.exclude(contact__regio=F("traject__cohort__regio")), "another region")
    yield from _noem(Inzet.objects.exclude(aanstelling__organisatie__regio=F("contact__regio")), "another region")
    yield from _noem(
        Deelnemer.objects.filter(aanstelling__isnull=False).exclude(
            aanstelling__organisatie__regio=F("overleg__cohort__regio")
        ),
        "another region",
    )


# --- nothing left alone


def niets_is_wees(op: datetime) -> Iterator[str]:
    leerlingen = Leerling.objects.order_by()
    yield from _noem(leerlingen.filter(cohortdeelnames__isnull=True), "is in no cohort")
    basisschool = Schoolkeuze.objects.lopend().filter(soort=Keuzesoort.BASISSCHOOL)
    yield from _noem(leerlingen.exclude(pk__in=basisschool.values("leerling")), "is at no primary school")
    yield from _noem(leerlingen.filter(ouders__isnull=True), "has no parent")
    yield from _noem(Overleg.objects.filter(besprekingen__isnull=True).order_by(), "has nobody to discuss")
    ib_er = Deelnemer.objects.filter(aanstelling__rol=Rol.IB_ER, aanstelling__werkplek_school=F("overleg__school"))
    yield from _noem(Overleg.objects.exclude(pk__in=ib_er.values("overleg")).order_by(), "has no IB-er of the school")
    yield from _noem(Traject.objects.exclude(leerling__cohortdeelnames__cohort=F("cohort")).order_by(), "wrong cohort")
    vandaag = timezone.localdate(op)
    for key, geboren in leerlingen.values_list("pk", "geboortedatum").iterator(chunk_size=10_000):
        if not 8 <= leeftijd(geboren, vandaag) <= 20:
            yield f"gka.Leerling {key}: is {leeftijd(geboren, vandaag)} years old"


def sleutels_wijzen_ergens_heen(op: datetime) -> Iterator[str]:
    """Foreign keys, as the database sees them."""
    try:
        with transaction.atomic():
            connection.check_constraints()
    except IntegrityError as fout:
        yield f"a foreign key points nowhere: {fout}"


def het_logboek_is_heel(op: datetime) -> Iterator[str]:
    yield from seal.controleer(op=op).fouten


CHECKS: tuple[Check, ...] = (
    minuten_kloppen,
    contacten_vallen_in_hun_traject,
    niets_is_van_later,
    status_volgt_de_geschiedenis,
    antwoorden_vervangen_hun_voorganger,
    trajecten_rusten_op_een_besluit,
    besluiten_volgen_de_regel,
    lopende_trajecten_hebben_toestemming,
    een_vast_gezicht,
    adviezen_gaan_nooit_omlaag,
    een_advies_per_soort,
    posities_horen_bij_een_traject,
    plekken_volgen_op_elkaar,
    werkers_hadden_een_aanstelling,
    alles_blijft_in_de_regio,
    niets_is_wees,
    doelen_en_scores_kloppen,
    zomer_klopt,
    sleutels_wijzen_ergens_heen,
    het_logboek_is_heel,
)

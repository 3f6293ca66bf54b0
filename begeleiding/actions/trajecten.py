"""Writes about a traject: it follows the decision of the table, gets a familiar face, starts and closes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from begeleiding.actions import aanmeldingen
from begeleiding.models import Statuswissel, Toewijzing, Toewijzingswissel, Traject
from begeleiding.workflow import (
    GESLOTEN,
    LOPEND,
    STOPREDENEN,
    Nazorg,
    Onjuist,
    Toewijsdaad,
    Trajectstatus,
    eis_vervolg,
    laatste_dag_na_afsluiten,
)
from gka.access.table import Rol
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Aanstelling, Keuze, Leerling, Medewerker
from gka.privacy.consent import mag_delen
from gka.templatetags.formatting import date_numeric
from gka.workflow import Ontvanger
from overdracht.models import Besluit, Bespreking, Instemming
from overdracht.workflow import GEZIN, Standpunt, Uitkomst

INGETROKKEN = "toestemming-ingetrokken"


@transaction.atomic
def volg_besluit(*, besluit: Besluit, door: Medewerker, op: datetime, dag: date) -> None:
    """Keep the pupil's traject in step with what was decided together; called for every Besluit, in its transaction.

    *Opgenomen* makes the traject, and starts it when the table chose a familiar face. Any other outcome stops a running
    one, hours and history kept. *Opgenomen* again reopens it. A decision that only rewords an earlier *opgenomen*
    changes no status: a traject that was closed in the meantime stays closed.
    """
    bespreking = besluit.bespreking
    leerling = Leerling.objects.select_for_update().get(pk=bespreking.leerling_id)
    traject = Traject.objects.filter(leerling=leerling, cohort=bespreking.overleg.cohort_id).first()
    if besluit.uitkomst != Uitkomst.OPGENOMEN:
        if traject is not None and traject.status in LOPEND:
            _stop(traject, besluit, door, op, dag)
        return
    andere_tafel = traject is None or traject.besluit.bespreking_id != bespreking.pk
    traject = _stel_voor(besluit, door, op, dag) if traject is None else _rust_op(traject, besluit, door, op)
    if traject.status not in LOPEND:
        return
    huidig = _vast_gezicht(traject, dag)
    gekozen = bespreking.vast_gezicht
    # Who was assigned since stays, unless another table made its own choice.
    if gekozen and (huidig is None or andere_tafel) and gekozen != huidig and _kan_begeleiden(gekozen, dag, traject):
        toewijzen(traject=traject, aanstelling=gekozen, van=dag, door=door, op=op)
        huidig = gekozen
    if huidig and traject.status == Trajectstatus.VOORGESTELD:
        _start(traject, door, op, besluit=besluit)


def _stel_voor(besluit: Besluit, door: Medewerker, op: datetime, dag: date) -> Traject:
    bespreking = besluit.bespreking
    traject = Traject.objects.create(
        leerling_id=bespreking.leerling_id, cohort_id=bespreking.overleg.cohort_id, besluit=besluit, vanaf=dag
    )
    Statuswissel.objects.create(
        traject=traject, nummer=1, naar=Trajectstatus.VOORGESTELD, door=door, op=op, besluit=besluit
    )
    leg_vast("traject.voorgesteld", door=door, op=op, onderwerp=traject)
    return traject


def _rust_op(traject: Traject, besluit: Besluit, door: Medewerker, op: datetime) -> Traject:
    """Let an existing traject rest on this decision, and reopen it when the decision before said otherwise."""
    if traject.besluit_id == besluit.pk:
        return traject
    traject.besluit = besluit
    traject.save(update_fields=["besluit"])
    was_opgenomen = besluit.vervangt is not None and besluit.vervangt.uitkomst == Uitkomst.OPGENOMEN
    if traject.status in GESLOTEN and not was_opgenomen:
        naar = Trajectstatus.GESTART if traject.gestart_op else Trajectstatus.VOORGESTELD
        traject.gesloten_op, traject.stopreden, traject.nazorg = None, None, ""
        _wissel(traject, naar, door, op, reden="opnieuw opgenomen", besluit=besluit)
        leg_vast("traject.heropend", door=door, op=op, onderwerp=traject)
    return traject


def _stop(traject: Traject, besluit: Besluit, door: Medewerker, op: datetime, dag: date) -> None:
    traject.gesloten_op, traject.stopreden = op, _stopreden(besluit.bespreking, traject, dag)
    reden = f"nieuw besluit: {Uitkomst(besluit.uitkomst).label}"
    _wissel(traject, Trajectstatus.EERDER_GESTOPT, door, op, reden=reden, besluit=besluit)
    leg_vast("traject.gestopt", door=door, op=op, onderwerp=traject, uitkomst_besluit=besluit.uitkomst)


def _stopreden(bespreking: Bespreking, traject: Traject, dag: date) -> Keuze | None:
    """Consent withdrawn, or pupil or parent against; another change of mind has no reason of its own in the list."""
    nee = Instemming.objects.huidig().filter(bespreking=bespreking, partij__in=GEZIN, standpunt=Standpunt.NEE)
    if mag_delen(bespreking.leerling, Ontvanger.TRAJECT, op=dag).tegen:
        code = INGETROKKEN
    elif nee.exists():
        code = "ouder-leerling-stopt"
    else:
        return None
    redenen = Keuze.objects.van_lijst(traject.cohort.regio_id, STOPREDENEN, op=dag)
    return redenen.filter(code=code).first()


@transaction.atomic
def toewijzen(
    *,
    traject: Traject,
    aanstelling: Aanstelling,
    van: date,
    door: Medewerker,
    op: datetime,
    waarneming: bool = False,
    tot: date | None = None,
    reden: str = "",
) -> Toewijzing:
    """Give the traject a familiar face from `van` on, or with `waarneming` a stand-in.

    The previous one ends the day before. An assignment of which no whole day has passed is replaced: who was chosen by
    mistake loses access at once. Every change stays on record as a Toewijzingswissel.
    """
    traject = Traject.objects.select_for_update().get(pk=traject.pk)
    if traject.status not in LOPEND:
        raise NietToegestaan(f"Dit traject is {traject.get_status_display()}. U kunt niemand meer toewijzen.")
    if van < traject.vanaf:
        raise NietToegestaan(f"Het traject begint op {date_numeric(traject.vanaf)}. Kies die dag of later.")
    if tot is not None and tot < van:
        raise NietToegestaan("De laatste dag ligt voor de eerste dag.")
    if not _kan_begeleiden(aanstelling, van, traject):
        raise NietToegestaan("Kies een schoolmaatschappelijk werker vo met een aanstelling die dan geldt.")
    _maak_plaats(traject, van, tot, waarneming, door, op)
    nieuw = Toewijzing.objects.create(
        traject=traject,
        aanstelling=aanstelling,
        van=van,
        tot=tot,
        waarneming=waarneming,
        vastgelegd_door=door,
        vastgelegd_op=op,
    )
    schrijf_wissel(toewijzing=nieuw, daad=Toewijsdaad.GEGEVEN, door=door, op=op, reden=reden.strip())
    leg_vast(
        "toewijzing.vastgelegd",
        door=door,
        op=op,
        onderwerp=nieuw,
        leerling=traject.leerling_id,
        voor=aanstelling.medewerker_id,
        waarneming=waarneming,
    )
    return nieuw


def _maak_plaats(
    traject: Traject, van: date, tot: date | None, waarneming: bool, door: Medewerker, op: datetime
) -> None:
    """End or replace the assignments of the same sort that would still run on `van`, or that come in between."""
    for oud in traject.toewijzingen.filter(waarneming=waarneming):
        if (oud.tot is not None and oud.tot < van) or (tot is not None and oud.van > tot):
            continue
        if oud.van < van:
            verkort(oud=oud, tot=van - timedelta(days=1), door=door, op=op)
        elif oud.van >= timezone.localdate(op):
            verwijder(oud=oud, door=door, op=op)
        else:
            raise NietToegestaan(
                f"Sinds {date_numeric(oud.van)} begeleidt al iemand deze leerling. Kies een latere dag."
            )


def verkort(*, oud: Toewijzing, tot: date, door: Medewerker, op: datetime, reden: str = "") -> None:
    """Let an assignment end on `tot`."""
    oud.tot = tot
    oud.save(update_fields=["tot"])
    schrijf_wissel(toewijzing=oud, daad=Toewijsdaad.VERKORT, door=door, op=op, reden=reden)


def verwijder(*, oud: Toewijzing, door: Medewerker, op: datetime, reden: str = "") -> None:
    """Take back an assignment that never had a whole day; that it was there stays on record."""
    schrijf_wissel(toewijzing=oud, daad=Toewijsdaad.VERVALLEN, door=door, op=op, reden=reden)
    oud.delete()


@transaction.atomic
def neem_terug(*, gepland: Toewijzing, door: Medewerker, op: datetime, reden: str) -> None:
    """Take back a familiar face of whom the first day has not come. Who guides until then goes on guiding, which is
    recorded as given once more."""
    verwijder(oud=gepland, door=door, op=op, reden=reden)
    vorige = gepland.traject.toewijzingen.vast_gezicht().filter(tot=gepland.van - timedelta(days=1)).first()
    if vorige is not None:
        vorige.tot = gepland.tot
        vorige.save(update_fields=["tot"])
        schrijf_wissel(toewijzing=vorige, daad=Toewijsdaad.GEGEVEN, door=door, op=op, reden=reden)


def _laat_toewijzingen_vervallen(traject: Traject, door: Medewerker, op: datetime) -> None:
    """Who guided when a traject closes keeps the sight of it, and nobody else gets any: what was planned is taken back,
    and a cover ends."""
    dag, reden = timezone.localdate(op), "het traject is gesloten"
    gepland = traject.toewijzingen.filter(van__gt=dag)
    # The last one first, each time afresh: it hands its days back to the one before it.
    while gezicht := gepland.vast_gezicht().order_by("van").last():
        neem_terug(gepland=gezicht, door=door, op=op, reden=reden)
    for waarneming in gepland.filter(waarneming=True):
        verwijder(oud=waarneming, door=door, op=op, reden=reden)
    for waarneming in traject.toewijzingen.op_dag(dag).filter(waarneming=True).exclude(tot=dag):
        verkort(oud=waarneming, tot=dag, door=door, op=op, reden=reden)


def schrijf_wissel(*, toewijzing: Toewijzing, daad: Toewijsdaad, door: Medewerker, op: datetime, reden: str) -> None:
    """One row of the history of who guides."""
    Toewijzingswissel.objects.create(
        traject_id=toewijzing.traject_id,
        daad=daad,
        aanstelling_id=toewijzing.aanstelling_id,
        waarneming=toewijzing.waarneming,
        van=toewijzing.van,
        tot=toewijzing.tot,
        reden=reden,
        door=door,
        op=op,
    )


@transaction.atomic
def starten(*, traject: Traject, door: Medewerker, op: datetime, versie: int | None = None) -> Traject:
    """Start a traject that has a familiar face. `versie` is what the form showed, None where nothing was shown."""
    traject = _vergrendeld(traject, versie)
    if _vast_gezicht(traject, timezone.localdate(op)) is None:
        raise NietToegestaan("Wijs eerst een vast gezicht toe. Daarna kan het traject starten.")
    _start(traject, door, op)
    return traject


def starten_op_de_eerste_dag(*, op: datetime, dag: date) -> int:
    """Start every traject whose familiar face has begun, in the name of who assigned; returns how many. Safe to run
    twice, or late."""
    return sum(_start_vanzelf(pk, op, dag) for pk in Traject.objects.te_starten(dag).values_list("pk", flat=True))


@transaction.atomic
def _start_vanzelf(pk: UUID, op: datetime, dag: date) -> bool:
    traject = Traject.objects.select_for_update().filter(pk=pk, status=Trajectstatus.VOORGESTELD).first()
    gezicht = traject and traject.toewijzingen.geldig(dag).vast_gezicht().select_related("vastgelegd_door").first()
    if traject is None or gezicht is None:
        return False
    traject.gestart_op = op
    _wissel(traject, Trajectstatus.GESTART, gezicht.vastgelegd_door, op, reden="het vaste gezicht begint")
    leg_vast("traject.gestart", door=None, op=op, onderwerp=traject)
    return True


@transaction.atomic
def afsluiten(
    *,
    traject: Traject,
    status: Trajectstatus,
    door: Medewerker,
    op: datetime,
    stopreden: Keuze | None = None,
    nazorg: str = "",
    versie: int | None = None,
) -> Traject:
    """Close a traject: finished, or stopped early with a reason from the list of the region."""
    traject = _vergrendeld(traject, versie)
    if status not in GESLOTEN:
        raise NietToegestaan("Sluit het traject af als afgerond of als eerder gestopt.")
    if status == Trajectstatus.EERDER_GESTOPT and stopreden is None:
        raise NietToegestaan("Kies waarom het traject eerder stopt.")
    redenen = Keuze.objects.van_lijst(traject.cohort.regio_id, STOPREDENEN, op=timezone.localdate(op))
    if stopreden is not None and not redenen.filter(pk=stopreden.pk).exists():
        raise NietToegestaan("Kies een reden uit de lijst met stopredenen.")
    if nazorg not in ("", *Nazorg.values):
        raise NietToegestaan("Kies bij nazorg ja, nee of onbekend.")
    traject.gesloten_op, traject.stopreden, traject.nazorg = op, stopreden, nazorg
    # Reopening empties both on the traject: the step keeps them.
    antwoord = f"weet de SMW na december te vinden: {Nazorg(nazorg).label}" if nazorg else ""
    _wissel(traject, status, door, op, reden="; ".join(filter(None, [stopreden.label if stopreden else "", antwoord])))
    leg_vast(
        "traject.afgesloten",
        door=door,
        op=op,
        onderwerp=traject,
        status=status,
        stopreden=stopreden.code if stopreden else None,
    )
    return traject


@transaction.atomic
def heropenen(
    *, traject: Traject, reden: str, door: Medewerker, op: datetime, dag: date, versie: int | None = None
) -> Traject:
    """Open a closed traject again, with the reason: within six months, and only while family and table still agree."""
    traject = _vergrendeld(traject, versie)
    if traject.gesloten_op is None:
        raise NietToegestaan("Dit traject loopt al.")
    if not reden.strip():
        raise Onjuist("Schrijf kort op waarom u dit traject heropent.", "reden")
    uiterlijk = laatste_dag_na_afsluiten(timezone.localdate(traject.gesloten_op))
    if dag > uiterlijk:
        raise NietToegestaan(f"Heropenen kon tot en met {date_numeric(uiterlijk)}. Bespreek de leerling opnieuw.")
    if not (oordeel := mag_delen(traject.leerling, Ontvanger.TRAJECT, op=dag)):
        raise NietToegestaan(oordeel.zin)
    if traject.stopreden and traject.stopreden.code == INGETROKKEN:
        raise NietToegestaan("De toestemming was ingetrokken. Na een nieuw ja beslist het overleg opnieuw.")
    huidig = traject.besluit.bespreking.besluiten.huidig().first()
    if huidig is None or huidig.uitkomst != Uitkomst.OPGENOMEN:
        raise NietToegestaan("Het overleg nam een ander besluit. Het traject gaat pas weer open na een nieuw besluit.")
    traject.gesloten_op, traject.stopreden, traject.nazorg = None, None, ""
    naar = Trajectstatus.GESTART if traject.gestart_op else Trajectstatus.VOORGESTELD
    _wissel(traject, naar, door, op, reden=reden.strip())
    leg_vast("traject.heropend", door=door, op=op, onderwerp=traject)
    return traject


def _vergrendeld(traject: Traject, versie: int | None) -> Traject:
    """Fresh and locked; refuses when somebody changed it since it was shown."""
    vers: Traject = Traject.objects.select_for_update().get(pk=traject.pk)
    if versie is not None and vers.versie != versie:
        raise Verouderd
    return vers


def _start(traject: Traject, door: Medewerker, op: datetime, *, besluit: Besluit | None = None) -> None:
    traject.gestart_op = traject.gestart_op or op
    _wissel(traject, Trajectstatus.GESTART, door, op, besluit=besluit)
    leg_vast("traject.gestart", door=door, op=op, onderwerp=traject)


def _wissel(
    traject: Traject,
    naar: Trajectstatus,
    door: Medewerker,
    op: datetime,
    *,
    reden: str = "",
    besluit: Besluit | None = None,
) -> None:
    """One step of the status with its history row; saves what the caller set on the traject as well."""
    van = Trajectstatus(traject.status)
    eis_vervolg(van, naar)
    Statuswissel.objects.create(
        traject=traject,
        nummer=traject.statuswissels.count() + 1,
        van=van,
        naar=naar,
        door=door,
        op=op,
        reden=reden,
        besluit=besluit,
    )
    if naar in GESLOTEN:
        aanmeldingen.laat_vervallen(traject=traject, door=door, op=op)
        _laat_toewijzingen_vervallen(traject, door, op)
    traject.status = naar
    traject.versie += 1
    traject.save(update_fields=["status", "versie", "gestart_op", "gesloten_op", "stopreden", "nazorg"])


def _vast_gezicht(traject: Traject, dag: date) -> Aanstelling | None:
    """Who is the familiar face on this day, with an appointment that still counts."""
    toewijzing = traject.toewijzingen.vast_gezicht().op_dag(dag).select_related("aanstelling").first()
    return toewijzing.aanstelling if toewijzing and toewijzing.aanstelling.geldig_op(dag) else None


def _kan_begeleiden(aanstelling: Aanstelling, dag: date, traject: Traject) -> bool:
    zelfde_regio = aanstelling.organisatie.regio_id == traject.cohort.regio_id
    return aanstelling.rol == Rol.SMW_VO and aanstelling.geldig_op(dag) and zelfde_regio

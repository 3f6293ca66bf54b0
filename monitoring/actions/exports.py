"""Ask for a research file, make it in the background, hand it out, wipe it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Cohort, Medewerker, Regio
from gka.privacy.encryption import decrypt_bytes, encrypt_bytes
from gka.queue import send_after_commit
from monitoring.models import Export, Exportaanvraag
from monitoring.onthulling import onderzoek
from monitoring.research import package, pseudonym
from monitoring.workflow import Aanvraagstatus

TAAK, WISTAAK = "monitoring.export_maken", "monitoring.export_wissen"
GELDIG = timedelta(days=7)
ALLEEN_DEMO = (
    "Een export met gegevens van leerlingen kan nog niet. Twee mensen moeten zo'n verzoek goedkeuren, en dat kan "
    "Overstap nog niet vastleggen. In de demo, met verzonnen gegevens, werkt de export wel."
)


def eis_demo() -> None:
    """Personal data leave only after two people agreed; until that exists, invented data only."""
    if not settings.DEMO:
        raise NietToegestaan(ALLEEN_DEMO)


@transaction.atomic
def aanvragen(*, regio: Regio, cohorten: Sequence[Cohort], door: Medewerker, op: datetime) -> Exportaanvraag:
    """Record the request; a worker makes the file."""
    eis_demo()
    if not cohorten:
        raise NietToegestaan("Kies ten minste één cohort.")
    if any(cohort.regio_id != regio.pk for cohort in cohorten):
        raise NietToegestaan("Kies alleen cohorten van uw eigen regio.")
    aanvraag = Exportaanvraag.objects.create(regio=regio, aangevraagd_door=door, op=op)
    aanvraag.cohorten.set(cohorten)
    aanvraag.opdracht = send_after_commit(TAAK, op=op, sleutel=f"export:{aanvraag.pk}", aanvraag_id=str(aanvraag.pk))
    aanvraag.save(update_fields=["opdracht"])
    jaren = sorted(cohort.jaar for cohort in cohorten)
    leg_vast("export.aangevraagd", door=door, op=op, onderwerp=aanvraag, tier=aanvraag.soort, cohorten=jaren)
    return aanvraag


@transaction.atomic
def maken(*, aanvraag: Exportaanvraag, op: datetime) -> Export | None:
    """Make the file of a request, once. What stands in the way ends the request with a sentence for whoever asked."""
    aanvraag = Exportaanvraag.objects.select_for_update().select_related("regio").get(pk=aanvraag.pk)
    if aanvraag.status != Aanvraagstatus.AANGEVRAAGD:
        return Export.objects.filter(aanvraag=aanvraag).first()
    try:
        eis_demo()
        inhoud = samenstellen(aanvraag=aanvraag)
    except NietToegestaan as refusal:
        aanvraag.status, aanvraag.reden = Aanvraagstatus.MISLUKT, str(refusal)
        aanvraag.save(update_fields=["status", "reden"])
        leg_vast("export.mislukt", door=None, op=op, onderwerp=aanvraag, fout=type(refusal).__name__.lower())
        return None
    export = Export(
        aanvraag=aanvraag,
        bestandsnaam=inhoud.name,
        sha256=hashlib.sha256(inhoud.content).hexdigest(),
        rijen=inhoud.pupils,
        gemaakt_op=op,
        verloopt_op=op + GELDIG,
    )
    export.inhoud = encrypt_bytes(inhoud.content, context=str(export.pk))
    export.save(force_insert=True)
    aanvraag.status = Aanvraagstatus.KLAAR
    aanvraag.save(update_fields=["status"])
    # Work for later: the sweep picks it up when the file expires.
    send_after_commit(WISTAAK, op=export.verloopt_op, sleutel=f"wissen:{export.pk}", export_id=str(export.pk))
    leg_vast("export.gemaakt", door=None, op=op, onderwerp=export, leerlingen=export.rijen, sha256=export.sha256)
    return export


def samenstellen(*, aanvraag: Exportaanvraag) -> package.Package:
    """The file as it was at the moment of the request: a second time gives the same bytes."""
    pseudonymiser = pseudonym.load(aanvraag.regio.code)
    cohorten = _cohorten(aanvraag)
    return package.build(
        [rij for cohort in cohorten for rij in onderzoek.rijen(cohort, op=aanvraag.op)],
        pseudonymiser,
        jaren=[cohort.jaar for cohort in cohorten],
        nummer=_versie(aanvraag, {cohort.pk for cohort in cohorten}),
        stand=timezone.localdate(aanvraag.op),
    )


def _cohorten(aanvraag: Exportaanvraag) -> list[Cohort]:
    return list(aanvraag.cohorten.select_related("regio").order_by("jaar"))


def _versie(aanvraag: Exportaanvraag, cohorten: set[int]) -> int:
    """The how-manieth request of the region for exactly these cohorts."""
    eerder = Exportaanvraag.objects.filter(regio=aanvraag.regio, soort=aanvraag.soort, op__lte=aanvraag.op)
    zelfde = [rij for rij in eerder.prefetch_related("cohorten") if {een.pk for een in rij.cohorten.all()} == cohorten]
    return sorted((rij.op, str(rij.pk)) for rij in zelfde).index((aanvraag.op, str(aanvraag.pk))) + 1


@transaction.atomic
def downloaden(*, export: Export, door: Medewerker, op: datetime) -> bytes:
    """The bytes, until they expire; every time is recorded."""
    eis_demo()
    if export.verlopen(op) or export.inhoud is None:
        raise NietToegestaan("Deze export is verlopen. Vraag een nieuwe aan.")
    dag = timezone.localdate(op)
    if any(onderzoek.ingetrokken_sinds(cohort, export.gemaakt_op, dag=dag) for cohort in _cohorten(export.aanvraag)):
        raise NietToegestaan("Er is een toestemming ingetrokken sinds deze export. Vraag een nieuwe aan.")
    leg_vast("export.gedownload", door=door, op=op, onderwerp=export, sha256=export.sha256, leerlingen=export.rijen)
    return decrypt_bytes(bytes(export.inhoud), context=str(export.pk))


@transaction.atomic
def wissen(*, export: Export, op: datetime) -> None:
    """Remove the bytes of an expired file; that it was made stays known."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    if export.inhoud is None or not export.verlopen(op):
        return
    export.inhoud = None
    export.save(update_fields=["inhoud"])
    leg_vast("export.gewist", door=None, op=op, onderwerp=export)

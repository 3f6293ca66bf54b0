"""Writes of the teamleider: who guides from when, who covers an absence. Hours stay with whoever worked them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from begeleiding.actions import trajecten as acties
from begeleiding.models import Toewijzing, Traject
from begeleiding.workflow import WAARNEMING_HOOGSTENS, Onjuist, Trajectstatus
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Medewerker
from gka.templatetags.formatting import date_medium


@transaction.atomic
def overdragen(
    *, trajecten: Sequence[Traject], naar: Aanstelling, van: date, reden: str, door: Medewerker, op: datetime
) -> list[Toewijzing]:
    """Give these trajecten another familiar face from `van` on: all of them or none.

    One that waits for a face starts when the first day is there (`trajecten.starten_op_de_eerste_dag`). Whoever stood
    in stops standing in on that day.
    """
    _eis(trajecten, van, reden, op)
    gedaan = []
    for traject in _op_volgorde(trajecten):
        if traject.toewijzingen.vast_gezicht().op_dag(van).filter(aanstelling=naar, tot__isnull=True).exists():
            raise Onjuist("Deze medewerker is al het vaste gezicht van een van deze leerlingen.", "naar")
        gedaan.append(acties.toewijzen(traject=traject, aanstelling=naar, van=van, reden=reden, door=door, op=op))
        _neemt_niet_meer_waar(traject, naar, van, door, op)
        if traject.status == Trajectstatus.VOORGESTELD and van <= timezone.localdate(op):
            acties.starten(traject=traject, door=door, op=op)
    return gedaan


@transaction.atomic
def waarnemen(
    *,
    trajecten: Sequence[Traject],
    naar: Aanstelling,
    van: date,
    tot: date,
    reden: str,
    door: Medewerker,
    op: datetime,
) -> list[Toewijzing]:
    """Let somebody stand in for the familiar face of these trajecten, both days included, two years at most.

    All of them or none.
    """
    _eis(trajecten, van, reden, op)
    if tot < van:
        raise Onjuist("De laatste dag ligt voor de eerste dag.", "tot")
    if tot > van + WAARNEMING_HOOGSTENS:
        raise Onjuist("Een waarneming duurt hoogstens twee jaar. Kies een eerdere dag.", "tot")
    if not naar.geldig_op(tot):
        raise Onjuist(
            "De aanstelling van deze medewerker eindigt eerder. Kies een eerdere dag of iemand anders.", "tot"
        )
    gedaan = []
    for traject in _op_volgorde(trajecten):
        eigen = traject.toewijzingen.filter(van__lte=tot)
        gezichten = eigen.vast_gezicht().exclude(tot__lt=van)
        if gezichten.filter(aanstelling__medewerker=naar.medewerker_id).exists():
            raise Onjuist("Iemand kan niet voor zichzelf waarnemen. Kies een collega.", "naar")
        if loopt := eigen.filter(waarneming=True).exclude(tot__lt=van).first():
            einde = date_medium(loopt.tot) if loopt.tot else "een dag die nog niet bekend is"
            raise Onjuist(f"Er is al een waarneming van {date_medium(loopt.van)} tot en met {einde}.", "van")
        gedaan.append(
            acties.toewijzen(
                traject=traject, aanstelling=naar, van=van, tot=tot, waarneming=True, reden=reden, door=door, op=op
            )
        )
    return gedaan


@transaction.atomic
def waarneming_beeindigen(*, waarneming: Toewijzing, door: Medewerker, op: datetime, dag: date) -> None:
    """Let a cover end today; one that did not begin yet is taken back. What was, stays on record."""
    rij = Toewijzing.objects.select_for_update().filter(pk=waarneming.pk, waarneming=True).first()
    if rij is None or (rij.tot is not None and rij.tot <= dag):
        raise NietToegestaan("Deze waarneming is al voorbij.")
    if rij.van > dag:
        acties.verwijder(oud=rij, door=door, op=op)
    else:
        acties.verkort(oud=rij, tot=dag, door=door, op=op)
    leg_vast(
        "toewijzing.beeindigd",
        door=door,
        op=op,
        onderwerp=waarneming,
        leerling=waarneming.traject.leerling_id,
        voor=waarneming.aanstelling.medewerker_id,
    )


@transaction.atomic
def terugnemen(*, gepland: Toewijzing, door: Medewerker, op: datetime, dag: date) -> None:
    """Take back a hand-over of which the first day has not come: whoever guides until then goes on."""
    _op_volgorde([gepland.traject])
    rij = Toewijzing.objects.select_for_update().filter(pk=gepland.pk, waarneming=False).first()
    if rij is None or rij.van <= dag:
        raise NietToegestaan("Deze overdracht is al begonnen of teruggenomen.")
    acties.neem_terug(gepland=rij, door=door, op=op, reden="overdracht teruggenomen")
    leg_vast(
        "toewijzing.teruggenomen",
        door=door,
        op=op,
        onderwerp=gepland,
        leerling=gepland.traject.leerling_id,
        voor=gepland.aanstelling.medewerker_id,
    )


@transaction.atomic
def heropenen(
    *, traject: Traject, naar: Aanstelling, reden: str, door: Medewerker, op: datetime, dag: date, versie: int
) -> Traject:
    """Open a closed traject whose familiar face has left, with another one from today: both or nothing."""
    if traject.toewijzingen.geldig(dag).vast_gezicht().exists():
        raise NietToegestaan("Het vaste gezicht is er nog. Vraag die collega het traject te heropenen.")
    open_ = acties.heropenen(traject=traject, reden=reden, door=door, op=op, dag=dag, versie=versie)
    acties.toewijzen(traject=open_, aanstelling=naar, van=dag, reden=reden, door=door, op=op)
    if open_.status == Trajectstatus.VOORGESTELD:
        open_ = acties.starten(traject=open_, door=door, op=op)
    return open_


def _neemt_niet_meer_waar(traject: Traject, gezicht: Aanstelling, van: date, door: Medewerker, op: datetime) -> None:
    """A cover is for an absence of the face there was: it ends before `van`. Nor does anybody stand in for oneself."""
    for waarneming in traject.toewijzingen.filter(waarneming=True).exclude(tot__lt=van):
        zelf = waarneming.aanstelling.medewerker_id == gezicht.medewerker_id
        reden = "wordt vast gezicht" if zelf else "er is een ander vast gezicht"
        if waarneming.van < van:
            acties.verkort(oud=waarneming, tot=van - timedelta(days=1), door=door, op=op, reden=reden)
        elif zelf:
            acties.verwijder(oud=waarneming, door=door, op=op, reden=reden)


def _op_volgorde(trajecten: Sequence[Traject]) -> list[Traject]:
    """Fresh and locked, always in the same order."""
    return list(Traject.objects.select_for_update().filter(pk__in=[een.pk for een in trajecten]).order_by("pk"))


def _eis(trajecten: Sequence[Traject], van: date, reden: str, op: datetime) -> None:
    if not trajecten:
        raise Onjuist("Kies ten minste één leerling.", "trajecten")
    if van < timezone.localdate(op):
        raise Onjuist("Deze dag is geweest. Kies vandaag of een latere dag.", "van")
    if not reden.strip():
        raise Onjuist("Schrijf kort op waarom.", "reden")

"""Record what was decided together, and open it again when that no longer holds."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Medewerker, Ouder, School, Toestemming
from gka.versions import vergrendel
from overdracht import plaatsen, stand
from overdracht.actions.status import eis_begonnen, eis_nieuwste, verander, vergrendel_leerling
from overdracht.followers import roep_volgers
from overdracht.models import Besluit, Bespreking
from overdracht.plaatsen import Bezetting
from overdracht.workflow import DOELEN, Besprekingstatus, Keus, Oordeel, Uitkomst


class RedenNodig(NietToegestaan):
    """A decision that was not waiting changes only with a reason."""

    def __init__(self) -> None:
        super().__init__("Er is al een besluit. Schrijf op waarom het verandert.")


class PlaatsenVol(RedenNodig):
    """Every agreed place of the school is taken: it may still be decided, with a reason (ADR 0010)."""

    def __init__(self, school: School, bezetting: Bezetting) -> None:
        NietToegestaan.__init__(
            self,
            f"{bezetting.waarom_vol(school)} Kiest u toch voor het traject, schrijf dan op waarom. "
            f"De leerling komt als {bezetting.wachten + 1}e op de wachtlijst.",
        )


class ZonderGezin(RedenNodig):
    """*Geen traject* against or without the family comes with a reason (ADR 0016)."""

    def __init__(self, zin: str) -> None:
        NietToegestaan.__init__(self, f"{zin} Kiest u toch voor geen traject, schrijf dan op waarom.")


# From good news to bad; a decision is only opened again by itself in this direction.
_VOLGORDE = (Uitkomst.OPGENOMEN, Uitkomst.WACHT, Uitkomst.NIET_OPGENOMEN)


@transaction.atomic
def vastleggen(
    *, bespreking: Bespreking, versie: int, keus: Keus, door: Medewerker, op: datetime, dag: date, reden: str = ""
) -> Besluit:
    """Record the choice of the table; the outcome follows from everyone's stance and the consents.

    The same decision again is no new row, unless with another reason. A decision that was not waiting changes only with
    a reason, and so does letting a pupil in at a school without a place left, or ending it against the family.
    Before the day of the overleg nothing is decided.
    """
    vergrendel_leerling(bespreking)
    bespreking = _met_stand(vergrendel(bespreking, versie=versie))
    oordeel = stand.oordeel(bespreking, keus, dag=dag)
    huidig = stand.besluit(bespreking)
    if huidig and _zelfde(huidig, keus, oordeel) and reden.strip() in ("", huidig.reden):
        return huidig
    eis_nieuwste(bespreking)
    eis_begonnen(bespreking, dag)
    vol = oordeel.uitkomst == Uitkomst.OPGENOMEN and _zonder_plek(bespreking, dag)
    if not reden.strip():
        if vol:
            raise PlaatsenVol(*vol)
        if stand.is_definitief(huidig):
            raise RedenNodig
        if zin := stand.zonder_gezin(bespreking, keus, dag=dag):
            raise ZonderGezin(zin)
    besluit = _schrijf(bespreking, huidig, keus, oordeel, reden.strip(), door, op, dag)
    leg_vast(
        "besluit.vastgelegd",
        door=door,
        op=op,
        onderwerp=besluit,
        leerling=bespreking.leerling_id,
        keus=keus,
        stand=oordeel.uitkomst,
        zonder_plek=bool(vol),
    )
    return besluit


@transaction.atomic
def heroverwegen(*, bespreking: Bespreking, reden: str, door: Medewerker, op: datetime, dag: date) -> Besluit | None:
    """After a stance or a consent changed: open the decision if it no longer holds, or say anew why it does.

    Never lets a pupil in, nor back to waiting: that stays a decision of people. Returns the decision that stands.
    """
    vergrendel_leerling(bespreking)
    Bespreking.objects.select_for_update().get(pk=bespreking.pk)
    bespreking = _met_stand(bespreking)
    huidig = stand.besluit(bespreking)
    if huidig is None or not Bespreking.objects.nieuwste().filter(pk=bespreking.pk).exists():
        return huidig
    oordeel = stand.oordeel(bespreking, Keus(huidig.keus), dag=dag)
    beter = _VOLGORDE.index(oordeel.uitkomst) < _VOLGORDE.index(Uitkomst(huidig.uitkomst))
    if beter or _zelfde(huidig, Keus(huidig.keus), oordeel):
        return huidig
    # Whoever has the page open sees that it changed.
    Bespreking.objects.filter(pk=bespreking.pk).update(versie=F("versie") + 1)
    besluit = _schrijf(bespreking, huidig, Keus(huidig.keus), oordeel, reden, door, op, dag)
    leg_vast(
        "besluit.heroverwogen",
        door=door,
        op=op,
        onderwerp=besluit,
        leerling=bespreking.leerling_id,
        stand=oordeel.uitkomst,
    )
    return besluit


def volg_toestemming(*, toestemming: Toestemming, door: Medewerker, op: datetime) -> None:
    """Follower of the kernel: an answer about consent may open a decision again."""
    if toestemming.doel not in DOELEN:
        return
    dag = timezone.localdate(op)
    for bespreking in Bespreking.objects.filter(leerling=toestemming.leerling_id).nieuwste():
        heroverwegen(bespreking=bespreking, reden="Een toestemming is veranderd.", door=door, op=op, dag=dag)


def volg_gezag(*, ouder: Ouder, door: Medewerker, op: datetime) -> None:
    """Follower of the kernel: with another authority, a decision may no longer rest on enough consent."""
    dag = timezone.localdate(op)
    for bespreking in Bespreking.objects.filter(leerling=ouder.leerling_id).nieuwste():
        heroverwegen(bespreking=bespreking, reden="Het gezag van een ouder is veranderd.", door=door, op=op, dag=dag)


def _zonder_plek(bespreking: Bespreking, dag: date) -> tuple[School, Bezetting] | None:
    """The school that has a say and its places, if none is left. Two tables cannot give away the last one at once."""
    school = stand.school_die_spreekt(bespreking)
    if school is None:
        return None
    # A weaker lock than the default: rows that only refer to the school need not wait, and cannot deadlock with it.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    bezetting = plaatsen.van_school(school, bespreking.overleg.cohort, dag=dag)
    return (school, bezetting) if bezetting.vol else None


def _met_stand(bespreking: Bespreking) -> Bespreking:
    return Bespreking.objects.met_stand().get(pk=bespreking.pk)  # type: ignore[no-any-return]


def _zelfde(huidig: Besluit, keus: Keus, oordeel: Oordeel) -> bool:
    """Why, and what people wait for, is part of the decision: the letter says it beside who said what."""
    return (huidig.keus, huidig.uitkomst, huidig.toelichting) == (keus, oordeel.uitkomst, oordeel.zin)


def _schrijf(
    bespreking: Bespreking,
    huidig: Besluit | None,
    keus: Keus,
    oordeel: Oordeel,
    reden: str,
    door: Medewerker,
    op: datetime,
    dag: date,
) -> Besluit:
    besluit = Besluit.objects.create(
        bespreking=bespreking,
        keus=keus,
        uitkomst=oordeel.uitkomst,
        toelichting=oordeel.zin,
        reden=reden,
        vastgelegd_door=door,
        vastgelegd_op=op,
        vervangt=huidig,
    )
    verander(bespreking=bespreking, naar=Besprekingstatus(oordeel.uitkomst), door=door, op=op, reden=reden)
    roep_volgers(besluit=besluit, door=door, op=op, dag=dag)
    return besluit

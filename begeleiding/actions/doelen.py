"""Writes about goals: add, reword, score, stop. Nothing of a goal is ever lost."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from begeleiding.models import Doel, Doelscore, Doeltekst, Traject
from begeleiding.workflow import (
    DOELEN_HOOGSTENS,
    DOELTEKENS,
    DOMEINEN,
    SCORE_HOOGSTENS,
    Onjuist,
    Scoremoment,
    Uitspraak,
)
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Keuze, Medewerker
from gka.privacy.consent import mag_delen
from gka.templatetags.formatting import date_numeric
from gka.versions import vergrendel
from gka.workflow import Ontvanger


@transaction.atomic
def toevoegen(
    *,
    traject: Traject,
    tekst: str,
    van_wie: Uitspraak,
    door: Medewerker,
    op: datetime,
    dag: date,
    domeinen: Collection[Keuze] = (),
) -> Doel:
    """Add a goal to a running traject; at most three run at a time. The same goal by the same person is one goal."""
    traject = _traject(traject.pk, dag)
    _eis_loopt(traject)
    _eis_tekst(tekst, "tekst")
    _eis_domeinen(domeinen, traject, dag)
    lopend: list[Doel] = list(traject.doelen.lopend())
    if zelfde := next((doel for doel in lopend if doel.tekst == tekst.strip()), None):
        if zelfde.gemaakt_door_id == door.pk and _zegt(zelfde, tekst, van_wie, domeinen):
            return zelfde
        raise Onjuist("Dit doel staat er al.", "tekst")
    bezet = {doel.plek for doel in lopend}
    if len(bezet) >= DOELEN_HOOGSTENS:
        raise NietToegestaan("Er lopen al drie doelen. Stop eerst een doel, of geef een doel andere woorden.")
    doel = Doel(
        traject=traject,
        plek=min(set(range(1, DOELEN_HOOGSTENS + 1)) - bezet),
        tekst=tekst.strip(),
        van_wie=Uitspraak(van_wie),
        gemaakt_op=op,
        gemaakt_door=door,
    )
    doel.save(force_insert=True)
    doel.domeinen.set(domeinen)
    leg_vast("doel.toegevoegd", door=door, op=op, onderwerp=doel)
    return doel


@transaction.atomic
def verwoorden(
    *,
    doel: Doel,
    versie: int,
    tekst: str,
    van_wie: Uitspraak,
    door: Medewerker,
    op: datetime,
    dag: date,
    domeinen: Collection[Keuze] = (),
) -> Doel:
    """Give a running goal other words; the words until now stay as Doeltekst. A form sent twice changes it once."""
    traject = _traject(doel.traject_id, dag)
    _eis_loopt(traject)
    _eis_tekst(tekst, "tekst")
    _eis_domeinen(domeinen, traject, dag, eerder=doel)
    vers = Doel.objects.get(pk=doel.pk)
    if vers.loopt and vers.versie != versie and _zegt(vers, tekst, van_wie, domeinen):
        return vers
    doel = vergrendel(doel, versie=versie)
    _eis_niet_gestopt(doel)
    if (doel.tekst, doel.van_wie) != (tekst.strip(), van_wie):
        Doeltekst.objects.create(
            doel=doel, nummer=versie, tekst=doel.tekst, van_wie=doel.van_wie, vervangen_op=op, vervangen_door=door
        )
        doel.tekst, doel.van_wie = tekst.strip(), Uitspraak(van_wie)
        doel.save(update_fields=["tekst", "van_wie"])
    doel.domeinen.set(domeinen)
    leg_vast("doel.gewijzigd", door=door, op=op, onderwerp=doel)
    return doel


@transaction.atomic
def stoppen(
    *,
    doel: Doel,
    versie: int,
    reden: str,
    door: Medewerker,
    op: datetime,
    dag: date,
    eindscore: int | None = None,
) -> Doel:
    """Stop a goal, with the reason and perhaps its score of today; its words and scores stay, its place is free.

    Sending the form twice stops it once.
    """
    _traject(doel.traject_id, dag)
    _eis_tekst(reden, "reden", leeg="Schrijf kort op waarom dit doel stopt.")
    vers = Doel.objects.get(pk=doel.pk)
    if not vers.loopt and (vers.gestopt_door_id, vers.stopreden) == (door.pk, reden.strip()):
        return vers
    if eindscore is not None:
        scoren(doel=doel, moment=Scoremoment.EIND, score=eindscore, gemeten_op=dag, door=door, op=op, dag=dag)
    doel = vergrendel(doel, versie=versie)
    _eis_niet_gestopt(doel)
    doel.gestopt_op, doel.gestopt_door, doel.stopreden = op, door, reden.strip()
    doel.save(update_fields=["gestopt_op", "gestopt_door", "stopreden"])
    leg_vast("doel.gestopt", door=door, op=op, onderwerp=doel)
    return doel


@transaction.atomic
def scoren(
    *,
    doel: Doel,
    moment: Scoremoment,
    score: int,
    gemeten_op: date,
    door: Medewerker,
    op: datetime,
    dag: date,
    vervangt: Doelscore | None = None,
) -> Doelscore:
    """Record how near a goal is, from 0 to 10. `vervangt` is the score that this one corrects.

    Begin and end are asked once: without `vervangt` a second one is refused, for somebody else was first. There is no
    end without a begin, and no begin after the end. The score at the end may also be given after the goal stopped, or
    after the traject closed as long as the traject is visible. The same score of the same day by the same person is one
    score: sending the form twice returns it.
    """
    traject = _traject(doel.traject_id, dag)
    doel = Doel.objects.select_for_update().select_related("traject").get(pk=doel.pk)
    if vervangt is None:
        eis_score_mogelijk(doel, Scoremoment(moment))
    if not 0 <= score <= SCORE_HOOGSTENS:
        raise Onjuist(f"Kies een cijfer van 0 tot {SCORE_HOOGSTENS}.", "score")
    if gemeten_op > dag:
        raise Onjuist("Deze dag moet nog komen. Kies vandaag of een eerdere dag.", "gemeten_op")
    if gemeten_op < traject.vanaf:
        raise Onjuist("Het traject was toen nog niet begonnen. Kies een latere dag.", "gemeten_op")
    _eis_volgorde(doel, moment, gemeten_op)
    gezegd = {"moment": moment, "score": score, "gemeten_op": gemeten_op, "vastgelegd_door": door}
    eerder: Doelscore | None = doel.scores.huidig().filter(**gezegd).first()
    if eerder is not None:
        return eerder
    _eis_vervangt(doel, Scoremoment(moment), vervangt)
    rij = Doelscore.objects.create(doel=doel, vastgelegd_op=op, vervangt=vervangt, **gezegd)
    soort = "doelscore.verbeterd" if vervangt else "doelscore.vastgelegd"
    leg_vast(soort, door=door, op=op, onderwerp=rij, leerling=traject.leerling_id, moment=moment)
    return rij


def eis_score_mogelijk(doel: Doel, moment: Scoremoment) -> None:
    """Refuse a new score of this moment, whatever it is. A better score instead of one can always come."""
    if not doel.traject.loopt and moment != Scoremoment.EIND:
        raise NietToegestaan("Dit traject is gesloten. U kunt alleen nog de eindscore geven.")
    if not doel.loopt and moment != Scoremoment.EIND:
        raise NietToegestaan("Dit doel is gestopt. U kunt alleen nog de eindscore geven.")
    if moment == Scoremoment.EIND and doel.scores.van_moment(Scoremoment.BEGIN) is None:
        raise NietToegestaan("Dit doel heeft geen beginscore. Zonder begin kan er geen eindscore zijn.")


def _eis_volgorde(doel: Doel, moment: str, gemeten_op: date) -> None:
    begin, eind = (doel.scores.van_moment(een) for een in (Scoremoment.BEGIN, Scoremoment.EIND))
    if moment == Scoremoment.EIND and begin and gemeten_op < begin.gemeten_op:
        zin = f"De beginscore is van {date_numeric(begin.gemeten_op)}. Kies die dag of later."
        raise Onjuist(zin, "gemeten_op")
    if moment == Scoremoment.BEGIN and eind and gemeten_op > eind.gemeten_op:
        zin = f"De eindscore is van {date_numeric(eind.gemeten_op)}. Kies die dag of eerder."
        raise Onjuist(zin, "gemeten_op")


def _zegt(doel: Doel, tekst: str, van_wie: str, domeinen: Collection[Keuze]) -> bool:
    """Whether a goal is already as somebody wants it to be."""
    zelfde = (doel.tekst, doel.van_wie) == (tekst.strip(), van_wie)
    return zelfde and {een.pk for een in doel.domeinen.all()} == {een.pk for een in domeinen}


def _traject(key: object, dag: date) -> Traject:
    """The traject, fresh and locked: the lock under which goals are counted. Refuses without consent."""
    rows = Traject.objects.select_for_update(of=("self",)).select_related("leerling", "cohort")
    traject: Traject = rows.get(pk=key)
    if not (oordeel := mag_delen(traject.leerling, Ontvanger.TRAJECT, op=dag)):
        raise NietToegestaan(oordeel.zin)
    return traject


def _eis_loopt(traject: Traject) -> None:
    if not traject.loopt:
        raise NietToegestaan(f"Dit traject is {traject.get_status_display()}. U kunt de doelen niet meer wijzigen.")


def _eis_niet_gestopt(doel: Doel) -> None:
    if not doel.loopt:
        raise NietToegestaan("Dit doel is al gestopt.")


def _eis_tekst(
    tekst: str, veld: str, leeg: str = "Schrijf het doel op in de woorden van de leerling of ouder."
) -> None:
    schoon = tekst.strip()
    if not schoon:
        raise Onjuist(leeg, veld)
    if len(schoon) > DOELTEKENS:
        raise Onjuist(f"Maak de tekst korter: hoogstens {DOELTEKENS} tekens, nu {len(schoon)}.", veld)


def _eis_domeinen(domeinen: Collection[Keuze], traject: Traject, dag: date, eerder: Doel | None = None) -> None:
    """Of the list of the region as it is today; what was chosen before stays possible."""
    lijst = set(Keuze.objects.van_lijst(traject.cohort.regio_id, DOMEINEN, op=dag).values_list("pk", flat=True))
    if eerder is not None:
        lijst |= set(eerder.domeinen.values_list("pk", flat=True))
    if any(keuze.pk not in lijst for keuze in domeinen):
        raise Onjuist("Kies een onderwerp dat op de lijst staat.", "domeinen")


def _eis_vervangt(doel: Doel, moment: Scoremoment, vervangt: Doelscore | None) -> None:
    if vervangt is not None and (vervangt.doel_id != doel.pk or vervangt.moment != moment):
        raise NietToegestaan("Deze score hoort niet bij dit doel.")
    if vervangt is not None and Doelscore.objects.filter(vervangt=vervangt).exists():
        raise Verouderd
    if vervangt is None and moment != Scoremoment.TUSSEN and doel.scores.van_moment(moment) is not None:
        raise Verouderd

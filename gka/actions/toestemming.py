"""Writes about consent: every answer is a new row that replaces the giver's previous one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gka.actions import ouders
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.followers import TOESTEMMING
from gka.models import Leerling, Medewerker, Ouder, School, Toestemming
from gka.privacy import texts
from gka.privacy.consent import WOORDEN, wie_zegt
from gka.querysets import ToestemmingQuerySet
from gka.templatetags.formatting import date_medium
from gka.workflow import Doel, Gever, Relatie, Toestemmingstand, Wijze, jaren_terug


class VerkeerdeDag(NietToegestaan):
    """The day on which an answer is said to be given cannot be."""


class AndersVastgelegd(NietToegestaan):
    """Somebody recorded another answer after the form was shown."""


@dataclass(frozen=True)
class Antwoord:
    """What one giver says about one purpose. `school` only for *delen*."""

    doel: Doel
    gever: Gever
    stand: Toestemmingstand
    school: School | None = None


@dataclass(frozen=True)
class NieuweOuder:
    """A parent who speaks for the first time. `bekend` is how many were known when the form was shown."""

    relatie: Relatie
    gezag: bool
    bekend: int


@transaction.atomic
def antwoorden_vastleggen(
    *,
    leerling: Leerling,
    ouder: Ouder | NieuweOuder | None,
    antwoorden: Sequence[Antwoord],
    gezien: Collection[str],
    wijze: Wijze,
    tekstversie: str,
    door: Medewerker,
    op: datetime,
    gegeven_op: date | None = None,
) -> list[Toestemming]:
    """Record what was said in one conversation: all answers or none. A parent who is new is added first.

    `gezien` are the keys of the standing answers that were on the screen: one that came later is not replaced by a
    form that does not know it (`AndersVastgelegd`). `gegeven_op` is the day of the conversation or the signature, the
    day of `op` by default.
    """
    if not antwoorden:
        raise NietToegestaan("Vul ten minste één antwoord in.")
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    if not any(antwoord.gever == Gever.OUDER for antwoord in antwoorden):
        ouder = None
    elif isinstance(ouder, NieuweOuder):
        if leerling.ouders.count() != ouder.bekend:
            raise NietToegestaan("Er is intussen een ouder toegevoegd bij deze leerling. Kies wie er spreekt.")
        ouder = ouders.toevoegen(leerling=leerling, relatie=ouder.relatie, gezag=ouder.gezag, door=door, op=op)
    elif ouder is None:
        raise NietToegestaan("Kies welke ouder of verzorger er spreekt.")
    for antwoord in antwoorden:
        wie = ouder if antwoord.gever == Gever.OUDER else None
        staand = _staand(leerling, antwoord.doel, wie, antwoord.school).zonder_contact().first()
        if zin := intussen(staand, antwoord.stand, gezien):
            raise AndersVastgelegd(zin)
    return [
        vastleggen(
            leerling=leerling,
            doel=antwoord.doel,
            stand=antwoord.stand,
            wijze=wijze,
            tekstversie=tekstversie,
            door=door,
            op=op,
            ouder=ouder if antwoord.gever == Gever.OUDER else None,
            school=antwoord.school,
            gegeven_op=gegeven_op,
        )
        for antwoord in antwoorden
    ]


def intussen(staand: Toestemming | None, stand: str, gezien: Collection[str]) -> str:
    """The sentence when another answer than this was recorded meanwhile; nothing when it was seen or says the same."""
    if staand is None or str(staand.pk) in gezien or staand.stand == stand:
        return ""
    anders = f"{wie_zegt(staand)} {WOORDEN[Toestemmingstand(staand.stand)]} ({date_medium(staand.gegeven_op)})"
    return f"Er is intussen iets anders vastgelegd: {anders}. Vraag het opnieuw."


@transaction.atomic
def vastleggen(
    *,
    leerling: Leerling,
    doel: Doel,
    stand: Toestemmingstand,
    wijze: Wijze,
    tekstversie: str,
    door: Medewerker,
    op: datetime,
    ouder: Ouder | None = None,
    school: School | None = None,
    gegeven_op: date | None = None,
) -> Toestemming:
    """Record what one parent (`ouder`) or the pupil (no `ouder`) says about one purpose.

    The same answer again is no new row, unless another day is given for it. *Delen* needs the receiving school; other
    purposes have none. Another answer of an earlier day than the standing one is refused: a form that was still in a
    drawer must not undo a later nee.
    """
    if (doel == Doel.DELEN) != (school is not None):
        raise NietToegestaan("Noem bij delen met de vo-school voor welke school de toestemming is.")
    if ouder is not None and ouder.leerling_id != leerling.pk:
        raise NietToegestaan("Deze ouder hoort niet bij deze leerling.")
    if stand == Toestemmingstand.BEZWAAR and ouder is None:
        raise NietToegestaan("Bezwaar maakt een ouder. De leerling zegt nee.")
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    huidig: Toestemming | None = _staand(leerling, doel, ouder, school).first()
    if huidig and (huidig.stand, huidig.wijze, huidig.tekstversie) == (stand, wijze, tekstversie):
        if gegeven_op in (None, huidig.gegeven_op):
            return huidig
    gegeven_op = gegeven_op or timezone.localdate(op)
    _eis_dag(gegeven_op, leerling, huidig, stand, tekstversie, vandaag=timezone.localdate(op))
    if stand == Toestemmingstand.INGETROKKEN and (huidig is None or huidig.stand != Toestemmingstand.JA):
        raise NietToegestaan("Intrekken kan alleen als er eerst ja is gezegd.")
    nieuw = Toestemming.objects.create(
        leerling=leerling,
        doel=doel,
        gever=Gever.OUDER if ouder else Gever.LEERLING,
        ouder=ouder,
        ontvangende_school=school,
        stand=stand,
        wijze=wijze,
        tekstversie=tekstversie,
        gegeven_op=gegeven_op,
        vastgelegd_door=door,
        vastgelegd_op=op,
        vervangt=huidig,
    )
    leg_vast("toestemming.vastgelegd", door=door, op=op, onderwerp=nieuw, doel=doel, stand=stand, gever=nieuw.gever)
    TOESTEMMING.roep(toestemming=nieuw, door=door, op=op)
    return nieuw


def vroegste_dag(tekstversie: str, vandaag: date) -> date:
    """The first day on which an answer can be given that is recorded today: a year back, not before its text was."""
    return max(texts.vanaf(tekstversie), jaren_terug(1, vandaag))


def _staand(leerling: Leerling, doel: Doel, ouder: Ouder | None, school: School | None) -> ToestemmingQuerySet:
    return Toestemming.objects.huidig().filter(leerling=leerling, doel=doel, ouder=ouder, ontvangende_school=school)


def _eis_dag(
    dag: date,
    leerling: Leerling,
    huidig: Toestemming | None,
    stand: Toestemmingstand,
    tekstversie: str,
    *,
    vandaag: date,
) -> None:
    if dag > vandaag:
        raise VerkeerdeDag("Kies een dag die al geweest is. Deze dag ligt in de toekomst.")
    if dag <= leerling.geboortedatum:
        raise VerkeerdeDag("Kijk de dag na. Toen was deze leerling nog niet geboren.")
    if dag < vandaag and dag < (vroegst := vroegste_dag(tekstversie, vandaag)):
        raise VerkeerdeDag(f"Kies een dag vanaf {date_medium(vroegst)}.")
    if huidig and stand != huidig.stand and dag < huidig.gegeven_op:
        raise VerkeerdeDag(
            f"Op {date_medium(huidig.gegeven_op)} is er al iets anders gezegd. Een ouder antwoord vervangt dat niet."
        )

"""Writes about consent: every answer is a new row that replaces the giver's previous one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gka.actions import ouders
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.followers import TOESTEMMING
from gka.models import Leerling, Medewerker, Ouder, School, Toestemming
from gka.workflow import Doel, Gever, Relatie, Toestemmingstand, Wijze


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
    wijze: Wijze,
    tekstversie: str,
    door: Medewerker,
    op: datetime,
) -> list[Toestemming]:
    """Record what was said in one conversation: all answers or none. A parent who is new is added first."""
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
        )
        for antwoord in antwoorden
    ]


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
) -> Toestemming:
    """Record what one parent (`ouder`) or the pupil (no `ouder`) says about one purpose.

    The same answer again is no new row. *Delen* needs the receiving school; other purposes have none.
    """
    if (doel == Doel.DELEN) != (school is not None):
        raise NietToegestaan("Noem bij delen met de vo-school voor welke school de toestemming is.")
    if ouder is not None and ouder.leerling_id != leerling.pk:
        raise NietToegestaan("Deze ouder hoort niet bij deze leerling.")
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    huidig: Toestemming | None = (
        Toestemming.objects.huidig()
        .filter(leerling=leerling, doel=doel, ouder=ouder, ontvangende_school=school)
        .first()
    )
    if huidig and (huidig.stand, huidig.wijze, huidig.tekstversie) == (stand, wijze, tekstversie):
        return huidig
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
        vastgelegd_door=door,
        vastgelegd_op=op,
        vervangt=huidig,
    )
    leg_vast("toestemming.vastgelegd", door=door, op=op, onderwerp=nieuw, doel=doel, stand=stand, gever=nieuw.gever)
    TOESTEMMING.roep(toestemming=nieuw, door=door, op=op)
    return nieuw

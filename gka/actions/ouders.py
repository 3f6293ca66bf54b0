"""Writes about the parents of a pupil."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.followers import GEZAG
from gka.models import Keuze, Leerling, Medewerker, Ouder
from gka.versions import vergrendel
from gka.workflow import HOOGSTENS_OUDERS, TALENLIJST, Relatie


@transaction.atomic
def toevoegen(
    *,
    leerling: Leerling,
    relatie: Relatie,
    door: Medewerker,
    op: datetime,
    gezag: bool = True,
    contact: str = "",
    taal: str = "nl",
    liever_mondeling: bool = False,
) -> Ouder:
    """Add a parent. More than four is a mistake in the form, not a family."""
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    if leerling.ouders.count() >= HOOGSTENS_OUDERS:
        raise NietToegestaan("Er staan al vier ouders of verzorgers bij deze leerling.")
    _eis_taal(leerling, taal, op)
    ouder = Ouder.objects.create(
        leerling=leerling,
        relatie=relatie,
        nummer=_vrij_nummer(leerling, relatie),
        gezag=gezag,
        contact=contact,
        taal=taal,
        liever_mondeling=liever_mondeling,
    )
    leg_vast("ouder.toegevoegd", door=door, op=op, onderwerp=ouder)
    return ouder


@transaction.atomic
def bijwerken(
    *,
    ouder: Ouder,
    versie: int,
    relatie: Relatie,
    gezag: bool,
    contact: str,
    taal: str,
    liever_mondeling: bool,
    door: Medewerker,
    op: datetime,
) -> Ouder:
    """Correct a parent. With another authority the standing answers count differently, from now on."""
    leerling = Leerling.objects.select_for_update().get(pk=ouder.leerling_id)
    ouder = vergrendel(ouder, versie=versie)
    nieuw: dict[str, Any] = {
        "relatie": relatie,
        "gezag": gezag,
        "contact": contact,
        "taal": taal,
        "liever_mondeling": liever_mondeling,
    }
    anders = [veld for veld, waarde in nieuw.items() if getattr(ouder, veld) != waarde]
    if not anders:
        return ouder
    if "taal" in anders:
        _eis_taal(leerling, taal, op)
    if "relatie" in anders:
        ouder.nummer = _vrij_nummer(leerling, relatie)
    for veld in anders:
        setattr(ouder, veld, nieuw[veld])
    ouder.save(update_fields=[*anders, "nummer"])
    leg_vast("ouder.bijgewerkt", door=door, op=op, onderwerp=ouder, velden=anders)
    if "gezag" in anders:
        GEZAG.roep(ouder=ouder, door=door, op=op)
    return ouder


@transaction.atomic
def verwijderen(*, ouder: Ouder, versie: int, door: Medewerker, op: datetime) -> None:
    """Remove a parent who was added by mistake: nothing this parent said may be on record."""
    Leerling.objects.select_for_update().get(pk=ouder.leerling_id)
    ouder = vergrendel(ouder, versie=versie)
    leg_vast("ouder.verwijderd", door=door, op=op, onderwerp=ouder)
    try:
        ouder.delete()
    except ProtectedError as hangt_aan:
        raise NietToegestaan(
            "Van deze ouder is een antwoord of standpunt vastgelegd. Dat moet te lezen blijven. "
            "Heeft deze ouder geen gezag meer? Haal dan het vinkje bij gezag weg."
        ) from hangt_aan


def _vrij_nummer(leerling: Leerling, relatie: Relatie) -> int:
    bezet = set(leerling.ouders.filter(relatie=relatie).values_list("nummer", flat=True))
    return next(nummer for nummer in range(1, HOOGSTENS_OUDERS + 1) if nummer not in bezet)


def _eis_taal(leerling: Leerling, taal: str, op: datetime) -> None:
    talen = Keuze.objects.van_lijst(leerling.regio_id, TALENLIJST, op=timezone.localdate(op))
    if not talen.filter(code=taal).exists():
        raise NietToegestaan("Kies een taal die op de lijst staat.")

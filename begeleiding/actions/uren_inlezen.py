"""Put in hours from a file that a person has looked at: every contact through the one action that records contacts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from begeleiding.actions import contacten
from begeleiding.models import Contact, Traject, Urenindeling, Urenwoord
from begeleiding.querysets.uren import soort_veld
from begeleiding.urencodes import is_nummer
from begeleiding.workflow import Gezelschap, Woordsoort
from gka.access.rights import Recht
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Keuze, Medewerker, Organisatie


class RijGeweigerd(NietToegestaan):
    """A contact of the file that the action refuses; nothing of the file is kept then."""


@dataclass(frozen=True, kw_only=True)
class Gelezen:
    """What rows of the file say about one contact."""

    rijen: tuple[int, ...]
    gebeurd_op: date
    soort: Keuze
    minuten: int
    met: frozenset[Gezelschap]
    overige_deelnemers: int
    reisminuten: int
    aanwezig: tuple[Traject, ...]


@dataclass(frozen=True, kw_only=True)
class Nieuw(Gelezen):
    """One contact to record."""

    sleutel: UUID
    trajecten: tuple[Traject, ...]
    werkers: tuple[Aanstelling, ...]


@dataclass(frozen=True, kw_only=True)
class Correctie(Gelezen):
    """A better version of this contact, which nothing replaces as yet. Its pupils and workers stay."""

    contact: Contact

    @property
    def sleutel(self) -> UUID:
        """Of the new version: that of what it replaces, so that sending it twice corrects once."""
        return uuid5(self.contact.pk, "correctie uit een urenbestand")


@dataclass(frozen=True)
class Onthouden:
    """What the next file of this organisation need not ask: its columns by their headings, and its words."""

    vingerafdruk: str = ""
    velden: tuple[str, ...] = ()
    datumstijl: str = ""
    woorden: Mapping[Woordsoort, Mapping[str, Any]] = field(default_factory=dict)


@transaction.atomic
def inlezen(
    *,
    nieuw: Sequence[Nieuw],
    onthouden: Onthouden,
    organisatie: Organisatie,
    door: Medewerker,
    op: datetime,
    dag: date,
    correcties: Sequence[Correctie] = (),
    reden: str = "",
) -> list[Contact]:
    """Record all of these contacts and corrections, or none. `reden` is that of all corrections. Returns the contacts
    that are new. Sending the same file again adds nothing: the keys are the same.

    What a number of a worker means is kept only from who closes the months there: for another it is of this file alone.
    """
    gemaakt = []
    for een in nieuw:
        with _noem(een.rijen):
            contact = contacten.vastleggen(
                trajecten=een.trajecten,
                aanwezig=een.aanwezig,
                aanstelling=een.werkers[0],
                collegas=een.werkers[1:],
                sleutel=een.sleutel,
                door=door,
                op=op,
                dag=dag,
                **_feiten(een),
            )
        gemaakt.append(contact)
    for correctie in correcties:
        with _noem(correctie.rijen):
            contacten.corrigeren(
                contact=correctie.contact,
                reden=reden,
                aanwezig=correctie.aanwezig,
                sleutel=correctie.sleutel,
                door=door,
                op=op,
                dag=dag,
                **_feiten(correctie),
            )
    sluit_hier = any(een.organisatie_id == organisatie.pk for een in door.aanstellingen_met(Recht.MAAND_SLUITEN, dag))
    _onthoud(onthouden, organisatie, door, op, medewerkers=sluit_hier)
    leg_vast(
        "uren.ingelezen",
        door=door,
        op=op,
        organisatie=organisatie.pk,
        aantal=len(gemaakt),
        gecorrigeerd=len(correcties),
    )
    return gemaakt


@contextmanager
def _noem(rijen: Sequence[int]) -> Iterator[None]:
    """Say which row of the file it is that is refused."""
    try:
        yield
    except NietToegestaan as weigering:
        raise RijGeweigerd(f"Rij {rijen[0]}: {weigering} Er is niets opgeslagen.") from None


def _feiten(een: Gelezen) -> dict[str, Any]:
    return {
        "soort": een.soort,
        "gebeurd_op": een.gebeurd_op,
        "minuten": een.minuten,
        "overige_deelnemers": een.overige_deelnemers,
        "reisminuten": een.reisminuten,
    } | {f"met_{wie.value}": wie in een.met for wie in Gezelschap}


def _onthoud(
    onthouden: Onthouden, organisatie: Organisatie, door: Medewerker, op: datetime, *, medewerkers: bool
) -> None:
    if onthouden.vingerafdruk:
        Urenindeling.objects.update_or_create(
            organisatie=organisatie,
            vingerafdruk=onthouden.vingerafdruk,
            defaults={"velden": list(onthouden.velden), "datumstijl": onthouden.datumstijl, "gekozen_op": op},
        )
    for soort, woorden in onthouden.woorden.items():
        if soort == Woordsoort.MEDEWERKER and not medewerkers:
            continue
        for woord, betekenis in woorden.items():
            # A word for a pupil may be a name: then it is asked again.
            if soort == Woordsoort.LEERLING and not is_nummer(woord):
                continue
            _onthoud_woord(soort, woord, str(betekenis), organisatie, door, op)


def _onthoud_woord(
    soort: Woordsoort, woord: str, betekenis: str, organisatie: Organisatie, door: Medewerker, op: datetime
) -> None:
    """The last choice counts; that a word meant something else before, and what, is in the audit."""
    veld = f"{soort_veld(soort)}_id"
    was = Urenwoord.objects.select_for_update().filter(organisatie=organisatie, soort=soort, woord=woord).first()
    rij, _ = Urenwoord.objects.update_or_create(
        organisatie=organisatie,
        soort=soort,
        woord=woord,
        defaults={veld: betekenis, "gekozen_door": door, "gekozen_op": op},
    )
    if was is not None and (eerst := str(getattr(was, veld))) != betekenis:
        leg_vast("urenwoord.gewijzigd", door=door, op=op, onderwerp=rij, van=eerst, naar=betekenis)

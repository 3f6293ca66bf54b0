"""Writes of a confirmed pupil list: add who is new, take over what a person chose, remember the layout of the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gka.actions.leerlingen import WEG, Nieuw, aan_jaar_toevoegen, eis_juist, toevoegen
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.matching import Bekenden
from gka.models import Cohort, Kolomindeling, Leerling, Medewerker, School
from gka.versions import vergrendel

NAAMVELDEN = ("roepnaam", "tussenvoegsel", "achternaam", "geboortedatum")


@dataclass(frozen=True)
class Kolomkeuze:
    """How a person said that a list is laid out; nothing of its rows."""

    vingerafdruk: str
    velden: tuple[str, ...]
    datumstijl: str = ""
    naamvolgorde: str = ""


@dataclass(frozen=True)
class Overname:
    """A known pupil, in the version that was shown, with what the list says instead."""

    leerling: Leerling
    versie: int
    gegevens: Nieuw


@dataclass(frozen=True)
class Ingelezen:
    """What was written."""

    toegevoegd: list[Leerling]
    bijgewerkt: list[Leerling]
    opnieuw: int = 0


@transaction.atomic
def inlezen(
    *,
    nieuw: Sequence[Nieuw],
    overnemen: Sequence[Overname] = (),
    opnieuw: Sequence[Leerling] = (),
    kolommen: Kolomkeuze | None = None,
    school: School,
    cohort: Cohort,
    aantallen: Mapping[str, Any],
    door: Medewerker,
    op: datetime,
    dag: date,
) -> Ingelezen:
    """Add the confirmed pupils of a list, and change the known ones that a person chose; all or nothing.

    `opnieuw` are known pupils who take part in this cohort as well. Whoever is known by then is left alone, so the
    same list twice adds nobody. `aantallen` are the sizes of the piles that the person saw: only they are audited.
    """
    School.objects.select_for_update().get(pk=school.pk)
    bijgewerkt = [
        overgenomen(leerling=row.leerling, versie=row.versie, gegevens=row.gegevens, school=school, door=door, op=op)
        for row in overnemen
    ]
    bekenden = Bekenden.van_school(school)
    toegevoegd = toevoegen(
        nieuw=[row for row in nieuw if not bekenden.kent(row.kenmerken)],
        school=school,
        cohort=cohort,
        door=door,
        op=op,
        dag=dag,
    )
    weer = sum(aan_jaar_toevoegen(leerling=leerling, cohort=cohort, door=door, op=op) for leerling in opnieuw)
    if kolommen:
        _onthoud(kolommen, school=school, op=op)
    leg_vast(
        "leerlingen.ingelezen",
        door=door,
        op=op,
        toegevoegd=len(toegevoegd),
        bijgewerkt=len(bijgewerkt),
        opnieuw=weer,
        school=school.brin_vestiging.lower(),
        **aantallen,
    )
    return Ingelezen(toegevoegd, bijgewerkt, weer)


@transaction.atomic
def overgenomen(
    *, leerling: Leerling, versie: int, gegevens: Nieuw, school: School, door: Medewerker, op: datetime
) -> Leerling:
    """Names, date of birth and number of a pupil of this school as the list has them; an empty number changes nothing.

    Refuses a pupil who left the school, a number that another pupil has, and a version that is not the current one.
    """
    if not Leerling.objects.van_school(school.pk).filter(pk=leerling.pk).exists():
        raise NietToegestaan(WEG)
    eis_juist(gegevens, dag=timezone.localdate(op))
    row = vergrendel(leerling, versie=versie)
    nummer = gegevens.leerlingnummer
    if nummer and Leerling.objects.exclude(pk=row.pk).filter(leerlingnummer_van=school, leerlingnummer=nummer).exists():
        raise NietToegestaan(
            "Het leerlingnummer in het bestand is van een andere leerling. Lees de lijst opnieuw in en kies opnieuw."
        )
    nieuwe = {veld: getattr(gegevens, veld) for veld in NAAMVELDEN}
    if nummer:
        nieuwe |= {"leerlingnummer": nummer, "leerlingnummer_van": school}
    gewijzigd = [veld for veld, waarde in nieuwe.items() if getattr(row, veld) != waarde]
    for veld in gewijzigd:
        setattr(row, veld, nieuwe[veld])
    row.save(update_fields=gewijzigd)
    leg_vast("leerling.bijgewerkt", door=door, op=op, onderwerp=row, velden=gewijzigd, bron="leerlinglijst")
    return row


def _onthoud(keuze: Kolomkeuze, *, school: School, op: datetime) -> None:
    Kolomindeling.objects.update_or_create(
        school=school,
        vingerafdruk=keuze.vingerafdruk,
        defaults={
            "velden": list(keuze.velden),
            "datumstijl": keuze.datumstijl,
            "naamvolgorde": keuze.naamvolgorde,
            "gekozen_op": op,
        },
    )

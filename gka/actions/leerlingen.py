"""Writes about pupils: add them, one or many, and correct them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Self

from django.db import transaction
from django.utils import timezone

from gka.access.rights import Recht
from gka.actions.dubbelen import eis_geen_dubbel, eis_niet_elders
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.matching import Kenmerken
from gka.models import Cohort, Cohortdeelname, Leerling, Medewerker, School, Schoolkeuze
from gka.privacy.bsn import naam_met_bsn, verboden_nummer
from gka.versions import vergrendel
from gka.workflow import Keuzesoort, Schoolsoort, geboortedatum_kan

BSN = "Dit lijkt een burgerservicenummer. Dat mag niet in Overstap. Haal het weg."
GEBOORTEDATUM = "Controleer de geboortedatum: deze kan niet kloppen."
WEG = "Deze leerling is niet meer van uw school. Lees de lijst opnieuw in."


@dataclass(frozen=True)
class Nieuw:
    """What a school says of a pupil: of a new one, or as it should be from now on."""

    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geboortedatum: date
    leerlingnummer: str = ""

    @classmethod
    def van(cls, leerling: Leerling) -> Self:
        """As it is in the records now."""
        return cls(**{veld.name: getattr(leerling, veld.name) for veld in fields(cls)})

    @property
    def kenmerken(self) -> Kenmerken:
        return Kenmerken.van(self.leerlingnummer, self.roepnaam, self.achternaam, self.geboortedatum)


@transaction.atomic
def toevoegen(
    *, nieuw: Sequence[Nieuw], school: School, cohort: Cohort, door: Medewerker, op: datetime, dag: date
) -> list[Leerling]:
    """Add pupils to a primary school and a cohort. All or none; a number the school already uses is refused."""
    for row in nieuw:
        eis_juist(row, dag=dag)
    if school.soort != Schoolsoort.PO or school.regio_id != cohort.regio_id:
        raise NietToegestaan("Kies een basisschool uit dezelfde regio als het schooljaar.")
    nummers = [row.leerlingnummer for row in nieuw if row.leerlingnummer]
    if Leerling.objects.filter(leerlingnummer_van=school, leerlingnummer__in=nummers).exists():
        raise NietToegestaan("Een van deze leerlingen staat al in Overstap. Lees de lijst opnieuw in.")
    leerlingen = [
        Leerling(
            regio_id=school.regio_id,
            roepnaam=row.roepnaam,
            tussenvoegsel=row.tussenvoegsel,
            achternaam=row.achternaam,
            geboortedatum=row.geboortedatum,
            leerlingnummer=row.leerlingnummer,
            leerlingnummer_van=school if row.leerlingnummer else None,
            gemaakt_op=op,
        )
        for row in nieuw
    ]
    Leerling.objects.bulk_create(leerlingen)
    Cohortdeelname.objects.bulk_create([Cohortdeelname(leerling=leerling, cohort=cohort) for leerling in leerlingen])
    Schoolkeuze.objects.bulk_create(
        [
            Schoolkeuze(
                leerling=leerling,
                soort=Keuzesoort.BASISSCHOOL,
                school=school,
                van=dag,
                vastgelegd_door=door,
                vastgelegd_op=op,
            )
            for leerling in leerlingen
        ]
    )
    for leerling in leerlingen:
        leg_vast("leerling.toegevoegd", door=door, op=op, onderwerp=leerling, school=school.brin_vestiging.lower())
    return leerlingen


@transaction.atomic
def aan_jaar_toevoegen(*, leerling: Leerling, cohort: Cohort, door: Medewerker, op: datetime) -> bool:
    """A known pupil who is in group 8 once more takes part in this cohort too. False when that was so already.

    Refuses a cohort of another region, and a pupil who is at no school for which `door` reads lists.
    """
    leerling = Leerling.objects.select_for_update().get(pk=leerling.pk)
    if leerling.regio_id != cohort.regio_id:
        raise NietToegestaan("Dit jaar is van een andere regio dan de leerling.")
    scholen = door.scholen_met(Recht.LEERLING_INLEZEN, timezone.localdate(op))
    if not any(Leerling.objects.van_school(school.pk).filter(pk=leerling.pk).exists() for school in scholen):
        raise NietToegestaan(WEG)
    _, nieuw = Cohortdeelname.objects.get_or_create(leerling=leerling, cohort=cohort)
    if nieuw:
        leg_vast("leerling.aan_jaar_toegevoegd", door=door, op=op, onderwerp=leerling, jaar=cohort.jaar)
    return nieuw


@transaction.atomic
def met_de_hand_toevoegen(
    *,
    nieuw: Nieuw,
    school: School,
    cohort: Cohort,
    andere_dan: Collection[str],
    door: Medewerker,
    op: datetime,
    dag: date,
) -> Leerling:
    """Add one pupil. Refuses who is known here or elsewhere in the region, and asks about who looks alike.

    `andere_dan` are the keys of the pupils of whom the person said that this is another one.
    Raises AlBekend, LijktOp or BijAndereSchool (`gka.actions.dubbelen`), or NietToegestaan for impossible data.
    """
    School.objects.select_for_update().get(pk=school.pk)
    eis_juist(nieuw, dag=dag)
    eis_geen_dubbel(nieuw.kenmerken, school=school, andere_dan=andere_dan)
    eis_niet_elders(nieuw.kenmerken, school=school)
    (leerling,) = toevoegen(nieuw=[nieuw], school=school, cohort=cohort, door=door, op=op, dag=dag)
    return leerling


@transaction.atomic
def bijwerken(
    *,
    leerling: Leerling,
    versie: int,
    gegevens: Nieuw,
    door: Medewerker,
    op: datetime,
    andere_dan: Collection[str] | None = None,
) -> Leerling:
    """Correct the names, the date of birth or the number. The audit gets the names of the fields, never a value.

    `andere_dan` as with adding; None when whoever calls has compared before. Raises Verouderd, AlBekend or LijktOp.
    Another school of the region is not asked here: a wrong record must be corrected, also when there are two.
    """
    keuze = leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.BASISSCHOOL).select_related("school").first()
    school: School | None = keuze.school if keuze else None
    if school:
        School.objects.select_for_update().get(pk=school.pk)
    leerling = Leerling.objects.get(pk=leerling.pk)
    gewijzigd = [veld for veld, waarde in asdict(gegevens).items() if getattr(leerling, veld) != waarde]
    if not gewijzigd:
        return leerling
    leerling = vergrendel(leerling, versie=versie)
    eis_juist(gegevens, dag=timezone.localdate(op))
    if "leerlingnummer" in gewijzigd:
        if gegevens.leerlingnummer and school is None:
            raise NietToegestaan("Leg eerst de basisschool vast. Een leerlingnummer hoort bij een school.")
        leerling.leerlingnummer_van = school if gegevens.leerlingnummer else None
    if school and gegevens.kenmerken != Nieuw.van(leerling).kenmerken:
        eis_geen_dubbel(gegevens.kenmerken, school=school, andere_dan=andere_dan, behalve=leerling)
    for veld in gewijzigd:
        setattr(leerling, veld, getattr(gegevens, veld))
    leerling.save(update_fields=[*gewijzigd, "leerlingnummer_van"])
    leg_vast("leerling.bijgewerkt", door=door, op=op, onderwerp=leerling, velden=gewijzigd)
    return leerling


def eis_juist(gegevens: Nieuw, *, dag: date) -> None:
    """Refuse what cannot be a pupil, and a citizen service number wherever it was typed."""
    if not gegevens.roepnaam:
        raise NietToegestaan("Vul de roepnaam in.")
    if not geboortedatum_kan(gegevens.geboortedatum, dag):
        raise NietToegestaan(GEBOORTEDATUM)
    namen = (gegevens.roepnaam, gegevens.tussenvoegsel, gegevens.achternaam)
    if verboden_nummer(gegevens.leerlingnummer) or naam_met_bsn(*namen):
        raise NietToegestaan(BSN)

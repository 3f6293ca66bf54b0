"""Writes about pupils: add them, one or a whole list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.matching import Bekenden, Kenmerken
from gka.models import Cohort, Cohortdeelname, Leerling, Medewerker, School, Schoolkeuze
from gka.workflow import Keuzesoort, Schoolsoort


@dataclass(frozen=True)
class Nieuw:
    """What is known of a pupil who is not in the records yet."""

    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geboortedatum: date
    leerlingnummer: str = ""

    @property
    def kenmerken(self) -> Kenmerken:
        return Kenmerken.van(self.leerlingnummer, self.roepnaam, self.achternaam, self.geboortedatum)


@transaction.atomic
def toevoegen(
    *, nieuw: Sequence[Nieuw], school: School, cohort: Cohort, door: Medewerker, op: datetime, dag: date
) -> list[Leerling]:
    """Add pupils to a primary school and a cohort. All or none; a number the school already uses is refused."""
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
def inlezen(
    *,
    nieuw: Sequence[Nieuw],
    school: School,
    cohort: Cohort,
    aantallen: Mapping[str, Any],
    door: Medewerker,
    op: datetime,
    dag: date,
) -> list[Leerling]:
    """Add the confirmed pupils of a list. Whoever is known by then is left alone, so the same list twice adds nobody.

    `aantallen` are the sizes of the piles that the person saw; only they go into the audit.
    """
    School.objects.select_for_update().get(pk=school.pk)
    bekenden = Bekenden.van_school(school)
    leerlingen = toevoegen(
        nieuw=[row for row in nieuw if not bekenden.kent(row.kenmerken)],
        school=school,
        cohort=cohort,
        door=door,
        op=op,
        dag=dag,
    )
    school_code = school.brin_vestiging.lower()
    leg_vast("leerlingen.ingelezen", door=door, op=op, toegevoegd=len(leerlingen), school=school_code, **aantallen)
    return leerlingen

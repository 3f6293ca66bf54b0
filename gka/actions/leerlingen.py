"""Writes about pupils: add, correct, school road, parents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.matching import Kenmerken
from gka.models import Cohort, Cohortdeelname, Leerling, Medewerker, Ouder, School, Schoolkeuze
from gka.workflow import Keuzesoort, Relatie, Schoolsoort


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
def schoolkeuze_vastleggen(
    *, leerling: Leerling, soort: Keuzesoort, school: School, door: Medewerker, op: datetime, dag: date
) -> Schoolkeuze:
    """Record the school of one kind from `dag` on; the previous one ends and stays in the history."""
    eis = Schoolsoort.PO if soort == Keuzesoort.BASISSCHOOL else Schoolsoort.VO
    if school.soort != eis:
        raise NietToegestaan(f"{school} is geen {eis.label}.")
    lopend: Schoolkeuze | None = leerling.schoolkeuzes.select_for_update().lopend().filter(soort=soort).first()
    if lopend and lopend.school_id == school.pk:
        return lopend
    if lopend:
        lopend.tot = max(lopend.van, dag)
        lopend.save(update_fields=["tot"])
    keuze = Schoolkeuze.objects.create(
        leerling=leerling, soort=soort, school=school, van=dag, vastgelegd_door=door, vastgelegd_op=op
    )
    leg_vast(
        "schoolkeuze.vastgelegd", door=door, op=op, onderwerp=keuze, keuze=soort, school=school.brin_vestiging.lower()
    )
    return keuze


@transaction.atomic
def ouder_toevoegen(
    *, leerling: Leerling, relatie: Relatie, door: Medewerker, op: datetime, gezag: bool = True, contact: str = ""
) -> Ouder:
    """Add a parent. More than four is a mistake in the form, not a family."""
    if leerling.ouders.count() >= 4:
        raise NietToegestaan("Er staan al vier ouders of verzorgers bij deze leerling.")
    ouder = Ouder.objects.create(leerling=leerling, relatie=relatie, gezag=gezag, contact=contact)
    leg_vast("ouder.toegevoegd", door=door, op=op, onderwerp=ouder)
    return ouder

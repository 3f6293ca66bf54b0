"""Writes about pupils: add, correct, school road, parents."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from django.db import transaction
from django.utils import timezone

from gka.actions.dubbelen import eis_geen_dubbel, eis_niet_elders
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.matching import Bekenden, Kenmerken
from gka.models import Cohort, Cohortdeelname, Leerling, Medewerker, Ouder, School, Schoolkeuze
from gka.privacy.bsn import bevat_bsn
from gka.privacy.numbers import lijkt_op_bsn
from gka.versions import vergrendel
from gka.workflow import Keuzesoort, Relatie, Schoolsoort, geboortedatum_kan

BSN = "Dit lijkt een burgerservicenummer. Dat mag niet in Overstap. Haal het weg."
GEBOORTEDATUM = "Controleer de geboortedatum: deze kan niet kloppen."


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
    if lijkt_op_bsn(gegevens.leerlingnummer.replace("-", "")) or any(bevat_bsn(naam) for naam in namen):
        raise NietToegestaan(BSN)


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

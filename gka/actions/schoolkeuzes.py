"""Record the schools on the road of a pupil, and the municipality where the pupil lives: each from a day on."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.followers import SCHOOLKEUZE
from gka.models import Gemeente, Leerling, Medewerker, School, Schoolkeuze, Woonplaats
from gka.templatetags.formatting import date_medium, date_numeric
from gka.workflow import Keuzesoort, Schoolsoort, jaren_terug

DAG = timedelta(days=1)


@transaction.atomic
def vastleggen(
    *,
    leerling: Leerling,
    soort: Keuzesoort,
    school: School,
    door: Medewerker,
    op: datetime,
    dag: date,
    vanaf: date | None = None,
) -> Schoolkeuze:
    """Record the school of one kind from `vanaf` on (`dag`, today, by default); the one before ends the day before.

    The running school again changes nothing. What was recorded today may still be corrected: its school by an entry
    from the same day or an earlier one, its day by the same school from another day.
    """
    _eis_school(leerling, soort, school)
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    lopend: Schoolkeuze | None = leerling.schoolkeuzes.lopend().filter(soort=soort).first()
    if lopend and lopend.school_id == school.pk and vanaf in (None, lopend.van):
        return lopend
    vanaf = vanaf or dag
    _eis_geweest(vanaf, dag)
    if vanaf < (vroegst := vroegste_dag(leerling, dag)):
        raise NietToegestaan(f"Kies een dag vanaf {date_medium(vroegst)}.")
    vorige = lopend.school_id if lopend else None
    verbeterd = lopend is not None and _is_verbetering(lopend, school, vanaf, dag)
    if lopend and verbeterd:
        lopend = _neem_terug(lopend)
    if lopend and lopend.school_id == school.pk and not verbeterd:
        raise NietToegestaan(
            f"{school} staat er al, vanaf {date_numeric(lopend.van)}. Die dag is niet meer te veranderen."
        )
    keuze = _begin(leerling, soort, school, lopend, vanaf, door, op)
    leg_vast(
        "schoolkeuze.vastgelegd",
        door=door,
        op=op,
        onderwerp=keuze,
        keuze=soort,
        school=school.brin_vestiging.lower(),
        verbeterd=verbeterd,
    )
    SCHOOLKEUZE.roep(keuze=keuze, vorige=vorige, door=door, op=op)
    return keuze


@transaction.atomic
def woonplaats_vastleggen(
    *, leerling: Leerling, gemeente: Gemeente, door: Medewerker, op: datetime, dag: date, vanaf: date | None = None
) -> Woonplaats:
    """Record the municipality where the pupil lives from `vanaf` on (`dag`, today, by default); never an address.

    Another municipality from the very day the running one began corrects it.
    """
    if gemeente.regio_id != leerling.regio_id:
        raise NietToegestaan(f"{gemeente} hoort niet bij deze regio.")
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    lopend: Woonplaats | None = leerling.woonplaatsen.lopend().first()
    if lopend and lopend.gemeente_id == gemeente.pk:
        return lopend
    vanaf = vanaf or dag
    _eis_geweest(vanaf, dag)
    if lopend and vanaf == lopend.van:
        lopend.gemeente = gemeente
        lopend.save(update_fields=["gemeente"])
        woonplaats = lopend
    else:
        _sluit(lopend, vanaf)
        woonplaats = Woonplaats.objects.create(leerling=leerling, gemeente=gemeente, van=vanaf)
    leg_vast("woonplaats.vastgelegd", door=door, op=op, onderwerp=woonplaats, gemeente=gemeente.cbs_code)
    return woonplaats


def vroegste_dag(leerling: Leerling, dag: date) -> date:
    """From when a school can be recorded on `dag`: the first day of groep 7, and at most two years back.

    A pupil is in groep 8 in January of the cohort's year, so groep 7 began on 1 August two years before it.
    """
    twee_jaar = jaren_terug(2, dag)
    jaar = leerling.cohortdeelnames.aggregate(nieuwste=Max("cohort__jaar"))["nieuwste"]
    return min(max(date(jaar - 2, 8, 1), twee_jaar) if jaar else twee_jaar, dag)


def _eis_school(leerling: Leerling, soort: Keuzesoort, school: School) -> None:
    eis = Schoolsoort.PO if soort == Keuzesoort.BASISSCHOOL else Schoolsoort.VO
    if school.soort != eis:
        raise NietToegestaan(f"{school} is geen {eis.label}.")
    if school.regio_id != leerling.regio_id:
        raise NietToegestaan(f"{school} hoort niet bij deze regio.")


def _eis_geweest(vanaf: date, dag: date) -> None:
    if vanaf > dag:
        raise NietToegestaan("Deze dag is nog niet geweest. Kies vandaag of een eerdere dag.")


def _is_verbetering(lopend: Schoolkeuze, school: School, vanaf: date, dag: date) -> bool:
    van_vandaag = timezone.localdate(lopend.vastgelegd_op) == dag
    return van_vandaag and (vanaf <= lopend.van or lopend.school_id == school.pk)


def _neem_terug(verkeerd: Schoolkeuze) -> Schoolkeuze | None:
    """Undo an entry of today: what ran before it runs again, and is returned."""
    rijen = verkeerd.leerling.schoolkeuzes.filter(soort=verkeerd.soort)
    vorige: Schoolkeuze | None = rijen.filter(tot=verkeerd.van - DAG).first()
    verkeerd.delete()
    if vorige:
        vorige.tot = None
        vorige.save(update_fields=["tot"])
    return vorige


def _begin(
    leerling: Leerling,
    soort: Keuzesoort,
    school: School,
    lopend: Schoolkeuze | None,
    vanaf: date,
    door: Medewerker,
    op: datetime,
) -> Schoolkeuze:
    if lopend and lopend.school_id == school.pk:  # the entry that was taken back was the only change
        return lopend
    _sluit(lopend, vanaf)
    return Schoolkeuze.objects.create(
        leerling=leerling, soort=soort, school=school, van=vanaf, vastgelegd_door=door, vastgelegd_op=op
    )


def _sluit(lopend: Schoolkeuze | Woonplaats | None, vanaf: date) -> None:
    """End what runs on the day before `vanaf`; it must have lasted a day by then."""
    if lopend is None:
        return
    if vanaf <= lopend.van:
        wat = lopend.school if isinstance(lopend, Schoolkeuze) else lopend.gemeente
        raise NietToegestaan(f"{wat} begon op {date_numeric(lopend.van)}. Kies een dag daarna.")
    lopend.tot = vanaf - DAG
    lopend.save(update_fields=["tot"])

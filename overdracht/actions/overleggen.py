"""Plan a knooppuntoverleg: when, where, which pupils, who sits at the table."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from gka.access.table import Rol
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Cohort, Leerling, Medewerker, School
from gka.privacy.consent import mag_delen
from gka.workflow import Keuzesoort, Ontvanger, Schoolsoort
from overdracht.actions.status import begin
from overdracht.models import Bespreking, Deelnemer, Overleg
from overdracht.workflow import OPEN, Besprekingstatus, Functie

# An overleg of the past weeks may still be put in: not every table has a screen. Longer ago is a slip of the keyboard.
TERUG = timedelta(days=60)
VOORUIT = timedelta(days=366)
VAN_DE_BASISSCHOOL = (Rol.IB_ER, Rol.SMW_PO)
AAN_TAFEL = (*VAN_DE_BASISSCHOOL, Rol.SMW_VO, Rol.ZORGCOORDINATOR)


@transaction.atomic
def plannen(
    *,
    school: School,
    cohort: Cohort,
    datum: date,
    tijd: time,
    plaats: str,
    leerlingen: Sequence[Leerling],
    deelnemers: Sequence[Aanstelling],
    door: Medewerker,
    op: datetime,
    functies: Sequence[Functie] = (),
) -> Overleg:
    """Call an overleg together. Whoever plans it as IB-er of the school has a seat."""
    dag = timezone.localdate(op)
    _eis_plek_en_dag(school, cohort, datum, plaats, dag)
    if not leerlingen:
        raise NietToegestaan("Kies ten minste één leerling om te bespreken.")
    stoelen = list({stoel.pk: stoel for stoel in (*_eigen_stoelen(door, school, dag), *deelnemers)}.values())
    _eis_stoelen(stoelen, school, datum)
    overleg = Overleg.objects.create(
        school=school, cohort=cohort, datum=datum, tijd=tijd, plaats=plaats.strip(), gemaakt_door=door, gemaakt_op=op
    )
    Deelnemer.objects.bulk_create([Deelnemer(overleg=overleg, aanstelling=stoel) for stoel in stoelen])
    Deelnemer.objects.bulk_create([Deelnemer(overleg=overleg, functie=functie) for functie in dict.fromkeys(functies)])
    leg_vast("overleg.gepland", door=door, op=op, onderwerp=overleg, leerlingen=len(leerlingen))
    for leerling in _vergrendeld(leerlingen):
        _op_de_lijst(overleg, leerling, door, op)
    return overleg


@transaction.atomic
def leerlingen_toevoegen(
    *, overleg: Overleg, leerlingen: Sequence[Leerling], door: Medewerker, op: datetime
) -> list[Bespreking]:
    """Put more pupils on the list of an overleg: all of them or none."""
    if timezone.localdate(op) - overleg.datum > TERUG:
        raise NietToegestaan("Dit overleg is te lang geleden. Plan een nieuw overleg.")
    if not leerlingen:
        raise NietToegestaan("Kies ten minste één leerling om te bespreken.")
    return [_op_de_lijst(overleg, leerling, door, op) for leerling in _vergrendeld(leerlingen)]


def _eis_plek_en_dag(school: School, cohort: Cohort, datum: date, plaats: str, dag: date) -> None:
    if school.soort != Schoolsoort.PO or school.regio_id != cohort.regio_id:
        raise NietToegestaan("Kies een basisschool uit dezelfde regio als het schooljaar.")
    if not dag - TERUG <= datum <= dag + VOORUIT:
        eerste, laatste = (f"{grens.day}-{grens.month}-{grens.year}" for grens in (dag - TERUG, dag + VOORUIT))
        raise NietToegestaan(f"Kies een datum van {eerste} tot en met {laatste}.")
    if not plaats.strip():
        raise NietToegestaan("Vul in waar het overleg is.")


def _eigen_stoelen(door: Medewerker, school: School, dag: date) -> list[Aanstelling]:
    mijn = door.geldige_aanstellingen(dag)
    return [stoel for stoel in mijn if stoel.rol == Rol.IB_ER and stoel.werkplek_school_id == school.pk]


def _eis_stoelen(stoelen: Iterable[Aanstelling], school: School, datum: date) -> None:
    for stoel in stoelen:
        wie = stoel.medewerker.naam
        if stoel.rol not in AAN_TAFEL or stoel.organisatie.regio_id != school.regio_id:
            raise NietToegestaan(f"{wie} hoort niet aan deze tafel. Kies iemand van de scholen of het welzijnswerk.")
        if stoel.rol in VAN_DE_BASISSCHOOL and stoel.werkplek_school_id != school.pk:
            raise NietToegestaan(f"{wie} werkt op een andere basisschool.")
        if not stoel.geldig_op(datum):
            raise NietToegestaan(f"{wie} werkt daar niet meer of nog niet op de dag van het overleg.")


def _vergrendeld(leerlingen: Sequence[Leerling]) -> list[Leerling]:
    """The pupils, locked: two people cannot put the same pupil on two lists at once."""
    keys = {leerling.pk for leerling in leerlingen}
    return list(Leerling.objects.select_for_update().filter(pk__in=keys).order_by("achternaam", "roepnaam", "pk"))


def _op_de_lijst(overleg: Overleg, leerling: Leerling, door: Medewerker, op: datetime) -> Bespreking:
    _eis_leerling_van_school(overleg, leerling)
    mag = mag_delen(leerling, Ontvanger.OVERLEG, op=timezone.localdate(op))
    if not mag:
        raise NietToegestaan(f"{leerling.korte_naam} kan niet op de lijst. {mag.zin}")
    _eis_niet_al_besproken(overleg, leerling)
    bespreking = Bespreking.objects.create(overleg=overleg, leerling=leerling)
    begin(bespreking=bespreking, door=door, op=op)
    leg_vast("overleg.leerling_toegevoegd", door=door, op=op, onderwerp=bespreking, overleg=overleg.pk)
    return bespreking


def _eis_leerling_van_school(overleg: Overleg, leerling: Leerling) -> None:
    hier = leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.BASISSCHOOL, school=overleg.school_id)
    if not hier.exists():
        raise NietToegestaan(f"{leerling.korte_naam} zit niet op {overleg.school}.")
    if not leerling.cohortdeelnames.filter(cohort=overleg.cohort_id).exists():
        raise NietToegestaan(f"{leerling.korte_naam} maakt de overstap in een ander jaar.")


def _eis_niet_al_besproken(overleg: Overleg, leerling: Leerling) -> None:
    """One list at a time; again only after the decision waits or said no, and on a later day."""
    eerder = leerling.besprekingen.filter(overleg__cohort=overleg.cohort_id).nieuwste().first()
    if eerder is None:
        return
    wanneer = f"{eerder.overleg.datum.day}-{eerder.overleg.datum.month}-{eerder.overleg.datum.year}"
    if eerder.status in OPEN:
        raise NietToegestaan(f"{leerling.korte_naam} staat al op de lijst van het overleg van {wanneer}.")
    if eerder.status == Besprekingstatus.OPGENOMEN:
        raise NietToegestaan(f"{leerling.korte_naam} is al opgenomen in het traject.")
    if (eerder.overleg.datum, eerder.overleg.tijd) >= (overleg.datum, overleg.tijd):
        raise NietToegestaan(f"{leerling.korte_naam} is besproken op {wanneer}. Kies een later moment.")

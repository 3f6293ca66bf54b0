"""Plan a knooppuntoverleg: when, where, which pupils, who sits at the table."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from gka.access.table import Rol
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Cohort, Leerling, Medewerker, School, Schoolkeuze
from gka.privacy.consent import mag_delen
from gka.templatetags.formatting import date_numeric
from gka.workflow import Keuzesoort, Ontvanger, Schoolsoort
from overdracht.actions.inhoud import schrijf
from overdracht.actions.status import begin, verander
from overdracht.actions.stoelen import laat_weg, nog_uit_te_nodigen, schuif_aan
from overdracht.actions.uitnodigingen import nodig_uit
from overdracht.models import Bespreking, Deelnemer, Overleg
from overdracht.workflow import KORTSTE, LANGSTE, OPEN, Bericht, Besprekingstatus, Functie

# An overleg of the past weeks may still be put in: not every table has a screen. Longer ago is a slip of the keyboard.
TERUG = timedelta(days=60)
VOORUIT = timedelta(days=366)
VAN_DE_BASISSCHOOL = (Rol.IB_ER, Rol.SMW_PO)
VAN_DE_VO_SCHOOL = (Rol.SMW_VO, Rol.ZORGCOORDINATOR)
# What a next overleg starts with.
BLIJFT = ("reden_1", "reden_2", "wens_leerling", "wens_ouders", "aandachtspunten")
AAN_TAFEL = (*VAN_DE_BASISSCHOOL, *VAN_DE_VO_SCHOOL)


class DagKanNiet(NietToegestaan):
    """The day of an overleg is not one it can be on."""


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
    duur: int = 60,
    weggelaten: Sequence[Aanstelling] = (),
) -> Overleg:
    """Call an overleg together and invite everyone. Whoever plans it as IB-er of the school has a seat.

    `duur` is in whole minutes; `weggelaten` were suggested and are not to come.
    """
    dag = timezone.localdate(op)
    if school.soort != Schoolsoort.PO or school.regio_id != cohort.regio_id:
        raise NietToegestaan("Kies een basisschool uit dezelfde regio als het schooljaar.")
    eis_moment(datum, duur, plaats, dag)
    if not leerlingen:
        raise NietToegestaan("Kies ten minste één leerling om te bespreken.")
    stoelen = list({stoel.pk: stoel for stoel in (*_eigen_stoelen(door, school, dag), *deelnemers)}.values())
    eis_stoelen(stoelen, school, datum)
    overleg = Overleg.objects.create(
        school=school,
        cohort=cohort,
        datum=datum,
        tijd=tijd,
        duur=duur,
        plaats=plaats.strip(),
        gemaakt_door=door,
        gemaakt_op=op,
    )
    Deelnemer.objects.bulk_create([Deelnemer(overleg=overleg, aanstelling=stoel) for stoel in stoelen])
    Deelnemer.objects.bulk_create([Deelnemer(overleg=overleg, functie=functie) for functie in dict.fromkeys(functies)])
    leg_vast("overleg.gepland", door=door, op=op, onderwerp=overleg, leerlingen=len(leerlingen))
    for leerling in _vergrendeld(leerlingen):
        _op_de_lijst(overleg, leerling, door, op)
    laat_weg(overleg=overleg, stoelen=weggelaten, scholen=_gewenste_scholen(leerlingen))
    nodig_uit(overleg, stoelen, Bericht.UITNODIGING, op)
    return overleg


@transaction.atomic
def leerlingen_toevoegen(
    *,
    overleg: Overleg,
    leerlingen: Sequence[Leerling],
    door: Medewerker,
    op: datetime,
    uitnodigen: Sequence[Aanstelling] = (),
    weggelaten: Sequence[Aanstelling] = (),
) -> list[Bespreking]:
    """Put more pupils on the list of an overleg: all of them or none.

    `uitnodigen` are colleagues of the schools these pupils wish, who come to sit there too; who was left out of this
    table on purpose stays away. `weggelaten` were suggested and are not to come.
    """
    # Locked before the pupils, so that nobody calls it off in between.
    overleg = Overleg.objects.select_for_update().get(pk=overleg.pk)
    eis_gaat_door(overleg)
    if timezone.localdate(op) - overleg.datum > TERUG:
        raise NietToegestaan("Dit overleg is te lang geleden. Plan een nieuw overleg.")
    if not leerlingen:
        raise NietToegestaan("Kies ten minste één leerling om te bespreken.")
    besprekingen = [_op_de_lijst(overleg, leerling, door, op) for leerling in _vergrendeld(leerlingen)]
    laat_weg(overleg=overleg, stoelen=weggelaten)
    if erbij := nog_uit_te_nodigen(overleg, uitnodigen):
        _eis_van_gewenste_school(erbij, leerlingen)
        eis_stoelen(erbij, overleg.school, overleg.datum)
        schuif_aan(overleg=overleg, stoelen=erbij, door=door, op=op)
    return besprekingen


def eis_gaat_door(overleg: Overleg) -> None:
    """Refuse to write about an overleg that was called off."""
    if Overleg.objects.filter(pk=overleg.pk, afgelast_op__isnull=False).exists():
        raise NietToegestaan("Dit overleg is afgelast. Plan een nieuw overleg.")


def eis_moment(datum: date, duur: int, plaats: str, dag: date) -> None:
    """Refuse a day too long ago or too far away, a length that cannot be, and no place."""
    if not dag - TERUG <= datum <= dag + VOORUIT:
        eerste, laatste = (date_numeric(grens) for grens in (dag - TERUG, dag + VOORUIT))
        raise DagKanNiet(f"Kies een datum van {eerste} tot en met {laatste}.")
    if not KORTSTE <= duur <= LANGSTE:
        raise NietToegestaan(f"Kies een duur van {KORTSTE} tot en met {LANGSTE} minuten.")
    if not plaats.strip():
        raise NietToegestaan("Vul in waar het overleg is.")


def _eigen_stoelen(door: Medewerker, school: School, dag: date) -> list[Aanstelling]:
    mijn = door.geldige_aanstellingen(dag)
    return [stoel for stoel in mijn if stoel.rol == Rol.IB_ER and stoel.werkplek_school_id == school.pk]


def eis_stoelen(stoelen: Iterable[Aanstelling], school: School, datum: date) -> None:
    """Refuse a seat for somebody who does not belong at this table on that day."""
    for stoel in stoelen:
        wie = stoel.medewerker.naam
        if stoel.rol not in AAN_TAFEL or stoel.organisatie.regio_id != school.regio_id:
            raise NietToegestaan(f"{wie} hoort niet aan deze tafel. Kies iemand van de scholen of het welzijnswerk.")
        if stoel.rol in VAN_DE_BASISSCHOOL and stoel.werkplek_school_id != school.pk:
            raise NietToegestaan(f"{wie} werkt op een andere basisschool.")
        if not stoel.geldig_op(datum):
            raise NietToegestaan(f"{wie} werkt daar niet meer of nog niet op de dag van het overleg.")


def _gewenste_scholen(leerlingen: Iterable[Leerling]) -> set[int]:
    keuzes = Schoolkeuze.objects.lopend().filter(soort=Keuzesoort.BEOOGD, leerling__in=[een.pk for een in leerlingen])
    return set(keuzes.values_list("school", flat=True))


def _eis_van_gewenste_school(stoelen: Iterable[Aanstelling], leerlingen: Iterable[Leerling]) -> None:
    """Adding a pupil brings the people of the wished school, and nobody else."""
    scholen = _gewenste_scholen(leerlingen)
    for stoel in stoelen:
        if stoel.rol not in VAN_DE_VO_SCHOOL or stoel.werkplek_school_id not in scholen:
            wie = stoel.medewerker.naam
            raise NietToegestaan(f"{wie} werkt niet op een school waar deze leerlingen heen willen.")


def _vergrendeld(leerlingen: Sequence[Leerling]) -> list[Leerling]:
    """The pupils, locked: two people cannot put the same pupil on two lists at once."""
    keys = {leerling.pk for leerling in leerlingen}
    return list(Leerling.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _op_de_lijst(overleg: Overleg, leerling: Leerling, door: Medewerker, op: datetime) -> Bespreking:
    _eis_leerling_van_school(overleg, leerling)
    mag = mag_delen(leerling, Ontvanger.OVERLEG, op=timezone.localdate(op))
    if not mag:
        raise NietToegestaan(f"{leerling.korte_naam} kan niet op de lijst. {mag.zin}")
    eerder = _nog_eens(overleg, leerling)
    bespreking, nieuw = Bespreking.objects.get_or_create(overleg=overleg, leerling=leerling)
    if nieuw:
        begin(bespreking=bespreking, door=door, op=op)
        if eerder:  # nothing is asked twice; what everyone thinks of it is asked anew
            inhoud = {naam: getattr(eerder, naam) for naam in BLIJFT}
            schrijf(bespreking=bespreking, inhoud=inhoud, door=door, op=op, bewaard=True)
    else:  # taken off this list before
        verander(bespreking=bespreking, naar=Besprekingstatus.VOORGESTELD, door=door, op=op)
    leg_vast("overleg.leerling_toegevoegd", door=door, op=op, onderwerp=bespreking, overleg=overleg.pk)
    return bespreking


def _eis_leerling_van_school(overleg: Overleg, leerling: Leerling) -> None:
    hier = leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.BASISSCHOOL, school=overleg.school_id)
    if not hier.exists():
        raise NietToegestaan(f"{leerling.korte_naam} zit niet op {overleg.school}.")
    if not leerling.cohortdeelnames.filter(cohort=overleg.cohort_id).exists():
        raise NietToegestaan(f"{leerling.korte_naam} maakt de overstap in een ander jaar.")


def _nog_eens(overleg: Overleg, leerling: Leerling) -> Bespreking | None:
    """The time before this one, if any: one list at a time, and again only after the decision waits or said no, and on
    a later day."""
    eerder: Bespreking | None = leerling.besprekingen.filter(overleg__cohort=overleg.cohort_id).nieuwste().first()
    if eerder is None:
        return None
    wanneer = date_numeric(eerder.overleg.datum)
    if eerder.status in OPEN:
        raise NietToegestaan(f"{leerling.korte_naam} staat al op de lijst van het overleg van {wanneer}.")
    if eerder.status == Besprekingstatus.OPGENOMEN:
        raise NietToegestaan(f"{leerling.korte_naam} is al opgenomen in het traject.")
    if (eerder.overleg.datum, eerder.overleg.tijd) >= (overleg.datum, overleg.tijd):
        raise NietToegestaan(f"{leerling.korte_naam} is besproken op {wanneer}. Kies een later moment.")
    return eerder

"""Who could sit at the table of a school's overleg, and about which pupils one may talk."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Case, Prefetch, Q, QuerySet, When

from gka.access.rights import Recht
from gka.access.table import Rol
from gka.models import Aanstelling, Cohort, Leerling, Medewerker, School, Schoolkeuze
from gka.privacy.consent import oordelen
from gka.workflow import Keuzesoort, Ontvanger
from overdracht import stand
from overdracht.actions.overleggen import VAN_DE_BASISSCHOOL, VAN_DE_VO_SCHOOL
from overdracht.models import Bespreking, Deelnemer, NietAanTafel, Overleg
from overdracht.sprekers import zitten_die_dag
from overdracht.workflow import OPEN, Besprekingstatus


@dataclass
class Lijst:
    """The pupils of a school in one cohort, sorted by what may be done with them now."""

    kandidaten: list[Leerling] = field(default_factory=list)
    zonder_toestemming: list[Leerling] = field(default_factory=list)
    al_op_een_lijst: list[Leerling] = field(default_factory=list)

    def gewenste_scholen(self, gekozen: Collection[str] = ()) -> set[int]:
        """The schools that these pupils (their keys), or without any all of them, wish."""
        leerlingen = [leerling for leerling in self.kandidaten if str(leerling.pk) in gekozen] or self.kandidaten
        return {keuze.school_id for leerling in leerlingen for keuze in leerling.beoogde_keuzes}  # type: ignore[attr-defined]


def scholen_om_te_plannen(medewerker: Medewerker, dag: date) -> list[School]:
    """The primary schools for which this person may call an overleg."""
    stoelen = medewerker.aanstellingen_met(Recht.OVERLEG_PLANNEN, dag)
    scholen = {stoel.werkplek_school.pk: stoel.werkplek_school for stoel in stoelen if stoel.werkplek_school}
    return list(scholen.values())


def lopend_cohort(school: School, dag: date) -> Cohort | None:
    """The year whose pupils are at the primary school now."""
    return Cohort.objects.filter(regio=school.regio_id, fase_vo_vanaf__gt=dag).order_by("jaar").first()


def leerlingenlijst(medewerker: Medewerker, school: School, cohort: Cohort | None, dag: date) -> Lijst:
    """Who may be put on the list of a new overleg, who first needs consent, and how many are on one already."""
    if cohort is None:
        return Lijst()
    beoogd = Schoolkeuze.objects.lopend().filter(soort=Keuzesoort.BEOOGD).select_related("school")
    leerlingen = (
        Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.OVERLEG_PLANNEN, op=dag)
        .van_school(school.pk)
        .filter(cohortdeelnames__cohort=cohort)
        .order_by("roepnaam", "achternaam", "pk")
        .prefetch_related(Prefetch("schoolkeuzes", beoogd, to_attr="beoogde_keuzes"))
    )
    bezet = set(
        Bespreking.objects.nieuwste()
        .filter(overleg__cohort=cohort, status__in=[*OPEN, Besprekingstatus.OPGENOMEN], leerling__in=leerlingen)
        .values_list("leerling", flat=True)
    )
    lijst = Lijst()
    oordeel = oordelen(leerlingen, Ontvanger.OVERLEG, op=dag)
    for leerling in leerlingen:
        if leerling.pk in bezet:
            lijst.al_op_een_lijst.append(leerling)
        elif oordeel[leerling.pk]:
            lijst.kandidaten.append(leerling)
        else:
            lijst.zonder_toestemming.append(leerling)
    return lijst


@dataclass
class Voorstel:
    """Pupils that somebody picked: who can go on a list of this school now, and who cannot, with the reason."""

    school: School
    cohort: Cohort | None
    kan: list[Leerling]
    kan_niet: list[tuple[Leerling, str]]


def voorstel(medewerker: Medewerker, keys: Iterable[UUID], dag: date) -> Voorstel | None:
    """What may be done with these pupils; None when none of them is the person's to plan for.

    One overleg is of one school: the school of the first pupil by name.
    """
    mijn = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.OVERLEG_PLANNEN, op=dag).filter(pk__in=list(keys))
    gekozen = list(mijn.met_schoolweg().order_by("achternaam", "roepnaam", "pk"))
    scholen = {school.pk: school for school in scholen_om_te_plannen(medewerker, dag)}
    school = next((scholen[pk] for leerling in gekozen if (pk := _basisschool(leerling)) in scholen), None)
    if school is None:
        return None
    cohort = lopend_cohort(school, dag)
    lijst = leerlingenlijst(medewerker, school, cohort, dag)
    redenen = {leerling.pk: "Vraag eerst toestemming om te bespreken." for leerling in lijst.zonder_toestemming}
    redenen |= {leerling.pk: "Staat al op een lijst of is opgenomen." for leerling in lijst.al_op_een_lijst}
    kandidaten = {leerling.pk for leerling in lijst.kandidaten}
    kan = [leerling for leerling in gekozen if leerling.pk in kandidaten]
    kan_niet = [
        (leerling, redenen.get(leerling.pk) or _niet_hier(leerling, school))
        for leerling in gekozen
        if leerling.pk not in kandidaten
    ]
    return Voorstel(school, cohort, kan, kan_niet)


def _basisschool(leerling: Leerling) -> int | None:
    keuzes = leerling.lopende_schoolkeuzes  # type: ignore[attr-defined]
    return next((keuze.school_id for keuze in keuzes if keuze.soort == Keuzesoort.BASISSCHOOL), None)


def _niet_hier(leerling: Leerling, school: School) -> str:
    if _basisschool(leerling) != school.pk:
        return "Zit op een andere school. Doe een voorstel per school."
    return "Maakt de overstap in een ander jaar."


def komende_overleggen(medewerker: Medewerker, voorstel: Voorstel, dag: date) -> list[Overleg]:
    """The overleggen of that school and year that are still to come, the first one on top."""
    rows = Overleg.objects.zichtbaar_voor(medewerker, recht=Recht.OVERLEG_PLANNEN, op=dag)
    komend = rows.gaat_door().filter(school=voorstel.school, cohort=voorstel.cohort, datum__gte=dag)
    return list(komend.order_by("datum", "tijd"))


def erbij_te_vragen(voorstel: Voorstel, overleggen: Iterable[Overleg], dag: date) -> list[Aanstelling]:
    """The people of the schools that these pupils wish, unless every one of these tables has them or left them out."""
    scholen = {
        keuze.school_id
        for leerling in voorstel.kan
        for keuze in leerling.lopende_schoolkeuzes  # type: ignore[attr-defined]
        if keuze.soort == Keuzesoort.BEOOGD
    }
    keys = {overleg.pk for overleg in overleggen}
    bekend: dict[UUID, set[UUID]] = {pk: set() for pk in keys}
    for model in (Deelnemer, NietAanTafel):
        for overleg_id, stoel in model._default_manager.filter(overleg__in=keys).values_list("overleg", "aanstelling"):
            bekend[overleg_id].add(stoel)
    stoelen = mogelijke_deelnemers(voorstel.school, dag).filter(rol__in=VAN_DE_VO_SCHOOL, werkplek_school__in=scholen)
    return [stoel for stoel in stoelen if any(stoel.pk not in gezien for gezien in bekend.values())]


def vorige_plaats(school: School) -> str:
    """Where the last overleg of this school was: usually there again."""
    plaats = Overleg.objects.filter(school=school).order_by("-gemaakt_op").values_list("plaats", flat=True).first()
    return plaats or ""


def mogelijke_deelnemers(school: School, dag: date) -> QuerySet[Aanstelling]:
    """Colleagues who could sit there: SMW of this school, SMW and zorgcoördinatoren of the secondary schools."""
    geldig = Q(tot__isnull=True) | Q(tot__gte=dag)
    hier = Q(rol=Rol.SMW_PO, werkplek_school=school)
    return (
        Aanstelling.objects.filter(geldig, hier | Q(rol__in=VAN_DE_VO_SCHOOL), van__lte=dag)
        .filter(bevestigd_op__isnull=False, organisatie__regio=school.regio_id, medewerker__is_active=True)
        .select_related("medewerker", "organisatie", "werkplek_school")
        .order_by("werkplek_school__soort", "werkplek_school__naam", "rol", "medewerker__naam")
    )


def aan_tafel(overleg: Overleg) -> QuerySet[Aanstelling]:
    """The colleagues who sit there."""
    return (
        Aanstelling.objects.filter(deelnames__overleg=overleg)
        .select_related("medewerker", "organisatie", "werkplek_school")
        .order_by("werkplek_school__soort", "werkplek_school__naam", "rol", "medewerker__naam")
    )


def mogelijke_gezichten(bespreking: Bespreking, dag: date) -> QuerySet[Aanstelling]:
    """SMW of the school where the pupil is admitted, and until then of every secondary school, for the wish may change
    in the same save: those of the wished school first. And whoever was chosen before."""
    nu = mogelijke_deelnemers(bespreking.overleg.school, dag).filter(rol=Rol.SMW_VO)
    if school := stand.toegelaten_op(bespreking):
        nu = nu.filter(werkplek_school=school)
    gewenst = Case(When(werkplek_school=stand.gewenste_school(bespreking), then=0), default=1)
    return (
        Aanstelling.objects.filter(Q(pk__in=nu.values("pk")) | Q(pk=bespreking.vast_gezicht_id))
        .select_related("medewerker", "werkplek_school")
        .order_by(gewenst, "werkplek_school__naam", "medewerker__naam")
    )


def voorgesteld(deelnemers: Iterable[Aanstelling], gewenste_scholen: set[int]) -> list[Aanstelling]:
    """Whom to invite: the SMW of the school, and those of the schools that the pupils wish."""
    return [
        stoel for stoel in deelnemers if stoel.rol in VAN_DE_BASISSCHOOL or stoel.werkplek_school_id in gewenste_scholen
    ]


def zonder_stoel(besprekingen: Iterable[Bespreking]) -> list[School]:
    """The secondary schools that have a say about one of these pupils, still to be decided on, and of which nobody sits
    at the table; the rows are read `met_stand`."""
    scholen = {}
    for bespreking in besprekingen:
        school = stand.school_die_spreekt(bespreking) if bespreking.status in OPEN else None
        stoelen = [stoel.aanstelling for stoel in bespreking.overleg.stoelen]  # type: ignore[attr-defined]
        geldig = zitten_die_dag(stoelen, bespreking)
        zitten = {een.werkplek_school_id for een in geldig if een.rol in VAN_DE_VO_SCHOOL}
        if school and school.pk not in zitten:
            scholen[school.naam, school.pk] = school
    return [scholen[key] for key in sorted(scholen)]

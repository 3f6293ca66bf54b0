"""Queries of trajecten and of who guides whom, and who sees a traject."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from begeleiding.workflow import AFRONDEN, FOUT_INGEVOERD, LOPEND, Fase, Trajectstatus, vroegst_gesloten
from gka.access import scopes
from gka.access.scopes import ScopedQuerySet
from gka.access.table import Rol
from gka.querysets import komt_naar, op_basisschool, te_delen
from gka.workflow import Keuzesoort, Ontvanger, laatste_van

if TYPE_CHECKING:
    from gka.models import Aanstelling


class TrajectQuerySet(ScopedQuerySet):
    REGIO_PAD = "cohort__regio"

    def lopend(self) -> Self:
        """Proposed or started, not closed."""
        return self.filter(status__in=LOPEND)

    def af_te_sluiten(self, op: date) -> Self:
        """Running, in or after the month in which the calendar of the cohort has trajecten finished."""
        voor = {"cohort__stappen__code": AFRONDEN, "cohort__stappen__datum__lte": laatste_van(op)}
        return self.lopend().filter(**voor)

    def echt(self) -> Self:
        """Without what was entered by mistake: nothing is asked about it."""
        return self.exclude(stopreden__code=FOUT_INGEVOERD)

    def zonder_gezicht(self, op: date) -> Self:
        """Running, and nobody who is there on day `op` is the familiar face."""
        return self.lopend().filter(
            ~Exists(_alle_toewijzingen().geldig(op).vast_gezicht().filter(traject=OuterRef("pk")))
        )

    def te_starten(self, op: date) -> Self:
        """Proposed, while the familiar face is there on day `op`."""
        gezichten = _alle_toewijzingen().geldig(op).vast_gezicht()
        return self.filter(status=Trajectstatus.VOORGESTELD, pk__in=gezichten.values("traject"))

    def begeleid_door(self, aanstellingen: Sequence["Aanstelling"], op: date) -> Self:
        """Assigned on day `op` to one of these appointments, as familiar face or as cover."""
        return self.filter(pk__in=_toewijzingen(op).filter(aanstelling__in=aanstellingen).values("traject"))

    def ooit_begeleid_door(self, aanstellingen: Sequence["Aanstelling"], op: date) -> Self:
        """Of these appointments up to day `op`, assigned or through the primary school; consent still counts today."""
        toegewezen = _alle_toewijzingen().filter(aanstelling__in=aanstellingen, van__lte=op).values("traject")
        scholen = [een.werkplek_school_id for een in aanstellingen if een.rol == Rol.SMW_PO]
        daar = apps.get_model("gka", "Schoolkeuze").objects.filter(soort=Keuzesoort.BASISSCHOOL, school__in=scholen)
        return self.filter(Q(pk__in=toegewezen) | Q(leerling__in=daar.values("leerling")), _mag_nog(op))

    def mag_nog(self, op: date) -> Self:
        """Whose consent to take part still counts on day `op`: withdrawing stops at once (ontwerp 3)."""
        return self.filter(_mag_nog(op))

    def in_fase(self, fase: Fase, op: date) -> Self:
        """In this phase on day `op`, closed ones on their last day; the boundary is data of the cohort."""
        nog_open = Q(gesloten_op__isnull=True) | Q(gesloten_op__date__gte=F("cohort__fase_vo_vanaf"))
        in_vo = Q(cohort__fase_vo_vanaf__lte=op) & nog_open
        return self.filter(in_vo if fase == Fase.VO else ~in_vo)

    def van_medewerker(self, medewerker: str, op: date) -> Self:
        """Whose familiar face this person (by key) is on day `op`."""
        mijn = _toewijzingen(op).vast_gezicht().filter(aanstelling__medewerker=medewerker)
        return self.filter(pk__in=mijn.values("traject"))


class ToewijzingQuerySet(QuerySet):  # type: ignore[type-arg]
    def op_dag(self, op: date) -> Self:
        """Running on day `op`."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gte=op), van__lte=op)

    def geldig(self, op: date) -> Self:
        """Running on day `op`, of somebody who still has the appointment and the account."""
        aanstelling = Q(aanstelling__tot__isnull=True) | Q(aanstelling__tot__gte=op)
        return self.op_dag(op).filter(
            aanstelling, aanstelling__bevestigd_op__isnull=False, aanstelling__medewerker__is_active=True
        )

    def vast_gezicht(self) -> Self:
        """Without those who stand in for somebody."""
        return self.filter(waarneming=False)

    def gezichten(self, op: date) -> Self:
        """Who guides on this day, the familiar face first, with their names."""
        return self.op_dag(op).select_related("aanstelling__medewerker").order_by("waarneming")


def _alle_toewijzingen() -> "ToewijzingQuerySet":
    return apps.get_model("begeleiding", "Toewijzing").objects.all()


def _toewijzingen(op: date) -> "ToewijzingQuerySet":
    return _alle_toewijzingen().op_dag(op)


def trajecten() -> "TrajectQuerySet":
    """Every traject: for the scopes, which narrow it."""
    return apps.get_model("begeleiding", "Traject").objects.all()


def _mag_nog(op: date) -> Q:
    """Who withdrew is gone from every list at once, also while the traject was closed only just before."""
    return te_delen(Ontvanger.TRAJECT, op=op, pad="leerling")


@scopes.register("begeleiding.Traject", Rol.SMW_VO)
def _eigen_caseload(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    mijn = _toewijzingen(op).filter(aanstelling__in=aanstellingen).values("traject")
    kort_gesloten = Q(gesloten_op__isnull=True) | Q(gesloten_op__date__gte=vroegst_gesloten(op))
    return Q(pk__in=mijn) & kort_gesloten & _mag_nog(op)


@scopes.register("begeleiding.Traject", Rol.SMW_PO)
def _op_de_eigen_basisschool(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return op_basisschool(aanstellingen, op, pad="leerling") & _mag_nog(op)


@scopes.register("begeleiding.Traject", Rol.TEAMLEIDER)
def _van_de_eigen_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    organisaties = [aanstelling.organisatie_id for aanstelling in aanstellingen]
    eigen = Q(pk__in=_toewijzingen(op).filter(aanstelling__organisatie__in=organisaties).values("traject"))
    werk = _zonder_gezicht_van(organisaties, op)
    return (eigen | Q(pk__in=werk.values("pk"))) & _mag_nog(op)


def _zonder_gezicht_van(organisaties: Sequence[int], op: date) -> "TrajectQuerySet":
    """Without a familiar face, and for one of these organisations to give one (ADR 0014).

    The organisation of whom guided last; where nobody ever did, those with an SMW at the secondary school of the pupil.
    """
    gezichten = _alle_toewijzingen().vast_gezicht().filter(traject=OuterRef("pk"), van__lte=op)
    laatste = gezichten.order_by("-van", "-vastgelegd_op").values("aanstelling__organisatie")[:1]
    aanstellingen = apps.get_model("gka", "Aanstelling").objects
    daar = aanstellingen.filter(
        Q(tot__isnull=True) | Q(tot__gte=op),
        rol=Rol.SMW_VO,
        organisatie__in=organisaties,
        van__lte=op,
        bevestigd_op__isnull=False,
    )
    scholen = list(daar.values_list("werkplek_school", flat=True).distinct())
    naar_ons = reduce(or_, (komt_naar(school, pad="leerling") for school in scholen), scopes.NOTHING)
    zonder: TrajectQuerySet = trajecten().zonder_gezicht(op).annotate(laatste_organisatie=Subquery(laatste))
    return zonder.filter(Q(laatste_organisatie__in=organisaties) | (Q(laatste_organisatie__isnull=True) & naar_ons))


@scopes.register("overdracht.Bespreking", Rol.SMW_VO)
def _besprekingen_van_de_caseload(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Who guides reads what was agreed at the table, also after the hand-over and without a seat."""
    return Q(pk__in=trajecten().filter(_eigen_caseload(aanstellingen, op)).values("besluit__bespreking"))


@scopes.register("gka.Leerling", Rol.SMW_VO)
def _leerlingen_van_de_caseload(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(pk__in=trajecten().filter(_eigen_caseload(aanstellingen, op)).values("leerling"))


@scopes.register("gka.Leerling", Rol.TEAMLEIDER)
def _leerlingen_van_de_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(pk__in=trajecten().filter(_van_de_eigen_organisatie(aanstellingen, op)).values("leerling"))

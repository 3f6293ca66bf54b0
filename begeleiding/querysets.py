"""Queries of intervention 2, and who sees a traject."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, UUIDField

from begeleiding.workflow import LOPEND, Fase, vroegst_gesloten
from gka.access import scopes
from gka.access.rights import Recht, rollen_met
from gka.access.scopes import ScopedQuerySet
from gka.access.table import Rol
from gka.querysets import komt_naar, op_basisschool, te_delen
from gka.workflow import Ontvanger

if TYPE_CHECKING:
    from begeleiding.models import Contact
    from gka.models import Aanstelling, Medewerker


@dataclass(frozen=True)
class Totaal:
    """What was done for one pupil. `inzet` is staff time, `ontvangen` what the pupil experienced: never added up."""

    aantal: int = 0
    inzet: int = 0
    ontvangen: int = 0
    laatste: date | None = None
    vastgelegd: datetime | None = None


class TrajectQuerySet(ScopedQuerySet):
    REGIO_PAD = "cohort__regio"

    def lopend(self) -> Self:
        """Proposed or started, not closed."""
        return self.filter(status__in=LOPEND)

    def zonder_gezicht(self, op: date) -> Self:
        """Running, and nobody who is there on day `op` is the familiar face."""
        return self.lopend().filter(
            ~Exists(_alle_toewijzingen().geldig(op).vast_gezicht().filter(traject=OuterRef("pk")))
        )

    def begeleid_door(self, aanstellingen: Sequence["Aanstelling"], op: date) -> Self:
        """Assigned on day `op` to one of these appointments, as familiar face or as cover."""
        return self.filter(pk__in=_toewijzingen(op).filter(aanstelling__in=aanstellingen).values("traject"))

    def in_fase(self, fase: Fase, op: date) -> Self:
        """In this phase on day `op`; the boundary is data of the cohort."""
        return self.filter(**{f"cohort__fase_vo_vanaf__{'lte' if fase == Fase.VO else 'gt'}": op})

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


class ContactQuerySet(ScopedQuerySet):
    REGIO_PAD = "regio"

    def geldig(self) -> Self:
        """Without what a correction replaced, and without what was withdrawn."""
        return self.filter(vervangen_door__isnull=True, ingetrokken=False)

    def met_inzet(self) -> Self:
        """With what the page of a contact says of a version: its kind, who recorded it, who worked, who was there."""
        rows = self.select_related("soort", "vastgelegd_door")
        return rows.prefetch_related("inzet__aanstelling__medewerker", "deelnames")

    def laatste_per_traject(self, trajecten: Collection[UUID]) -> dict[UUID, "Contact"]:
        """The newest contact of each of these trajecten, with its kind. For the rows of one page."""
        nieuwste = _deelnames().geldig().filter(traject=OuterRef("pk")).nieuwste_eerst().values("contact")[:1]
        # Named, or SQLite hands the key back as text.
        contact = Subquery(nieuwste, output_field=UUIDField())
        paren = dict(_trajecten().filter(pk__in=trajecten).values_list("pk", contact))
        contacten = self.select_related("soort").in_bulk([pk for pk in paren.values() if pk])
        return {traject: contacten[pk] for traject, pk in paren.items() if pk}


class MaandafsluitingQuerySet(ScopedQuerySet):
    REGIO_PAD = "organisatie__regio"

    def geldig(self) -> Self:
        """Closed, and not opened again."""
        return self.filter(heropend_op__isnull=True)


class InzetQuerySet(ScopedQuerySet):
    REGIO_PAD = "contact__regio"

    def geldig(self) -> Self:
        """Staff time in contacts that no correction replaced."""
        return self.filter(~_vervangen())

    def geldig_in(self, van: date, tot: date) -> Self:
        """Staff time that counts, of these days, both included."""
        return self.geldig().filter(contact__gebeurd_op__range=(van, tot))

    def minuten(self, aanstellingen: Sequence["Aanstelling"], *, van: date, tot: date) -> int:
        """Minutes these appointments worked in a period, both days included."""
        return int(
            self.geldig_in(van, tot).filter(aanstelling__in=aanstellingen).aggregate(som=Sum("minuten"))["som"] or 0
        )

    def per_dag(self, medewerker: "Medewerker", dagen: Collection[date]) -> dict[date, int]:
        """Minutes this person worked on each of these days, through whatever appointment."""
        rows = self.geldig().filter(aanstelling__medewerker=medewerker, contact__gebeurd_op__in=dagen)
        return dict(rows.order_by().values_list("contact__gebeurd_op").annotate(Sum("minuten")))


class ContactdeelnameQuerySet(ScopedQuerySet):
    REGIO_PAD = "traject__cohort__regio"

    def geldig(self) -> Self:
        """Shares of contacts that no correction replaced."""
        return self.filter(~_vervangen())

    def nieuwste_eerst(self) -> Self:
        """The contact that happened last comes first."""
        return self.order_by("-contact__gebeurd_op", "-contact__vastgelegd_op", "-contact")

    def ingetrokken(self) -> Self:
        """What was taken back: the shares of the last version that still had any."""
        return self.filter(contact__vervangen_door__ingetrokken=True)

    def voor_lijst(self) -> Self:
        """With what a line about a contact names: its kind and who worked."""
        return self.select_related("contact__soort").prefetch_related("contact__inzet__aanstelling__medewerker")

    def totalen(self, trajecten: Collection[UUID]) -> Mapping[UUID, Totaal]:
        """Totals of these trajecten in one query: take the page first, then count. Zeros where nothing happened."""
        erbij = Q(aanwezig=True)
        rows: Any = (
            self.geldig()
            .filter(traject__in=trajecten)
            .order_by()
            .values("traject")
            .annotate(
                aantal=Count("pk"),
                inzet=Sum("minuten"),
                ontvangen=Sum("contact__minuten", filter=erbij, default=0),
                laatste=Max("contact__gebeurd_op"),
                vastgelegd=Max("contact__vastgelegd_op"),
            )
        )
        return defaultdict(Totaal, {row.pop("traject"): Totaal(**row) for row in rows})


def _alle_toewijzingen() -> "ToewijzingQuerySet":
    return apps.get_model("begeleiding", "Toewijzing").objects.all()


def _toewijzingen(op: date) -> "ToewijzingQuerySet":
    return _alle_toewijzingen().op_dag(op)


def _trajecten() -> "TrajectQuerySet":
    return apps.get_model("begeleiding", "Traject").objects.all()


def _deelnames() -> "ContactdeelnameQuerySet":
    return apps.get_model("begeleiding", "Contactdeelname").objects.all()


def _vervangen() -> Exists:
    """Of a share or staff time: a correction replaced the contact.

    Not as a join on `vervangen_door`: PostgreSQL then expects one row, and reads a whole cohort contact by contact.
    """
    return Exists(apps.get_model("begeleiding", "Contact").objects.filter(vervangt=OuterRef("contact")))


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
    zonder: TrajectQuerySet = _trajecten().zonder_gezicht(op).annotate(laatste_organisatie=Subquery(laatste))
    return zonder.filter(Q(laatste_organisatie__in=organisaties) | (Q(laatste_organisatie__isnull=True) & naar_ons))


@scopes.register("overdracht.Bespreking", Rol.SMW_VO)
def _besprekingen_van_de_caseload(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Who guides reads what was agreed at the table, also after the hand-over and without a seat."""
    return Q(pk__in=_trajecten().filter(_eigen_caseload(aanstellingen, op)).values("besluit__bespreking"))


@scopes.register("gka.Leerling", Rol.SMW_VO)
def _leerlingen_van_de_caseload(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(pk__in=_trajecten().filter(_eigen_caseload(aanstellingen, op)).values("leerling"))


@scopes.register("gka.Leerling", Rol.TEAMLEIDER)
def _leerlingen_van_de_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(pk__in=_trajecten().filter(_van_de_eigen_organisatie(aanstellingen, op)).values("leerling"))


@scopes.register("begeleiding.Maandafsluiting", *rollen_met(Recht.UREN_INZIEN))
def _maanden_van_de_eigen_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(organisatie__in={aanstelling.organisatie_id for aanstelling in aanstellingen})


@scopes.register("begeleiding.Contact", *rollen_met(Recht.TRAJECT_INZIEN))
def _contacten_van_zichtbare_trajecten(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Whoever sees a traject sees its contacts and their versions; one that was taken back through what it replaced."""
    mijn = _trajecten().filter(scopes.visible(_trajecten().model, aanstellingen, op)).values("pk")
    mee = _deelnames().filter(traject__in=mijn).values("contact")
    return Q(pk__in=mee) | Q(ingetrokken=True, vervangt__in=mee)

"""Queries of goals and notes, and who reads them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from begeleiding.workflow import Scoremoment, vroegst_gesloten
from gka.access import scopes
from gka.access.rights import Recht, rollen_met
from gka.access.scopes import ScopedQuerySet
from gka.querysets import op_school, werkplekken
from gka.workflow import Keuzesoort

if TYPE_CHECKING:
    from begeleiding.models import Doelscore
    from gka.models import Aanstelling


class DoelQuerySet(ScopedQuerySet):
    REGIO_PAD = "traject__cohort__regio"

    def lopend(self) -> Self:
        """Not stopped."""
        return self.filter(gestopt_op__isnull=True)

    def zonder_eindscore(self) -> Self:
        """Running goals that nobody gave a score at the end yet: what closing a traject asks for."""
        eind = _scores().huidig().filter(doel=OuterRef("pk"), moment=Scoremoment.EIND)
        return self.lopend().filter(~Exists(eind))

    def voor_kaart(self) -> Self:
        """With the scores that count as `huidige_scores` and the domains, running goals first."""
        scores = _scores().huidig().in_volgorde()
        rows = self.prefetch_related("domeinen", Prefetch("scores", scores, to_attr="huidige_scores"))
        return rows.order_by("gemaakt_op", "pk")


class DoelscoreQuerySet(ScopedQuerySet):
    REGIO_PAD = "doel__traject__cohort__regio"

    def huidig(self) -> Self:
        """Without what a correction replaced."""
        return self.filter(vervangen_door__isnull=True)

    def in_volgorde(self) -> Self:
        """By day; begin, in between and end of one day in that order."""
        return self.order_by("gemeten_op", "vastgelegd_op", "pk")

    def van_moment(self, moment: str) -> "Doelscore | None":
        """The score that counts for begin or end."""
        row: Doelscore | None = self.huidig().filter(moment=moment).first()
        return row


class AantekeningQuerySet(ScopedQuerySet):
    REGIO_PAD = "traject__cohort__regio"

    def huidig(self) -> Self:
        """Without what a correction replaced."""
        return self.filter(vervangen_door__isnull=True)

    def voor_lijst(self) -> Self:
        """The newest first, with the author."""
        return self.select_related("auteur", "vervangt").order_by("-geschreven_op", "pk")


def _scores() -> "DoelscoreQuerySet":
    return apps.get_model("begeleiding", "Doelscore").objects.all()


def _trajecten(aanstellingen: Sequence["Aanstelling"], op: date) -> QuerySet:  # type: ignore[type-arg]
    """The trajecten these appointments see: the running caseload (a stand-in too), or the own primary school."""
    traject = apps.get_model("begeleiding", "Traject")
    return traject.objects.filter(scopes.visible(traject, aanstellingen, op))


@scopes.register("begeleiding.Doel", *rollen_met(Recht.DOEL_BEWERKEN))
def _doelen_van_eigen_leerlingen(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(traject__in=_trajecten(aanstellingen, op).values("pk"))


@scopes.register("begeleiding.Doelscore", *rollen_met(Recht.DOEL_BEWERKEN))
def _scores_van_eigen_leerlingen(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(doel__traject__in=_trajecten(aanstellingen, op).values("pk"))


@scopes.register("begeleiding.Aantekening", *rollen_met(Recht.AANTEKENING_SCHRIJVEN))
def _aantekeningen_van_de_caseload(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Ontwerp 3, table: author and current caseload; kept until half a year after closing (ontwerp 8).

    The caseload is who guides today (a stand-in too), of a closed traject who guided on its last day, and at the own
    primary school everybody. An author reads the own notes as long as the traject itself is theirs to see and not a
    day longer: who was reassigned no longer sees the traject, so neither the notes.
    """
    kort_gesloten = Q(gesloten_op__isnull=True) | Q(gesloten_op__date__gte=vroegst_gesloten(op))
    zichtbaar = _trajecten(aanstellingen, op).filter(kort_gesloten)
    caseload = zichtbaar.filter(_begeleid_door(aanstellingen, op) | _op_eigen_basisschool(aanstellingen))
    auteurs = {aanstelling.medewerker_id for aanstelling in aanstellingen}
    return Q(traject__in=caseload.values("pk")) | Q(auteur__in=auteurs, traject__in=zichtbaar.values("pk"))


def _begeleid_door(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    mijn = apps.get_model("begeleiding", "Toewijzing").objects.filter(aanstelling__in=aanstellingen)
    tot_het_eind = mijn.filter(
        Q(tot__isnull=True) | Q(tot__gte=OuterRef("gesloten_op__date")),
        traject=OuterRef("pk"),
        van__lte=OuterRef("gesloten_op__date"),
    )
    return Q(gesloten_op__isnull=True, pk__in=mijn.op_dag(op).values("traject")) | Q(Exists(tot_het_eind))


def _op_eigen_basisschool(aanstellingen: Sequence["Aanstelling"]) -> Q:
    return op_school(Keuzesoort.BASISSCHOOL, werkplekken(aanstellingen), pad="leerling")

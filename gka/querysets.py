"""Queries of the kernel, and its visibility rules: which rows are "own" for which role."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When

from gka.access import scopes
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.table import Rol
from gka.workflow import (
    ALLEEN_LEERLING_VANAF,
    DOELEN_VOOR,
    EIGEN_TOESTEMMING_VANAF,
    TEGEN,
    Adviessoort,
    Deelname,
    Doel,
    Gever,
    Keuzesoort,
    Ontvanger,
    Schoolsoort,
    Toestemmingstand,
    einde_van,
    geboren_hoogstens,
)

if TYPE_CHECKING:
    from gka.models import Aanstelling, Medewerker, School


def werkplekken(aanstellingen: Sequence["Aanstelling"]) -> list[int | None]:
    """The school ids these appointments work at."""
    return [aanstelling.werkplek_school_id for aanstelling in aanstellingen]


class OrganisatieQuerySet(ScopedQuerySet):
    pass


class SchoolQuerySet(ScopedQuerySet):
    def po(self) -> Self:
        """Primary schools."""
        return self.filter(soort=Schoolsoort.PO)

    def vo(self) -> Self:
        """Secondary schools."""
        return self.filter(soort=Schoolsoort.VO)

    def deelnemend(self) -> Self:
        """Schools that take part, also those *onder voorbehoud*."""
        return self.exclude(deelname=Deelname.GEEN)


class CohortQuerySet(ScopedQuerySet):
    pass


class KeuzeQuerySet(QuerySet):  # type: ignore[type-arg]
    def van_lijst(self, regio_id: int, code: str, *, op: date) -> Self:
        """Choices of a list that are in use on day `op`, in their order."""
        in_gebruik = Q(vervallen_op__isnull=True) | Q(vervallen_op__gt=op)
        return self.filter(in_gebruik, lijst__regio_id=regio_id, lijst__code=code).order_by("volgorde", "label")


class PeriodeQuerySet(QuerySet):  # type: ignore[type-arg]
    def lopend(self) -> Self:
        """Without an end."""
        return self.filter(tot__isnull=True)

    def op_dag(self, op: date) -> Self:
        """Running on day `op`."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gte=op), van__lte=op)


class AdviesQuerySet(QuerySet):  # type: ignore[type-arg]
    def huidig(self) -> Self:
        """The rows that no correction replaced: at most one of each kind for a pupil."""
        return self.filter(vervangen_door__isnull=True)

    def van_de_school(self) -> Self:
        """What the school itself advises now, the definite advice last. A test result is no advice of the school."""
        definitief_laatst = Case(When(soort=Adviessoort.DEFINITIEF, then=1), default=0)
        return self.huidig().exclude(soort=Adviessoort.TOETS).order_by(definitief_laatst)


class OuderQuerySet(ScopedQuerySet):
    REGIO_PAD = "leerling__regio"

    def op_volgorde(self) -> Self:
        """In the order of the screen: by relation, and the second after the first."""
        return self.order_by("relatie", "nummer")

    def met_gezag(self) -> Self:
        """Parents with authority."""
        return self.filter(gezag=True)


class ToestemmingQuerySet(QuerySet):  # type: ignore[type-arg]
    def huidig(self) -> Self:
        """The last answer of each giver."""
        return self.filter(vervangen_door__isnull=True)

    def staand(self, tot: datetime) -> Self:
        """The last answer of each giver of all that was recorded before this moment."""
        later = self.model._default_manager.filter(vervangt=OuterRef("pk"), vastgelegd_op__lt=tot)
        return self.filter(~Exists(later), vastgelegd_op__lt=tot)

    def op_dag(self, op: date) -> Self:
        """What stood on day `op`: of several answers of one giver on that day, the last one."""
        return self.staand(einde_van(op))

    def zonder_contact(self) -> Self:
        """With the parent, but not the way to reach one: that is encrypted and of no use here."""
        return self.select_related("ouder").defer("ouder__contact")


def met_toestemming(
    doel: Doel,
    *,
    op: date,
    scholen: Sequence[int | None] | None = None,
    pad: str = "pk",
    antwoorden: ToestemmingQuerySet | None = None,
) -> Q:
    """Pupils with consent for the purpose on day `op`: the rule of `gka.privacy.consent` as a query, for lists.

    `pad` leads from the row to the pupil. `antwoorden` are those that stood on that day, unless the caller knows
    better. With several `scholen` each stands on its own: a yes or no for one says nothing about another.
    """
    if antwoorden is None:
        antwoorden = apps.get_model("gka", "Toestemming").objects.op_dag(op)
    alleen_leerling = Q(leerling__geboortedatum__lte=geboren_hoogstens(ALLEEN_LEERLING_VANAF, op))
    mondig = Q(leerling__geboortedatum__lte=geboren_hoogstens(EIGEN_TOESTEMMING_VANAF, op))
    ouder = Q(gever=Gever.OUDER, ouder__gezag=True) & ~alleen_leerling
    leerling = Q(gever=Gever.LEERLING)
    ja = antwoorden.filter(
        ouder | (leerling & alleen_leerling), doel=doel, leerling=OuterRef(pad), stand=Toestemmingstand.JA
    )
    tegen = antwoorden.filter(ouder | (leerling & mondig), doel=doel, stand__in=TEGEN)
    if scholen is None:
        return Q(Exists(ja)) & ~Q(Exists(tegen.filter(leerling=OuterRef(pad))))
    zelfde = tegen.filter(leerling=OuterRef("leerling"), ontvangende_school=OuterRef("ontvangende_school"))
    return Q(Exists(ja.filter(~Exists(zelfde), ontvangende_school__in=scholen)))


def te_delen(
    ontvanger: Ontvanger, *, op: date, scholen: Sequence[int | None] | None = None, pad: str = "pk", **meer: Any
) -> Q:
    """Pupils whose data this recipient may have on day `op`: `gka.privacy.consent.mag_delen` as a query."""
    per_school = {Doel.DELEN: scholen}
    return reduce(
        and_,
        (
            met_toestemming(doel, op=op, scholen=per_school.get(doel), pad=pad, **meer)
            for doel in DOELEN_VOOR[ontvanger]
        ),
    )


def op_school(soort: Keuzesoort, scholen: Sequence[int | None], *, pad: str = "pk") -> Q:
    """Pupils whose running school of this kind is one of these."""
    keuzes = apps.get_model("gka", "Schoolkeuze").objects.lopend()
    return Q(Exists(keuzes.filter(soort=soort, school__in=scholen, leerling=OuterRef(pad))))


def nog_niet_over(op: date, *, pad: str = "pk") -> Q:
    """Pupils whose hand-over is still open on day `op`: the newest cohort is before its vo phase (ADR 0014)."""
    deelnames = apps.get_model("gka", "Cohortdeelname").objects.all()
    return Q(Exists(deelnames.filter(cohort__fase_vo_vanaf__gt=op, leerling=OuterRef(pad))))


def op_basisschool(aanstellingen: Sequence["Aanstelling"], op: date, *, pad: str = "pk") -> Q:
    """Pupils who are at the primary school of these appointments and were not handed over yet."""
    return op_school(Keuzesoort.BASISSCHOOL, werkplekken(aanstellingen), pad=pad) & nog_niet_over(op, pad=pad)


def gewenst_en_nog_vrij(school_id: int | None, *, pad: str = "pk") -> Q:
    """Pupils who wish this school and are admitted nowhere yet."""
    definitief = apps.get_model("gka", "Schoolkeuze").objects.lopend().filter(soort=Keuzesoort.DEFINITIEF)
    nergens = ~Q(Exists(definitief.filter(leerling=OuterRef(pad))))
    return op_school(Keuzesoort.BEOOGD, [school_id], pad=pad) & nergens


def komt_naar(school_id: int | None, *, pad: str = "pk") -> Q:
    """Pupils whose secondary school this is: the definite one, and until there is one the wished one."""
    return op_school(Keuzesoort.DEFINITIEF, [school_id], pad=pad) | gewenst_en_nog_vrij(school_id, pad=pad)


def gedeeld_met(scholen: Sequence[int | None], *, op: date, pad: str = "pk") -> Q:
    """Pupils whose agreements may be shared with one of these secondary schools.

    A yes to share counts while the pupil wishes that school or is admitted there; another wish or an admission
    elsewhere ends it at once.
    """
    gedeeld = scopes.NOTHING
    for school in dict.fromkeys(scholen):
        gedeeld |= te_delen(Ontvanger.VO_SCHOOL, op=op, scholen=[school], pad=pad) & komt_naar(school, pad=pad)
    return gedeeld


class LeerlingQuerySet(ScopedQuerySet):
    def met_schoolweg(self) -> Self:
        """With the running schools prefetched as `lopende_schoolkeuzes`, for lists."""
        keuzes = apps.get_model("gka", "Schoolkeuze").objects.lopend().select_related("school")
        return self.prefetch_related(Prefetch("schoolkeuzes", keuzes, to_attr="lopende_schoolkeuzes"))

    def met_jaren(self) -> Self:
        """With the cohorts prefetched as `deelnames`, the oldest first, for lists."""
        deelnames = apps.get_model("gka", "Cohortdeelname").objects.select_related("cohort").order_by("cohort__jaar")
        return self.prefetch_related(Prefetch("cohortdeelnames", deelnames, to_attr="deelnames"))

    def van_school(self, school_id: int) -> Self:
        """Pupils whose running primary school this is."""
        return self.filter(op_school(Keuzesoort.BASISSCHOOL, [school_id]))

    def oud_leerlingen(self, medewerker: "Medewerker", *, op: date) -> Self:
        """Handed over from the schools where this person sees the position of former pupils, and no more than that."""
        stoelen = medewerker.aanstellingen_met(Recht.OUD_LEERLINGEN_INZIEN, op)
        eigen = op_school(Keuzesoort.BASISSCHOOL, werkplekken(stoelen))
        return self.filter(eigen, ~nog_niet_over(op))

    def naar_vo_school(self, school_id: int) -> Self:
        """Pupils whose secondary school this is: the definite one, and until there is one the wished one."""
        return self.filter(komt_naar(school_id))

    def op_andere_basisschool(self, school: "School") -> Self:
        """Pupils of the region whose running primary school is another one than this."""
        lopend = apps.get_model("gka", "Schoolkeuze").objects.lopend().exclude(school=school.pk)
        elders = lopend.filter(soort=Keuzesoort.BASISSCHOOL, leerling=OuterRef("pk"))
        return self.filter(Exists(elders), regio=school.regio_id)


@scopes.register("gka.Leerling", Rol.IB_ER)
def _eigen_basisschool(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return op_basisschool(aanstellingen, op)


@scopes.register("gka.Leerling", Rol.SMW_PO)
def _eigen_basisschool_met_toestemming(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return op_basisschool(aanstellingen, op) & te_delen(Ontvanger.OVERLEG, op=op)


@scopes.register("gka.Leerling", Rol.ZORGCOORDINATOR)
def _na_delen_of_toelating(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """A yes to share with this school, or the admission there.

    Without consent for *bespreken* the pupil is there for the own IB-er only, also after the admission.
    """
    scholen = werkplekken(aanstellingen)
    toegelaten = op_school(Keuzesoort.DEFINITIEF, scholen)
    return gedeeld_met(scholen, op=op) | (toegelaten & met_toestemming(Doel.BESPREKEN, op=op))


@scopes.register("gka.Ouder", Rol.IB_ER, Rol.SMW_PO, Rol.SMW_VO)
def _ouders_van_zichtbare_leerlingen(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Whoever works with the pupil may reach the parents (ontwerp 3, table: parents' contact)."""
    leerling = apps.get_model("gka", "Leerling")
    return Q(leerling__in=leerling.objects.filter(scopes.visible(leerling, aanstellingen, op)).values("pk"))


@scopes.register("gka.Ouder", Rol.ZORGCOORDINATOR)
def _ouders_na_toelating(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Sharing the agreements is not enough to call the parents: that waits for the admission."""
    toegelaten = op_school(Keuzesoort.DEFINITIEF, werkplekken(aanstellingen), pad="leerling")
    return toegelaten & met_toestemming(Doel.BESPREKEN, op=op, pad="leerling")


@scopes.register("gka.School", *Rol)
def _scholen_van_de_regio(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(regio__in={aanstelling.organisatie.regio_id for aanstelling in aanstellingen})


@scopes.register("gka.Organisatie", *Rol)
def _organisaties_van_de_regio(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(regio__in={aanstelling.organisatie.regio_id for aanstelling in aanstellingen})


@scopes.register("gka.Cohort", *Rol)
def _cohorten_van_de_regio(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(regio__in={aanstelling.organisatie.regio_id for aanstelling in aanstellingen})

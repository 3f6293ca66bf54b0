"""Queries of intervention 1, and who sees an overleg or a bespreking."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When

from gka.access import scopes
from gka.access.scopes import NOTHING, ScopedQuerySet
from gka.access.table import Rol
from gka.querysets import (
    gedeeld_met,
    gewenst_en_nog_vrij,
    nog_niet_over,
    op_basisschool,
    op_school,
    te_delen,
    werkplekken,
)
from gka.workflow import Keuzesoort, Ontvanger
from overdracht.workflow import CONCEPT_HOUDBAAR, DEFINITIEF, DOELEN, NAZICHT, Besprekingstatus, Uitkomst

if TYPE_CHECKING:
    from gka.models import Aanstelling, Cohort, Medewerker


class OverlegQuerySet(ScopedQuerySet):
    REGIO_PAD = "cohort__regio"

    def gaat_door(self) -> Self:
        """Without what was called off."""
        return self.filter(afgelast_op__isnull=True)

    def komende_eerst(self, dag: date) -> Self:
        """What is coming, the first one on top, and then what was, the last one on top."""
        komend = Case(When(datum__gte=dag, then=F("datum")))
        return self.order_by(komend.asc(nulls_last=True), "-datum", "tijd", "pk")

    def met_tellingen(self, zichtbaar: "BesprekingQuerySet") -> Self:
        """With `aantal` and `aantal_besloten`, counted over the besprekingen that this person may see."""
        mijn = Q(besprekingen__in=zichtbaar.op_de_lijst().values("pk"))
        besloten = mijn & Q(besprekingen__status__in=DEFINITIEF)
        return self.annotate(
            aantal=Count("besprekingen", filter=mijn, distinct=True),
            aantal_besloten=Count("besprekingen", filter=besloten, distinct=True),
        )


class BesprekingQuerySet(ScopedQuerySet):
    REGIO_PAD = "overleg__cohort__regio"

    def om_te_tellen(self, zichtbaar: "BesprekingQuerySet", eigen: "OverlegQuerySet", op: date) -> Self:
        """What this person sees, and of the `eigen` overleggen the pupils who were handed over since: only counted."""
        oud = Q(overleg__in=eigen.values("pk")) & ~nog_niet_over(op, pad="leerling")
        return self.filter(Q(pk__in=zichtbaar.values("pk")) | oud)

    def nieuwste(self) -> Self:
        """Without what was taken off a list, and without those of pupils who are on the list of a later overleg of the
        same cohort: they count no more."""
        overleg = "overleg__"
        zelfde = {"leerling": OuterRef("leerling"), "overleg__cohort": OuterRef("overleg__cohort")}
        velden = (f"{overleg}datum", f"{overleg}tijd", f"{overleg}gemaakt_op")
        later = NOTHING
        for nummer, veld in enumerate(velden):
            gelijk = {eerder: OuterRef(eerder) for eerder in velden[:nummer]}
            later |= Q(**gelijk, **{f"{veld}__gt": OuterRef(veld)})
        op_een_lijst = ~Q(status=Besprekingstatus.VERVALLEN)
        return self.filter(op_een_lijst, ~Exists(_besprekingen().filter(later, op_een_lijst, **zelfde)))

    def met_uitkomst(self) -> Self:
        """With the decision that stands and the secondary schools, nothing of how it came about; the newest on top."""
        besluiten = _rows("overdracht", "Besluit").huidig().defer("toelichting", "reden")
        vo_keuzes = _rows("gka", "Schoolkeuze").lopend().exclude(soort=Keuzesoort.BASISSCHOOL).select_related("school")
        besloten_op = besluiten.filter(bespreking=OuterRef("pk")).values("vastgelegd_op")[:1]
        return (
            self.select_related("leerling", "overleg__school")
            .prefetch_related(
                Prefetch("besluiten", besluiten, to_attr="huidige_besluiten"),
                Prefetch("leerling__schoolkeuzes", vo_keuzes, to_attr="vo_keuzes"),
            )
            .order_by(Subquery(besloten_op).desc(), "pk")
        )

    def verhuisd(self) -> Self:
        """Of pupils who went to another primary school than the one of the overleg."""
        return self.filter(_zit_elders())

    def op_de_lijst(self) -> Self:
        """Without what was taken off the list."""
        return self.exclude(status=Besprekingstatus.VERVALLEN)

    def met_stand(self) -> Self:
        """With everything `overdracht.stand` reads: parents, stances, consents, secondary schools and the decision."""
        # The way to reach a parent is encrypted and of no use here: it stays in the database.
        ouders = _rows("gka", "Ouder").defer("contact").op_volgorde()
        instemmingen = _rows("overdracht", "Instemming").huidig()
        toestemmingen = _rows("gka", "Toestemming").huidig().filter(doel__in=DOELEN)
        vo_keuzes = _rows("gka", "Schoolkeuze").lopend().exclude(soort=Keuzesoort.BASISSCHOOL)
        besluiten = _rows("overdracht", "Besluit").huidig().select_related("vastgelegd_door")
        stoelen = _rows("overdracht", "Deelnemer").filter(aanstelling__isnull=False).select_related("aanstelling")
        erbij = _rows("gka", "Ouder").defer("contact")
        rows = self.select_related("leerling", "overleg__school", "overleg__cohort").annotate(verhuisd=_zit_elders())
        return rows.prefetch_related(
            Prefetch("leerling__ouders", ouders, to_attr="alle_ouders"),
            Prefetch("leerling__schoolkeuzes", vo_keuzes.select_related("school"), to_attr="vo_keuzes"),
            Prefetch(
                "leerling__toestemmingen",
                toestemmingen.zonder_contact(),
                to_attr="huidige_toestemmingen",
            ),
            Prefetch(
                "instemmingen",
                instemmingen.select_related("ouder", "vastgelegd_door").defer("ouder__contact"),
                to_attr="huidige_instemmingen",
            ),
            Prefetch("besluiten", besluiten, to_attr="huidige_besluiten"),
            Prefetch("ouders_erbij", erbij, to_attr="genoemde_ouders"),
            Prefetch("overleg__deelnemers", stoelen, to_attr="stoelen"),
        )

    def met_afspraken(self) -> Self:
        """With what `overdracht.feiten` reads beside `met_stand`: reasons, the familiar face, what was agreed."""
        geldend = _rows("overdracht", "Afspraak").filter(vervallen_op__isnull=True).order_by("voor", "pk")
        vo_keuzes = _rows("gka", "Schoolkeuze").exclude(soort=Keuzesoort.BASISSCHOOL).select_related("school")
        return self.select_related("reden_1", "reden_2", "vast_gezicht__medewerker").prefetch_related(
            Prefetch("afspraken", geldend, to_attr="geldende_afspraken"),
            Prefetch("leerling__schoolkeuzes", vo_keuzes.order_by("vastgelegd_op", "van"), to_attr="alle_vo_keuzes"),
        )


class InstemmingQuerySet(QuerySet):  # type: ignore[type-arg]
    def huidig(self) -> Self:
        """The last stance of each party."""
        return self.filter(vervangen_door__isnull=True)


class BesluitQuerySet(ScopedQuerySet):
    REGIO_PAD = "bespreking__overleg__cohort__regio"

    def huidig(self) -> Self:
        """The decision that stands."""
        return self.filter(vervangen_door__isnull=True)

    def opgenomen(self, cohort: "Cohort") -> Self:
        """The decisions that stand and let a pupil of this cohort in, one per pupil."""
        nieuwste = _besprekingen().filter(overleg__cohort=cohort).nieuwste()
        return self.huidig().filter(uitkomst=Uitkomst.OPGENOMEN, bespreking__in=nieuwste)


class ConceptQuerySet(QuerySet):  # type: ignore[type-arg]
    def van(self, medewerker: "Medewerker", nu: datetime) -> Self:
        """What this person filled in not too long ago; nobody else ever sees it."""
        return self.filter(medewerker=medewerker, bijgewerkt_op__gt=nu - CONCEPT_HOUDBAAR)


class AfspraakQuerySet(QuerySet):  # type: ignore[type-arg]
    def te_doen(self) -> Self:
        """Agreed, not done and still standing; the first day on top."""
        return self.filter(klaar_op__isnull=True, vervallen_op__isnull=True).order_by("voor", "pk")

    def op_volgorde(self) -> Self:
        """What is left to do on top, then what is done, then what no longer stands."""
        return self.order_by(F("vervallen_op").asc(nulls_first=True), F("klaar_op").asc(nulls_first=True), "voor", "pk")


def _rows(app: str, model: str) -> Any:
    return apps.get_model(app, model)._default_manager.all()


def _zit_elders() -> Exists:
    nu = _rows("gka", "Schoolkeuze").lopend().filter(soort=Keuzesoort.BASISSCHOOL, leerling=OuterRef("leerling"))
    return Exists(nu.exclude(school=OuterRef("overleg__school")))


def _besprekingen() -> BesprekingQuerySet:
    return _rows("overdracht", "Bespreking")  # type: ignore[no-any-return]


def _aan_tafel(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Besprekingen in an overleg where one of these appointments has a seat.

    A seat shows nothing any more of an overleg that was called off, of a pupil who was taken off the list, and some
    time after a pupil was not let in.
    """
    deelnemers = _rows("overdracht", "Deelnemer").filter(aanstelling__in=aanstellingen)
    zit_daar = Q(overleg__in=deelnemers.values("overleg"), overleg__afgelast_op__isnull=True)
    geweigerd = _rows("overdracht", "Besluit").huidig().filter(uitkomst=Uitkomst.NIET_OPGENOMEN)
    lang_geleden = geweigerd.filter(vastgelegd_op__date__lt=op - NAZICHT, bespreking=OuterRef("pk"))
    return zit_daar & ~Q(status=Besprekingstatus.VERVALLEN) & ~Q(Exists(lang_geleden))


@scopes.register("overdracht.Overleg", Rol.IB_ER)
def _overleggen_van_de_school(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(school__in=werkplekken(aanstellingen))


@scopes.register("overdracht.Overleg", Rol.SMW_PO, Rol.SMW_VO, Rol.ZORGCOORDINATOR)
def _overleggen_aan_tafel(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(pk__in=_rows("overdracht", "Deelnemer").filter(aanstelling__in=aanstellingen).values("overleg"))


@scopes.register("overdracht.Bespreking", Rol.IB_ER)
def _besprekingen_van_de_school(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Of the pupils who are at the school now: a pupil who was handed over takes what was said along."""
    return op_basisschool(aanstellingen, op, pad="leerling")


@scopes.register("overdracht.Bespreking", Rol.SMW_PO)
def _besprekingen_aan_tafel(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """At the table, and only pupils who are at the own school still."""
    nog_hier = op_basisschool(aanstellingen, op, pad="leerling")
    return _aan_tafel(aanstellingen, op) & nog_hier & te_delen(Ontvanger.OVERLEG, op=op, pad="leerling")


def _voor_de_eigen_school(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """At the table, and only pupils who wish the own school and are admitted nowhere else, or are admitted there
    (ontwerp 3, "Rules that carry the product").

    Per school: a seat for one shows nothing of the pupils of the other school where one works too.
    """
    per_school: dict[int | None, list[Aanstelling]] = {}
    for stoel in aanstellingen:
        per_school.setdefault(stoel.werkplek_school_id, []).append(stoel)
    zichtbaar = (_aan_tafel(stoelen, op) & _komt_naar(school) for school, stoelen in per_school.items())
    return reduce(or_, zichtbaar, NOTHING) & te_delen(Ontvanger.OVERLEG, op=op, pad="leerling")


def _komt_naar(school: int | None) -> Q:
    return gewenst_en_nog_vrij(school, pad="leerling") | op_school(Keuzesoort.DEFINITIEF, [school], pad="leerling")


@scopes.register("overdracht.Bespreking", Rol.ZORGCOORDINATOR)
def _besprekingen_van_wie_komt(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return _voor_de_eigen_school(aanstellingen, op)


@scopes.register("overdracht.Bespreking", Rol.SMW_VO)
def _besprekingen_tot_de_overstap(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """A seat at the table counts until the pupil is handed over; from then on only who guides sees (ADR 0014)."""
    return _voor_de_eigen_school(aanstellingen, op) & nog_niet_over(op, pad="leerling")


@scopes.register("overdracht.Bespreking", Rol.ZORGCOORDINATOR)
def _besprekingen_na_delen(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Without a seat too, once the family lets the agreements be shared with this very school (ontwerp 3, table)."""
    return gedeeld_met(werkplekken(aanstellingen), op=op, pad="leerling")


@scopes.register("gka.Leerling", Rol.SMW_VO)
def _leerlingen_aan_tafel(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    zichtbaar = _besprekingen().filter(_besprekingen_tot_de_overstap(aanstellingen, op))
    return Q(pk__in=zichtbaar.values("leerling"))


@scopes.register("overdracht.Bespreking", Rol.TEAMLEIDER)
def _uitkomsten_van_de_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Decided, and of a pupil whom a seat of an SMW of the own organisation shows (ADR 0003).

    The seats are those of the organisation, also of who left since: what was decided there is to be planned still.
    """
    organisaties = [aanstelling.organisatie_id for aanstelling in aanstellingen]
    van_ons = _rows("gka", "Aanstelling").filter(organisatie__in=organisaties, bevestigd_op__isnull=False)
    stoelen = list(van_ons.filter(rol__in=(Rol.SMW_PO, Rol.SMW_VO), deelnames__isnull=False).distinct())
    po = [stoel for stoel in stoelen if stoel.rol == Rol.SMW_PO]
    vo = [stoel for stoel in stoelen if stoel.rol == Rol.SMW_VO]
    besloten = _rows("overdracht", "Besluit").filter(bespreking=OuterRef("pk"))
    return (_besprekingen_aan_tafel(po, op) | _besprekingen_tot_de_overstap(vo, op)) & Q(Exists(besloten))


@scopes.register("overdracht.Overleg", Rol.FG)
def _overleggen_van_de_regio(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(cohort__regio__in=_regios(aanstellingen))


@scopes.register("overdracht.Bespreking", Rol.FG)
def _besprekingen_van_de_regio(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Everything, whatever the consent: whether it was there in time is what is looked at."""
    return Q(overleg__cohort__regio__in=_regios(aanstellingen))


def _regios(aanstellingen: Sequence["Aanstelling"]) -> set[int]:
    return {aanstelling.organisatie.regio_id for aanstelling in aanstellingen}

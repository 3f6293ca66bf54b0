"""Queries about hours: whose they are, in which days, and what an organisation planned."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db.models import Q, Sum
from django.db.models.functions import ExtractMonth

from gka.access import scopes
from gka.access.rights import Recht, rollen_met
from gka.access.scopes import ScopedQuerySet
from gka.access.table import Rol

if TYPE_CHECKING:
    from gka.models import Aanstelling, Organisatie

SMW = (Rol.SMW_PO, Rol.SMW_VO)


class UrenbudgetQuerySet(ScopedQuerySet):
    REGIO_PAD = "aanstelling__organisatie__regio"

    def in_periode(self, van: date, tot: date) -> Self:
        """That count on at least one day from `van` to `tot`, both included."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gte=van), van__lte=tot)


class UrenwoordQuerySet(ScopedQuerySet):
    REGIO_PAD = "organisatie__regio"

    def van(self, organisatie: "Organisatie", soort: str) -> dict[str, Any]:
        """What each word of this kind means to this organisation, by the word in lower case; the last choice wins."""
        rows = self.filter(organisatie=organisatie, soort=soort).order_by("gekozen_op", "pk")
        return {woord.casefold(): (key, woord) for woord, key in rows.values_list("woord", soort_veld(soort))}


def soort_veld(soort: str) -> str:
    """The column that holds what a word of this kind means."""
    return {"soort": "keuze", "leerling": "traject"}.get(soort, soort)


def per_maand(organisatie: "Organisatie", van: date, tot: date) -> dict[UUID, dict[int, int]]:
    """Minutes per worker and month of an organisation within one year, in one query."""
    inzet = apps.get_model("begeleiding", "Inzet").objects
    rows = (
        inzet.geldig_in(van, tot)
        .filter(aanstelling__organisatie=organisatie)
        .order_by()
        .values_list("aanstelling__medewerker", ExtractMonth("contact__gebeurd_op"))
        .annotate(som=Sum("minuten"))
    )
    minuten: dict[UUID, dict[int, int]] = defaultdict(dict)
    for medewerker, maand, som in rows:
        minuten[medewerker][maand] = som
    return minuten


def per_werker_en_dag(werkers: Collection[UUID], dagen: Collection[date]) -> dict[tuple[UUID, date], int]:
    """Minutes that count of each of these people on each of these days, in one query."""
    inzet = apps.get_model("begeleiding", "Inzet").objects.geldig()
    rows = inzet.filter(aanstelling__medewerker__in=werkers, contact__gebeurd_op__in=dagen).order_by()
    per = rows.values_list("aanstelling__medewerker", "contact__gebeurd_op").annotate(som=Sum("minuten"))
    return {(werker, dag): som for werker, dag, som in per}


def werkers(organisaties: Iterable["Organisatie"]) -> Any:
    """The confirmed appointments of those who record contacts at these organisations, by name."""
    aanstelling = apps.get_model("gka", "Aanstelling").objects
    rows = aanstelling.filter(
        organisatie__in=organisaties, rol__in=rollen_met(Recht.CONTACT_VASTLEGGEN), bevestigd_op__isnull=False
    )
    return rows.select_related("medewerker", "organisatie__regio", "werkplek_school").order_by(
        "medewerker__naam", "medewerker", "van", "pk"
    )


def zonder_uren(organisatie: "Organisatie", van: date, tot: date) -> list["Aanstelling"]:
    """Of everybody who worked there in these days, those of whom nothing was recorded: one appointment each."""
    inzet = apps.get_model("begeleiding", "Inzet").objects
    daar = inzet.geldig_in(van, tot).filter(aanstelling__organisatie=organisatie)
    met = daar.values("aanstelling__medewerker")
    toen = werkers([organisatie]).filter(Q(tot__isnull=True) | Q(tot__gte=van), van__lte=tot)
    rows = toen.exclude(medewerker__in=met)
    return list({row.medewerker_id: row for row in rows}.values())


@scopes.register("begeleiding.Inzet", *SMW)
def _eigen_uren(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Of whoever worked, also in an appointment that ended: the credit stays."""
    return Q(aanstelling__medewerker__in={aanstelling.medewerker_id for aanstelling in aanstellingen})


@scopes.register("begeleiding.Inzet", Rol.TEAMLEIDER)
def _uren_van_de_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(aanstelling__organisatie__in={aanstelling.organisatie_id for aanstelling in aanstellingen})


@scopes.register("begeleiding.Urenbudget", *SMW)
def _eigen_budget(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return _eigen_uren(aanstellingen, op)


@scopes.register("begeleiding.Urenbudget", Rol.TEAMLEIDER)
def _budgetten_van_de_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return _uren_van_de_organisatie(aanstellingen, op)

"""Queries of monitoring, and who sees a report or an export request. What is in a figure, `onthulling.lezen` says."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Prefetch, Q

from gka.access import scopes
from gka.access.rights import Recht, rollen_met
from gka.access.scopes import ScopedQuerySet

if TYPE_CHECKING:
    from gka.models import Aanstelling


class RapportQuerySet(ScopedQuerySet):
    def nieuwste(self) -> Self:
        """The newest month first."""
        return self.order_by("-maand", "regio")


class ExportaanvraagQuerySet(ScopedQuerySet):
    def nieuwste(self) -> Self:
        """The newest request first."""
        return self.order_by("-op")

    def met_stand(self) -> Self:
        """With the export (without its bytes), the cohorts and the job, for the list."""
        rows = self.select_related("export", "opdracht").defer("export__inhoud")
        return rows.prefetch_related(Prefetch("cohorten", apps.get_model("gka", "Cohort").objects.order_by("jaar")))


class ExportQuerySet(ScopedQuerySet):
    REGIO_PAD = "aanvraag__regio"


@scopes.register("monitoring.Rapport", *rollen_met(Recht.RAPPORT_INZIEN))
def _rapporten_van_de_regio(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(regio__in={aanstelling.organisatie.regio_id for aanstelling in aanstellingen})


@scopes.register("monitoring.Exportaanvraag", *rollen_met(Recht.EXPORT_AANVRAGEN))
def _eigen_aanvragen(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Personal data for whoever asked for them, as long as that person works for the region."""
    return _van_de_aanvrager(aanstellingen, "")


@scopes.register("monitoring.Export", *rollen_met(Recht.EXPORT_AANVRAGEN))
def _eigen_exports(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return _van_de_aanvrager(aanstellingen, "aanvraag__")


def _van_de_aanvrager(aanstellingen: Sequence["Aanstelling"], pad: str) -> Q:
    regios = {aanstelling.organisatie.regio_id for aanstelling in aanstellingen}
    mensen = {aanstelling.medewerker_id for aanstelling in aanstellingen}
    return Q(**{f"{pad}regio__in": regios, f"{pad}aangevraagd_door__in": mensen})

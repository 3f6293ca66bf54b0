"""Queries of positions, and who sees one."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from begeleiding.klasniveau import Peilmoment
from gka.access import scopes
from gka.access.scopes import ScopedQuerySet
from gka.access.table import Rol
from gka.querysets import op_school, te_delen, werkplekken
from gka.workflow import Keuzesoort, Ontvanger

if TYPE_CHECKING:
    from begeleiding.models import Positie
    from gka.models import Aanstelling


class PositieQuerySet(ScopedQuerySet):
    REGIO_PAD = "cohort__regio"

    def huidig(self) -> Self:
        """What no correction replaced: at most one per pupil, cohort and moment."""
        return self.filter(vervangen_door__isnull=True)

    def van(self, leerlingen: Collection[UUID], peilmoment: Peilmoment) -> dict[UUID, "Positie"]:
        """The position of each of these pupils at this moment, of the newest cohort; one query."""
        rijen = self.huidig().filter(leerling__in=leerlingen, peilmoment=peilmoment).order_by("cohort__jaar")
        return {rij.leerling_id: rij for rij in rijen}


def _mag_nog(op: date) -> Q:
    """Who withdrew is gone from every list at once."""
    return te_delen(Ontvanger.TRAJECT, op=op, pad="leerling")


@scopes.register("begeleiding.Positie", Rol.IB_ER)
def _alleen_december_voor_de_basisschool(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """The primary school sees how it ended, and nothing of the road to it (ontwerp 8)."""
    eigen = op_school(Keuzesoort.BASISSCHOOL, werkplekken(aanstellingen), pad="leerling")
    return Q(peilmoment=Peilmoment.DECEMBER) & eigen & _mag_nog(op)


@scopes.register("begeleiding.Positie", Rol.ZORGCOORDINATOR)
def _na_toelating_op_de_eigen_school(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return op_school(Keuzesoort.DEFINITIEF, werkplekken(aanstellingen), pad="leerling") & _mag_nog(op)


@scopes.register("begeleiding.Positie", Rol.SMW_VO, Rol.TEAMLEIDER)
def _van_zichtbare_leerlingen(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Of who guides. The SMW po has no part in what comes after the primary school (ontwerp 3, table: former pupil)."""
    leerling = apps.get_model("gka", "Leerling")
    zichtbaar = leerling.objects.filter(scopes.visible(leerling, aanstellingen, op))
    return Q(leerling__in=zichtbaar.values("pk")) & _mag_nog(op)

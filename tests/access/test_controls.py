"""Planted faults: the matrix must find each of them, or it proves nothing (kennis/beveiliging.md 4.2)."""

from typing import Any

import pytest

from gka.access import scopes, views
from gka.access.rights import RECHTEN, Recht
from gka.access.table import Rol
from gka.middleware import AuditContext, PrivatePages
from gka.models import Leerling, Medewerker
from overdracht import verloop
from tests.access.matrix import TEKSTEN, Persona
from tests.access.test_matrix import faults_at, leaks
from tests.access.world import World, mark

pytestmark = pytest.mark.django_db
Patch = pytest.MonkeyPatch


def nothing(*_: Any, **__: Any) -> None:
    """Done by nobody."""


def no_scope(patch: Patch) -> None:
    patch.setattr(scopes.ScopedQuerySet, "zichtbaar_voor", lambda rows, *_, **__: rows)


def detail_by_raw_id(patch: Patch) -> None:
    def get_object(self: Any, queryset: Any = None) -> Any:
        return self.get_queryset().get(pk=self.kwargs["pk"])

    patch.setattr(views.ScopedObjectMixin, "get_object", get_object)


def list_of_everything(patch: Patch) -> None:
    patch.setattr(views.ScopedListMixin, "get_queryset", lambda self: views.scoped(self.model))


def no_right_needed(patch: Patch) -> None:
    patch.setattr(views.RechtMixin, "eis_recht", nothing)


def everybody_may_everything(patch: Patch) -> None:
    patch.setattr(Medewerker, "mag", lambda self, recht: True)
    for rol in Rol:
        patch.setitem(RECHTEN, rol, frozenset(Recht))


def reads_unrecorded(patch: Patch) -> None:
    patch.setattr(views, "leg_vast", nothing)


def refusals_unrecorded(patch: Patch) -> None:
    patch.setattr(AuditContext, "_record_denied", nothing)


def pages_kept_by_browsers(patch: Patch) -> None:
    patch.setattr(PrivatePages, "__call__", lambda self, request: self.get_response(request))


def name_in_the_address(patch: Patch) -> None:
    """A redirect that carries a name."""
    original = views.RechtMixin.dispatch

    def dispatch(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        response = original(self, request, *args, **kwargs)
        response["X-Debug"] = mark("naam", "andere")
        return response

    patch.setattr(views.RechtMixin, "dispatch", dispatch)


def name_for_a_mark(patch: Patch) -> None:
    patch.setattr(Leerling, "kenmerk", property(lambda pupil: pupil.roepnaam))


def texts_for_who_reads_along(patch: Patch) -> None:
    original = verloop.van
    patch.setattr(verloop, "van", lambda row, **_: original(row, met_gever=True))


@pytest.mark.parametrize(
    ("fault", "route", "found"),
    [
        (no_scope, "gka:leerling", "200 instead of 404"),
        (no_scope, "gka:leerlingen", "finds Zqnaam"),
        (detail_by_raw_id, "gka:leerling", "200 instead of 404"),
        (detail_by_raw_id, "begeleiding:traject", "finds Zqnaam"),
        (detail_by_raw_id, "overdracht:bespreking", "finds Zqwens"),
        (detail_by_raw_id, "begeleiding:doel", "finds Zqdoel"),
        (no_scope, "begeleiding:aantekeningen", "finds Zqaantekening"),
        (list_of_everything, "gka:leerlingen", "finds Zqnaam"),
        (list_of_everything, "begeleiding:trajecten", "finds Zqnaam"),
        (no_right_needed, "begeleiding:trajecten", "200 instead of 403"),
        (everybody_may_everything, "begeleiding:trajecten", "200 instead of 403"),
        (reads_unrecorded, "gka:leerling", "seeing eigen was not recorded"),
        (reads_unrecorded, "gka:leerlingen", "seeing vers was not recorded"),
        (refusals_unrecorded, "gka:leerling", "the refusal was not recorded"),
        (pages_kept_by_browsers, "gka:leerlingen", "Cache-Control is"),
        (name_for_a_mark, "overdracht:overleg-toezicht", "fg finds Zqnaam"),
        (texts_for_who_reads_along, "overdracht:bespreking-toezicht", "fg finds Zqwens"),
        (texts_for_who_reads_along, "overdracht:bespreking-toezicht", "fg finds Zqafspraak"),
        (no_scope, "overdracht:overleg-toezicht", "200 instead of 404"),
        (name_in_the_address, "gka:leerlingen", "finds Zqnaamandere"),
    ],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_a_planted_fault_is_found(world: World, monkeypatch: Patch, fault: Any, route: str, found: str) -> None:
    fault(monkeypatch)
    people = ("ib_er", "smw_vo", "fg", "gemeente", "buitenstaander_ib_er", "vreemdeling_smw_vo", "zonder_rol")

    faults = faults_at(world, route, people)

    assert any(found in sentence for sentence in faults), faults[:10]


@pytest.mark.parametrize("kind", TEKSTEN)
def test_a_leak_would_be_seen(kind: str) -> None:
    text = f"<p>{mark(kind, 'eigen')}</p>"
    ziet = Rol.IB_ER if Rol.IB_ER in TEKSTEN[kind] else Rol.SMW_VO  # goals and notes are not for the school

    assert leaks(Persona(ziet.value, ziet, "eigen"), text) == []
    assert leaks(Persona("buitenstaander_ib_er", Rol.IB_ER, "andere"), text) != []
    assert leaks(Persona("fg", Rol.FG, "eigen"), text) != []
    assert leaks(Persona("zonder_rol", None, ""), text) != []

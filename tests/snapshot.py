"""Build a state once through actions, and lay it down again in every later test: the same rows, a tenth of the time."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import time_machine
from django.apps import apps
from django.db import connection
from django.db.models import AutoField, Model
from django.utils import timezone

OURS = ("gka", "overdracht", "begeleiding", "monitoring")


@cache
def models_in_order() -> list[type[Model]]:
    """Our concrete models, each after the models it points at."""
    left = [model for model in apps.get_models() if model._meta.app_label in OURS]
    ordered: list[type[Model]] = []
    while left:
        ready = [model for model in left if _targets(model) - {model} <= set(ordered)]
        assert ready, f"these models point at each other: {left}"
        ordered += ready
        left = [model for model in left if model not in ready]
    return ordered


def _targets(model: type[Model]) -> set[Any]:
    related = {field.related_model for field in model._meta.get_fields() if field.concrete and field.is_relation}
    return {target for target in related if target is not None and target._meta.app_label in OURS}


@dataclass
class Snapshot:
    """What a builder returned, every row it made, and the statements that make these rows again once they are known."""

    value: Any
    rows: list[list[Model]]
    statements: list[tuple[str, Any]] = field(default_factory=list)

    def lay_down(self) -> Any:
        """The rows in the database, and a copy of the value."""
        if self.statements:
            with connection.cursor() as cursor:
                for sql, parameters in self.statements:
                    cursor.execute(sql, parameters)
        else:
            with connection.execute_wrapper(self._note):
                for rows in self.rows:
                    type(rows[0])._base_manager.bulk_create(rows, batch_size=500)
            self.rows = []
        return copy.deepcopy(self.value)

    def _note(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            self.statements.append((sql, parameters))
        return execute(sql, parameters, many, context)


_TAKEN: dict[tuple[Callable[..., Any], date], Snapshot] = {}


def once(build: Callable[..., Any], *given: Any) -> Any:
    """The result of `build(*given)`, for a state that is always the same; later its rows are copied instead of made.

    The state before is that of an empty database or of another `once`, and the builder only adds to it. What it makes
    is a minute old, whether made or copied: what the test does is later.
    """
    key = (build, timezone.localdate())
    if key in _TAKEN:
        return _TAKEN[key].lay_down()
    before = _everything()
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=True):
        value = build(*given)
    after = _everything()
    for model, rows in before.items():
        assert all(after[model].get(pk) == values for pk, values in rows.items()), f"{build} changes what was there"
    fresh = {model: after[model].keys() - before[model].keys() for model in after}
    rows = [_loose(list(model._base_manager.filter(pk__in=pks))) for model, pks in fresh.items() if pks]
    _TAKEN[key] = Snapshot(copy.deepcopy(value), rows)
    return value


def _loose(rows: list[Model]) -> list[Model]:
    """These rows without a number that the database gives and nothing points at: another row may have it next time."""
    meta = rows[0]._meta
    if isinstance(meta.pk, AutoField) and not meta.related_objects:
        for row in rows:
            row.pk = None
    return rows


def _everything() -> dict[type[Model], dict[Any, tuple[Any, ...]]]:
    found: dict[type[Model], dict[Any, tuple[Any, ...]]] = {}
    for model in models_in_order():
        found[model] = {values[0]: values for values in model._base_manager.values_list("pk", *_names(model))}
    return found


def _names(model: type[Model]) -> list[str]:
    return [column.attname for column in model._meta.concrete_fields]

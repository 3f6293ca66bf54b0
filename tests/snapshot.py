"""Build a state once through actions, and lay it down again in every later test: the same rows, a tenth of the time."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model

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
    """What a builder returned, and every row that stood in the database then."""

    value: Any
    rows: list[tuple[type[Model], list[Model]]]


_TAKEN: dict[Callable[..., Any], Snapshot] = {}


def once(build: Callable[[], Any]) -> Any:
    """The result of `build()` in an empty database; from the second time on its rows are copied instead of made."""
    taken = _TAKEN.get(build)
    if taken is None:
        value = build()
        rows = [(model, list(model._base_manager.all())) for model in models_in_order()]
        _TAKEN[build] = Snapshot(copy.deepcopy(value), [(model, found) for model, found in rows if found])
        return value
    for model, rows in taken.rows:
        model._base_manager.bulk_create(copy.deepcopy(rows), batch_size=500)
    return copy.deepcopy(taken.value)

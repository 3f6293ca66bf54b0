"""Checks on models, routes and rights: each takes what it looks at, and returns what is wrong as sentences."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.source import APPS, RANK

Model = type[models.Model]


def all_models() -> list[Model]:
    """Every table of the project, join tables and those of libraries too."""
    return list(apps.get_models(include_auto_created=True))


def own_models() -> list[Model]:
    return [model for model in all_models() if model._meta.app_label in APPS]


# --- models


def upward_relations(found: Iterable[Model]) -> list[str]:
    """A relation points to the own app or to one on its left; across apps nothing cascades."""
    faults = []
    for model in found:
        if model._meta.auto_created:
            continue  # a join table; the field that made it is looked at
        for field in model._meta.get_fields():
            other = field.related_model
            if not field.is_relation or field.auto_created or not isinstance(other, type):
                continue
            name = f"{model._meta.label}.{field.name}"
            here, there = RANK[model._meta.app_label], RANK.get(other._meta.app_label, 0)
            if there > here:
                faults.append(f"{name} points to {other._meta.label}, to the right")
            on_delete = getattr(getattr(field, "remote_field", None), "on_delete", models.PROTECT)
            if there != here and on_delete not in (models.PROTECT, models.SET_NULL) and not field.many_to_many:
                faults.append(f"{name} deletes across apps: use PROTECT")
    return faults


FORBIDDEN = (
    "bsn burgerservicenummer eckid eck adres straat straatnaam huisnummer postcode geslacht gender sekse nationaliteit "
    "herkomst religie geloof levensovertuiging gezinsvorm diagnose dsm iq score foto pasfoto veiligthuis verwijsindex"
).split()
# What looks like a forbidden word and is not: the network address in the audit, and the score of a goal (ontwerp 3).
ALLOWED = {("gka.Gebeurtenis", "adres"), ("begeleiding.Doelscore", "score")}


def forbidden_fields(found: Iterable[Model]) -> list[str]:
    """No field, ever, for what ontwerp 3 rules out; no uploaded files."""
    faults = []
    for model in found:
        for field in model._meta.local_fields:
            if (model._meta.label, field.name) in ALLOWED:
                continue
            words = re.split(r"[^a-z]+", f"{field.name} {field.verbose_name}".lower())
            hits = [
                word for word in words for bad in FORBIDDEN if word == bad or (len(bad) > 5 and word.startswith(bad))
            ]
            faults += [f"{model._meta.label}.{field.name} holds {word}, which is never recorded" for word in hits]
            if isinstance(field, models.FileField):
                faults.append(f"{model._meta.label}.{field.name} keeps a file")
    return faults


def sloppy_models(found: Iterable[Model]) -> list[str]:
    """A model defines its concept, has no default order, and a row about people has a key that tells nothing."""
    faults = []
    for model in found:
        if model._meta.auto_created:
            continue
        label = model._meta.label
        if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("):
            faults.append(f"{label} has no docstring")
        if model._meta.ordering:
            faults.append(f"{label} has a default ordering")
        if "__str__" not in vars(model):
            faults.append(f"{label} has no __str__")
    return faults


def append_only_tables() -> set[str]:
    """Tables that refuse UPDATE and DELETE, as the database itself says."""
    query = {
        "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT event_object_table, trigger_name FROM information_schema.triggers",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = set(cursor.fetchall())
    return {table for table, name in found if {(table, f"{table}_no_update"), (table, f"{table}_no_delete")} <= found}


def undecided_models(found: Iterable[Model], decisions: Mapping[str, Any], append_only: set[str]) -> list[str]:
    """Every table has a decision, every decision a table, and "only grows" is what the database enforces."""
    tables = {model._meta.label: model._meta.db_table for model in found}
    faults = [f"{label} has no retention decision" for label in sorted(tables.keys() - decisions.keys())]
    faults += [f"{label} has a decision but does not exist" for label in sorted(decisions.keys() - tables.keys())]
    for label in sorted(tables.keys() & decisions.keys()):
        if decisions[label].alleen_aanvullen != (tables[label] in append_only):
            enforced = "refuses" if tables[label] in append_only else "allows"
            faults.append(f"{label}: the decision and the database differ; the database {enforced} changes")
    return faults


# --- status tables


def incomplete_workflow(name: str, table: Mapping[Any, Iterable[Any]]) -> list[str]:
    """Every status is in its table, leads only to statuses, and never to itself."""
    statuses = type(next(iter(table)))
    faults = [f"{name}: {status} is not in the table" for status in statuses if status not in table]
    for start, ends in table.items():
        faults += [f"{name}: {start} leads to {end}, which is no status" for end in ends if end not in set(statuses)]
        faults += [f"{name}: {start} leads to itself"] if start in ends else []
    reachable = {end for ends in table.values() for end in ends} | {next(iter(table))}
    return faults + [
        f"{name}: nothing leads to {status}" for status in statuses if status in table and status not in reachable
    ]


# One worker makes or fails it, once, under a lock; nobody chooses a next status.
WITHOUT_TABLE = {"monitoring.Exportaanvraag"}


def statuses_without_table(found: Iterable[Model], tables: Iterable[Mapping[Any, Any]]) -> list[str]:
    """A field called status has choices that a table of transitions knows."""
    known = [set(type(next(iter(table))).values) for table in tables]
    return [
        f"{model._meta.label}.status has no table of transitions"
        for model in found
        for field in model._meta.local_fields
        if field.name == "status"
        and model._meta.label not in WITHOUT_TABLE
        and {value for value, _ in field.flatchoices} not in known
    ]


# --- routes


def routes(patterns: Any = None, space: str = "") -> dict[str, URLPattern]:
    """Every address by its full name; an address without a name by its pattern."""
    found: dict[str, URLPattern] = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= routes(pattern.url_patterns, inner)
        else:
            found[f"{space}{pattern.name or pattern.pattern}"] = pattern
    return found


def view_of(pattern: URLPattern) -> Any:
    """The view class, or the function."""
    return getattr(pattern.callback, "view_class", pattern.callback)


def is_public(pattern: URLPattern) -> bool:
    return getattr(pattern.callback, "login_required", True) is False


def is_ours(pattern: URLPattern) -> bool:
    return view_of(pattern).__module__.split(".")[0] in APPS


def views_without_right(found: Mapping[str, Any], exceptions: Iterable[str]) -> list[str]:
    """Every page of ours that needs a log-in says which right it needs."""
    return [
        f"{name} does not say which right it needs"
        for name, view in found.items()
        if getattr(view, "recht", None) is None and name not in exceptions
    ]


def unused_rights(rights: Iterable[Any], roles_with: Mapping[Any, Iterable[Any]], used: Iterable[Any]) -> list[str]:
    """Every right belongs to a role and guards something."""
    used, rights = set(used), list(rights)
    faults = [
        f"{right} belongs to no role" for right in rights if not any(right in held for held in roles_with.values())
    ]
    return faults + [f"{right} guards no page" for right in rights if right not in used]


def missing_apps(installed: list[str]) -> list[str]:
    """Our apps come first, in the order of the arrows."""
    names = [name.split(".")[0] for name in installed][: len(APPS)]
    return [] if tuple(names) == APPS else [f"the first apps are {', '.join(names)}"]


def unknown_commands(text: str, commands: Iterable[str], scripts: Iterable[str]) -> list[str]:
    """A text names only commands that exist."""
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    run = set(re.findall(r"script/([a-z_]+)", text))
    faults = [f"manage.py {name} does not exist" for name in sorted(named - set(commands))]
    return faults + [f"script/{name} does not exist" for name in sorted(run - set(scripts))]


def beat_tasks() -> list[str]:
    return [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]

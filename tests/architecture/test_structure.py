"""Models, routes, rights, tasks: what must be listed is listed, and every rule sees a violation."""

import importlib
from enum import Enum
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.db import models
from django.test.utils import isolate_apps

from gka import queue
from gka.access import rights, scopes, table
from gka.access.rights import GRONDSLAG, RECHTEN, Recht
from gka.access.table import TABEL, Gegeven, Rol, Zicht
from gka.celery import app as celery
from gka.privacy.retention import BEWAARTERMIJNEN, Klasse
from tests.architecture import source, structure
from tests.architecture.source import APPS, Source
from tests.bootstrap import ROOT

# The only pages without a log-in. Adding one is a decision.
PUBLIC = {
    "healthz",
    "readyz",
    "csp_report",
    "account_login",
    "account_signup",  # says that accounts are by invitation
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",  # the second step: knows the person from the first one
    "mfa_login_webauthn",  # the passkey instead of both steps
    "account_logout",  # sends an anonymous visitor to the start page
}
# Everyone's own start page, whose panels ask for their rights, whether one is still logged in, and the own mail.
WITHOUT_RIGHT = {"gka:start", "gka:sessie", "gka:berichten"}
WORKFLOWS = {
    f"{app}.{name}": table
    for app in APPS
    if importlib.util.find_spec(f"{app}.workflow")
    for name, table in vars(importlib.import_module(f"{app}.workflow")).items()
    if name.startswith("VERVOLG")
}


# --- models


def test_relations_point_left() -> None:
    assert structure.upward_relations(structure.own_models()) == []


@isolate_apps("gka", "begeleiding")
def test_an_upward_relation_is_seen() -> None:
    class Traject(models.Model):
        class Meta:
            app_label = "begeleiding"

    class Kind(models.Model):
        traject = models.ForeignKey("begeleiding.Traject", models.CASCADE)

        class Meta:
            app_label = "gka"

    assert structure.upward_relations([Kind]) == [
        "gka.Kind.traject points to begeleiding.Traject, to the right",
        "gka.Kind.traject deletes across apps: use PROTECT",
    ]


@pytest.mark.django_db
def test_every_table_has_a_retention_decision() -> None:
    assert structure.undecided_models(structure.all_models(), BEWAARTERMIJNEN, structure.append_only_tables()) == []


def test_an_undecided_or_wrongly_decided_table_is_seen() -> None:
    found = [apps.get_model("gka", "Leerling"), apps.get_model("gka", "Advies"), apps.get_model("gka", "Zegel")]
    decisions = {
        "gka.Advies": SimpleNamespace(alleen_aanvullen=True),
        "gka.Zegel": SimpleNamespace(alleen_aanvullen=False),
        "gka.Weg": SimpleNamespace(alleen_aanvullen=False),
    }

    assert structure.undecided_models(found, decisions, {"gka_zegel"}) == [
        "gka.Leerling has no retention decision",
        "gka.Weg has a decision but does not exist",
        "gka.Advies: the decision and the database differ; the database allows changes",
        "gka.Zegel: the decision and the database differ; the database refuses changes",
    ]


def test_a_table_with_a_pupil_is_about_people() -> None:
    """Whoever points to a pupil, a parent or a member of staff holds personal data."""
    people = {"gka.Leerling", "gka.Ouder"}
    wrong = [
        model._meta.label
        for model in structure.own_models()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model._meta.label in people
        if not BEWAARTERMIJNEN[model._meta.label].over_personen
    ]

    assert wrong == []


def test_every_retention_class_is_used_and_says_when_and_why() -> None:
    assert {decision.klasse for decision in BEWAARTERMIJNEN.values()} == set(Klasse)
    assert all(decision.gebeurt and decision.bron for decision in BEWAARTERMIJNEN.values())


def test_no_forbidden_fields() -> None:
    assert structure.forbidden_fields(structure.own_models()) == []


@isolate_apps("gka")
def test_a_forbidden_field_is_seen() -> None:
    class Kind(models.Model):
        bsn = models.CharField(max_length=9)
        kenmerk = models.CharField("diagnose of IQ", max_length=9)
        adres = models.CharField(max_length=9)
        doelscore = models.IntegerField("cijfer")
        emailadres = models.EmailField("e-mailadres")
        bijlage = models.FileField()

        class Meta:
            app_label = "gka"

    faults = structure.forbidden_fields([Kind])
    assert {fault.split()[0].split(".")[-1] for fault in faults} == {"bsn", "kenmerk", "adres", "bijlage"}
    assert "gka.Kind.bijlage keeps a file" in faults


def test_models_are_tidy() -> None:
    assert structure.sloppy_models(structure.own_models()) == []


@isolate_apps("gka")
def test_a_sloppy_model_is_seen() -> None:
    class Kind(models.Model):
        class Meta:
            app_label = "gka"
            ordering = ["pk"]

    assert structure.sloppy_models([Kind]) == [
        "gka.Kind has no docstring",
        "gka.Kind has a default ordering",
        "gka.Kind has no __str__",
    ]


# --- status tables


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_status_is_in_its_table(name: str) -> None:
    assert structure.incomplete_workflow(name, WORKFLOWS[name]) == []


def test_every_status_field_has_a_table() -> None:
    assert structure.statuses_without_table(structure.own_models(), WORKFLOWS.values()) == []


def test_a_hole_in_a_table_is_seen() -> None:
    class Stand(Enum):
        A, B, C = "a", "b", "c"

    assert structure.incomplete_workflow("x", {Stand.A: {Stand.A, "d"}, Stand.B: set()}) == [
        "x: Stand.C is not in the table",
        "x: Stand.A leads to d, which is no status",
        "x: Stand.A leads to itself",
        "x: nothing leads to Stand.B",
    ]


@isolate_apps("gka")
def test_a_status_without_table_is_seen() -> None:
    class Kind(models.Model):
        status = models.CharField(max_length=3, choices=[("x", "x")])

        class Meta:
            app_label = "gka"

    assert structure.statuses_without_table([Kind], WORKFLOWS.values()) == [
        "gka.Kind.status has no table of transitions"
    ]


# --- routes and rights


def test_only_these_pages_are_public() -> None:
    assert {name for name, pattern in structure.routes().items() if structure.is_public(pattern)} == PUBLIC


def test_every_address_has_a_name() -> None:
    assert [name for name, pattern in structure.routes().items() if not pattern.name] == []


def test_every_page_says_which_right_it_needs() -> None:
    ours = {
        name: structure.view_of(pattern)
        for name, pattern in structure.routes().items()
        if structure.is_ours(pattern) and not structure.is_public(pattern)
    }

    assert structure.views_without_right(ours, WITHOUT_RIGHT) == []


def test_a_page_without_right_is_seen() -> None:
    found = {"gka:x": SimpleNamespace(), "gka:y": SimpleNamespace(recht=Recht.LEERLING_INZIEN)}

    assert structure.views_without_right(found, []) == ["gka:x does not say which right it needs"]


def test_our_pages_are_classes() -> None:
    functions = {
        name
        for name, pattern in structure.routes().items()
        if structure.is_ours(pattern) and not isinstance(structure.view_of(pattern), type)
    }

    assert functions == {"healthz", "readyz", "csp_report"}


def used_rights() -> set[Recht]:
    return {Recht[name] for file in source.production() for name in source.rights_asked(file)}


def test_every_right_belongs_to_a_role_and_guards_a_page() -> None:
    assert structure.unused_rights(Recht, RECHTEN, used_rights()) == []


def test_an_idle_right_is_seen() -> None:
    found = structure.unused_rights(["a", "b"], {"rol": {"a"}}, {"b"})

    assert found == ["b belongs to no role", "a guards no page"]


def test_the_one_table_is_complete() -> None:
    assert set(TABEL) == set(Gegeven)
    for gegeven, row in TABEL.items():
        assert set(row) == set(Rol), gegeven
        assert all(isinstance(cell, Zicht) for cell in row.values())


def test_rights_derive_from_the_table_only() -> None:
    assert set(GRONDSLAG) == set(Recht)
    for rol in Rol:
        expected = {recht for recht, (gegeven, cells) in GRONDSLAG.items() if TABEL[gegeven][rol] in cells}
        assert RECHTEN[rol] == expected


def test_a_changed_cell_changes_the_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(table.TABEL[Gegeven.LEERLING], Rol.GEMEENTE, Zicht.EIGEN)
    try:
        assert Recht.LEERLING_INZIEN in importlib.reload(rights).RECHTEN[Rol.GEMEENTE]
    finally:
        monkeypatch.undo()
        importlib.reload(rights)


def test_every_role_with_a_right_to_pupils_has_a_rule() -> None:
    """A cell that says "own" without a rule for which rows that are shows nothing."""
    cells = GRONDSLAG[Recht.LEERLING_INZIEN][1]
    missing = [
        rol for rol in Rol if TABEL[Gegeven.LEERLING][rol] in cells and not scopes._RULES.get(("gka.Leerling", rol))
    ]

    assert missing == []


def test_roles_without_pupils_have_no_rule_for_rows_about_people() -> None:
    """Save who reads overleggen by the table, on pages without names (tests/overdracht/test_toezicht.py)."""
    without = [rol for rol in Rol if TABEL[Gegeven.LEERLING][rol] in (Zicht.GEEN, Zicht.OP_VERZOEK)]
    reads_along = [("overdracht.Bespreking", rol) for rol in without if TABEL[Gegeven.OVERLEG][rol] == Zicht.LEZEN]
    leaks = [
        (model, rol)
        for (model, rol), rules in scopes._RULES.items()
        if rules and rol in without and BEWAARTERMIJNEN[model].over_personen and not model.startswith("monitoring.")
    ]

    assert leaks == reads_along == [("overdracht.Bespreking", Rol.FG)]


# --- background work


def test_every_scheduled_task_exists() -> None:
    celery.loader.import_default_modules()

    assert [name for name in structure.beat_tasks() if name not in celery.tasks] == []


def test_every_sent_task_exists_and_is_durable() -> None:
    celery.loader.import_default_modules()
    sent = [pair for file in source.production() for pair in source.sent_tasks(file)]

    assert [f"{place}sends {name or 'a computed name'}" for place, name in sent if name not in queue.DURABLE] == []


def test_a_sent_task_is_found() -> None:
    text = "T = 'gka.t'\nqueue.send_after_commit('monitoring.weg')\nsend_after_commit(naam)\nsend_after_commit(T)"

    assert source.sent_tasks(Source("overdracht/actions.py", text)) == [
        ("overdracht/actions.py:2 ", "monitoring.weg"),
        ("overdracht/actions.py:3 ", ""),
        ("overdracht/actions.py:4 ", "gka.t"),
    ]


def test_a_lease_outlives_a_task_and_a_message_outlives_it_too() -> None:
    limit = settings.CELERY_TASK_TIME_LIMIT

    assert queue.LEASE.total_seconds() > limit
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("visibility_timeout", limit + 1) > limit


# --- the house


def test_our_apps_are_there_in_order() -> None:
    assert structure.missing_apps(settings.INSTALLED_APPS) == []
    assert structure.missing_apps(["gka.apps.GkaConfig", "begeleiding", "overdracht", "monitoring", "demo"]) != []


def test_the_readme_names_only_what_exists() -> None:
    scripts = [path.name for path in (ROOT / "script").iterdir()]
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert structure.unknown_commands(text, get_commands(), scripts) == []


def test_an_unknown_command_is_seen() -> None:
    found = structure.unknown_commands("manage.py migrate\nmanage.py toveren\nscript/vlieg", ["migrate"], ["server"])

    assert found == ["manage.py toveren does not exist", "script/vlieg does not exist"]

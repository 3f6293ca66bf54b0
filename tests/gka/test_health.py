"""Addresses for machines: they tell whether all is well, and nothing else."""

import json
import logging
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from gka.audit import seal
from gka.audit.record import leg_vast
from gka.models import Opdracht
from gka.views import health
from gka.workflow import Opdrachtstand

OP = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
WELL = {"database": True, "disk": True, "keys": True, "jobs": True, "audit": True}
Usage = namedtuple("Usage", "total used free")


def ready(client: Client) -> tuple[int, dict[str, bool]]:
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_alive_needs_no_database(client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_when_all_is_well(client: Client, db: None) -> None:
    assert ready(client) == (200, WELL)


def test_not_ready_without_the_database(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("password authentication failed for user overstap at 10.0.0.5")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": False, "disk": True, "keys": True, "jobs": False, "audit": False}
    assert b"10.0.0.5" not in response.content


def test_not_ready_when_the_disk_is_nearly_full(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, health.DISK_AT_LEAST - 1))

    assert ready(client) == (503, WELL | {"disk": False})


def test_not_ready_when_the_folder_is_gone(client: Client, db: None, settings: Settings) -> None:
    settings.VAR_DIR = settings.VAR_DIR / "is_er_niet"

    assert ready(client) == (503, WELL | {"disk": False})


@pytest.mark.parametrize("name", ["ENCRYPTION_KEYS_FILE", "AUDIT_KEY_FILE"])
@pytest.mark.parametrize("content", [None, "", "k1:te kort", "k1:AAAA"])
def test_not_ready_without_a_usable_key(
    client: Client, db: None, settings: Settings, tmp_path: Path, name: str, content: str | None
) -> None:
    file = tmp_path / "sleutel"
    if content is not None:
        file.write_text(content)
    setattr(settings, name, file)

    assert ready(client) == (503, WELL | {"keys": False})


@pytest.mark.parametrize(
    ("stand", "age", "well"),
    [
        (Opdrachtstand.OPEN, 9, True),
        (Opdrachtstand.OPEN, 11, False),
        (Opdrachtstand.GEREED, 11, True),
        (Opdrachtstand.OPEN, -60, True),
    ],
    ids=["waits a little", "waits too long", "done", "for later"],
)
def test_ready_depends_on_waiting_jobs(client: Client, db: None, stand: Opdrachtstand, age: int, well: bool) -> None:
    moment = OP - timedelta(minutes=age)
    Opdracht.objects.create(taak="x", stand=stand, gemaakt_op=moment, niet_voor=moment)

    assert ready(client) == (200 if well else 503, WELL | {"jobs": well})


def test_ready_depends_on_the_seals(client: Client, db: None) -> None:
    leg_vast("leerling.gezien", door=None, op=OP - timedelta(minutes=9))
    assert ready(client) == (200, WELL)

    leg_vast("leerling.gezien", door=None, op=OP - timedelta(minutes=11))
    assert ready(client) == (503, WELL | {"audit": False})

    seal.verzegel(op=OP)
    assert ready(client) == (200, WELL)


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_machines_only_read(client: Client, db: None, address: str) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(address).status_code == 405
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_no_version_and_no_name_is_told(client: Client, db: None, address: str) -> None:
    response = client.get(address)
    told = f"{response.content.decode()} {dict(response.items())}".lower()

    for word in ("django", "python", "granian", "postgres", "sqlite", "redis", "5.2"):
        assert word not in told


# --- reports of blocked content


def report(client: Client, body: object) -> int:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post("/csp-melding/", data, content_type="application/csp-report").status_code


def test_a_report_is_logged_without_its_addresses(client: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    body = {
        "csp-report": {
            "effective-directive": "script-src-elem",
            "document-uri": "https://overstap.example/leerlingen/?zoek=Zqnaam",
            "blocked-uri": "https://elders.example/Zqnaam.js",
        }
    }

    with caplog.at_level(logging.WARNING):
        assert report(client, body) == 204

    assert "script-src-elem" in caplog.text
    assert "Zqnaam" not in caplog.text


def test_a_report_cannot_write_its_own_log_line(client: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    report(client, {"csp-report": {"violated-directive": "x\n2026-03-10 ERROR alles stuk " + "y" * 99}})

    (record,) = [record for record in caplog.records if record.name == "gka.views.health"]
    assert "\n" not in record.getMessage()
    assert len(record.getMessage()) < 120


@pytest.mark.parametrize(
    "body",
    ["", "geen json", "[1, 2]", "null", '"tekst"', b"\xff\xfe", '{"csp-report": "tekst"}', "[" * 8000],
    ids=["empty", "no json", "list", "null", "text", "no utf-8", "no report", "deep"],
)
def test_nonsense_is_refused(client: Client, db: None, body: str | bytes) -> None:
    assert report(client, body) == 400


def test_a_report_needs_no_token_and_no_log_in(db: None) -> None:
    assert report(Client(enforce_csrf_checks=True), {"csp-report": {}}) == 204
    assert Client().get("/csp-melding/").status_code == 405

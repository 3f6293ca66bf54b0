"""docker-compose.yml: what it promises, and (long) its commands and health checks as plain processes."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bootstrap import ROOT

sys.path.insert(0, str(ROOT / "script"))
import _lib  # noqa: E402
import _servers  # noqa: E402

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {"prepare", "web", "worker", "beat"}


def test_the_services() -> None:
    assert set(SERVICES) == OURS | {"postgres", "redis"}
    assert {SERVICES[name]["image"] for name in OURS} == {"gka-overstap"}


def test_only_web_publishes_a_port_and_only_on_loopback() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(published) == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


def test_only_the_worker_gets_the_pseudonym_key() -> None:
    assert {name for name in SERVICES if "pseudonym_key" in SERVICES[name].get("secrets", [])} == {"worker"}
    assert {name for name in OURS if "PSEUDONYM_KEY_FILE" in SERVICES[name]["environment"]} == {"worker"}


def test_our_containers_have_no_rights_to_spare() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_database_and_broker_are_on_the_inner_network_only() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {tuple(SERVICES[name]["networks"]) for name in ("postgres", "redis")} == {("inside",)}


def test_every_lasting_service_has_a_health_check() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {"prepare"}


def test_every_secret_is_a_file_that_script_keys_makes(tmp_path: Path) -> None:
    _lib.make_keys(tmp_path, database=True)

    files = {name: Path(interpolate(secret["file"])).name for name, secret in COMPOSE["secrets"].items()}

    assert files == {path.name: path.name for path in tmp_path.iterdir()}


def test_the_image_is_built_from_a_list_of_what_it_needs() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert kept == apps | {"requirements.lock", "manage.py", "templates", "static", "script"}


def test_the_client_accepts_the_file(tmp_path: Path) -> None:
    command = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    if not shutil.which(command[0]) or subprocess.run([*command, "version"], capture_output=True).returncode:
        pytest.skip("no docker compose here; the other tests read the file themselves")
    _lib.make_keys(tmp_path, database=True)

    result = subprocess.run(
        [*command, "--file", ROOT / "docker-compose.yml", "config", "--quiet"],
        env=os.environ | {"ALLOWED_HOSTS": "overstap.example", "KEYS": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert result.returncode == 0, result.stderr


# --- as plain processes


def interpolate(value: object, **variables: str) -> str:
    """What compose makes of ${NAME:-default}, ${NAME:?message} and $$."""

    def replace(match: re.Match[str]) -> str:
        name, kind, rest = match[1], match[2], match[3]
        if name in variables:
            return variables[name]
        assert kind == ":-", f"{name} must be given: {rest}"
        return rest

    return re.sub(r"\$\{([A-Z_]+)(:[-?])([^}]*)\}", replace, str(value)).replace("$$", "$")


class Plain:
    """The services as processes of this machine: same commands, same health checks, same variables and secrets."""

    def __init__(self, folder: Path, database: str, broker: str) -> None:
        self.folder = folder
        self.replaced = {
            "DATABASE_URL": database,
            "CELERY_BROKER_URL": f"{broker}/0",
            "PORT": str(_servers.free_port()),
            "VAR_DIR": str(folder / "var"),
            "HOSTNAME": socket.gethostname(),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        _lib.make_keys(folder / "keys", database=True)

    def env(self, name: str) -> dict[str, str]:
        secrets = self.folder / f"secrets-{name}"
        if not secrets.exists():
            secrets.mkdir()
            for secret in SERVICES[name]["secrets"]:
                shutil.copy2(self.folder / "keys" / secret, secrets / secret)
        own = {
            key: interpolate(value, ALLOWED_HOSTS=".overstap.example")
            for key, value in SERVICES[name]["environment"].items()
        }
        own = {key: value.replace("/run/secrets", str(secrets)) for key, value in own.items()}
        return own | self.replaced | {"KEY_DIR": str(secrets), "ENV_FILE": str(self.folder / "none")}

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(SERVICES[name]["command"], env=self.env(name), cwd=ROOT, capture_output=True, text=True)

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = _lib.start(SERVICES[name]["command"], self.env(name), stdout=log, stderr=log)

    def healthy(self, name: str) -> bool:
        kind, *command = SERVICES[name]["healthcheck"]["test"]
        command = [interpolate(part) for part in command]
        command = ["/bin/sh", "-c", command[0]] if kind == "CMD-SHELL" else command
        return subprocess.run(command, env=self.env(name), cwd=ROOT, capture_output=True).returncode == 0

    def wait_until_healthy(self, name: str) -> None:
        deadline = time.monotonic() + 60
        while not self.healthy(name):
            log = (self.folder / f"{name}.log").read_text()
            assert self.processes[name].poll() is None, f"{name} stopped: {log}"
            assert time.monotonic() < deadline, f"{name} does not get healthy: {log}"
            time.sleep(0.5)

    def stop(self, name: str) -> int:
        process = self.processes.pop(name)
        process.terminate()
        return process.wait(30)


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Plain]:
    with (
        tempfile.TemporaryDirectory(prefix="overstap-servers-") as folder,
        _servers.postgres(Path(folder)) as database,
        _servers.redis(Path(folder)) as broker,
    ):
        services = Plain(tmp_path, database, broker)
        try:
            yield services
        finally:
            _lib.stop(list(services.processes.values()))


@pytest.mark.long
def test_every_command_and_health_check_works(plain: Plain) -> None:
    prepared = plain.run("prepare")
    assert prepared.returncode == 0, prepared.stderr

    for name in ("worker", "beat", "web"):
        assert not plain.healthy(name), f"{name} is healthy before it runs"
        plain.start(name)
    for name in ("worker", "beat", "web"):
        plain.wait_until_healthy(name)

    for name in ("web", "beat", "worker"):
        assert plain.stop(name) == 0, (plain.folder / f"{name}.log").read_text()
    assert not plain.healthy("web")
    assert not plain.healthy("worker")
    for file in (plain.folder / "var").glob("beat-schedule*"):
        os.utime(file, (time.time() - 900, time.time() - 900))
    assert not plain.healthy("beat")


@pytest.mark.long
def test_preparing_twice_changes_nothing(plain: Plain) -> None:
    first, second = plain.run("prepare"), plain.run("prepare")

    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert "migrations" in first.stdout
    assert second.stdout == ""

"""script/server, as somebody on a fresh machine uses it."""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bootstrap import ROOT

sys.path.insert(0, str(ROOT / "script"))
import _servers  # noqa: E402


def environment(**changes: str) -> dict[str, str]:
    """What a person's shell has, not what this test run has."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "SSL_", "LANG"))}
    return kept | {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONUNBUFFERED": "1"} | changes


def refused(**changes: str) -> str:
    command = [ROOT / "script" / "server"]
    result = subprocess.run(command, env=environment(**changes), capture_output=True, text=True, timeout=20)
    assert result.returncode == 1
    assert result.stdout == ""
    return result.stderr


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        assert f"server: port {port} cannot be used (Address already in use)" in refused(
            VAR_DIR=str(tmp_path), PORT=port
        )


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    assert f"PORT must be a whole number from 1 to 65535, not '{port}'" in refused(VAR_DIR=str(tmp_path), PORT=port)


def test_a_second_server_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        assert "another script/server already works on" in refused(VAR_DIR=str(tmp_path))
    finally:
        os.close(handle)


class Server:
    """One start of script/server in a copy of the tree."""

    def __init__(self, tree: Path) -> None:
        self.tree, self.port = tree, _servers.free_port()
        self.log = tree / "server.log"
        self.begin = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [tree / "script" / "server"],
                env=environment(PORT=str(self.port)),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def wait_until_announced(self, seconds: float) -> float:
        while "Stop with Ctrl-C." not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - self.begin < seconds, self.log.read_text()
            time.sleep(0.1)
        return time.monotonic() - self.begin

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)

    def left(self) -> list[str]:
        """Living processes that were started with this copy's var/ folder."""
        mark = f"VAR_DIR={self.tree / 'var'}\0".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (folder / "environ").read_bytes() + b"\0":
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
        return found


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy: what git has or would take, nothing installed, no data."""
    target = tmp_path_factory.mktemp("fresh") / "overstap"
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture
def server(tree: Path) -> Iterator[Server]:
    running = Server(tree)
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait()


def people(tree: Path) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(tree / "var" / "overstap.sqlite3")) as database:
        return database.execute("SELECT id, email, password FROM gka_medewerker ORDER BY email").fetchall()


@pytest.mark.long
def test_1_the_first_start_installs_fills_and_serves(server: Server) -> None:
    server.wait_until_announced(seconds=400)

    assert [server.get(path) for path in ("/healthz", "/readyz", "/inloggen/")] == [200, 200, 200]
    text = server.log.read_text()
    assert f"http://127.0.0.1:{server.port}/" in text
    assert len(re.findall(r"^  \S+@demo\.example ", text, re.MULTILINE)) == 10
    assert "overstap-demo" in text
    assert len(people(server.tree)) >= 10

    assert server.stop(signal.SIGINT) == 0
    assert server.left() == []
    assert server.log.read_text().endswith("Stopped.\n")


@pytest.mark.long
def test_2_the_second_start_is_quick_and_keeps_the_data(server: Server) -> None:
    before = people(server.tree)

    seconds = server.wait_until_announced(seconds=60)

    assert server.get("/readyz") == 200
    assert people(server.tree) == before
    assert not re.search(r"Installing|Collecting|demo data", server.log.read_text())
    assert seconds < 30
    assert server.stop(signal.SIGTERM) == 0
    assert server.left() == []


@pytest.mark.long
def test_3_when_one_process_dies_the_rest_stops(server: Server) -> None:
    server.wait_until_announced(seconds=60)
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    worker = next(pid for pid in children if b"celery" in Path(f"/proc/{pid}/cmdline").read_bytes())

    os.kill(int(worker), signal.SIGKILL)

    assert server.process.wait(40) == 1
    assert "the worker process stopped by itself (exit code -9)" in server.log.read_text()
    assert server.left() == []


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="a Linux facility")
def test_4_killed_itself_it_leaves_nothing_behind(server: Server) -> None:
    server.wait_until_announced(seconds=60)

    server.process.kill()
    server.process.wait()

    deadline = time.monotonic() + 30
    while server.left() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert server.left() == []

"""A private PostgreSQL and Redis for tests and benchmarks, in a folder of their own; gone afterwards.

Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from _lib import Problem, start, stop

# Speed instead of safety: what is in this database may be lost at any moment.
POSTGRES_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "jit": "off",
    "lock_timeout": "60s",  # a test that waits for a lock for ever fails instead
    "log_min_messages": "fatal",
}


def find_postgres() -> Path | None:
    """The folder with initdb and postgres; Debian keeps them off PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        places.append(Path(on_path).resolve().parent)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def redis_server() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start a cluster in `folder`, on a unix socket only; yields its DATABASE_URL."""
    binaries = find_postgres()
    if binaries is None:
        raise Problem("PostgreSQL is not installed: apt install postgresql")
    home = folder / "postgres"
    home.mkdir(mode=0o700)
    owner: dict[str, object] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
        folder.chmod(0o711)
        owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    initdb = [binaries / "initdb", "-D", home / "data", "-U", "overstap", "-A", "trust", "-E", "UTF8"]
    initdb += ["--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(initdb, cwd="/", capture_output=True, text=True, **owner)
    if made.returncode:
        raise Problem(f"initdb failed:\n{made.stdout}{made.stderr}")
    options = [part for name, value in POSTGRES_OPTIONS.items() for part in ("-c", f"{name}={value}")]
    with (folder / "postgres.log").open("w") as log:
        command = [binaries / "postgres", "-D", home / "data", "-k", home, *options]
        process = start(command, stdout=log, stderr=log, **owner)
    try:
        psql = [binaries / "psql", "-h", home, "-U", "overstap", "-d", "postgres", "-q", "-c"]
        wait_for(process, "PostgreSQL", lambda: succeeds([*psql, "CREATE DATABASE overstap"]))
        yield f"postgres://overstap@{str(home).replace('/', '%2F')}/overstap"
    finally:
        stop([process], signal.SIGINT)  # fast shutdown: does not wait for clients


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Start a server on a free loopback port, nothing kept on disk; yields its URL."""
    program, port = redis_server(), free_port()
    if program is None:
        raise Problem("Redis is not installed: apt install redis-server")
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with (folder / "redis.log").open("w") as log:
        process = start([program, *options], stdout=log, stderr=log)
    try:
        wait_for(process, "Redis", lambda: answers(port))
        yield f"redis://127.0.0.1:{port}"
    finally:
        stop([process])


def succeeds(command: list[object]) -> bool:
    return subprocess.run([str(part) for part in command], cwd="/", capture_output=True).returncode == 0


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False


def wait_for(process: subprocess.Popen, name: str, ready: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise Problem(f"the private {name} did not start.")
        time.sleep(0.05)

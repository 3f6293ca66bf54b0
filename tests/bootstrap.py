"""pytest plugin, loaded before all others (`-p tests.bootstrap`): the environment of a test run, and its borders.

Settings are read while pytest starts, so the environment must be right by then. Each process (every xdist worker too)
gets a folder, keys and an embedded database of its own. script/test names a private PostgreSQL and Redis in
TEST_DATABASE_URL and TEST_BROKER_URL; a DATABASE_URL from the shell is never used: it may be a real one.
"""

import atexit
import os
import runpy
import shutil
import sys
import tempfile
from ipaddress import ip_address
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.mkdtemp(prefix="overstap-test-"))
# xdist workers share the Redis server, not its numbered databases: 0 for a single process, 1 for gw0, 2 for gw1, ...
NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1
# What somebody's shell or var/environment may set and tests must not notice.
IGNORED = """
    ALLOWED_HOSTS AUDIT_ANCHOR_FILE BEHIND_PROXY CSRF_TRUSTED_ORIGINS DEBUG DEFAULT_FROM_EMAIL EMAIL_BACKEND EMAIL_HOST
    EMAIL_HOST_USER EMAIL_PORT EMAIL_USE_TLS HTTPS LOG_LEVEL PUBLIC_URL STATEMENT_TIMEOUT
""".split()


def set_environment() -> None:
    for name in IGNORED:
        os.environ.pop(name, None)
    (FOLDER / "static").mkdir()  # whitenoise warns about a missing one
    runpy.run_path(str(ROOT / "script" / "_lib.py"))["make_keys"](FOLDER / "keys")
    broker = os.environ.get("TEST_BROKER_URL")
    os.environ |= {
        "DEMO": "true",
        "VAR_DIR": str(FOLDER),
        "ENV_FILE": str(FOLDER / "environment"),
        "KEY_DIR": str(FOLDER / "keys"),
        "PSEUDONYM_KEY_FILE": str(FOLDER / "keys" / "pseudonym_key"),
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{FOLDER / 'overstap.sqlite3'}",
        "CELERY_BROKER_URL": f"{broker}/{NUMBER}" if broker else "filesystem://",
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: Python calls it for every connection and name look-up in this process, and it cannot be undone."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"  # else a unix socket, or already connected
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not is_this_machine(host):
        raise NetworkBlocked(f"Tests reach loopback and unix sockets only, not {host!r}.")


def is_this_machine(host: object) -> bool:
    name = host.decode(errors="replace") if isinstance(host, bytes) else str(host or "localhost")
    try:
        return ip_address(name).is_loopback or ip_address(name).is_unspecified
    except ValueError:
        return name == "localhost"


def remove_folder(owner: int = os.getpid()) -> None:
    if os.getpid() == owner:  # not in a forked child
        shutil.rmtree(FOLDER, ignore_errors=True)


atexit.register(remove_folder)  # also when pytest does not get as far as pytest_unconfigure
set_environment()
sys.addaudithook(stay_on_this_machine)


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """SQLite: a file like the real one, with its pragmas, instead of shared memory, which locks in other ways."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(FOLDER / "test.sqlite3")


def pytest_unconfigure() -> None:
    remove_folder()

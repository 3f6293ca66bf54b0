"""The borders that tests/bootstrap.py draws around every test."""

import os
import socket
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.bootstrap import FOLDER, NetworkBlocked


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "2001:db8::1"])
def test_another_machine_cannot_be_reached(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    with socket.socket(family) as client, pytest.raises(NetworkBlocked, match="loopback"):
        client.connect((address, 80))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(NetworkBlocked):
        socket.getaddrinfo("overstap.example", 443)
    with pytest.raises(NetworkBlocked):
        urllib.request.urlopen("http://overstap.example/", timeout=1)


def test_no_datagram_leaves() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client, pytest.raises(NetworkBlocked):
        client.sendto(b"x", ("192.0.2.1", 53))


def test_loopback_and_unix_sockets_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        client.sendall(b"x")
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)


def test_nothing_is_written_outside_the_folder_of_this_run() -> None:
    assert settings.VAR_DIR == FOLDER
    assert settings.KEY_DIR.parent == FOLDER
    assert os.environ["ENV_FILE"].startswith(str(FOLDER))


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
def test_sqlite_has_the_pragmas_of_the_settings() -> None:
    wanted = {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 20000, "temp_store": 2, "cache_size": -16000}

    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}

    assert found == wanted
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

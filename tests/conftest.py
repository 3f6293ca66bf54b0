"""Fixtures shared by all tests. States are built through actions; the clock is fixed unless a test moves it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations

from gka.models import Leerling
from tests import build
from tests.cast import Cast
from tests.cast import build as build_cast
from tests.snapshot import once

NU = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


LONG, JOURNEY = 1200, 600  # seconds for one test marked `long`, and for one in a real browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Some tests may take longer than the limit of pyproject.toml, not for ever."""
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.timeout(LONG))
        elif "journeys" in item.path.parts:
            item.add_marker(pytest.mark.timeout(JOURNEY))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Tuesday 10 March 2026, 11:00 in the Netherlands; `clock.move_to(...)` for another day."""
    with time_machine.travel(NU, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="session", autouse=True)
def _flush_without_triggers() -> Iterator[None]:
    """Emptying the database between transactional tests is not what append-only protects against.

    PostgreSQL truncates, which no row trigger sees; SQLite deletes rows, so its triggers step aside for that moment.
    """
    original = DatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        original(self, sql_list)
        with self.connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    DatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]


@pytest.fixture
def cast(db: None) -> Cast:
    """Parkstad, its people, and the people who must see nothing."""
    return once(build_cast)


@pytest.fixture
def leerling(cast: Cast) -> Leerling:
    """A pupil of the cast's school, eleven years old, without any consent yet."""
    return once(build.leerling, cast)


@pytest.fixture
def on_postgresql() -> None:
    """Skip where the suite runs on SQLite: what only PostgreSQL can show."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")

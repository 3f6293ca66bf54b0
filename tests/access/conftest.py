"""One world for all tests of a module: built and committed once, emptied afterwards. Each test rolls itself back."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from gka.logs import LineFormatter
from tests.access.world import World, build_world
from tests.cast import build as build_cast
from tests.conftest import NU


class Lines(logging.Handler):
    """Every log line of the module, as the operator would read it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(LineFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def log_lines() -> Iterator[list[str]]:
    """What was logged since the module started, in detail; without SQL and variables missing in templates."""
    handler, root = Lines(), logging.getLogger()
    quiet = [logging.getLogger(name) for name in ("django.db.backends", "django.template")]
    before = {logger: logger.level for logger in [root, *quiet]}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for logger in quiet:
        logger.setLevel(logging.INFO)
    yield handler.lines
    root.removeHandler(handler)
    for logger, level in before.items():
        logger.setLevel(level)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, log_lines: list[str]) -> Iterator[World]:
    """Modules that use it mark their tests with `django_db`, so that each starts from the world as it was built."""
    with django_db_blocker.unblock(), time_machine.travel(NU, tick=True):
        made = build_world(build_cast())
    yield made
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)

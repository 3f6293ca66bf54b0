"""Demo data made once per module, in a transaction that is taken back; who changes something does so in a savepoint."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from demo.making import Gemaakt, maak

Maker = Callable[..., AbstractContextManager[Gemaakt]]


@pytest.fixture(scope="module")
def demodata(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """`with demodata(op=...)`: the database holds demo data inside the block and nothing after it."""
    anchor = tmp_path_factory.mktemp("anchor") / "anchor.log"

    @contextmanager
    def gevuld(*, op: datetime, **maten: Any) -> Iterator[Gemaakt]:
        with django_db_blocker.unblock(), override_settings(AUDIT_ANCHOR_FILE=anchor), transaction.atomic():
            yield maak(zaad=2026, op=op, **maten)
            transaction.set_rollback(True)

    return gevuld


@pytest.fixture
def anchor(settings: Any, tmp_path: Path) -> None:
    """Seals of a test that is rolled back must not stay behind in the shared anchor file."""
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchor.log"


@pytest.fixture
def rol_terug() -> Iterator[None]:
    """Undo what this test changes in the data of its module."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

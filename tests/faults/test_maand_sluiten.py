"""A month that closes while somebody records: either the contact is in it before, or it is refused."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from begeleiding.actions import maanden
from begeleiding.models import Contact, Inzet, Maandafsluiting, Traject
from gka.exceptions import NietToegestaan
from tests import build
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
FEBRUARI, DAG = date(2026, 2, 1), date(2026, 2, 27)
WACHT = 20  # seconds; nothing here takes one


@pytest.fixture
def daden(cast: Cast) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """Record a contact in February, and close February."""
    traject = build.traject(cast)
    Traject.objects.update(vanaf=date(2026, 1, 12))
    traject.refresh_from_db()
    organisatie = cast.aanstelling["teamleider"].organisatie

    def sluit() -> Maandafsluiting:
        return maanden.sluiten(
            organisatie=organisatie,
            maand=FEBRUARI,
            door=cast["teamleider"],
            op=timezone.now(),
            dag=timezone.localdate(),
        )

    return (lambda: build.contact(cast, traject, gebeurd_op=DAG)), sluit


def _in_een_draad(daad: Callable[[], Any]) -> Any:
    try:
        return daad()
    except NietToegestaan as weigering:
        return weigering
    finally:
        connection.close()


def _tussendoor(monkeypatch: pytest.MonkeyPatch, eerst: Callable[[], Any], dan: Callable[[], Any], plek: Any) -> Any:
    """Let `eerst` come as far as `plek` inside its transaction, start `dan`, and see that it waits for the end."""
    origineel = getattr(*plek)
    gekomen, verder = threading.Event(), threading.Event()

    def houd_op(*args: Any, **kwargs: Any) -> Any:
        if threading.current_thread().name.startswith("eerst"):
            gekomen.set()
            assert verder.wait(WACHT)
        return origineel(*args, **kwargs)

    monkeypatch.setattr(*plek, houd_op)
    with ThreadPoolExecutor(1, "eerst") as een, ThreadPoolExecutor(1, "dan") as twee:
        eerste = een.submit(_in_een_draad, eerst)
        assert gekomen.wait(WACHT)
        tweede = twee.submit(_in_een_draad, dan)
        with pytest.raises(TimeoutError):
            tweede.result(timeout=1)
        verder.set()
        return eerste.result(WACHT), tweede.result(WACHT)


def test_wie_al_vastlegt_is_nog_op_tijd(
    daden: tuple[Any, Any], on_postgresql: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg_vast, sluit = daden

    contact, afsluiting = _tussendoor(monkeypatch, leg_vast, sluit, (Inzet.objects, "bulk_create"))

    assert isinstance(contact, Contact) and isinstance(afsluiting, Maandafsluiting)
    assert contact.inzet.get().minuten == 45


def test_wie_tijdens_het_sluiten_vastlegt_hoort_het(
    daden: tuple[Any, Any], on_postgresql: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg_vast, sluit = daden

    afsluiting, weigering = _tussendoor(monkeypatch, sluit, leg_vast, (maanden, "leg_vast"))

    assert isinstance(afsluiting, Maandafsluiting)
    assert "Februari 2026 is gesloten" in str(weigering)
    assert not Contact.objects.exists()


def test_twee_keer_sluiten_is_een_keer(
    daden: tuple[Any, Any], on_postgresql: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sluit = daden

    _, weigering = _tussendoor(monkeypatch, sluit, sluit, (maanden, "leg_vast"))

    assert "al gesloten" in str(weigering)
    assert Maandafsluiting.objects.count() == 1

"""The outbox: the single way to have work done after a commit.

`send_after_commit` writes an Opdracht in the transaction of the deed and wakes a worker once it stands. The row is the
truth: a lost message, a killed worker or an emptied broker only delays it, because `sweep` sends the row again.
Work must therefore be safe to do twice. Only this module talks to the broker (held by an architecture test).
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from celery import Task, current_app, shared_task
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from gka.audit.record import keys_only
from gka.models import Opdracht
from gka.workflow import Opdrachtstand

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)  # longer than the hard time limit of a task
WAKE_UP_LATE = timedelta(seconds=45)
MAX_ATTEMPTS = 6

DURABLE: dict[str, Task] = {}


def durable_task(name: str) -> Callable[[Callable[..., None]], Task]:
    """A Celery task that does the work of one Opdracht: claim, do, mark. The function gets the row's arguments."""

    def wrap(work: Callable[..., None]) -> Task:
        @shared_task(name=name, ignore_result=True)
        @wraps(work)
        def run(*, opdracht_id: str, **_: Any) -> None:
            _execute(opdracht_id, work, timezone.now)

        DURABLE[name] = run
        return run

    return wrap


def send_after_commit(taak: str, *, op: datetime, sleutel: str = "", **keys: Any) -> Opdracht:
    """Record the work and wake a worker after the commit. Keys and codes only, never names (else ValueError).

    With `sleutel` the same work is recorded once: a second call returns the first row.
    """
    arguments = {name: keys_only(value) for name, value in keys.items()}
    values = {"argumenten": arguments, "gemaakt_op": op, "niet_voor": op}
    if sleutel:
        opdracht, created = Opdracht.objects.get_or_create(taak=taak, sleutel=sleutel, defaults=values)
    else:
        opdracht, created = Opdracht.objects.create(taak=taak, **values), True
    if created:
        # robust: the deed stands; a broker that fails in an unknown way must not turn it into an error page.
        transaction.on_commit(lambda: _wake(opdracht), robust=True)
    return opdracht


def sweep(*, op: datetime) -> int:
    """Send again what nobody started, or what was started and never finished; returns how many.

    Work that was started too often and never came back (it kills its worker) is given up, visibly.
    """
    Opdracht.objects.filter(stand=Opdrachtstand.BEZIG, begonnen_op__lte=op - LEASE, pogingen__gte=MAX_ATTEMPTS).update(
        stand=Opdrachtstand.MISLUKT, fout="LeaseExpired"
    )
    left = Opdracht.objects.filter(
        Q(stand=Opdrachtstand.OPEN, niet_voor__lte=op - WAKE_UP_LATE)
        | Q(stand=Opdrachtstand.BEZIG, begonnen_op__lte=op - LEASE)
    )
    rows = list(left.order_by("niet_voor")[:500])
    for opdracht in rows:
        _wake(opdracht)
    return len(rows)


def _wake(opdracht: Opdracht) -> None:
    try:
        current_app.send_task(opdracht.taak, kwargs={"opdracht_id": str(opdracht.pk)}, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("broker does not answer (%s); the sweep will send %s again", type(error).__name__, opdracht.pk)


def _claim(opdracht_id: str, op: datetime) -> Opdracht | None:
    free = Q(stand=Opdrachtstand.OPEN, niet_voor__lte=op) | Q(stand=Opdrachtstand.BEZIG, begonnen_op__lte=op - LEASE)
    claimed = Opdracht.objects.filter(free, pk=opdracht_id).update(
        stand=Opdrachtstand.BEZIG, begonnen_op=op, pogingen=F("pogingen") + 1
    )
    return Opdracht.objects.get(pk=opdracht_id) if claimed else None


def _execute(opdracht_id: str, work: Callable[..., None], now: Callable[[], datetime]) -> None:
    opdracht = _claim(opdracht_id, now())
    if opdracht is None:
        return
    try:
        work(**opdracht.argumenten)
    except Exception as error:
        _postpone(opdracht, error, now())
        raise
    _finish(opdracht, stand=Opdrachtstand.GEREED, klaar_op=now(), fout="")


def _postpone(opdracht: Opdracht, error: Exception, op: datetime) -> None:
    """Try again later, doubling the wait from one minute; give up visibly after MAX_ATTEMPTS."""
    last = opdracht.pogingen >= MAX_ATTEMPTS
    _finish(
        opdracht,
        stand=Opdrachtstand.MISLUKT if last else Opdrachtstand.OPEN,
        niet_voor=op + timedelta(minutes=2 ** (opdracht.pogingen - 1)),
        fout=type(error).__name__[:80],
    )


def _finish(opdracht: Opdracht, **values: Any) -> None:
    """Write how this attempt ended, unless a later attempt took the row over after the lease."""
    mine = Opdracht.objects.filter(pk=opdracht.pk, stand=Opdrachtstand.BEZIG, pogingen=opdracht.pogingen)
    if not mine.update(**values):
        logger.warning("job %s outlived its lease; the attempt after it counts", opdracht.pk)

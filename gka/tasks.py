"""Background work of the kernel: seal the audit, sweep the outbox."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from gka import queue
from gka.audit import seal


@shared_task(name="gka.logboek_verzegelen")
def logboek_verzegelen(**_: Any) -> None:
    """Number, chain and anchor the newest audit rows."""
    seal.verzegel(op=timezone.now())


@shared_task(name="gka.opdrachten_vegen")
def opdrachten_vegen(**_: Any) -> None:
    """Wake workers for work that is still open."""
    queue.sweep(op=timezone.now())

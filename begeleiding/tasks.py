"""Background work of begeleiding."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from begeleiding.actions import fasen


@shared_task(name="begeleiding.fasen_bijwerken")
def fasen_bijwerken(**_: Any) -> None:
    """Every hour: record which trajecten went to the vo phase, also after hours or days without a scheduler."""
    fasen.bijwerken(op=timezone.now(), dag=timezone.localdate())

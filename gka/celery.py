"""Celery application for worker and scheduler."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gka.settings")

app = Celery("gka")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _keep_our_logging(**_: Any) -> None:
    """Somebody listening is what keeps Celery from replacing the format of settings.LOGGING."""

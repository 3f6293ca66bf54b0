"""Celery application for worker and scheduler."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gka.settings")

app = Celery("gka")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

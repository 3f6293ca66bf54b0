"""GKA-Overstap: project package and shared kernel. Imports none of the other apps."""

from gka.celery import app as celery_app

__all__ = ["celery_app"]

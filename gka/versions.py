"""Optimistic locking: a change says which version it was made from."""

from typing import TypeVar

from django.db.models import F

from gka.exceptions import Verouderd
from gka.models.basis import VersieModel

M = TypeVar("M", bound=VersieModel)


def vergrendel(row: M, *, versie: int) -> M:
    """Raise the version if it is still `versie` and return the fresh, locked row; else Verouderd."""
    manager = type(row)._default_manager
    if not manager.filter(pk=row.pk, versie=versie).update(versie=F("versie") + 1):
        raise Verouderd
    return manager.get(pk=row.pk)

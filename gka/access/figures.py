"""The door to unscoped rows, for counting only. Only `monitoring.onthulling` may import this (held by a contract)."""

from typing import TYPE_CHECKING, TypeVar

from gka.access.scopes import ScopedQuerySet

if TYPE_CHECKING:
    from gka.models import Regio

Q = TypeVar("Q", bound=ScopedQuerySet)


def voor_cijfers(rows: Q, *, regio: "Regio") -> Q:
    """All rows of one region, whoever asks. What comes out must be protected before anyone sees it."""
    return rows.filter(**{rows.REGIO_PAD: regio})

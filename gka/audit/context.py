"""What the audit knows of the request it runs in. Empty in tasks and commands."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    verzoek_id: str = ""
    adres: str = ""


_current: ContextVar[Context | None] = ContextVar("audit_context", default=None)


def current() -> Context:
    return _current.get() or Context()


def enter(context: Context) -> object:
    """Set the context; give the result to `leave`."""
    return _current.set(context)


def leave(token: object) -> None:
    _current.reset(token)  # type: ignore[arg-type]

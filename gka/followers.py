"""Followers: an upper app does its part when a lower app records a fact. Explicit, listed and tested; no signals.

A lower app owns the fact and a `Volgers` for it; an upper app registers in `AppConfig.ready()`. Followers are called by
the action that records the fact, in its transaction and in the order of registration; a refusal takes the fact back.
"""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., object])


class Volgers:
    """Who follows one fact. Each follower has a name, `app.deed`; the same name again replaces it."""

    def __init__(self) -> None:
        self._volgers: dict[str, Callable[..., object]] = {}

    def register(self, naam: str, volger: Callable[..., object]) -> None:
        self._volgers[naam] = volger

    def volg(self, naam: str) -> Callable[[F], F]:
        """`register` as a decorator."""

        def keep(volger: F) -> F:
            self.register(naam, volger)
            return volger

        return keep

    def namen(self) -> list[str]:
        """In the order in which they are called."""
        return list(self._volgers)

    def roep(self, **feit: Any) -> None:
        """Tell every follower."""
        for volger in self._volgers.values():
            volger(**feit)


# A new answer about consent: fn(*, toestemming, door, op).
TOESTEMMING = Volgers()
# Another school on the road of a pupil: fn(*, keuze, vorige, door, op). `vorige` is the key of the school before it.
SCHOOLKEUZE = Volgers()
# A parent got or lost authority, so that consents count differently: fn(*, ouder, door, op).
GEZAG = Volgers()

"""Upper apps that follow a decision: begeleiding makes a Traject when a pupil enters, and stops it when that ends.

    # in AppConfig.ready() of the app that follows
    followers.register("begeleiding.volg_besluit", trajecten.volg_besluit)

A follower has the signature `fn(*, besluit, door, op, dag)` and works in the transaction of the Besluit.
"""

from collections.abc import Callable
from datetime import date, datetime

from gka.followers import F, Volgers
from gka.models import Medewerker
from overdracht.models import Besluit

BESLUIT = Volgers()


def register(naam: str, volger: Callable[..., object]) -> None:
    """Follow every Besluit."""
    BESLUIT.register(naam, volger)


def volg_besluit(naam: str) -> Callable[[F], F]:
    """`register` as a decorator."""
    return BESLUIT.volg(naam)


def roep_volgers(*, besluit: Besluit, door: Medewerker, op: datetime, dag: date) -> None:
    """Called by the actions after every new Besluit, within their transaction."""
    BESLUIT.roep(besluit=besluit, door=door, op=op, dag=dag)

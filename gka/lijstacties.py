"""What can be done with several pupils at once from the list; upper apps register theirs in `AppConfig.ready()`.

The list sends the ticked pupils as `?leerling=KEY&leerling=KEY` to the page of the action, which looks again who may be
chosen: keys tell nothing, and nothing is written on the way.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from gka.access.rights import Recht

PARAMETER = "leerling"


@dataclass(frozen=True)
class Lijstactie:
    """A button under the list, for whoever holds `recht`."""

    label: str
    url_name: str
    recht: Recht

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_ACTIES: dict[str, Lijstactie] = {}


def register(label: str, url_name: str, recht: Recht) -> None:
    """Add a button; the same address again replaces it."""
    _ACTIES[url_name] = Lijstactie(label, url_name, recht)


def voor(rechten: Iterable[Recht]) -> list[Lijstactie]:
    """The buttons for somebody with these rights."""
    houdt = set(rechten)
    return [actie for actie in _ACTIES.values() if actie.recht in houdt]

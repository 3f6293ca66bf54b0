"""Navigation: every app registers its entries; the kernel shows those the person has a right to."""

from dataclasses import dataclass

from django.urls import reverse

from gka.access.rights import Recht
from gka.models import Medewerker


@dataclass(frozen=True)
class Entry:
    order: int
    label: str
    url_name: str
    recht: Recht | None


@dataclass(frozen=True)
class Item:
    """One entry as the template shows it."""

    label: str
    url: str
    current: bool


_ENTRIES: dict[str, Entry] = {}


def register(label: str, url_name: str, recht: Recht | None, *, order: int) -> None:
    """Add an entry; it is shown to whoever holds `recht`, or to everyone with None."""
    _ENTRIES[url_name] = Entry(order, label, url_name, recht)


def for_person(medewerker: Medewerker, path: str) -> list[Item]:
    """The entries for this person, with the current one marked by the path shown."""
    rechten = medewerker.rechten()
    entries = sorted(_ENTRIES.values(), key=lambda entry: entry.order)
    urls = [
        (entry.label, reverse(entry.url_name)) for entry in entries if entry.recht is None or entry.recht in rechten
    ]
    # Of entries that lie under each other, the deepest one is where one is.
    hier = max((url for _, url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")
    return [Item(label, url, url == hier) for label, url in urls]

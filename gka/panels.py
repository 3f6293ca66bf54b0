"""Panels that upper apps hang on kernel pages: on a pupil's page and on the start page. The only inversion allowed.

Apps register in `AppConfig.ready()`; the kernel loops over what was registered and knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gka.access.rights import Recht
from gka.access.scopes import rechten_bij
from gka.models import Leerling, Medewerker

Context = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """`context` returns what the template needs, or None when there is nothing to show; without `recht` for all."""

    order: int
    template: str
    recht: Recht | None
    context: Callable[..., Context | None]
    aside: bool = False  # facts to look up, beside what is going on


_LEERLING: dict[str, Panel] = {}
_START: dict[str, Panel] = {}


def on_leerling(
    template: str,
    recht: Recht,
    context: Callable[[Leerling, Medewerker, date], Context | None],
    *,
    order: int,
    aside: bool = False,
) -> None:
    """Hang a panel on the pupil page for whoever holds `recht`: in the main column, or in the one beside it."""
    _LEERLING[template] = Panel(order, template, recht, context, aside)


def on_start(
    template: str, recht: Recht | None, context: Callable[[Medewerker, date], Context | None], *, order: int
) -> None:
    """Hang a work panel on the start page for whoever holds `recht`, or for everybody."""
    _START[template] = Panel(order, template, recht, context)


@dataclass(frozen=True)
class Shown:
    """A rendered panel."""

    html: SafeString
    aside: bool


def for_leerling(leerling: Leerling, medewerker: Medewerker, op: date) -> list[Shown]:
    """The rendered panels of a pupil page for this person, by the rights of the roles that see this pupil."""
    return _render(_LEERLING, rechten_bij(leerling, medewerker, op), leerling, medewerker, op)


def for_start(medewerker: Medewerker, op: date) -> list[Shown]:
    """The rendered work panels of this person's start page."""
    return _render(_START, medewerker.rechten(op), medewerker, op)


def _render(panels: dict[str, Panel], rechten: frozenset[Recht], *args: Any) -> list[Shown]:
    shown = []
    for panel in sorted(panels.values(), key=lambda panel: panel.order):
        if (panel.recht is None or panel.recht in rechten) and (context := panel.context(*args)) is not None:
            html = render_to_string(panel.template, context | {"mag": _mag(rechten)})
            shown.append(Shown(html, panel.aside))
    return shown


def mag(medewerker: Medewerker) -> dict[str, bool]:
    """The person's rights as templates ask for them: `mag.leerling_inzien`."""
    return _mag(medewerker.rechten())


def _mag(rechten: frozenset[Recht]) -> dict[str, bool]:
    return {str(recht): True for recht in rechten}

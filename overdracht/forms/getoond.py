"""What the page of a pupil, or a row of the board, showed when it was made, so that the own changes are told apart from
those of a colleague.

The page sends it along in one hidden field. A field that was not touched since takes over what a colleague saved.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import QueryDict

VELD = "getoond"
# What says of which moment the page is.
MERKEN = ("versie", "tekstmerk", VELD)
RIJMERKEN = ("versie", "merk", VELD)


def inpakken(waarden: Mapping[str, Any]) -> str:
    """The values that a page shows, as one text to send along."""
    return json.dumps({naam: _kern(waarde) for naam, waarde in waarden.items()})


def bijgewerkt(getoond: str, waarden: Mapping[str, Any]) -> str:
    """The same once these values were saved from the page itself."""
    eerder = _uitpakken(getoond)
    return inpakken(eerder | dict(waarden)) if eerder else ""


def aangeraakt(data: QueryDict, naam: str) -> bool:
    """Whether somebody changed this field since the page was made; yes when the page did not say what it showed.

    A stance, the way it was given and why are one.
    """
    getoond = _uitpakken(data.get(VELD, ""))
    return any(one not in getoond or _kern(data.getlist(one)) != getoond[one] for one in _samen(naam))


def neem_over(data: QueryDict, nu: Form) -> tuple[set[str], set[str]]:
    """Put what a colleague saved (`nu` is unbound and shows it) in `data` where nobody touched the field.

    The names of the fields that the colleague changed (all of them, when the page did not say what it showed), and of
    those that were taken over.
    """
    getoond = _uitpakken(data.get(VELD, ""))
    bewaard = {veld.name: _kern(veld.value()) for veld in nu.visible_fields()}
    gewijzigd = {naam for naam, waarde in bewaard.items() if getoond.get(naam) != waarde}
    overgenomen = {naam for naam in gewijzigd if not aangeraakt(data, naam)}
    for naam in overgenomen:
        data.setlist(naam, bewaard[naam])
    return gewijzigd, overgenomen


def _samen(naam: str) -> tuple[str, ...]:
    soort, _, plek = naam.partition("_")
    delen = ("standpunt", "wijze", "waarom")
    return tuple(f"{deel}_{plek}" for deel in delen) if soort in delen else (naam,)


def _uitpakken(getoond: str) -> dict[str, Any]:
    try:
        waarden = json.loads(getoond)
    except (ValueError, RecursionError):
        return {}
    return waarden if isinstance(waarden, dict) else {}


def _kern(waarde: Any) -> list[str]:
    """A value as it is sent, whatever its order and line ends."""
    delen = waarde if isinstance(waarde, (list, tuple)) else [waarde]
    return sorted(filter(None, (str(een).replace("\r\n", "\n").strip() for een in delen if een is not None)))

"""Addresses and input of the pages of begeleiding, for tests."""

from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from begeleiding.models import Traject
from gka import panels
from tests.cast import Cast


def adres(traject: Traject, naam: str = "contact") -> str:
    return reverse(f"begeleiding:{naam}", kwargs={"pk": traject.pk})


def invoer(**anders: Any) -> dict[str, Any]:
    """What the browser sends after four taps."""
    return {
        "soort": "huisbezoek",
        "met": ["leerling"],
        "duur": "45",
        "duur_anders": "",
        "wanneer": timezone.localdate().isoformat(),
        "datum": "",
        "reisminuten": "",
        "overige_deelnemers": "",
        "sleutel": str(uuid4()),
    } | anders


def start(cast: Cast, naam: str) -> str:
    """The panels of this person's start page."""
    return "".join(paneel.html for paneel in panels.for_start(cast[naam], timezone.localdate()))

"""Correct or take back a contact in a test: only what differs is named."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import contacten, maanden
from begeleiding.models import Contact
from tests.cast import Cast


def corrigeer(cast: Cast, contact: Contact, **feiten: Any) -> Contact:
    gewoon: dict[str, Any] = {
        "contact": contact,
        "reden": "Verkeerde duur",
        "soort": contact.soort,
        "gebeurd_op": contact.gebeurd_op,
        "minuten": contact.minuten,
        "door": cast["smw_vo"],
        "op": timezone.now(),
        "dag": timezone.localdate(),
        "sleutel": uuid4(),
        "met_leerling": contact.met_leerling,
    }
    return contacten.corrigeren(**gewoon | feiten)


def trek_in(cast: Cast, contact: Contact, **anders: Any) -> Contact:
    gewoon: dict[str, Any] = {
        "contact": contact,
        "reden": "Dubbel vastgelegd",
        "door": cast["smw_vo"],
        "op": timezone.now(),
        "dag": timezone.localdate(),
        "sleutel": uuid4(),
    }
    return contacten.intrekken(**gewoon | anders)


def sluit_maart(cast: Cast, clock: Traveller) -> Any:
    clock.move_to("2026-04-03T10:00:00+02:00")
    return maanden.sluiten(
        organisatie=cast.aanstelling["smw_vo"].organisatie,
        maand=date(2026, 3, 1),
        door=cast["teamleider"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )

"""Correct or take back a contact in a test: only what differs is named."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from begeleiding.actions import contacten
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

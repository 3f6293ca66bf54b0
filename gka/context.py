"""What every page gets: navigation, rights and the demo bar."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from gka import nav, panels

DEMO_ACCOUNTS = [
    ("IB-er", "ib-er@demo.example"),
    ("Schoolmaatschappelijk werker po", "smw-po@demo.example"),
    ("Schoolmaatschappelijk werker vo", "smw-vo@demo.example"),
    ("Zorgcoördinator vo", "zorgcoordinator@demo.example"),
    ("Teamleider welzijn", "teamleider@demo.example"),
    ("Gemeentelijk coördinator", "gemeente@demo.example"),
    ("Projectcoördinator", "projectcoordinator@demo.example"),
    ("Onderzoeker", "onderzoeker@demo.example"),
    ("Functionaris gegevensbescherming", "fg@demo.example"),
    ("Beheerder", "beheerder@demo.example"),
]


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor for `base.html`."""
    context: dict[str, Any] = {"demo": settings.DEMO}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context | ({"demo_accounts": DEMO_ACCOUNTS} if settings.DEMO else {})
    aanstellingen = user.geldige_aanstellingen(timezone.localdate())
    return context | {
        "nav": nav.for_person(user, request.path),
        "mag": panels.mag(user),
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "medewerker_omschrijving": str(aanstellingen[0]) if aanstellingen else user.naam,
    }

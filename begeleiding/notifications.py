"""Mails of intervention 2. They count, and never say about whom."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from begeleiding.signalen import Groep
from gka.models import Medewerker


def stuur_weekoverzicht(*, aan: Medewerker, groepen: Sequence[Groep], week: str) -> None:
    """One mail with counts and a link. The message id is the same for the same week, whoever sends it twice."""
    adressen = {
        naam: f"{settings.PUBLIC_URL}{reverse(route)}" if settings.PUBLIC_URL else ""
        for naam, route in (("adres", "begeleiding:trajecten"), ("uitzetten", "gka:berichten"))
    }
    EmailMessage(
        subject="Overstap: wat deze week aandacht vraagt",
        body=render_to_string("begeleiding/mail/weekoverzicht.txt", {"groepen": groepen} | adressen),
        to=[aan.email],
        headers={"Message-ID": f"<weekoverzicht.{week}.{aan.pk}@overstap>"},
    ).send()

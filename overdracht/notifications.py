"""Mails of intervention 1. They say when and where, never about whom."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from gka.models import Medewerker
from gka.templatetags.formatting import date_medium
from overdracht import agenda
from overdracht.models import Overleg
from overdracht.workflow import Bericht

ONDERWERP = {
    Bericht.UITNODIGING: "Overstap: uitnodiging voor een overleg op {dag}",
    Bericht.WIJZIGING: "Overstap: het overleg op {dag} is gewijzigd",
    Bericht.AFGELAST: "Overstap: het overleg op {dag} gaat niet door",
}


# Who goes while the overleg goes on.
NIET_MEER = "Overstap: u zit niet meer bij het overleg op {dag}"


def stuur_bericht(*, overleg: Overleg, aan: Medewerker, bericht: Bericht, op: datetime) -> None:
    """One mail with the calendar file. The message id is the same for the same message, whoever sends it twice."""
    adres = f"{settings.PUBLIC_URL}{reverse('overdracht:overleg', kwargs={'pk': overleg.pk})}"
    tekst = render_to_string(
        f"overdracht/mail/{bericht}.txt", {"overleg": overleg, "adres": adres if settings.PUBLIC_URL else ""}
    )
    mail = EmailMessage(
        subject=_onderwerp(overleg, bericht).format(dag=date_medium(overleg.datum)),
        body=tekst,
        to=[aan.email],
        headers={"Message-ID": f"<{overleg.pk}.{overleg.versie}.{aan.pk}.{bericht}@overstap>"},
    )
    methode = "CANCEL" if bericht == Bericht.AFGELAST else "REQUEST"
    mail.attach("overleg.ics", agenda.kalender(overleg, aan, bericht, op).decode(), f"text/calendar; method={methode}")
    mail.send()


def _onderwerp(overleg: Overleg, bericht: Bericht) -> str:
    gaat_door = bericht == Bericht.AFGELAST and overleg.afgelast_op is None
    return NIET_MEER if gaat_door else ONDERWERP[bericht]

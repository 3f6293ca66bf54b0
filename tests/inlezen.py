"""The way of a pupil list through the browser, for tests: choose a file, confirm the preview."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.pages import velden

IMPORTEREN = reverse("gka:leerlingen_importeren")
KOLOMMEN = reverse("gka:leerlingen_kolommen")
CONTROLEREN = reverse("gka:leerlingen_controleren")
TOEVOEGEN = reverse("gka:leerlingen_toevoegen")


def kies(client: Client, inhoud: str | bytes, naam: str = "leerlingen.xml", **extra: Any) -> HttpResponse:
    """Step 1: upload."""
    data = inhoud.encode() if isinstance(inhoud, str) else inhoud
    return client.post(IMPORTEREN, {"bestand": SimpleUploadedFile(naam, data), **extra})


def bevestig(client: Client, pagina: HttpResponse, **anders: Any) -> HttpResponse:
    """Step 3: post the form of the preview as it is shown, with changes; None takes a field away."""
    data = velden(pagina, actie=TOEVOEGEN) | anders
    return client.post(TOEVOEGEN, {naam: waarde for naam, waarde in data.items() if waarde is not None}, follow=True)


def antwoord(client: Client, pagina: HttpResponse, **anders: Any) -> HttpResponse:
    """Step 2, where it is needed: post the form about the columns as it is shown, with changes."""
    return client.post(KOLOMMEN, velden(pagina, actie=KOLOMMEN) | anders)

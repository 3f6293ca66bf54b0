"""Versions of a contact and a month that is closed, and a second tab."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import maanden
from begeleiding.models import Contact, Traject
from gka.exceptions import NietToegestaan
from tests import build
from tests.begeleiding.correctie import corrigeer, sluit_maart, trek_in
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst


def pagina(contact: Contact, wat: str = "") -> str:
    return f"/contacten/{contact.pk}/{wat}"


def test_een_gesloten_maand_zegt_wie_heropent(client: Client, cast: Cast, traject: Traject, clock: Traveller) -> None:
    contact = build.contact(cast, traject)
    afsluiting = sluit_maart(cast, clock)
    cast.log_in(client, "smw_vo")

    for wat in ("", "wijzigen/", "intrekken/"):
        assert (
            "Maart 2026 is gesloten. Vraag uw teamleider om de maand te heropenen."
            in client.get(pagina(contact, wat)).text
        )
    for doe in (lambda: corrigeer(cast, contact, minuten=30), lambda: trek_in(cast, contact)):
        with pytest.raises(NietToegestaan, match="gesloten"):
            doe()
    maanden.heropenen(afsluiting=afsluiting, reden="Vergeten", door=cast["teamleider"], op=timezone.now())
    assert corrigeer(cast, contact, minuten=30).minuten == 30


def test_een_correctie_gaat_niet_naar_een_gesloten_maand(cast: Cast, traject: Traject, clock: Traveller) -> None:
    sluit_maart(cast, clock)
    contact = build.contact(cast, traject)

    with pytest.raises(NietToegestaan, match="Maart 2026 is gesloten"):
        corrigeer(cast, contact, gebeurd_op=date(2026, 3, 12))


def test_een_oude_versie_in_een_tweede_tabblad_wordt_geweigerd(client: Client, cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject)
    cast.log_in(client, "smw_vo")
    tabbladen: list[dict[str, Any]] = [hoofdformulier(client.get(pagina(contact, "wijzigen/"))) for _ in range(2)]
    for duur, tab in zip(("60", "60"), tabbladen, strict=True):
        tab |= {"duur": duur, "reden": "Verkeerde duur"}
    assert client.post(pagina(contact, "wijzigen/"), tabbladen[0]).status_code == 302

    tweede = client.post(pagina(contact, "wijzigen/"), tabbladen[1])

    assert "al gecorrigeerd" in tekst(tweede)
    assert client.post(pagina(contact, "wijzigen/"), tabbladen[0]).status_code == 302, "sent again is the same"
    assert Contact.objects.count() == 2
    assert "al gecorrigeerd" in client.get(pagina(contact, "wijzigen/")).text

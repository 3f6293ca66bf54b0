"""The second step of logging in, and the means of logging in themselves (goal G12)."""

import json
import time
import uuid
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gka.models import Gebeurtenis, Medewerker
from tests.architecture import structure
from tests.gka.logging_in import (
    EMAIL,
    PASSWORD,
    TOO_OFTEN,
    code,
    is_in,
    log_in,
    person,
    second_factor,
    text,
)

# What opens before there is a second factor: setting it up, proving who one is, hearing whether one is, going away.
SETTING_UP = ("mfa_", "account_logout", "account_reauthenticate", "gka:sessie")


@pytest.fixture(autouse=True)
def _quick_and_fresh(settings: Settings, db: None) -> None:
    """Argon2 takes its time, which is its task and not ours; what was tried before does not count."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def iemand(db: None) -> Medewerker:
    return person()


# --- the second step


def address(name: str) -> str:
    """The page, about something that does not exist."""
    pattern = structure.routes()[name]
    wants = pattern.pattern.converters
    some = {"UUIDConverter": uuid.uuid4(), "IntConverter": 1, "MaandConverter": date(2026, 2, 1)}
    kwargs: dict[str, Any] = {key: some[type(converter).__name__] for key, converter in wants.items()}
    if name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        kwargs = {"pk": 1}
    return reverse(name, kwargs=kwargs)


def test_without_a_second_factor_only_its_own_pages_open(
    client: Client, iemand: Medewerker, settings: Settings
) -> None:
    settings.DEMO = False
    log_in(client)
    open_pages = set()
    for name, pattern in structure.routes().items():
        for method in [] if structure.is_public(pattern) else ["get", "post"]:
            response = getattr(client, method)(address(name))
            if response.headers.get("Location") != reverse("mfa_index"):
                open_pages.add(name)

    assert {name for name in open_pages if not name.startswith(SETTING_UP)} == set()
    assert "mfa_activate_totp" in open_pages, "it can be set up"


def test_the_second_factor_opens_the_door(client: Client, iemand: Medewerker, settings: Settings) -> None:
    settings.DEMO = False
    second_factor(iemand)

    assert log_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client), "the password alone is nothing"
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).headers["Location"] == "/"
    assert is_in(client)
    assert Gebeurtenis.objects.filter(soort="medewerker.ingelogd").count() == 1


def test_between_password_and_code_no_page_opens(client: Client, iemand: Medewerker) -> None:
    second_factor(iemand)
    log_in(client)

    for name in ("gka:start", "gka:leerlingen", "mfa_index", "account_change_password", "mfa_view_recovery_codes"):
        assert client.get(reverse(name)).status_code == 302, name


def test_a_wrong_code_is_refused_and_recorded(client: Client, iemand: Medewerker) -> None:
    second_factor(iemand)
    log_in(client)

    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert response.status_code == 200
    assert not is_in(client)
    row = Gebeurtenis.objects.get(soort="medewerker.inloggen_mislukt")
    assert (row.onderwerp_id, row.details) == (str(iemand.pk), {"stap": "tweede_stap"})


def test_codes_are_limited_too(client: Client, iemand: Medewerker) -> None:
    second_factor(iemand)
    log_in(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    response = client.post(reverse("mfa_authenticate"), {"code": code()})

    assert TOO_OFTEN in text(response)
    assert not is_in(client)


def test_a_code_works_once(client: Client, iemand: Medewerker) -> None:
    second_factor(iemand)
    used = code()
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": used})
    client.post("/uitloggen/")
    log_in(client)

    client.post(reverse("mfa_authenticate"), {"code": used})

    assert not is_in(client)


def test_a_change_of_password_is_recorded_and_mailed(client: Client, iemand: Medewerker) -> None:
    log_in(client)
    new = "een-ander-lang-wachtwoord"

    client.post("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    iemand.refresh_from_db()
    assert iemand.check_password(new)
    row = Gebeurtenis.objects.get(soort="medewerker.inlogmiddel_gewijzigd")
    assert (row.door, row.details) == (str(iemand.pk), {"wijziging": "account/email/password_changed"})
    (sent,) = mail.outbox
    assert sent.to == [EMAIL]
    assert iemand.naam not in sent.subject + str(sent.body)


@pytest.mark.parametrize("weak", ["kort", "iemand@test.example", "qwertyqwerty"])
def test_a_weak_password_is_refused(client: Client, iemand: Medewerker, weak: str) -> None:
    log_in(client)

    client.post("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})

    iemand.refresh_from_db()
    assert iemand.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_set_up_after_the_password_once_more(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    medewerker = person()
    log_in(client)
    first = client.get(reverse("mfa_activate_totp"))
    assert first.headers["Location"].startswith("/account/bevestigen/")
    assert client.post(first.headers["Location"], {"password": "fout-wachtwoord-1"}).status_code == 200
    again = client.post(first.headers["Location"], {"password": PASSWORD})
    secret = client.get(again.headers["Location"]).context["form"].secret

    now = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post(reverse("mfa_activate_totp"), {"code": now})

    assert answer.status_code == 302
    stored = Authenticator.objects.get(user=medewerker, type=Authenticator.Type.TOTP).data
    assert secret not in json.dumps(stored)
    assert is_in(client)
    recorded = [
        row.details["wijziging"] for row in Gebeurtenis.objects.filter(soort="medewerker.inlogmiddel_gewijzigd")
    ]
    assert recorded == ["mfa/email/totp_activated"]

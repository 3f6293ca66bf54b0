"""Logging in: who gets in, who does not, and what is remembered of it (goal G12)."""

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core.context import request_context
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from gka.models import Gebeurtenis, Medewerker
from tests.gka.logging_in import (
    EMAIL,
    PASSWORD,
    TOO_OFTEN,
    WRONG,
    is_in,
    log_in,
    person,
    second_factor,
    text,
)


@pytest.fixture(autouse=True)
def _quick_and_fresh(settings: Settings, db: None) -> None:
    """Argon2 takes its time, which is its task and not ours; what was tried before does not count."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def iemand(db: None) -> Medewerker:
    return person()


# --- in and out


def test_the_page_is_dutch_and_asks_what_a_password_manager_knows(client: Client, db: None) -> None:
    page = text(client.get("/inloggen/"))

    assert '<html lang="nl"' in page
    assert "E-mailadres" in page
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="off"' not in page


def test_with_the_right_password_one_is_in(client: Client, iemand: Medewerker) -> None:
    response = log_in(client)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert is_in(client)
    row = Gebeurtenis.objects.get(soort="medewerker.ingelogd")
    assert (row.door, row.onderwerp_id, row.uitkomst) == (str(iemand.pk), str(iemand.pk), "gelukt")
    assert row.verzoek_id
    assert row.adres == "127.0.0.1"


def test_the_address_is_not_case_sensitive(client: Client, iemand: Medewerker) -> None:
    assert log_in(client, EMAIL.upper()).status_code == 302


def test_logging_in_gives_a_new_session(client: Client, iemand: Medewerker) -> None:
    client.get("/inloggen/")
    client.session.save()
    before = client.session.session_key
    log_in(client)

    assert client.session.session_key != before


def test_logging_out_takes_a_post(client: Client, iemand: Medewerker) -> None:
    log_in(client)

    assert client.get("/uitloggen/").status_code == 200
    assert is_in(client)
    client.post("/uitloggen/")

    assert not is_in(client)
    row = Gebeurtenis.objects.get(soort="medewerker.uitgelogd")
    assert (row.door, row.onderwerp_id) == (str(iemand.pk), str(iemand.pk))


def test_the_session_cookie_is_strict(client: Client, iemand: Medewerker) -> None:
    log_in(client)

    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax", "a link in an e-mail finds one logged in; a form on another site does not"
    assert cookie["max-age"] == "", "gone when the browser closes"


def test_after_half_an_hour_of_nothing_one_is_out(
    client: Client, iemand: Medewerker, clock: time_machine.Traveller
) -> None:
    log_in(client)
    for _ in range(3):
        clock.shift(timedelta(minutes=29))
        assert is_in(client), "every request starts the half hour again"

    clock.shift(timedelta(minutes=31))

    assert not is_in(client)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/leerlingen/", "/leerlingen/"),
        ("https://elders.example/", "/"),
        ("//elders.example/", "/"),
        ("https:elders.example", "/"),
        ("\\\\elders.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver.elders.example/", "/"),
    ],
)
def test_next_stays_in_this_house(client: Client, iemand: Medewerker, target: str, expected: str) -> None:
    assert log_in(client, next=target).headers["Location"] == expected


def test_a_visitor_comes_back_to_the_page_that_was_asked_for(client: Client, iemand: Medewerker) -> None:
    assert client.get("/leerlingen/").headers["Location"] == "/inloggen/?next=/leerlingen/"


def test_nobody_signs_up(client: Client, db: None) -> None:
    before = Medewerker.objects.count()

    client.post("/account/aanmelden/", {"email": "nieuw@test.example", "password1": PASSWORD})

    assert Medewerker.objects.count() == before
    assert not is_in(client)


# --- not in


def test_known_and_unknown_accounts_get_the_same_answer(client: Client, iemand: Medewerker) -> None:
    known = log_in(client, EMAIL, "fout-wachtwoord-1")
    unknown = log_in(client, "nemand@test.example", "fout-wachtwoord-1")

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert WRONG in text(known)
    assert text(known).replace(EMAIL, "") == text(unknown).replace("nemand@test.example", "")


def test_a_failure_is_recorded_without_what_was_typed(client: Client, iemand: Medewerker) -> None:
    log_in(client, EMAIL, "fout-wachtwoord-1")
    log_in(client, "nemand@test.example", "fout-wachtwoord-2")

    known, unknown = Gebeurtenis.objects.filter(soort="medewerker.inloggen_mislukt").order_by("moment")
    assert (known.door, known.onderwerp_id, known.uitkomst) == ("systeem", str(iemand.pk), "geweigerd")
    assert (unknown.door, unknown.onderwerp_id) == ("systeem", "")
    everything = json.dumps(list(Gebeurtenis.objects.values()), default=str)
    assert "fout-wachtwoord" not in everything
    assert "test.example" not in everything


def test_an_account_that_is_off_stays_out(client: Client, iemand: Medewerker) -> None:
    Medewerker.objects.update(is_active=False)

    response = log_in(client)

    assert not is_in(client)
    assert response.status_code in (200, 302)


def test_after_five_mistakes_even_the_right_password_waits(
    client: Client, iemand: Medewerker, clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        assert WRONG in text(log_in(client, EMAIL, "fout-wachtwoord-1"))

    assert TOO_OFTEN in text(log_in(client))
    assert not is_in(client)
    clock.shift(timedelta(minutes=14))
    assert TOO_OFTEN in text(log_in(client))
    clock.shift(timedelta(minutes=2))
    assert log_in(client).status_code == 302


def test_an_unknown_account_is_limited_in_the_same_words(client: Client, db: None) -> None:
    for _ in range(5):
        log_in(client, "nemand@test.example", "fout-wachtwoord-1")

    assert TOO_OFTEN in text(log_in(client, "nemand@test.example", "fout-wachtwoord-1"))


def test_no_more_than_fifty_mistakes_a_day(client: Client, iemand: Medewerker, clock: time_machine.Traveller) -> None:
    wrong = 0
    for _ in range(12):
        for _ in range(5):
            wrong += WRONG in text(log_in(client, EMAIL, "fout-wachtwoord-1"))
        clock.shift(timedelta(minutes=16))

    assert wrong == 50
    assert TOO_OFTEN in text(log_in(client))


def test_one_address_trying_many_accounts_is_slowed_down(client: Client, iemand: Medewerker) -> None:
    answers = [log_in(client, f"wie{number}@test.example", "fout-wachtwoord-1") for number in range(22)]

    assert TOO_OFTEN in text(answers[-1])
    assert WRONG in text(log_in(Client(REMOTE_ADDR="198.51.100.7"), EMAIL, "fout-wachtwoord-1"))


def test_a_header_does_not_make_another_address(client: Client, iemand: Medewerker) -> None:
    """Without a proxy in front, what the visitor says about it is not believed."""
    for number in range(22):
        response = client.post(
            "/inloggen/",
            {"login": f"wie{number}@test.example", "password": "fout-wachtwoord-1"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )

    assert TOO_OFTEN in text(response)
    assert set(Gebeurtenis.objects.values_list("adres", flat=True)) == {"127.0.0.1"}


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(
    client: Client, iemand: Medewerker, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    client.post(
        "/inloggen/",
        {"login": EMAIL, "password": PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.66, 198.51.100.9"},
    )

    assert Gebeurtenis.objects.get(soort="medewerker.ingelogd").adres == "198.51.100.9"


def test_too_many_requests_get_a_dutch_page(client: Client, iemand: Medewerker) -> None:
    for _ in range(31):
        response = log_in(client)
        client.logout()

    assert response.status_code == 429
    assert '<html lang="nl"' in text(response)
    assert TOO_OFTEN in text(response)


# --- the demo


DEMO = "ib-er@demo.example"


def test_in_the_demo_a_demo_account_gets_in(client: Client, db: None) -> None:
    person(DEMO)

    assert log_in(client, DEMO).status_code == 302


def test_outside_the_demo_it_gets_the_answer_of_a_wrong_password(client: Client, db: None, settings: Settings) -> None:
    person(DEMO)
    settings.DEMO = False

    for email in (DEMO, DEMO.upper(), "nemand@test.example"):
        response = log_in(client, email)
        assert response.status_code == 200
        assert WRONG in text(response)
    assert not is_in(client)


def passes_pre_login(medewerker: Medewerker) -> HttpRequest:
    """Any other way in (a passkey, a reset password, a single sign-on later) ends in `perform_login`."""
    request: HttpRequest = RequestFactory().post("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    with request_context(request):
        perform_login(request, Login(user=medewerker))
    return request


def test_a_demo_account_gets_in_by_no_other_way_either(db: None, settings: Settings) -> None:
    medewerker = person(DEMO)
    assert passes_pre_login(medewerker).user == medewerker

    settings.DEMO = False

    assert not passes_pre_login(medewerker).user.is_authenticated


def test_a_session_from_the_demo_ends_with_the_demo(client: Client, db: None, settings: Settings) -> None:
    second_factor(person(DEMO))
    client.force_login(Medewerker.objects.get(), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    assert is_in(client)

    settings.DEMO = False

    assert client.get("/").headers["Location"].startswith("/inloggen/")
    settings.DEMO = True
    assert not is_in(client), "the session itself is gone"


def test_outside_the_demo_no_demo_account_is_offered(client: Client, db: None, settings: Settings) -> None:
    assert "demo.example" in text(client.get("/inloggen/"))

    settings.DEMO = False

    assert "demo.example" not in text(client.get("/inloggen/"))
    assert "overstap-demo" not in text(client.get("/inloggen/"))

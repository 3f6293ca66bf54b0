"""The idle time: what counts as activity, and what a page needs to warn before it is over."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from lxml import html
from time_machine import Traveller

from tests.cast import Cast

STIL = {"X-Stil": "1"}
ADRES = "/sessie/"
IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


@pytest.fixture
def ib_er(cast: Cast, client: Client) -> Client:
    return cast.log_in(client, "ib_er")


def verloopt() -> object:
    return Session.objects.get().expire_date


def test_it_tells_who_is_logged_in_with_a_token(cast: Cast, ib_er: Client) -> None:
    antwoord = ib_er.get(ADRES)

    assert antwoord.json()["who"] == str(cast["ib_er"].pk) and len(antwoord.json()["token"]) == 64
    assert antwoord.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("headers", [{}, STIL])
def test_who_is_not_logged_in_is_told_nothing(client: Client, db: None, headers: dict[str, str]) -> None:
    assert client.get(ADRES, headers=headers).status_code == 302


@pytest.mark.parametrize("adres", [ADRES, "/", "/leerlingen/"])
def test_a_question_that_a_page_asks_by_itself_does_not_count(ib_er: Client, clock: Traveller, adres: str) -> None:
    ib_er.get(adres)
    eerst = verloopt()
    clock.shift(timedelta(minutes=20))

    stil = ib_er.get(adres, headers=STIL)
    assert stil.status_code == 200 and verloopt() == eerst
    assert settings.SESSION_COOKIE_NAME not in stil.cookies

    gewoon = ib_er.get(adres)
    assert verloopt() > eerst and settings.SESSION_COOKIE_NAME in gewoon.cookies


def test_quiet_questions_alone_do_not_keep_a_session_alive(ib_er: Client, clock: Traveller) -> None:
    ib_er.get("/")
    for _ in range(4):
        clock.shift(IDLE / 4 + timedelta(seconds=1))
        laatste = ib_er.get(ADRES, headers=STIL)

    assert laatste.status_code == 302


def test_a_quiet_request_that_changes_the_session_is_kept(cast: Cast, client: Client, ib_er: Client) -> None:
    assert ib_er.post("/uitloggen/", headers=STIL).status_code == 302
    assert ib_er.get(ADRES).status_code == 302


def test_the_page_knows_how_long_only_for_who_is_logged_in(cast: Cast, client: Client) -> None:
    assert b"data-session" not in client.get("/inloggen/").content

    pagina = html.fromstring(cast.log_in(client, "ib_er").get("/").content)

    (venster,) = pagina.xpath("//dialog[@data-session-warning]")
    assert venster.get("data-session-warning") == "1800" and venster.get("data-session-url") == ADRES
    assert venster.get("open") is None, "closed without JavaScript"

"""Headers of every page, and what the audit knows of a request."""

import gzip
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from gka.audit import context
from gka.middleware import AuditContext, PrivatePages
from gka.models import Gebeurtenis, Leerling
from tests import build
from tests.cast import Cast

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /csp-melding/"
)
POLICY = "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def wrong_headers(response: HttpResponse) -> list[str]:
    """What every response must say about itself, whatever it is."""
    found = {name: response.headers.get(name, "") for name in HEADERS}
    # allauth adds to it on its own pages: also good.
    found["Cache-Control"] = "no-store" if "no-store" in found["Cache-Control"] else found["Cache-Control"]
    faults = [f"{name} is {found[name]!r}" for name, wanted in HEADERS.items() if found[name] != wanted]
    policy = response.headers.get("Content-Security-Policy", "")
    faults += (
        [] if sorted(policy.split("; ")) == sorted(CSP.split("; ")) else [f"Content-Security-Policy is {policy!r}"]
    )
    return faults


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("anoniem", "/inloggen/", 200),
        ("anoniem", "/", 302),
        ("anoniem", "/healthz", 200),
        ("anoniem", "/readyz", 200),
        ("anoniem", "/bestaat-niet/", 404),
        ("anoniem", "/account/wachtwoord/vergeten/", 200),
        ("ib_er", "/", 200),
        ("ib_er", "/leerlingen/", 200),
        ("ib_er", "/dashboard/", 403),
        ("ib_er", "/account/2fa/", 200),
        ("gemeente", "/leerlingen/", 403),
        ("gemeente", "/rapporten/", 200),
    ],
)
def test_every_kind_of_page_has_its_headers(client: Client, cast: Cast, who: str, address: str, status: int) -> None:
    response = cast.log_in(client, who).get(address)

    assert response.status_code == status
    assert wrong_headers(response) == []


def test_a_refused_form_has_them_too(cast: Cast) -> None:
    client = cast.log_in(Client(enforce_csrf_checks=True), "ib_er")

    response = client.post("/leerlingen/", {"naam": "x"})

    assert response.status_code == 403
    assert wrong_headers(response) == []
    assert '<html lang="nl"' in response.content.decode()


def test_an_error_page_has_them_too_and_tells_nothing(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(*_: object, **__: object) -> None:
        raise RuntimeError("Zqnaam uit de database")

    client.raise_request_exception = False
    monkeypatch.setattr("gka.views.start.panels.for_start", fall)

    with caplog.at_level(logging.CRITICAL):
        response = cast.log_in(client, "ib_er").get("/")

    assert response.status_code == 500
    assert wrong_headers(response) == []
    text = response.content.decode()
    assert '<html lang="nl"' in text
    assert "Zqnaam" not in text
    assert "Traceback" not in text


def test_a_missing_header_would_be_seen() -> None:
    bare = HttpResponse()

    assert len(wrong_headers(bare)) == len(HEADERS) + 1


def test_there_is_nothing_unsafe_in_the_policy() -> None:
    for word in ("unsafe", "data:", "http:", "https:", "*", "blob:", "nonce"):
        assert word not in CSP
    for needed in ("default-src", "base-uri", "form-action", "frame-ancestors", "report-uri"):
        assert needed in CSP


def test_static_files_may_be_kept() -> None:
    """Whitenoise answers before PrivatePages; a response that says so itself is left alone."""

    def answer(_: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "public, max-age=31536000"})

    assert PrivatePages(answer)(RequestFactory().get("/"))["Cache-Control"] == "public, max-age=31536000"


# --- audit context


def test_every_request_has_its_own_number_and_leaves_nothing_behind(
    client: Client, cast: Cast, leerling: Leerling
) -> None:
    cast.log_in(client, "ib_er")
    for _ in range(2):
        client.get("/leerlingen/")

    numbers = Gebeurtenis.objects.filter(soort="leerlingen.gezien").values_list("verzoek_id", flat=True)
    assert len(set(numbers)) == 2
    assert context.current() == context.Context()


def test_the_context_is_left_also_after_an_error(rf: RequestFactory, db: None) -> None:
    def fall(_: HttpRequest) -> HttpResponse:
        assert context.current().verzoek_id
        raise RuntimeError

    with pytest.raises(RuntimeError):
        AuditContext(fall)(rf.get("/"))

    assert context.current() == context.Context()


@pytest.mark.parametrize(
    ("address", "recorded"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8::1", "2001:db8::1"), ("", ""), ("unix:", ""), ("x' OR 1=1", "")],
)
def test_only_a_real_address_is_recorded(rf: RequestFactory, db: None, address: str, recorded: str) -> None:
    seen: list[str] = []

    def answer(_: HttpRequest) -> HttpResponse:
        seen.append(context.current().adres)
        return HttpResponse()

    AuditContext(answer)(rf.get("/", REMOTE_ADDR=address))

    assert seen == [recorded]


def test_a_refusal_records_the_page_never_what_was_asked(client: Client, cast: Cast) -> None:
    cast.log_in(client, "gemeente")

    client.get("/leerlingen/?zoek=Zqnaam&naam=Zqnaam")

    row = Gebeurtenis.objects.get(soort="toegang.geweigerd")
    assert row.details == {"adres_naam": "gka:leerlingen", "sleutels": [], "antwoord": 403}


def test_a_visitor_who_is_refused_leaves_no_record(client: Client, cast: Cast, leerling: Leerling) -> None:
    """There is nobody to name; the log-in page is where visitors end up."""
    client.get(leerling.get_absolute_url())

    assert not Gebeurtenis.objects.filter(soort="toegang.geweigerd").exists()


@pytest.mark.parametrize("setting", ["SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_SAVE_EVERY_REQUEST"])
def test_cookies_are_out_of_reach_of_scripts(settings: Settings, setting: str) -> None:
    assert getattr(settings, setting)


def test_a_session_lasts_half_an_hour_at_most(settings: Settings) -> None:
    assert settings.SESSION_COOKIE_AGE <= 30 * 60
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_passwords_are_stored_with_argon2(settings: Settings) -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_nothing_is_cached_between_two_people(cast: Cast) -> None:
    first, second = cast.log_in(Client(), "ib_er"), cast.log_in(Client(), "gemeente")

    assert first.get("/leerlingen/").status_code == 200
    assert second.get("/leerlingen/").status_code == 403
    assert "Cookie" in first.get("/leerlingen/").headers["Vary"]


def test_pages_are_sent_compressed_and_padded(client: Client, cast: Cast) -> None:
    """Of an answer that is compressed, the length must not tell what is in it (BREACH)."""
    for nummer in range(6):
        build.leerling(cast, roepnaam=f"Kind{nummer}")
    cast.log_in(client, "ib_er")
    gevraagd = {"accept-encoding": "gzip"}

    los = client.get("/leerlingen/csv/").content
    antwoorden = [client.get("/leerlingen/csv/", headers=gevraagd) for _ in range(9)]

    assert {antwoord["Content-Encoding"] for antwoord in antwoorden} == {"gzip"}
    assert {gzip.decompress(antwoord.content) for antwoord in antwoorden} == {los}
    assert len({len(antwoord.content) for antwoord in antwoorden}) > 1
    assert wrong_headers(antwoorden[0]) == []

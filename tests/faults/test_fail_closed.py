"""What cannot be recorded does not happen and is not shown; what fails says nothing it should not (goal G18)."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gka.actions import ouders, schoolkeuzes
from gka.models import Gebeurtenis, Leerling, Ouder
from gka.privacy.encryption import DecryptionError
from gka.workflow import Keuzesoort, Relatie
from tests import build
from tests.cast import Cast

NAAM = "Zqroepnaam"


@pytest.fixture
def gone(settings: Settings, tmp_path: Path) -> Path:
    """The key of the audit is gone: nothing can be recorded."""
    settings.AUDIT_KEY_FILE = tmp_path / "weg"
    return settings.AUDIT_KEY_FILE


@pytest.fixture
def pupil(cast: Cast) -> Leerling:
    return build.leerling(cast, roepnaam=NAAM)


def visit(client: Client, cast: Cast, address: str) -> tuple[int, str]:
    client.raise_request_exception = False
    response = cast.log_in(client, "ib_er").get(address)
    return response.status_code, response.content.decode()


def test_a_pupil_is_not_shown_when_the_audit_cannot_record_it(
    client: Client, cast: Cast, pupil: Leerling, gone: Path
) -> None:
    for address in (pupil.get_absolute_url(), "/leerlingen/"):
        status, text = visit(client, cast, address)

        assert status in (500, 503), address
        assert NAAM not in text
        assert '<html lang="nl"' in text


def test_with_the_key_the_same_pages_open(client: Client, cast: Cast, pupil: Leerling) -> None:
    """The negative control of the test above."""
    for address in (pupil.get_absolute_url(), "/leerlingen/"):
        status, text = visit(client, cast, address)
        assert (status, NAAM in text) == (200, True)


def test_a_refusal_that_cannot_be_recorded_stays_a_refusal(
    client: Client, cast: Cast, pupil: Leerling, gone: Path
) -> None:
    client.raise_request_exception = False
    response = cast.log_in(client, "vreemdeling_ib_er").get(pupil.get_absolute_url())

    assert response.status_code in (404, 500, 503)
    assert NAAM not in response.content.decode()


def test_a_write_that_cannot_be_recorded_does_not_happen(cast: Cast, pupil: Leerling, gone: Path) -> None:
    with pytest.raises(ImproperlyConfigured):
        ouders.toevoegen(leerling=pupil, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())
    with pytest.raises(ImproperlyConfigured):
        schoolkeuzes.vastleggen(
            leerling=pupil,
            soort=Keuzesoort.BEOOGD,
            school=cast.vo_school,
            door=cast["ib_er"],
            op=timezone.now(),
            dag=timezone.localdate(),
        )

    assert pupil.ouders.count() == 1
    assert pupil.schoolkeuzes.filter(soort=Keuzesoort.BEOOGD).count() == 0


def test_nobody_gets_in_unrecorded(client: Client, cast: Cast, gone: Path) -> None:
    client.raise_request_exception = False
    person = cast["ib_er"]
    person.set_password("een-heel-lang-wachtwoord")
    person.save()

    client.post("/inloggen/", {"login": person.email, "password": "een-heel-lang-wachtwoord"})

    rows = Gebeurtenis.objects.filter(soort="medewerker.ingelogd")
    assert not rows.exists()
    assert client.get("/").status_code == 302


def test_an_unreadable_secret_is_an_error_and_never_ciphertext(
    client: Client, cast: Cast, pupil: Leerling, settings: Settings, tmp_path: Path
) -> None:
    ouder = pupil.ouders.get()
    ouder.contact = "bel na vijf uur"
    ouder.save()
    settings.ENCRYPTION_KEYS_FILE = tmp_path / "keys"
    settings.ENCRYPTION_KEYS_FILE.write_text("k9:" + "A" * 43 + "=")

    with pytest.raises(DecryptionError):
        str(Ouder.objects.get(pk=ouder.pk).contact)
    status, text = visit(client, cast, pupil.get_absolute_url())

    assert "v1:k1" not in text
    assert "bel na vijf uur" not in text
    assert status in (200, 500), "a page that does not show it may open"


def test_a_broken_database_gives_a_dutch_page_without_details(
    client: Client, cast: Cast, pupil: Leerling, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    cast.log_in(client, "ib_er")

    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError("could not connect to server 10.0.0.5 as overstap")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        response = client.get("/leerlingen/")

    assert response.status_code in (500, 503)
    assert '<html lang="nl"' in response.content.decode()
    assert "10.0.0.5" not in response.content.decode()

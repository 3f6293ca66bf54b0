"""What goes into the audit, and that nothing can be taken out again."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gka.audit import context, record
from gka.audit.kinds import KINDS
from gka.audit.record import leg_vast, row_hmac
from gka.models import Gebeurtenis, Leerling, Uitkomst
from tests.cast import Cast

OP = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


def test_a_record_says_who_what_whom_and_when(cast: Cast, leerling: Leerling) -> None:
    token = context.enter(context.Context("verzoek-1", "192.0.2.7"))
    try:
        made = leg_vast("leerling.gezien", door=cast["ib_er"], op=OP, onderwerp=leerling, aantal=1)
    finally:
        context.leave(token)

    row = Gebeurtenis.objects.get(pk=made.pk)
    assert row.moment == OP
    assert (row.soort, row.actie, row.uitkomst) == ("leerling.gezien", "R", "gelukt")
    assert (row.door, row.rollen) == (str(cast["ib_er"].pk), "ib_er")
    assert (row.onderwerp_soort, row.onderwerp_id, row.leerling_id) == (
        "gka.leerling",
        str(leerling.pk),
        str(leerling.pk),
    )
    assert (row.verzoek_id, row.adres, row.details) == ("verzoek-1", "192.0.2.7", {"aantal": 1})
    assert row.hmac == row_hmac(row)
    assert (row.zegel_nummer, row.volgnummer) == (None, None)


def test_a_fact_about_a_pupil_names_the_pupil(cast: Cast, leerling: Leerling) -> None:
    (ouder,) = leerling.ouders.all()

    made = leg_vast("ouder.toegevoegd", door=cast["ib_er"], op=OP, onderwerp=ouder)

    assert made.leerling_id == str(leerling.pk)


@pytest.mark.parametrize(
    "value",
    ["Bo", "bo de vries", "Jan", "é", "", "ok\n", "a" * 81, {"naam": "bo"}, ["ja", "Nee"]],
    ids=["capital", "spaces", "name", "accent", "empty", "newline", "long", "dict", "list"],
)
def test_a_name_or_text_in_details_is_refused(db: None, value: object) -> None:
    with pytest.raises(ValueError, match="could be a name"):
        leg_vast("leerling.gezien", door=None, op=OP, iets=value)

    assert not Gebeurtenis.objects.exists()


def test_keys_codes_and_numbers_are_welcome(db: None) -> None:
    key = uuid.uuid4()

    made = leg_vast("leerling.gezien", door=None, op=OP, a=key, b=["ja", 3], c=None, d=True, e="2026-03", f=OP.date())

    row = Gebeurtenis.objects.get(pk=made.pk)
    assert row.details == {"a": str(key), "b": ["ja", 3], "c": None, "d": True, "e": "2026-03", "f": "2026-03-10"}
    assert row.hmac == row_hmac(row), "what was stored reads back as what was sealed"


def test_an_unknown_kind_is_refused(db: None) -> None:
    with pytest.raises(KeyError):
        leg_vast("leerling.verzonnen", door=None, op=OP)


def test_a_record_shares_the_fate_of_the_deed(db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        leg_vast("leerling.gezien", door=None, op=OP)
        raise RuntimeError

    assert not Gebeurtenis.objects.exists()


def test_every_kind_has_a_dutch_sentence_and_a_tidy_code() -> None:
    for code, kind in KINDS.items():
        assert code == kind.code
        assert code == code.lower(), code
        assert code.count(".") == 1, code
        assert len(code) <= Gebeurtenis._meta.get_field("soort").max_length
        assert kind.zin
        assert kind.zin[0].islower(), "follows a name"
        assert not kind.zin.endswith("."), "is part of a sentence"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gka_gebeurtenis SET soort = 'anders'",
        "UPDATE gka_gebeurtenis SET moment = '2020-01-01 00:00:00'",
        "UPDATE gka_gebeurtenis SET details = '{}'",
        "UPDATE gka_gebeurtenis SET hmac = ''",
        "UPDATE gka_gebeurtenis SET zegel_nummer = 1",
        "UPDATE gka_gebeurtenis SET volgnummer = 1",
        "UPDATE gka_gebeurtenis SET zegel_nummer = 1, volgnummer = 1, soort = 'anders'",
        "DELETE FROM gka_gebeurtenis",
    ],
)
def test_the_database_refuses_to_change_an_open_record(db: None, statement: str) -> None:
    leg_vast("leerling.gezien", door=None, op=OP, aantal=1)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_sealer_may_number_a_record_once(db: None) -> None:
    leg_vast("leerling.gezien", door=None, op=OP)
    sealing = "UPDATE gka_gebeurtenis SET zegel_nummer = 1, volgnummer = 1"

    with connection.cursor() as cursor:
        cursor.execute(sealing)

    for again in (sealing, "UPDATE gka_gebeurtenis SET zegel_nummer = NULL, volgnummer = NULL"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(again)


def test_the_orm_cannot_change_a_record_either(db: None) -> None:
    row = leg_vast("leerling.gezien", door=None, op=OP)

    for attempt in (row.delete, lambda: Gebeurtenis.objects.update(door="iemand"), row.save):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()


def test_without_its_key_nothing_is_recorded(db: None, settings: Settings) -> None:
    settings.AUDIT_KEY_FILE = settings.KEY_DIR / "is_er_niet"

    with pytest.raises(ImproperlyConfigured, match="is_er_niet"):
        leg_vast("leerling.gezien", door=None, op=OP)


def test_a_short_key_is_refused(db: None, settings: Settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.AUDIT_KEY_FILE = tmp_path / "audit_key"
    settings.AUDIT_KEY_FILE.write_text("kort\n")

    with pytest.raises(ImproperlyConfigured, match="32"):
        leg_vast("leerling.gezien", door=None, op=OP)


def test_the_key_is_not_in_the_database(db: None) -> None:
    leg_vast("leerling.gezien", door=None, op=OP)

    assert record.audit_key()[1].decode() not in json.dumps(list(Gebeurtenis.objects.values()), default=str)


# --- through the front door


def test_a_wrong_address_is_recorded_as_denied(client: Client, cast: Cast) -> None:
    cast.log_in(client, "vreemdeling_ib_er")

    response = client.post("/", REMOTE_ADDR="198.51.100.9")

    assert response.status_code == 405
    assert not Gebeurtenis.objects.filter(soort="toegang.geweigerd").exists()


def test_an_address_that_does_not_exist_is_not_recorded(client: Client, cast: Cast) -> None:
    cast.log_in(client, "ib_er")

    assert client.get("/bestaat-niet/").status_code == 404
    assert not Gebeurtenis.objects.filter(soort="toegang.geweigerd").exists()


def test_denied_pupil_page_is_recorded_with_its_key_and_address(client: Client, cast: Cast, leerling: Leerling) -> None:
    cast.log_in(client, "vreemdeling_ib_er")

    response = client.get(leerling.get_absolute_url(), REMOTE_ADDR="198.51.100.9")

    assert response.status_code == 404
    row = Gebeurtenis.objects.get(soort="toegang.geweigerd")
    assert (row.door, row.uitkomst) == (str(cast.people["vreemdeling_ib_er"].pk), Uitkomst.GEWEIGERD)
    assert row.details == {"adres_naam": "gka:leerling", "sleutels": [str(leerling.pk)], "antwoord": 404}
    assert (row.adres, row.leerling_id) == ("198.51.100.9", "")
    assert len(row.verzoek_id) == 32


def test_reading_a_pupil_is_recorded_once_per_page(client: Client, cast: Cast, leerling: Leerling) -> None:
    cast.log_in(client, "ib_er")

    client.get(leerling.get_absolute_url())

    row = Gebeurtenis.objects.get(soort="leerling.gezien")
    assert (row.door, row.leerling_id) == (str(cast.people["ib_er"].pk), str(leerling.pk))
    assert abs(row.moment - timezone.now()).total_seconds() < 60


def test_reading_a_list_names_every_pupil_on_it(client: Client, cast: Cast, leerling: Leerling) -> None:
    cast.log_in(client, "ib_er")

    client.get("/leerlingen/")

    row = Gebeurtenis.objects.get(soort="leerlingen.gezien")
    assert row.details == {"sleutels": [str(leerling.pk)], "aantal": 1}

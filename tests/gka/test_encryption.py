"""Encryption at rest: readable on the loaded row with the right key, and nowhere else (goal G17)."""

import base64
import json
import os
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core import serializers
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import F
from pytest_django import Settings

from gka.access.adapters import MFAAdapter
from gka.models import Leerling, Ouder
from gka.privacy import encryption
from gka.privacy.encryption import Ciphertext, DecryptionError, EncryptedTextField
from tests import build
from tests.cast import Cast

GEHEIM = "Zqgeheim: bel na vijf uur 06-00000000"


@pytest.fixture
def ouder(leerling: Leerling) -> Ouder:
    row: Ouder = leerling.ouders.get()
    row.contact = GEHEIM
    row.save()
    return row


def fresh(ouder: Ouder) -> Ouder:
    return Ouder.objects.get(pk=ouder.pk)


def stored(ouder: Ouder) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact FROM gka_ouder WHERE id = %s", [Ouder._meta.pk.get_db_prep_value(ouder.pk, connection)]
        )
        return str(cursor.fetchone()[0])


def store(ouder: Ouder, value: str) -> None:
    key = Ouder._meta.pk.get_db_prep_value(ouder.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE gka_ouder SET contact = %s WHERE id = %s", [value, key])


@pytest.fixture
def key_file(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the key file that a test may change."""
    copy = tmp_path / "encryption_keys"
    copy.write_text(Path(settings.ENCRYPTION_KEYS_FILE).read_text())
    settings.ENCRYPTION_KEYS_FILE = copy
    return copy


def new_key(name: str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


# --- what works


def test_it_reads_back(ouder: Ouder) -> None:
    assert fresh(ouder).contact == GEHEIM
    assert stored(ouder).startswith("v1:k1:")
    assert "geheim" not in stored(ouder)


def test_the_same_text_is_stored_differently_every_time(ouder: Ouder) -> None:
    before = stored(ouder)
    row = fresh(ouder)
    row.contact = GEHEIM
    row.save()

    assert stored(ouder) != before


def test_empty_stays_empty(ouder: Ouder) -> None:
    ouder.contact = ""
    ouder.save()

    assert stored(ouder) == ""
    assert fresh(ouder).contact == ""


def test_saving_another_field_keeps_the_text(ouder: Ouder) -> None:
    for row in (
        fresh(ouder),
        Ouder.objects.only("taal").get(pk=ouder.pk),
        Ouder.objects.defer("contact").get(pk=ouder.pk),
    ):
        row.taal = "de"
        row.save()
        assert fresh(ouder).contact == GEHEIM


def test_saving_a_field_that_was_not_loaded_keeps_the_text(ouder: Ouder) -> None:
    Ouder.objects.defer("contact").get(pk=ouder.pk).save(update_fields=["contact"])

    assert fresh(ouder).contact == GEHEIM


def test_rows_made_in_bulk_are_encrypted_too(cast: Cast, leerling: Leerling) -> None:
    Ouder.objects.bulk_create([Ouder(leerling=leerling, relatie="vader", contact=GEHEIM)])

    row = leerling.ouders.get(relatie="vader")
    assert row.contact == GEHEIM
    assert "geheim" not in stored(row)


# --- what does not


def test_ciphertext_of_another_child_is_refused(cast: Cast, ouder: Ouder) -> None:
    other = build.leerling(cast, nummer="2").ouders.get()
    store(other, stored(ouder))

    with pytest.raises(DecryptionError):
        fresh(other).contact  # noqa: B018 - reading is what is tested


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-8] + ("AAAAAAA=" if text[-8:] != "AAAAAAA=" else "BBBBBBB="),
        lambda text: text.replace("v1:", "v2:", 1),
        lambda text: text.replace(":k1:", ":k9:", 1),
        lambda text: "zomaar tekst",
        lambda text: "v1:k1:geen-base64",
        lambda text: "v1:k1:",
    ],
    ids=["changed", "version", "unknown key", "plain text", "not base64", "cut off"],
)
def test_a_changed_value_raises_and_is_never_shown(ouder: Ouder, change: object) -> None:
    store(ouder, change(stored(ouder)))  # type: ignore[operator]

    with pytest.raises(DecryptionError) as raised:
        fresh(ouder).contact  # noqa: B018
    assert "zomaar" not in str(raised.value)


def test_the_wrong_key_raises(ouder: Ouder, key_file: Path) -> None:
    key_file.write_text(new_key("k1"))

    with pytest.raises(DecryptionError):
        fresh(ouder).contact  # noqa: B018


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "is missing"), ("", "must hold"), ("k1:" + base64.b64encode(b"kort").decode(), "32 bytes")],
)
def test_a_missing_or_short_key_says_what_to_do(
    ouder: Ouder, key_file: Path, content: str | None, message: str
) -> None:
    key_file.unlink() if content is None else key_file.write_text(content)

    with pytest.raises(ImproperlyConfigured, match=message):
        fresh(ouder).contact  # noqa: B018
    with pytest.raises(ImproperlyConfigured, match=message):
        ouder.save()


def test_values_and_lists_leak_nothing(ouder: Ouder) -> None:
    (value,) = Ouder.objects.filter(pk=ouder.pk).values_list("contact", flat=True)

    assert isinstance(value, Ciphertext)
    assert str(value) == repr(value) == f"{value}" == "<versleuteld>"
    assert "geheim" not in str(list(Ouder.objects.values()))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda rows: rows.update(contact="tekst"),
        lambda rows: rows.filter(contact="tekst").exists(),
        lambda rows: rows.filter(contact__contains="tekst").exists(),
        lambda rows: Ouder.objects.bulk_update([_changed(rows.get())], ["contact"]),
    ],
    ids=["update", "filter", "contains", "bulk_update"],
)
def test_what_cannot_be_encrypted_per_row_is_refused(ouder: Ouder, attempt: object) -> None:
    with pytest.raises((TypeError, FieldError), match="encrypted per row|Unsupported lookup"), transaction.atomic():
        attempt(Ouder.objects.filter(pk=ouder.pk))  # type: ignore[operator]

    assert fresh(ouder).contact == GEHEIM


def _changed(ouder: Ouder) -> Ouder:
    ouder.contact = "anders"
    return ouder


def test_emptiness_can_be_asked(cast: Cast, ouder: Ouder) -> None:
    empty = build.leerling(cast, nummer="2").ouders.get()

    assert list(Ouder.objects.filter(contact="")) == [empty]
    assert list(Ouder.objects.exclude(contact="")) == [ouder]


def test_copying_a_column_in_the_database_gives_nothing_readable(cast: Cast, ouder: Ouder) -> None:
    other = build.leerling(cast, nummer="2").ouders.get()
    Ouder.objects.filter(pk=other.pk).update(taal=F("relatie"))
    store(other, stored(ouder))

    with pytest.raises(DecryptionError):
        str(fresh(other).contact)


def test_a_row_without_a_key_of_its_own_is_refused() -> None:
    row = Ouder(relatie="moeder", contact=GEHEIM)
    row.pk = None
    field = Ouder._meta.get_field("contact")
    assert isinstance(field, EncryptedTextField)

    with pytest.raises(ImproperlyConfigured, match="primary key"):
        field.pre_save(row, add=True)


def test_a_dump_of_the_database_holds_no_plain_text(ouder: Ouder) -> None:
    """Every cell of every table, as a dump would have it (G17)."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table names
            assert "Zqgeheim" not in str(cursor.fetchall()), table


def test_the_marker_would_be_found(ouder: Ouder) -> None:
    """The negative control of the search above."""
    store(ouder, GEHEIM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gka_ouder")
        assert "Zqgeheim" in str(cursor.fetchall())


def test_serialising_is_the_readable_way_out(ouder: Ouder) -> None:
    """`dumpdata` decrypts: it is for the operator who holds the keys, not a backup."""
    (row,) = json.loads(serializers.serialize("json", [fresh(ouder)]))

    assert row["fields"]["contact"] == GEHEIM


# --- keys come and go


def test_a_new_key_takes_over_and_the_old_one_still_reads(ouder: Ouder, key_file: Path) -> None:
    old = key_file.read_text().strip()
    key_file.write_text(f"{new_key('k2')}\n{old}\n")

    row = fresh(ouder)
    assert row.contact == GEHEIM
    assert stored(ouder).startswith("v1:k1:"), "reading changes nothing"
    row.save()

    assert stored(ouder).startswith("v1:k2:")
    assert fresh(ouder).contact == GEHEIM


def test_removing_the_old_key_too_early_raises(ouder: Ouder, key_file: Path) -> None:
    key_file.write_text(new_key("k2"))

    with pytest.raises(DecryptionError, match="present keys"):
        fresh(ouder).contact  # noqa: B018


def test_bytes_are_bound_to_their_context() -> None:
    sealed = encryption.encrypt_bytes(b"\x00\xff", context="export-1")

    assert encryption.decrypt_bytes(sealed, context="export-1") == b"\x00\xff"
    with pytest.raises(DecryptionError):
        encryption.decrypt_bytes(sealed, context="export-2")


# --- second factor


def test_secrets_of_the_second_factor_are_encrypted(cast: Cast) -> None:
    adapter = MFAAdapter()
    secret = "JBSWY3DPEHPK3PXP"
    row = Authenticator.objects.create(
        user=cast["ib_er"], type=Authenticator.Type.TOTP, data={"secret": adapter.encrypt(secret)}
    )

    row.refresh_from_db()
    assert secret not in json.dumps(row.data)
    assert adapter.decrypt(row.data["secret"]) == secret
    with pytest.raises(DecryptionError):
        adapter.decrypt(secret)

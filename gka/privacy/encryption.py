"""Encryption of sensitive text: AES-256-GCM, format `v1:keyid:base64(nonce + ciphertext)`.

The associated data names table, column and row, so a value cannot be moved to another child. Keys live in a file
outside the database: lines `keyid:base64`, the first is current. Any failure raises; ciphertext is never shown as text.
(kennis: AVG art. 32; ASVS V11.3)
"""

import base64
import os
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

VERSION = "v1"


class DecryptionError(Exception):
    """The value cannot be read: wrong key, or changed or moved in the database."""


@cache
def _keys(path: Path, _changed: float) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        key_id, _, encoded = line.strip().partition(":")
        if key_id:
            keys[key_id] = base64.b64decode(encoded, validate=True)
    if not keys or any(len(key) != 32 for key in keys.values()):
        raise ImproperlyConfigured(f"{path.name} must hold lines 'keyid:base64 of 32 bytes'.")
    return keys


def keys() -> dict[str, bytes]:
    """All keys by id, current first; re-read when the file changes."""
    path = Path(settings.ENCRYPTION_KEYS_FILE)
    try:
        return _keys(path, path.stat().st_mtime)
    except OSError as error:
        raise ImproperlyConfigured(f"Key file {path.name} is missing. Make the keys once with: script/keys") from error


def encrypt_bytes(data: bytes, *, context: str) -> bytes:
    """Encrypt with the current key; `context` must be given again to decrypt."""
    key_id, key = next(iter(keys().items()))
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, data, context.encode())
    return f"{VERSION}:{key_id}:".encode() + nonce + sealed


def decrypt_bytes(stored: bytes, *, context: str) -> bytes:
    """The original bytes, or DecryptionError."""
    try:
        version, key_id, sealed = bytes(stored).split(b":", 2)
        if version != VERSION.encode():
            raise DecryptionError("Unknown format of an encrypted value.")
        return AESGCM(keys()[key_id.decode()]).decrypt(sealed[:12], sealed[12:], context.encode())
    except (ValueError, KeyError, InvalidTag) as error:
        raise DecryptionError("An encrypted value cannot be read with the present keys.") from error


def encrypt(text: str, *, context: str) -> str:
    """Encrypt text for a text column."""
    version, key_id, sealed = encrypt_bytes(text.encode(), context=context).split(b":", 2)
    return f"{version.decode()}:{key_id.decode()}:{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, *, context: str) -> str:
    """The original text, or DecryptionError."""
    try:
        version, key_id, encoded = stored.split(":", 2)
        sealed = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise DecryptionError("An encrypted value has an unknown format.") from error
    return decrypt_bytes(f"{version}:{key_id}:".encode() + sealed, context=context).decode()


class Ciphertext:
    """What the database holds. It has no readable form, so `values()` and logs cannot leak or show it."""

    __slots__ = ("stored",)

    def __init__(self, stored: str) -> None:
        self.stored = stored

    def __repr__(self) -> str:
        return "<versleuteld>"


class _EncryptedAttribute(DeferredAttribute):
    """Decrypts at the first read. It has `__set__`, because Python looks in the instance first without one."""

    field: "EncryptedTextField"

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Ciphertext):
            value = decrypt(value.stored, context=self.field.context_of(instance))
            instance.__dict__[self.field.attname] = value
        return value


class EncryptedTextField(models.TextField):
    """Text that is encrypted at rest; readable only on a loaded instance. Empty stays empty."""

    descriptor_class = _EncryptedAttribute

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it empty": what is inside cannot be searched."""
        return super().get_lookup(lookup_name) if lookup_name in ("exact", "isnull") else None

    def context_of(self, instance: models.Model) -> str:
        """Table, column and row of the value: the associated data of the cipher."""
        if instance.pk is None:
            raise ImproperlyConfigured("An encrypted field needs a primary key that exists before saving (a UUID).")
        return f"{instance._meta.db_table}|{self.column}|{instance.pk}"

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Ciphertext | str | None:
        return Ciphertext(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if self.attname not in model_instance.__dict__:
            getattr(model_instance, self.attname)  # not loaded yet: without this, saving would empty it
        value = model_instance.__dict__[self.attname]
        if isinstance(value, Ciphertext) or not value:
            return value
        return Ciphertext(encrypt(value, context=self.context_of(model_instance)))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Ciphertext):
            return value.stored
        if value:
            raise TypeError(
                f"{self.name} is encrypted per row: save an instance, update() and filters cannot reach it."
            )
        return value

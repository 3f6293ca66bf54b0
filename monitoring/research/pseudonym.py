"""Pseudonyms: a pupil has one code in every file for this recipient, and nobody without the key can make it.

Input is the random key of the row, never a name, a date of birth or a number (kennis/anonimisering.md 1). The key file
is given to the worker only, so the web process can neither make nor undo a pseudonym.
"""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gka.exceptions import NietToegestaan

RECIPIENT = "um"
LENGTH = 16  # 80 bits
SCHOOL_LENGTH = 8
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class KeyMissing(NietToegestaan):
    """The worker has no usable key; whoever asked for the export reads this sentence."""

    def __init__(self) -> None:
        super().__init__(
            "De sleutel voor pseudoniemen ontbreekt bij de achtergrondverwerking. "
            "Vraag de beheerder om hem te plaatsen en vraag de export daarna opnieuw aan."
        )


@dataclass(frozen=True)
class Pseudonymiser:
    """Codes for one recipient and one region."""

    key: bytes
    regio: str

    @property
    def key_id(self) -> str:
        return hashlib.sha256(self.key).hexdigest()[:8]

    def _digest(self, purpose: str, value: str) -> bytes:
        return hmac.new(self.key, f"{RECIPIENT}-{self.regio}|{purpose}{value}".encode(), hashlib.sha256).digest()

    def pupil(self, pk: uuid.UUID) -> str:
        return base64.b32encode(self._digest("", str(pk)))[:LENGTH].decode().lower()

    def school(self, brin: str) -> str:
        """Eight letters that say nothing of the name and stay the same when a school is added.

        Among a hundred schools two share a code once in forty million keys.
        """
        number = int.from_bytes(self._digest("school|", brin)[:8], "big")
        return "".join(LETTERS[number // 26**place % 26] for place in range(SCHOOL_LENGTH))


def load(regio_code: str) -> Pseudonymiser:
    """With the key of the worker, or KeyMissing."""
    try:
        key = Path(settings.PSEUDONYM_KEY_FILE).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        key = ""
    if not settings.PSEUDONYM_KEY_FILE or len(key) < 32:
        raise KeyMissing
    return Pseudonymiser(key.encode(), regio_code)

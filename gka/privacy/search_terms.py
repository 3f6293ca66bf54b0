"""A name somebody searches for does not belong in an address: addresses end up in histories and logs of others.

The search is posted, and the address of the result carries it encrypted, for this person only.
"""

from gka.models import Medewerker
from gka.privacy.encryption import DecryptionError, decrypt, encrypt


def sluit(term: str, *, voor: Medewerker) -> str:
    """The term as a text for the address."""
    return encrypt(term, context=f"zoek:{voor.pk}")


def open_(tekst: str, *, voor: Medewerker) -> str:
    """The term again; nothing when the address was changed or is somebody else's."""
    try:
        return decrypt(tekst, context=f"zoek:{voor.pk}")
    except DecryptionError:
        return ""

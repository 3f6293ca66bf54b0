"""The list between preview and confirm: one encrypted text in the page, so nothing is kept before a person confirms.

It opens for the same person and school only, for an hour (AES-GCM, see `gka.privacy.encryption`).
"""

import base64
import binascii
import json
import zlib
from datetime import date, datetime, timedelta
from typing import Any

from gka.imports.preview import Kandidaat, Lijst, Weggelaten
from gka.imports.refusals import BestandGeweigerd
from gka.models import Medewerker, School
from gka.privacy.encryption import DecryptionError, decrypt_bytes, encrypt_bytes

GELDIG = timedelta(minutes=60)
VERLOPEN = "Deze lijst stond langer dan 60 minuten open. Kies het bestand opnieuw: er is nog niets opgeslagen."
ONLEESBAAR = "Deze lijst kan niet meer gelezen worden. Kies het bestand opnieuw: er is nog niets opgeslagen."


def sluit(lijst: Lijst, *, voor: Medewerker, school: School, op: datetime) -> str:
    """The list as a text that only this person can hand back, for this school."""
    inhoud = {
        "tot": (op + GELDIG).timestamp(),
        "schooljaar": lijst.schooljaar,
        "kandidaten": [
            [rij.nummer, rij.sleutel, rij.roepnaam, rij.tussenvoegsel, rij.achternaam, _iso(rij.geboortedatum)]
            for rij in lijst.kandidaten
        ],
        "van_school": [[rij.nummer, rij.naam, rij.reden] for rij in lijst.van_school],
        "overgeslagen": [[rij.nummer, rij.naam, rij.reden] for rij in lijst.overgeslagen],
    }
    compact = zlib.compress(json.dumps(inhoud, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(encrypt_bytes(compact, context=_context(voor, school))).decode()


def open_(tekst: str, *, voor: Medewerker, school: School, op: datetime) -> Lijst:
    """The list again, or BestandGeweigerd when it is too old, changed, or somebody else's."""
    try:
        verzegeld = base64.b64decode(tekst.encode("ascii", "replace"), altchars=b"-_", validate=True)
        inhoud: dict[str, Any] = json.loads(zlib.decompress(decrypt_bytes(verzegeld, context=_context(voor, school))))
    except (binascii.Error, DecryptionError):
        raise BestandGeweigerd(ONLEESBAAR) from None
    if op.timestamp() > inhoud["tot"]:
        raise BestandGeweigerd(VERLOPEN)
    return Lijst(
        schooljaar=inhoud["schooljaar"],
        kandidaten=tuple(_kandidaat(*rij) for rij in inhoud["kandidaten"]),
        van_school=tuple(Weggelaten(*rij) for rij in inhoud["van_school"]),
        overgeslagen=tuple(Weggelaten(*rij) for rij in inhoud["overgeslagen"]),
    )


def _kandidaat(nummer: int, sleutel: str, roepnaam: str, tussenvoegsel: str, achternaam: str, dag: str) -> Kandidaat:
    geboortedatum = date.fromisoformat(dag) if dag else None
    return Kandidaat(nummer, sleutel, roepnaam, tussenvoegsel, achternaam, geboortedatum)


def _context(voor: Medewerker, school: School) -> str:
    return f"inlezen:{voor.pk}:{school.pk}"


def _iso(dag: date | None) -> str:
    return dag.isoformat() if dag else ""

"""Write the audit: one row per event, in the transaction of the deed, sealed with its own HMAC.

Rows are appended without a lock; `gka.audit.seal` numbers and chains them afterwards.
"""

import hashlib
import hmac
import json
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.utils import timezone

from gka.audit import context
from gka.audit.kinds import KINDS
from gka.models import Gebeurtenis, Medewerker, Uitkomst

SYSTEEM = "systeem"
SEALED_FIELDS = (
    "id",
    "moment",
    "soort",
    "actie",
    "uitkomst",
    "door",
    "rollen",
    "onderwerp_soort",
    "onderwerp_id",
    "leerling_id",
    "details",
    "verzoek_id",
    "adres",
    "sleutel_id",
)
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=str)
# Codes, numbers, dates and keys pass; a name with a capital or a space does not.
SAFE_TEXT = re.compile(r"[a-z0-9][a-z0-9_.:/-]{0,79}")


@cache
def _keys(path: Path, _changed: float) -> dict[str, bytes]:
    keys = [line.strip().encode() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    if not keys or any(len(key) < 32 for key in keys):
        raise ImproperlyConfigured(f"{path.name} must hold lines of at least 32 characters.")
    return {hashlib.sha256(key).hexdigest()[:8]: key for key in keys}


def audit_keys() -> dict[str, bytes]:
    """The keys of the audit by id, current first, from a file outside the database; older ones still verify."""
    path = Path(settings.AUDIT_KEY_FILE)
    try:
        return _keys(path, path.stat().st_mtime)
    except OSError as error:
        raise ImproperlyConfigured(f"Key file {path.name} is missing. Make the keys once with: script/keys") from error


def audit_key() -> tuple[str, bytes]:
    """Id and value of the current key."""
    return next(iter(audit_keys().items()))


def keyed_hash(text: str, key: bytes | None = None) -> str:
    """HMAC-SHA-256 as hex, with the current audit key or the one given."""
    return hmac.digest(key or audit_key()[1], text.encode(), "sha256").hex()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def content_hmac(values: Iterable[Any], key: bytes | None = None) -> str:
    """The seal of one row, over the canonical form of its `SEALED_FIELDS`."""
    return keyed_hash(_CANONICAL.encode([_plain(value) for value in values]), key)


def row_hmac(gebeurtenis: Gebeurtenis) -> str:
    """The seal of a new row, with the current key."""
    return content_hmac(getattr(gebeurtenis, name) for name in SEALED_FIELDS)


def keys_only(value: Any) -> Any:
    """The value as JSON, if it is a key, a code, a number or a list of these; else ValueError.

    A name in the audit or in the arguments of a job would outlive its owner's rights.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple | set):
        return [keys_only(part) for part in value]
    text = str(value)
    if not SAFE_TEXT.fullmatch(text):
        raise ValueError("Only keys, codes and numbers here; this value could be a name or free text.")
    return text


def leg_vast(
    soort: str,
    *,
    door: Medewerker | None,
    op: datetime,
    onderwerp: Model | None = None,
    leerling: Model | uuid.UUID | None = None,
    uitkomst: Uitkomst = Uitkomst.GELUKT,
    **details: Any,
) -> Gebeurtenis:
    """Append one event. `door=None` means the system itself. Raises on an unregistered kind or on unsafe details."""
    kind = KINDS[soort]
    request = context.current()
    leerling_id = getattr(leerling, "pk", leerling)
    if leerling_id is None and onderwerp is not None:
        leerling_id = getattr(
            onderwerp, "leerling_id", onderwerp.pk if onderwerp._meta.label == "gka.Leerling" else None
        )
    rollen = (
        sorted({aanstelling.rol for aanstelling in door.geldige_aanstellingen(timezone.localdate(op))}) if door else []
    )
    gebeurtenis = Gebeurtenis(
        moment=op,
        soort=kind.code,
        actie=kind.actie.value,
        uitkomst=uitkomst.value,
        door=str(door.pk) if door else SYSTEEM,
        rollen=",".join(rollen),
        onderwerp_soort=onderwerp._meta.label_lower if onderwerp else "",
        onderwerp_id=str(onderwerp.pk) if onderwerp else "",
        leerling_id=str(leerling_id) if leerling_id else "",
        details={name: keys_only(value) for name, value in details.items()},
        verzoek_id=request.verzoek_id,
        adres=request.adres,
        sleutel_id=audit_key()[0],
    )
    gebeurtenis.hmac = row_hmac(gebeurtenis)
    gebeurtenis.save(force_insert=True)
    return gebeurtenis

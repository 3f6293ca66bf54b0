"""A list between two pages: one encrypted text in the page, so nothing is kept before a person confirms.

It opens for the same person and school only, for an hour (AES-GCM, see `gka.privacy.encryption`). What is sealed is
either a table whose columns are still to be named, or the list that was made of it.
"""

import base64
import binascii
import json
import zlib
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from gka.actions.inlezen import Kolomkeuze
from gka.imports.preview import Kandidaat, Lijst, Paar, Weggelaten
from gka.imports.refusals import TE_GROOT, BestandGeweigerd
from gka.imports.rows import Naam
from gka.imports.table import Tabel
from gka.models import Medewerker, School
from gka.privacy.encryption import DecryptionError, decrypt_bytes, encrypt_bytes

GELDIG = timedelta(minutes=60)
MAX_TEKEN = 4 * 1024 * 1024  # what a page can hand back, see DATA_UPLOAD_MAX_MEMORY_SIZE
VERLOPEN = "Deze lijst stond langer dan 60 minuten open. Kies het bestand opnieuw: er is nog niets opgeslagen."
ONLEESBAAR = "Deze lijst kan niet meer gelezen worden. Kies het bestand opnieuw: er is nog niets opgeslagen."
LIJST, TABEL = "lijst", "tabel"


def sluit(lijst: Lijst, *, voor: Medewerker, school: School, op: datetime) -> str:
    """The list as a text that only this person can hand back, for this school."""
    inhoud = {
        "schooljaar": lijst.schooljaar,
        "kandidaten": [_rij_als_json(rij) for rij in lijst.kandidaten],
        "van_school": [[rij.nummer, rij.naam, rij.reden] for rij in lijst.van_school],
        "overgeslagen": [[rij.nummer, rij.naam, rij.reden] for rij in lijst.overgeslagen],
        "meldingen": lijst.meldingen,
        "kolommen": asdict(lijst.kolommen) if lijst.kolommen else None,
        "paren": [[paar.nummer, paar.leerling, paar.versie] for paar in lijst.paren],
    }
    return verzegel(inhoud, _context(LIJST, voor, school), op)


def open_(tekst: str, *, voor: Medewerker, school: School, op: datetime) -> Lijst:
    """The list again, or BestandGeweigerd when it is too old, changed, or somebody else's."""
    inhoud = ontzegel(tekst, _context(LIJST, voor, school), op)
    kolommen = inhoud["kolommen"]
    return Lijst(
        schooljaar=inhoud["schooljaar"],
        kandidaten=tuple(_kandidaat(*rij) for rij in inhoud["kandidaten"]),
        van_school=tuple(Weggelaten(*rij) for rij in inhoud["van_school"]),
        overgeslagen=tuple(Weggelaten(*rij) for rij in inhoud["overgeslagen"]),
        meldingen=tuple(inhoud["meldingen"]),
        kolommen=Kolomkeuze(**kolommen | {"velden": tuple(kolommen["velden"])}) if kolommen else None,
        paren=tuple(Paar(*paar) for paar in inhoud["paren"]),
    )


def sluit_tabel(tabel: Tabel, *, voor: Medewerker, school: School, op: datetime) -> str:
    """The table likewise; BestandGeweigerd when it is too much for a page."""
    return verzegel(tabel_als_json(tabel), _context(TABEL, voor, school), op)


def open_tabel(tekst: str, *, voor: Medewerker, school: School, op: datetime) -> Tabel:
    """The table again, by the same rules as a list."""
    return tabel_van_json(ontzegel(tekst, _context(TABEL, voor, school), op))


def tabel_als_json(tabel: Tabel) -> dict[str, Any]:
    """A table as plain values, to be sealed."""
    return asdict(tabel) | {"scheef": sorted(tabel.scheef)}


def tabel_van_json(inhoud: dict[str, Any]) -> Tabel:
    """The table of `tabel_als_json`."""
    return Tabel(
        koppen=tuple(inhoud["koppen"]),
        plaatsen=tuple(inhoud["plaatsen"]),
        rijen=tuple((nummer, tuple(cellen)) for nummer, cellen in inhoud["rijen"]),
        scheef=frozenset(inhoud["scheef"]),
        niet_gelezen=tuple(inhoud["niet_gelezen"]),
        alle_koppen=tuple(inhoud["alle_koppen"]),
    )


def verzegel(inhoud: dict[str, Any], context: str, op: datetime) -> str:
    """These plain values as one encrypted text; `context` says for whom and for what. Opens for an hour."""
    inhoud |= {"tot": (op + GELDIG).timestamp()}
    compact = zlib.compress(json.dumps(inhoud, separators=(",", ":")).encode(), 6)
    tekst = base64.urlsafe_b64encode(encrypt_bytes(compact, context=context)).decode()
    if len(tekst) > MAX_TEKEN:
        raise BestandGeweigerd(TE_GROOT)
    return tekst


def ontzegel(tekst: str, context: str, op: datetime) -> dict[str, Any]:
    """The values again, or BestandGeweigerd when the text is too old, changed, or for another context."""
    try:
        verzegeld = base64.b64decode(tekst.encode("ascii", "replace"), altchars=b"-_", validate=True)
        inhoud: dict[str, Any] = json.loads(zlib.decompress(decrypt_bytes(verzegeld, context=context)))
    except (binascii.Error, DecryptionError):
        raise BestandGeweigerd(ONLEESBAAR) from None
    if op.timestamp() > inhoud["tot"]:
        raise BestandGeweigerd(VERLOPEN)
    return inhoud


def _rij_als_json(rij: Kandidaat) -> list[Any]:
    geboren = rij.geboortedatum.isoformat() if rij.geboortedatum else ""
    naam = [rij.roepnaam, rij.tussenvoegsel, rij.achternaam]
    return [rij.nummer, rij.sleutel, naam, geboren, rij.groep, rij.datumvraag, rij.lezingen]


def _kandidaat(
    nummer: int, sleutel: str, naam: list[str], dag: str, groep: str, datumvraag: str, lezingen: list[list[str]]
) -> Kandidaat:
    return Kandidaat(
        nummer=nummer,
        sleutel=sleutel,
        **Naam(*naam)._asdict(),
        geboortedatum=date.fromisoformat(dag) if dag else None,
        groep=groep,
        datumvraag=datumvraag,
        lezingen=tuple(Naam(*lezing) for lezing in lezingen),
    )


def _context(soort: str, voor: Medewerker, school: School) -> str:
    return f"inlezen:{soort}:{voor.pk}:{school.pk}"

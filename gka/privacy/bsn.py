"""Does a free text hold a citizen service number (BSN), or something that looks like one?

This application has no basis to keep a BSN (UAVG art. 46), so a text that seems to hold one warns before it is saved.
Somebody may know better: an order number can pass the check too.
"""

import re
import unicodedata
from itertools import chain

from gka.privacy.numbers import lijkt_op_bsn

# Not the tail or the middle of a longer number: telephone and account numbers have ten digits or more.
_BEGIN = r"(?<![0-9])(?<![0-9][ .\-])"
_EIND = r"(?![ .\-]?[0-9])"
# Written as people write a BSN: nine in a row, or 123.456.789, 1234 56 789.
_DRIEEN = r"[0-9]{3}([ .\-])[0-9]{3}\1[0-9]{3}"
_VIER_TWEE_DRIE = r"[0-9]{4}([ .\-])[0-9]{2}\2[0-9]{3}"
_VORMEN = re.compile(rf"{_BEGIN}(?:[0-9]{{9}}|{_DRIEEN}|{_VIER_TWEE_DRIE}){_EIND}")
# Nine digits with anything between them, or eight where the leading nought was left out: only if they pass the check.
_LOS = re.compile(rf"{_BEGIN}[0-9](?:[ .\-]?[0-9]){{8}}{_EIND}")
_ACHT = re.compile(rf"{_BEGIN}[0-9]{{8}}{_EIND}")
_NEGEN = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_TUSSEN_CIJFERS = re.compile(r"(?<=[0-9])[ .,/_'\-]+(?=[0-9])")
_CIJFER = re.compile("[0-9]")
_NUL_ACHTER = re.compile(r"[.,]0+$")


def bevat_bsn(tekst: str) -> bool:
    """A number that passes the BSN check, or that is written like one (a digit may be mistyped)."""
    if _VORMEN.search(tekst):
        return True
    los = (re.sub(r"[ .\-]", "", match[0]) for match in _LOS.finditer(tekst))
    acht = (f"0{match[0]}" for match in _ACHT.finditer(tekst))
    return any(lijkt_op_bsn(cijfers) for cijfers in chain(los, acht))


def verboden_nummer(tekst: str) -> bool:
    """Does this hold a number that no pupil may be known by: a BSN, an onderwijsnummer, or an ECK iD (an address)?

    Whatever stands around or between the digits, and with the ".0" that a spreadsheet adds. Stricter than a form of
    nine digits alone: a school's own number may have nine too, as long as it does not pass the check.
    """
    plat = unicodedata.normalize("NFKC", tekst)
    if "://" in plat or "id.school" in plat.casefold() or "bsn" in plat.casefold():
        return True
    vormen = (plat, _aaneen(plat), _aaneen(_NUL_ACHTER.sub("", plat)))
    return any(lijkt_op_bsn(cijfers) for vorm in vormen for cijfers in _NEGEN.findall(vorm))


def _aaneen(tekst: str) -> str:
    return _TUSSEN_CIJFERS.sub("", tekst)


def naam_met_bsn(*delen: str) -> bool:
    """Does a name hold a number like that, or one that looks like it?"""
    return any(
        bevat_bsn(deel) or bool(_CIJFER.search(deel)) and verboden_nummer(deel) for deel in (*delen, " ".join(delen))
    )

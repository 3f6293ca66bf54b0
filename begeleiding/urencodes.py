"""Codes for pupils and workers in a file of hours: no name, no number of the school, the same in every file.

See docs/adr/0013. Letters only, without vowels: a code spells no word and never looks like a citizen service number.
"""

import hashlib
import re
from uuid import UUID

LEERLING, MEDEWERKER = "L", "M"
LETTERS = "BCDFGHJKMPQRTVWXYZ"
LENGTE = 10
# What may stand for a pupil outside: a number, with at most four letters. A name does not pass.
_CODE = re.compile(r"(?=[^0-9]*[0-9])(?:[A-Za-z]{0,4}[-_./]?)[0-9]{1,12}(?:[-_./]?[A-Za-z0-9]{1,4})?", re.ASCII)


def code(soort: str, key: UUID) -> str:
    """`L-BCDFG-HJKMP` for a traject, `M-…` for somebody who works; follows from the key, so nothing is kept."""
    rest = int.from_bytes(hashlib.sha256(f"{soort}:{key}".encode()).digest())
    letters = ""
    for _ in range(LENGTE):
        rest, nummer = divmod(rest, len(LETTERS))
        letters += LETTERS[nummer]
    return f"{soort}-{letters[:5]}-{letters[5:]}"


def is_nummer(woord: str) -> bool:
    """Is this a number or code of another package, and certainly no name?"""
    return bool(_CODE.fullmatch(woord))

"""What every reader hands over, whatever the format: the rows of a pupil list, and nothing else of the file."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gka.privacy.bsn import naam_met_bsn

MAX_BYTES = 5 * 1024 * 1024
MAX_LEERLINGEN = 2000
BSN_IN_NAAM = "in de naam staat een getal dat op een BSN lijkt"

APOSTROFS = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
ONZICHTBAAR = re.compile("[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")


class Naam(NamedTuple):
    """A name in the parts that a list of pupils keeps apart."""

    roepnaam: str
    tussenvoegsel: str
    achternaam: str

    def __str__(self) -> str:
        return " ".join(part for part in self if part)


@dataclass(frozen=True)
class Rij:
    """One pupil of the file.

    `nummer` is the row as a spreadsheet shows it, or the place in the XML; `sleutel` is empty unless it is stable.
    `jaargroep` is "8", "7/8" for a combination, "H" for who left, or empty when unknown. `lezingen` are the ways to
    read a name that stood in one cell, when there are several; `datumvraag` says why the date in the file is not used.
    """

    nummer: int
    sleutel: str
    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geboortedatum: date | None
    jaargroep: str
    uitstroomdatum: date | None = None
    lezingen: tuple[Naam, ...] = ()
    datumvraag: str = ""
    weiger: str = ""

    @property
    def heeft_bsn(self) -> bool:
        return self.weiger == BSN_IN_NAAM or naam_met_bsn(self.roepnaam, self.tussenvoegsel, self.achternaam)

    @property
    def naam(self) -> str:
        return " ".join(part for part in (self.roepnaam, self.tussenvoegsel, self.achternaam) if part)


@dataclass(frozen=True)
class Bestand:
    """A list as the school made it.

    `stand_van` is the day it describes. `schooljaar` and `brin_vestiging` are empty where the format does not say them
    (CSV, Excel): then it is the list of this year, of the school that the person works for.
    """

    schooljaar: str
    brin_vestiging: str
    stand_van: date | None
    rijen: tuple[Rij, ...]


def schoon(tekst: str) -> str:
    """Text as it is kept: composed accents, straight apostrophes, single spaces, nothing invisible."""
    zichtbaar = ONZICHTBAAR.sub("", unicodedata.normalize("NFC", tekst))
    return " ".join(zichtbaar.translate(APOSTROFS).split())

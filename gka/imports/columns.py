"""Which column of a list is what: headings that schools use, and headings under which nothing is ever read.

`geslacht` is among what is never read: this application has no such field, so the question what "M" means in that
column (man, or meisje) is never asked.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Veld(StrEnum):
    """What a column can be to us."""

    LEERLINGNUMMER = "leerlingnummer"
    ROEPNAAM = "roepnaam"
    TUSSENVOEGSEL = "tussenvoegsel"
    ACHTERNAAM = "achternaam"
    NAAM = "naam"
    GEBOORTEDATUM = "geboortedatum"
    JAARGROEP = "jaargroep"
    GROEP = "groep"


NAAMVELDEN = (Veld.ROEPNAAM, Veld.TUSSENVOEGSEL, Veld.ACHTERNAAM, Veld.NAAM)

# The first heading of a field wins from a later one in the same list: "Roepnaam" next to "Voornaam".
_KOPPEN = {
    Veld.LEERLINGNUMMER: "leerlingnummer leerlingnr stamnummer stamnr leerlingcode llnr deelnemersnummer nummer",
    Veld.ROEPNAAM: "roepnaam voornaam",
    Veld.TUSSENVOEGSEL: "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels tussenv tussen tv vv",
    Veld.ACHTERNAAM: "achternaam familienaam",
    Veld.NAAM: "naam leerling volledigenaam leerlingnaam naamleerling",
    Veld.GEBOORTEDATUM: "geboortedatum gebdatum gebdat geboren geborenop datumgeboorte geb",
    Veld.JAARGROEP: "jaargroep leerjaar",
    Veld.GROEP: "groep groepsnaam groepnaam stamgroep klas klasnaam",
}
KOPPEN = {kop: (veld, rang) for veld, koppen in _KOPPEN.items() for rang, kop in enumerate(koppen.split())}

_VERBODEN_DEEL = (
    "bsn burgerservice sofi onderwijsnummer onderwijsnr ondwnr persoonsgebonden pgn eckid rijksregister "
    "etnicit nationalit herkomst geboorteland gewicht weging religie geloof levensbesch "
    "postcode postnummer adres straat huisnummer huisnr woonplaats mobiel gsm email mail iban bankrek "
    "foto sekse gender toevoeging opmerking notitie moeder vader ouder verzorger voogd "
    "medisch medicat diagnose allergi dyslex huisarts"
).split()
_VERBODEN_BEGIN = ("tel", "land", "gesl")
_VERBODEN_HEEL = set("mv jm vm mj plaats pc eck ondnr wachtwoord gebruikersnaam".split())
_HAAKJES = re.compile(r"\([^)]*\)|\[[^]]*\]")
MAX_KOP = 60

# What recognises the headings of a kind of list: the field a heading stands for, with its rank; None when unknown.
Kenner = Callable[[str], tuple[str, int] | None]


def vouw_kop(kop: str) -> str:
    """A heading as it is compared: lower case letters and digits, without what stands in brackets."""
    los = unicodedata.normalize("NFKD", _HAAKJES.sub("", kop)).casefold()
    return "".join(teken for teken in los if teken.isalnum())


def is_verboden(kop: str) -> bool:
    """A column under this heading is never read."""
    gevouwen = vouw_kop(kop) or vouw_kop(kop.strip("()[]"))
    begint = gevouwen.startswith(_VERBODEN_BEGIN)
    return begint or gevouwen in _VERBODEN_HEEL or any(deel in gevouwen for deel in _VERBODEN_DEEL)


def herken(kop: str) -> tuple[Veld, int] | None:
    """The field this heading stands for, with its rank among the headings of that field; None when unknown."""
    gevouwen = vouw_kop(kop)
    if is_verboden(kop):
        return None
    vormen = (gevouwen, gevouwen.removeprefix("leerling"), gevouwen.removesuffix("leerling"))
    return next((KOPPEN[vorm] for vorm in vormen if vorm in KOPPEN), None)


def letter(plaats: int) -> str:
    """The letter above a column in a spreadsheet: 0 is A, 26 is AA."""
    naam = ""
    plaats += 1
    while plaats:
        plaats, rest = divmod(plaats - 1, 26)
        naam = chr(ord("A") + rest) + naam
    return naam


def vingerafdruk(koppen: Sequence[str]) -> str:
    """One text for a row of headings, the same when the same headings come again. Holds nothing of the rows."""
    return hashlib.sha256("\x1f".join(map(vouw_kop, koppen)).encode()).hexdigest()


@dataclass(frozen=True)
class Indeling:
    """What each column is (a Veld or ""), and what a person said about dates, names and groups."""

    velden: tuple[str, ...]
    datumstijl: str = ""
    naamvolgorde: str = ""
    alles_groep_8: bool = False

    def plaats(self, veld: Veld) -> int | None:
        """The column of this field."""
        return self.velden.index(veld) if veld in self.velden else None

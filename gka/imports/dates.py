"""Dates of birth as lists write them. What Dutch use cannot settle is asked, never guessed.

A date like 03/04/2014 is the third of April: that is how dates are written here. Only when some date of the column
cannot be read that way (03/27/2014), or when the column holds the day numbers of Excel, does a person decide.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum


class Datumstijl(StrEnum):
    """How the dates of a column are meant; chosen by a person."""

    DAG = "dag"
    MAAND = "maand"
    EXCEL = "excel"


class Datumvraag(StrEnum):
    """Why the date of birth in the file is not used; shown with the field where it is filled in."""

    TWEE_CIJFERS = "In het bestand heeft het jaar twee cijfers. Schrijf het jaar met vier cijfers."
    ONLEESBAAR = "In het bestand staat geen bestaande datum."
    GETAL = "In het bestand staat een getal in plaats van een datum."
    ONGELOOFWAARDIG = "De datum in het bestand kan niet kloppen."


_NUL_UUR = r"(?:[T ]0?0:00(?::00(?:\.0+)?)?Z?)?"
_ISO = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_NUL_UUR}")
_CIJFERS = re.compile(rf"([0-9]{{1,2}})\s?([-/. ])\s?([0-9]{{1,2}})\s?\2\s?([0-9]{{4}}|[0-9]{{2}}){_NUL_UUR}")
_WOORDEN = re.compile(
    r"(?:[a-z]+dag,?\s+)?([0-9]{1,2})[-. ]\s?([a-z]{3,9})\.?[-. ]\s?([0-9]{4}|[0-9]{2})", re.IGNORECASE
)
_GETAL = re.compile(r"[0-9]{4,6}(?:[.,][0-9]+)?")
_MAANDEN = "januari februari maart april mei juni juli augustus september oktober november december".split()
_ENGELS = {"mrt": 3, "may": 5, "oct": 10, "mar": 3, "march": 3}
_KOPVORMEN = {
    Datumstijl.DAG: re.compile(r"\bd{1,2}[-/. ]?m{1,3}(?:[-/. ]?[jy]{1,4})?\b", re.IGNORECASE),
    Datumstijl.MAAND: re.compile(r"\bm{1,3}[-/. ]?d{1,2}(?:[-/. ]?[jy]{1,4})?\b", re.IGNORECASE),
}
# Day numbers of Excel that a pupil of a primary school can have: 1990 to 2049.
_DAGNUMMERS = range(32874, 54789)
_DAG_NUL = date(1899, 12, 30)


def lees_datum(tekst: str, stijl: str = "") -> tuple[date | None, str]:
    """The date, or nothing with the reason (none for an empty text). `stijl` is a Datumstijl, or "" for Dutch use."""
    if not tekst:
        return None, ""
    if vorm := _ISO.fullmatch(tekst):
        return _datum(vorm[1], vorm[3], vorm[4])
    if vorm := _CIJFERS.fullmatch(tekst):
        dag, maand = (vorm[3], vorm[1]) if stijl == Datumstijl.MAAND else (vorm[1], vorm[3])
        return _datum(vorm[4], maand, dag)
    if (vorm := _WOORDEN.fullmatch(tekst)) and (nummer := _maand(vorm[2])):
        return _datum(vorm[3], str(nummer), vorm[1])
    if _is_dagnummer(tekst):
        return (_van_dagnummer(tekst), "") if stijl == Datumstijl.EXCEL else (None, Datumvraag.GETAL)
    return None, Datumvraag.ONLEESBAAR


def kopstijl(kop: str) -> str:
    """The style that a heading names, as in "Geboortedatum (mm-dd-jjjj)"; empty when it names none."""
    return next((str(stijl) for stijl, vorm in _KOPVORMEN.items() if vorm.search(kop)), "")


def stijlvraag(waarden: Iterable[str]) -> set[Datumstijl]:
    """Between which readings a person must choose; empty when Dutch use reads every date."""
    waarden = list(waarden)
    alleen_maand = any(_alleen(waarde, Datumstijl.MAAND, niet=Datumstijl.DAG) for waarde in waarden)
    getallen = any(_is_dagnummer(waarde) for waarde in waarden)
    stijlen = {Datumstijl.MAAND} if alleen_maand else set()
    stijlen |= {Datumstijl.EXCEL} if getallen else set()
    return stijlen | {Datumstijl.DAG} if stijlen else set()


def strijdig(waarden: Iterable[str], stijl: str) -> bool:
    """Does the column hold a date that only another style can read? Then a remembered style is asked again."""
    ander = Datumstijl.DAG if stijl == Datumstijl.MAAND else Datumstijl.MAAND
    getal = stijl != Datumstijl.EXCEL
    return any(_alleen(waarde, ander, niet=stijl) or (getal and _is_dagnummer(waarde)) for waarde in waarden)


def _alleen(tekst: str, stijl: str, *, niet: str) -> bool:
    return lees_datum(tekst, stijl)[0] is not None and lees_datum(tekst, niet)[1] == Datumvraag.ONLEESBAAR


def _datum(jaar: str, maand: str, dag: str) -> tuple[date | None, str]:
    if len(jaar) == 2:
        return None, Datumvraag.TWEE_CIJFERS
    try:
        return date(int(jaar), int(maand), int(dag)), ""
    except ValueError:
        return None, Datumvraag.ONLEESBAAR


def _maand(woord: str) -> int:
    woord = woord.lower()
    passend = [nummer for nummer, naam in enumerate(_MAANDEN, start=1) if naam == woord or naam[:3] == woord]
    return passend[0] if passend else _ENGELS.get(woord, 0)


def _is_dagnummer(tekst: str) -> bool:
    return bool(_GETAL.fullmatch(tekst)) and int(re.split("[.,]", tekst)[0]) in _DAGNUMMERS


def _van_dagnummer(tekst: str) -> date:
    return _DAG_NUL + timedelta(days=int(re.split("[.,]", tekst)[0]))

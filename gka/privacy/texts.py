"""The words of consent in plain Dutch (A2). They are data: a new text is a new version; answers name theirs.

A later version asks nobody again by itself: an answer given to an older text stands. Only where the file says `opnieuw`
at a purpose, whoever answered an older text is to be asked again.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gka.workflow import Doel

DATA = Path(__file__).resolve().parent.parent / "data"
DELEN = ("wie", "waarom", "ziet", "bewaren", "nee", "stoppen", "samen")


@dataclass(frozen=True)
class Vraagtekst:
    """How one purpose is asked and explained, and what happens when a yes is taken back."""

    vraag_ouder: str
    vraag_leerling: str
    uitleg: str
    na_intrekken: str
    opnieuw: bool


@dataclass(frozen=True)
class Taalregel:
    """ "Ask for an explanation in your language", in that language; `richting` is how it is written."""

    taal: str
    richting: str
    zin: str


def _rijen(bestand: str) -> Iterator[dict[str, str]]:
    with (DATA / bestand).open(encoding="utf-8", newline="") as open_:
        yield from csv.DictReader(open_, delimiter=";")


@cache
def _versies() -> dict[str, dict[Doel, Vraagtekst]]:
    versies: dict[str, dict[Doel, Vraagtekst]] = {}
    for rij in _rijen("toestemming.csv"):
        tekst = Vraagtekst(
            rij["vraag_ouder"], rij["vraag_leerling"], rij["uitleg"], rij["na_intrekken"], rij["opnieuw"] == "ja"
        )
        versies.setdefault(rij["versie"], {})[Doel(rij["doel"])] = tekst
    return versies


def huidige_versie() -> str:
    """The version to ask with: the last of the file."""
    return list(_versies())[-1]


def teksten(versie: str) -> dict[Doel, Vraagtekst]:
    """The texts of one version."""
    return _versies()[versie]


@cache
def vanaf(versie: str) -> date:
    """The first day of a version: nobody read or signed it before. An unknown version is the oldest."""
    return min(
        (date.fromisoformat(rij["vanaf"]) for rij in _rijen("toestemming.csv") if rij["versie"] == versie),
        default=date.min,
    )


def opnieuw_vragen(doel: Doel, versie: str) -> bool:
    """Is an answer to this version to be asked again, because a later one says so? An unknown version is the oldest."""
    versies = list(_versies())
    later = versies[versies.index(versie) + 1 :] if versie in versies else versies
    return any(_versies()[nummer][doel].opnieuw for nummer in later)


@cache
def papier(versie: str, doel: Doel, *, leerling: bool = False) -> dict[str, str]:
    """The paragraphs of the paper form by part (`titel` and DELEN), for parents, or for a pupil who decides alone."""
    return {
        rij["deel"]: (rij["leerling"] if leerling else "") or rij["ouder"]
        for rij in _rijen("toestemming_papier.csv")
        if rij["versie"] == versie and rij["doel"] in ("", doel)
    }


@cache
def taalregels() -> dict[str, Taalregel]:
    """By language, as an Ouder has it."""
    return {rij["taal"]: Taalregel(rij["taal"], rij["richting"], rij["zin"]) for rij in _rijen("toestemming_talen.csv")}

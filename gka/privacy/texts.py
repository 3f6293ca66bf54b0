"""The questions of consent in plain Dutch (A2). They are data: a new text is a new version; answers name theirs."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gka.workflow import Doel

BESTAND = Path(__file__).resolve().parent.parent / "data" / "toestemming.csv"


@dataclass(frozen=True)
class Vraagtekst:
    """How one purpose is asked and explained."""

    vraag_ouder: str
    vraag_leerling: str
    uitleg: str


@cache
def _versies() -> dict[str, dict[Doel, Vraagtekst]]:
    versies: dict[str, dict[Doel, Vraagtekst]] = {}
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        for rij in csv.DictReader(bestand, delimiter=";"):
            tekst = Vraagtekst(rij["vraag_ouder"], rij["vraag_leerling"], rij["uitleg"])
            versies.setdefault(rij["versie"], {})[Doel(rij["doel"])] = tekst
    return versies


def huidige_versie() -> str:
    """The version to ask with: the last of the file."""
    return list(_versies())[-1]


def teksten(versie: str) -> dict[Doel, Vraagtekst]:
    """The texts of one version."""
    return _versies()[versie]

"""Does "lijkt op" find the pupils that a list spells wrong, without mixing up twins, brothers, sisters and namesakes?

A school knows 2,000 pupils. A list holds 2,000: 200 of them misspelled or swapped, 1,600 as they are known, and 200 it
does not know, of whom 40 are the twin and 60 a brother or sister of somebody it knows. Goal: at least 90% of the 200
found, and of all pairs shown at least 95% right. The seeds VREEMD were chosen after the matcher was finished.

Chance makes namesakes, and two of three the same is always asked. How often is the last figure of a seed: the questions
about 2,000 children none of whom is known. (A real school knows some hundreds, so it is asked far less.)
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from bench._fouten import met_fout
from bench._kinderen import Kind, broer_of_zus, kinderen, nieuw, tweeling

if TYPE_CHECKING:
    from gka.matching import Kenmerken

BEKEND = (1, 2, 3)
VREEMD = (4711, 20261, 90210)
AANTAL, FOUT, ONVERANDERD, TWEELINGEN, BROERS_ZUSSEN = 2000, 200, 1600, 40, 60


@dataclass
class Telling:
    """Of one seed: who was found or not, by kind of error, and which pairs were wrong."""

    certain: int = 0
    asked: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Kind, str]] = field(default_factory=list)
    seconds: float = 0.0
    by_chance: int = 0

    @property
    def recall(self) -> float:
        return (self.certain + self.asked) / FOUT

    @property
    def precision(self) -> float:
        return (self.certain + self.asked) / (self.certain + self.asked + len(self.wrong))

    @property
    def asked_only(self) -> tuple[float, float]:
        """Recall and precision without those that are certain although written differently."""
        return self.asked / (FOUT - self.certain), self.asked / (self.asked + len(self.wrong))


def run() -> dict[str, float | int | str]:
    """Per seed: percentages and seconds for the whole list."""
    import django

    django.setup()
    return {f"seed {zaad}{' (new)' if zaad in VREEMD else ''}": _regel(meet(zaad)) for zaad in (*BEKEND, *VREEMD)}


def _regel(telling: Telling) -> str:
    recall, precision = telling.asked_only
    return (
        f"found {telling.recall:.1%}, right {telling.precision:.1%} "
        f"(only what is asked: {recall:.1%}, {precision:.1%}), "
        f"{telling.seconds:.2f} s, {telling.by_chance} by chance"
    )


def meet(zaad: int) -> Telling:
    """One school and one list."""
    from gka.matching import Bekenden
    from gka.models import Leerling

    rng = Random(zaad)
    register = kinderen(rng, AANTAL)
    leerlingen = [Leerling(roepnaam=k.roepnaam, achternaam=k.achternaam, geboortedatum=k.geboren) for k in register]
    lijst = _lijst(rng, register)
    telling, begin = Telling(), time.perf_counter()
    bekenden = Bekenden()
    for leerling, kind in zip(leerlingen, register, strict=True):
        bekenden.onthoud(_kenmerken(kind), leerling)
    gevonden = []
    for kind, _, _ in lijst:
        kenmerken = _kenmerken(kind)
        zeker = bekenden.kent(kenmerken)
        gevonden.append((zeker, bekenden.bekende(kenmerken) if zeker else bekenden.lijkt_op(kenmerken)))
    telling.seconds = time.perf_counter() - begin
    telling.by_chance = sum(bekenden.lijkt_op(_kenmerken(nieuw(rng))) is not None for _ in range(AANTAL))
    for (kind, plaats, fout), (zeker, leerling) in zip(lijst, gevonden, strict=True):
        goed = leerlingen[plaats] if plaats is not None else None
        if leerling is not None and leerling is not goed and not _dezelfde(leerling, goed):
            telling.wrong.append((kind, f"{leerling} {leerling.geboortedatum} ({fout or 'not known'})"))
        elif fout and leerling is not None:
            telling.certain += zeker
            telling.asked += not zeker
        if fout and (leerling is None or not (leerling is goed or _dezelfde(leerling, goed))):
            telling.missed[fout] += 1
    return telling


def _dezelfde(een: object, ander: object) -> bool:
    """Two children of chance with the same name and day: nobody can tell them apart."""
    return ander is not None and all(
        getattr(een, veld) == getattr(ander, veld) for veld in ("roepnaam", "achternaam", "geboortedatum")
    )


def _lijst(rng: Random, register: list[Kind]) -> list[tuple[Kind, int | None, str]]:
    """Each child with its place in the register (None: not in it) and the error that was made."""
    plaatsen = rng.sample(range(AANTAL), FOUT + ONVERANDERD)
    verwanten = rng.sample(register, TWEELINGEN + BROERS_ZUSSEN)
    lijst: list[tuple[Kind, int | None, str]] = []
    for plaats in plaatsen[:FOUT]:
        kind, fout = met_fout(rng, register[plaats])
        lijst.append((kind, plaats, fout))
    lijst += [(register[plaats], plaats, "") for plaats in plaatsen[FOUT:]]
    lijst += [(tweeling(rng, kind), None, "") for kind in verwanten[:TWEELINGEN]]
    lijst += [(broer_of_zus(rng, kind), None, "") for kind in verwanten[TWEELINGEN:]]
    return lijst + [(nieuw(rng), None, "") for _ in range(AANTAL - len(lijst))]


def _kenmerken(kind: Kind) -> "Kenmerken":
    from gka.matching import Kenmerken

    return Kenmerken.van("", kind.roepnaam, kind.achternaam, kind.geboren)

"""The rules of disclosure control, pure: what may be shown, and when a figure may be renewed.

Sources: kennis/anonimisering.md 5.4 (tables), 5.5 (successive releases) and 8 (defaults); ontwerp.md 3. The numbers are
the floor for figures behind a log-in; a public table would need more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from statistics import median

DREMPEL = 5
GEMIDDELDE_VANAF = 10
VERNIEUWEN_VANAF = 5
TE_WEINIG = "te weinig leerlingen"
ANDER_CIJFER = "te weinig leerlingen in het verschil met een ander cijfer"
MINDER_DAN_TIEN = "een gemiddelde laten wij zien vanaf 10 leerlingen"
OVERHEERST = "één leerling weegt te zwaar in dit cijfer"
TE_WEINIG_VERANDERD = "te weinig verschil met een ander rapport"

# Above this many units the gate looks at pairs instead of at every group: the groups double with every unit.
ALLE_GROEPEN_TOT = 12

Leden = Mapping[str, frozenset[str]]


# --- what may be shown


def te_klein(aantal: int) -> bool:
    """A count of one to four pupils is hidden; zero is about nobody."""
    return 0 < aantal < DREMPEL


def onderdruk(aantallen: Mapping[str, int], *, al_verborgen: Iterable[str] = ()) -> tuple[frozenset[str], bool]:
    """Which units of a one-way table are hidden, and whether its total is too. What was hidden already stays so.

    A hidden count must not come back by subtracting the shown ones from the total. So hidden units go together: at
    least two, and so large together that a reader who knows each holds somebody cannot rule out five in any of them.
    """
    verborgen = {unit for unit, aantal in aantallen.items() if te_klein(aantal)} | set(al_verborgen)
    # Smallest first: hide as little as possible. An empty unit hides nothing.
    rest = sorted((aantal, unit) for unit, aantal in aantallen.items() if aantal and unit not in verborgen)
    while verborgen and not _beschermd([aantallen[unit] for unit in verborgen]) and rest:
        verborgen.add(rest.pop(0)[1])
    totaal_verborgen = te_klein(sum(aantallen.values())) or (
        bool(verborgen) and not _beschermd([aantallen[unit] for unit in verborgen])
    )
    return frozenset(verborgen), totaal_verborgen


def _beschermd(aantallen: Sequence[int]) -> bool:
    return len(aantallen) > 1 and sum(aantallen) - (len(aantallen) - 1) >= DREMPEL


def onderdruk_reeks(reeks: Sequence[int | None]) -> list[bool]:
    """Which counts of a nested series (of which each is a part of the one before) are hidden.

    The last one weighs most and stays when it can; a larger one goes when its difference with a shown one is small.
    """
    verborgen = [aantal is None or te_klein(aantal) for aantal in reeks]
    for plek in reversed(range(len(reeks))):
        groter = reeks[plek]
        getoond = [aantal for later, aantal in enumerate(reeks) if later > plek and not verborgen[later]]
        if groter is not None and any(te_klein(abs(groter - aantal)) for aantal in getoond if aantal is not None):
            verborgen[plek] = True
    return verborgen


def uren_per_leerling(minuten: Collection[int]) -> tuple[int | None, int | None, str]:
    """Mean and median in whole hours, or nothing with the reason."""
    if len(minuten) < GEMIDDELDE_VANAF:
        return None, None, MINDER_DAN_TIEN
    totaal, (grootste, tweede) = sum(minuten), sorted(minuten, reverse=True)[:2]
    if grootste * 2 > totaal or (grootste + tweede) * 10 > totaal * 9:
        return None, None, OVERHEERST
    return _hele_uren(Decimal(totaal) / len(minuten)), _hele_uren(Decimal(median(minuten))), ""


def _hele_uren(minuten: Decimal) -> int:
    return int((minuten / 60).quantize(Decimal(1), ROUND_HALF_UP))


def percentage(deel: int, geheel: int) -> int | None:
    """A whole percentage, or nothing where there is nothing to divide by."""
    return int((Decimal(100 * deel) / geheel).quantize(Decimal(1), ROUND_HALF_UP)) if geheel else None


# --- when a figure may be renewed


@dataclass(frozen=True)
class Uitgave:
    """One release of a table with a total: who was counted where, and which units it renewed. The total always is."""

    leden: Leden
    vernieuwd: frozenset[str]

    def afleidbaar(self, groep: frozenset[str]) -> bool:
        """Can a reader know the sum over these units: by adding renewed ones, or by taking them from the total?"""
        eenheden = frozenset(self.leden)
        return groep <= self.vernieuwd or eenheden - self.vernieuwd <= groep <= eenheden

    def samen(self, groep: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self.leden.get(unit, frozenset()) for unit in groep))


def vrijgave(leden: Leden, eerder: Sequence[Uitgave]) -> Uitgave:
    """The renewal that tells of no group of one to four joiners and leavers, against every earlier release.

    A unit is renewed when 0 or at least 5 pupils changed. What a reader can work out from renewed units and the total
    counts as a unit too; where such a sum would tell too much, one more unit keeps its earlier figure. The total itself
    is free: it says that somebody came, not where (kennis/anonimisering.md 5.4, "exact totals that may be shown").
    """
    vernieuwd = frozenset(unit for unit in leden if _mag(frozenset({unit}), leden, eerder))
    while lek := next((groep for groep in _groepen(Uitgave(leden, vernieuwd)) if not _mag(groep, leden, eerder)), None):
        # Holding back a unit inside breaks a sum of renewed ones; one outside breaks a difference with the total.
        keuze = lek if lek <= vernieuwd else vernieuwd - lek
        vernieuwd -= {min(keuze, key=lambda unit: (len(leden[unit]), unit))}
    return Uitgave(leden, vernieuwd)


def _mag(groep: frozenset[str], leden: Leden, eerder: Sequence[Uitgave]) -> bool:
    if groep == frozenset(leden):
        return True
    nu = Uitgave(leden, frozenset()).samen(groep)
    veranderd = (len(nu ^ uitgave.samen(groep)) for uitgave in eerder if uitgave.afleidbaar(groep))
    return all(aantal == 0 or aantal >= VERNIEUWEN_VANAF for aantal in veranderd)


def _groepen(uitgave: Uitgave) -> Iterator[frozenset[str]]:
    """The groups, short of all units, whose sum the release gives away."""
    eenheden = sorted(uitgave.leden)
    if len(eenheden) <= ALLE_GROEPEN_TOT:
        maten: Iterable[int] = range(1, len(eenheden))
    else:
        maten = (1, 2, len(eenheden) - 2, len(eenheden) - 1)
    for maat in maten:
        for groep in map(frozenset, combinations(eenheden, maat)):
            if uitgave.afleidbaar(groep):
                yield groep

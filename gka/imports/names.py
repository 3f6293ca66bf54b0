"""A name that stands in one cell, taken apart: "Aartsen, Dae", "Dae Aartsen", "Dae van den Berg".

One reading is certain; of several a person chooses. A prefix that a list writes with a capital may belong to the
surname (Flemish "Van den Berg"), so that is asked too.
"""

from collections.abc import Iterable
from enum import StrEnum

from gka.imports.rows import Naam

_VOORVOEGSELS = set(
    "van de der den het 't 's ten ter te op in aan bij onder over uit uijt voor von vom zu zum zur "
    "v v. d d. v.d. v.d vd v/d la le les las los du da di del della dos das do el al l' d' af tot toe".split()
)
# A name does not begin with one of these unless the surname stands first.
_BEGIN = set("van von de den der het 't 's ten ter te op aan vd v.d. v/d v.".split())
_MEESTE_WOORDEN = 8


class Naamvolgorde(StrEnum):
    """What stands first in a name without a comma; chosen by a person when the list does not show it."""

    ROEPNAAM = "roepnaam"
    ACHTERNAAM = "achternaam"


def splits_naam(tekst: str, volgorde: str = Naamvolgorde.ROEPNAAM) -> tuple[Naam, ...]:
    """Every way to read the name: one when it is certain, none when it cannot be a first name and a surname."""
    delen = [deel.strip() for deel in tekst.split(",")]
    if len(delen) > 1:
        return _met_komma([deel for deel in delen if deel])
    woorden = tekst.split()
    if not woorden or len(woorden) > _MEESTE_WOORDEN:
        return ()
    if len(woorden) == 1:
        return (Naam(woorden[0], "", ""),)
    return _achternaam_eerst(woorden) if volgorde == Naamvolgorde.ACHTERNAAM else _roepnaam_eerst(woorden)


def volgorde_bekend(waarden: Iterable[str]) -> Naamvolgorde | None:
    """What stands first in this column, if its names without a comma show that; else a person says.

    "Van den Berg Dae" and "Berg Dae van den" show a surname. A prefix in the middle shows nothing: "Dae van den Berg"
    and "Berg van den Dae" are both written. Where all names have a comma, or there are none, there is nothing to ask.
    """
    midden = achternaam = los = False
    for waarde in waarden:
        woorden = waarde.split()
        if "," in waarde or len(woorden) < 2:
            continue
        los = True
        toont = woorden[0] in _BEGIN or (len(woorden) > 2 and woorden[-1] in _VOORVOEGSELS)
        achternaam |= toont
        midden |= len(woorden) > 2 and not toont and woorden[1] in _VOORVOEGSELS
    if los and (midden or not achternaam):
        return None
    return Naamvolgorde.ACHTERNAAM if achternaam else Naamvolgorde.ROEPNAAM


def splits_achternaam(tekst: str) -> tuple[str, str] | None:
    """Prefix and surname of a cell like "Berg, van den"; None when a comma in it means something else."""
    achternaam, _, tussen = (deel.strip() for deel in tekst.partition(","))
    if not tussen:
        return "", achternaam
    return (tussen, achternaam) if achternaam and all(map(_is_voorvoegsel, tussen.split())) else None


def _is_voorvoegsel(woord: str) -> bool:
    return woord.lower() in _VOORVOEGSELS


def _met_komma(delen: list[str]) -> tuple[Naam, ...]:
    """Surname, first name; the prefix may stand before or after either, or between two commas."""
    if len(delen) == 3:
        tussen = next((deel for deel in delen[1:] if all(map(_is_voorvoegsel, deel.split()))), None)
        if tussen is None:
            return ()
        delen.remove(tussen)
        return (Naam(delen[1], tussen, delen[0]),)
    if len(delen) != 2:
        return ()
    achter, roep = (deel.split() for deel in delen)
    na_roep = _staart(roep)
    if na_roep < len(roep):
        return _lezingen(roep[:na_roep], roep[na_roep:], achter)
    voor, na = _kop(achter), _staart(achter)
    if voor:
        return _lezingen(roep, achter[:voor], achter[voor:])
    return _lezingen(roep, achter[na:], achter[:na])


def _lezingen(roep: list[str], tussen: list[str], achter: list[str]) -> tuple[Naam, ...]:
    """One reading; two when the prefix is written with a capital and may be part of the surname."""
    gewoon = Naam(" ".join(roep), " ".join(tussen), " ".join(achter))
    if not tussen or tussen[0][:1] == tussen[0][:1].lower():
        return (gewoon,)
    return gewoon, Naam(gewoon.roepnaam, "", f"{gewoon.tussenvoegsel} {gewoon.achternaam}")


def _kop(woorden: list[str]) -> int:
    """How many prefixes stand in front; at least one word is left."""
    aantal = 0
    while aantal < len(woorden) - 1 and _is_voorvoegsel(woorden[aantal]):
        aantal += 1
    return aantal


def _staart(woorden: list[str]) -> int:
    """Where the prefixes at the end begin; at least one word is left."""
    plaats = len(woorden)
    while plaats > 1 and _is_voorvoegsel(woorden[plaats - 1]):
        plaats -= 1
    return plaats


def _roepnaam_eerst(woorden: list[str]) -> tuple[Naam, ...]:
    begin = next((plaats for plaats in range(1, len(woorden) - 1) if _is_voorvoegsel(woorden[plaats])), 0)
    vreemd = woorden[0] in _BEGIN or _is_voorvoegsel(woorden[-1])
    if not vreemd and begin == 1:
        eind = begin + _kop(woorden[begin:])
        return _lezingen(woorden[:1], woorden[begin:eind], woorden[eind:])
    if not vreemd and len(woorden) == 2:
        return (Naam(woorden[0], "", woorden[1]),)
    return (_alle(woorden, achternaam_eerst=True) if vreemd else ()) + _alle(woorden, achternaam_eerst=False)


def _achternaam_eerst(woorden: list[str]) -> tuple[Naam, ...]:
    if len(woorden) == 2:
        return (Naam(woorden[1], "", woorden[0]),)
    voor = _kop(woorden)
    if voor and len(woorden) - voor == 2 and not _is_voorvoegsel(woorden[-1]):
        return _lezingen(woorden[-1:], woorden[:voor], woorden[voor:-1])
    return _alle(woorden, achternaam_eerst=True)


def _alle(woorden: list[str], *, achternaam_eerst: bool) -> tuple[Naam, ...]:
    """Every place where the name may be cut in two."""
    gevonden: list[Naam] = []
    for plaats in range(1, len(woorden)):
        links, rechts = woorden[:plaats], woorden[plaats:]
        achter, roep = (links, rechts) if achternaam_eerst else (rechts, links)
        gevonden += _met_komma([" ".join(achter), " ".join(roep)])
    return tuple(dict.fromkeys(gevonden))

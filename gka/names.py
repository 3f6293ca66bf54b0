"""What a school knows about names: particles in front, spellings that sound the same, short forms, typing errors.

One place for it: `gka.matching` asks whether two children may be one, the list of pupils asks what somebody searches.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rapidfuzz.distance import OSA

K = TypeVar("K")

APOSTROFS = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "-": " "})
# Letters that Unicode does not take apart in a letter and an accent.
LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
)
# Also as they are abbreviated ("v.d.", "vd", "v/d") and as they come from abroad.
TUSSENVOEGSELS = frozenset(
    "a aan af al am auf aus ben bij bin boven d da dal dalla das de degli dei del della den der des di die do don dos "
    "du el en het im in l la las le les lo los of onder op over s t te ten ter tho thoe thor to toe tot uijt uit v van "
    "vande vanden vander vd vdn vh vom von voor vor y zu zum zur".split()
)
# Written as one with the surname, as Belgian schools and sloppy lists do.
AANGEPLAKT = re.compile(r"(?:vanden|vander|vande|van|v[dn]|de|den|der|ter|ten)(?=.{3})")
VERKORT = {"vd": ("v", "d"), "vdn": ("v", "d"), "vh": ("v", "h"), "vt": ("v", "t")}

# One spelling for what sounds the same, in this order. A key to compare by, never to show.
KLANKEN = [
    (re.compile(patroon), klank)
    for patroon, klank in [
        ("ph", "f"),
        ("sch(?=[lmnrw])", "s"),
        ("sch", "sg"),
        ("tsj|tch", "tj"),
        ("ch|gh", "g"),
        ("ck|cq", "k"),
        ("qu?", "k"),
        ("x", "ks"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("(?<=[rt])h", ""),
        ("h$", ""),
        ("dt|d$", "t"),
        ("ij|ei|ey|ay|ai|y", "i"),
        ("ie", "i"),
        ("ae", "a"),
        ("ue", "u"),
        ("auw|ouw|au|ou", "o"),
        ("oe", "o"),
        ("z", "s"),
        ("v", "f"),
        ("j", "i"),
        (r"(.)\1+", r"\1"),
    ]
]

# Names that one child can go by, where neither is the beginning or the end of the other.
ROEPVORMEN = [
    "johannes johan jan hans hannes joop jannes",
    "johanna jo annie hanneke joke anneke anja jopie",
    "pieter petrus piet peter peer",
    "cornelis kees cor nelis niels cees",
    "cornelia corrie nelly cora",
    "nicolaas klaas nico nick nicky nicolas niek",
    "hendrik henk henri henry harrie harry rik hein heinrich",
    "hendrika henny rika hennie",
    "jozef jozeph joseph josef sjef jos joep jef joost",
    "jacob jacobus jaap koos jack james sjaak jacques cobus",
    "antonius anton toon ton teun tony antoon theunis anthony",
    "abraham bram braham ibrahim",
    "alexander sander alex lex sasha aleksander xander",
    "elisabeth elizabeth lies lisa liesbeth els betty bep lisette elise liza",
    "maria marie mieke ria mia marieke rie marijke mirjam maryam",
    "margaretha margriet greet gretha marga grietje greetje",
    "catharina katharina katrien rina toos trijn karin katja cato",
    "willem wim william willy bill pim",
    "wilhelmina mina willemijn mien",
    "franciscus frans frank francis cis",
    "theodorus theo dirk door",
    "diederik dirk dick",
    "gerardus gerard gert geert sjra gerrit ger",
    "leonardus leo leon nard",
    "lambertus bert bertus lambert",
    "hubertus huub bert huib hubert",
    "wilhelmus wim willem helmus",
    "mathias matthias thijs mathieu matheus tjeu tijs ties",
    "mohamed mohammed muhammed muhammad mo mohammad mehmet",
    "mustafa mus moustafa",
    "augustinus guus stijn august augustus",
    "eleonora noor nora ellen leonora",
    "robert rob bob bobby",
    "richard rick dick ricky",
    "michael mike michiel mick michel",
    "frederik fred freek rik frits",
    "bartholomeus bart mees",
    "sebastiaan bas sebas",
    "susanna suzanne sanne suus susan",
    "charlotte lot lotte sjarlotte",
    "dorothea thea door dorien",
    "jeroen hieronymus jerome",
    "laurens laurentius lau rens lars",
    "stephanus stefan steven stef",
    "yousef youssef jozef jusuf yusuf",
]
_ROEPVORMEN: dict[str, set[int]] = {}
for _nummer, _regel in enumerate(ROEPVORMEN):
    for _vorm in _regel.split():
        _ROEPVORMEN.setdefault(_vorm, set()).add(_nummer)


def vouw(naam: str) -> str:
    """A name as it is compared: no capitals, accents, hyphens or double spaces."""
    los = unicodedata.normalize("NFKD", naam.translate(APOSTROFS).translate(LETTERS))
    return " ".join("".join(teken for teken in los if not unicodedata.combining(teken)).casefold().split())


def woorden(naam: str) -> tuple[str, ...]:
    """The words of a folded name; points, commas, slashes and apostrophes separate words too: v, d, berg."""
    return tuple(re.findall(r"\w+", vouw(naam)))


def kern(naam: str) -> tuple[str, ...]:
    """The words of a surname that count: without particles, wherever they stand. All words when nothing is left."""
    alle = woorden(naam)
    return tuple(woord for woord in alle if woord not in TUSSENVOEGSELS) or alle


def klank(woord: str) -> str:
    """A word by its sound: Philips and Filips, Cuijpers and Kuipers, Vreedt and Vreed are the same."""
    for patroon, klinkt in KLANKEN:
        woord = patroon.sub(klinkt, woord)
    return woord


def typefout(een: str, ander: str, *, lang: int = 7) -> bool:
    """At most one typing error apart (a letter too many, missing, wrong, or two swapped); two in words of `lang` on."""
    mag = 2 if min(len(een), len(ander)) >= lang else 1
    return abs(len(een) - len(ander)) <= mag and OSA.distance(een, ander, score_cutoff=mag) <= mag


def roepnamen_passen(een: Sequence[str], ander: Sequence[str]) -> bool:
    """Two first names that one child may go by: typed wrong, spelled by ear, a short form, an initial."""
    kort, lang = sorted(("".join(een), "".join(ander)), key=len)
    if lang.startswith(kort) or (len(kort) >= 4 and lang.endswith(kort)):
        return True
    if _ROEPVORMEN.get(kort, set()) & _ROEPVORMEN.get(lang, set()):
        return True
    return typefout(kort, lang) or klank(kort) == klank(lang)


def achternamen_passen(een: Sequence[str], ander: Sequence[str]) -> bool:
    """Two surnames that one child may have: a wrong letter, by ear, half of a double name, cut off."""
    if set(een) <= set(ander) or set(ander) <= set(een):
        return True
    kort, lang = sorted(("".join(een), "".join(ander)), key=len)
    if len(kort) >= 5 and len(kort) / len(lang) > 0.6 and lang.startswith(kort):
        return True
    for links in _vormen(kort):
        for rechts in _vormen(lang):
            if links == rechts or (min(len(links), len(rechts)) >= 4 and typefout(links, rechts)):
                return True
    return klank(kort) == klank(lang)


def _vormen(naam: str) -> set[str]:
    """The name, and what is left of it without a particle that was written onto it."""
    return {naam, AANGEPLAKT.sub("", naam, count=1)} if AANGEPLAKT.match(naam) else {naam}


def zoek(term: str, namen: Iterable[tuple[K, str]]) -> list[K]:
    """The keys of the full names that fit every word of the search, whatever the order.

    A word fits when it is the beginning of a word of the name, so an initial does; words of the name may be written as
    one ("vandenberg"), and so may the short forms of particles ("vd"). From three letters on it may also stand inside.
    Only when no name at all fits in this way, a word of four letters or more may have one typing error.
    """
    gezocht = [deel for woord in woorden(term) for deel in VERKORT.get(woord, (woord,))]
    rijen = [(sleutel, _staarten(woorden(naam))) for sleutel, naam in namen]
    gevonden = [sleutel for sleutel, staarten in rijen if all(_begint(woord, staarten) for woord in gezocht)]
    return gevonden or [sleutel for sleutel, staarten in rijen if all(_ongeveer(woord, staarten) for woord in gezocht)]


def _staarten(delen: Sequence[str]) -> list[tuple[str, str]]:
    """Each word of a name, and everything from there written as one: (van, vandenberg), (berg, berg)."""
    return [(woord, "".join(delen[plaats:])) for plaats, woord in enumerate(delen)]


def _begint(woord: str, staarten: Sequence[tuple[str, str]]) -> bool:
    binnenin = len(woord) >= 3 and bool(staarten) and woord in staarten[0][1]
    return binnenin or any(staart.startswith(woord) for _, staart in staarten)


def _ongeveer(woord: str, staarten: Sequence[tuple[str, str]]) -> bool:
    if len(woord) < 4 or _begint(woord, staarten):
        return _begint(woord, staarten)
    return any(OSA.distance(woord, deel, score_cutoff=1) <= 1 for paar in staarten for deel in paar)

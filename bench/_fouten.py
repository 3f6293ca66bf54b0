"""Errors as people make them in a pupil list. Shares no line and no table with what has to find them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from bench._kinderen import Kind

Fout = Callable[[Random, Kind], Kind | None]  # None where this error is not possible

BUREN = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb",
    "i": "ujko", "j": "huiknm", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm", "o": "iklp", "p": "ol", "q": "wa",
    "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji", "v": "cfgb",
    "w": "qase", "x": "zsdc", "y": "tghu", "z": "asx",
}  # fmt: skip
# Heard and written differently, one way or the other.
GEHOORD = [
    ("ph", "f"), ("f", "ph"), ("ij", "y"), ("ij", "ei"), ("ei", "ij"), ("y", "ij"), ("c", "k"), ("k", "c"), ("ck", "k"),
    ("d", "dt"), ("dt", "t"), ("t", "th"), ("th", "t"), ("s", "z"), ("z", "s"), ("v", "f"), ("f", "v"), ("x", "ks"),
    ("ks", "x"), ("ae", "aa"), ("ou", "au"), ("au", "ou"), ("ss", "s"), ("nn", "n"), ("ll", "l"), ("l", "ll"),
    ("ch", "g"), ("g", "ch"), ("qu", "kw"), ("ie", "i"), ("uij", "ui"), ("ui", "uij"), ("oe", "u"),
]  # fmt: skip
KORT = {
    "Johannes": ["Jan", "Johan", "Hans"], "Jan": ["Johannes"], "Cornelis": ["Kees", "Cor"], "Pieter": ["Piet", "Peter"],
    "Hendrik": ["Henk", "Hein"], "Jozef": ["Sjef", "Jos"], "Sjef": ["Jozef"], "Alexander": ["Alex", "Sander"],
    "Sebastiaan": ["Bas"], "Bas": ["Sebastiaan"], "Elisabeth": ["Lies", "Els", "Lisa"], "Catharina": ["Trijn", "Toos"],
    "Charlotte": ["Lotte", "Lot"], "Lotte": ["Charlotte"], "Mohamed": ["Mo", "Mohammed"], "Isabella": ["Isa", "Bella"],
    "Benjamin": ["Ben"], "Thomas": ["Tom"], "Samuel": ["Sam"], "Mathijs": ["Thijs"], "Thijs": ["Mathijs", "Matthijs"],
    "Willem": ["Wim"], "Frans": ["Franciscus"], "Maria": ["Marie", "Mieke"], "Lambert": ["Bert"], "Huub": ["Hubertus"],
    "Nick": ["Nicolaas"], "Max": ["Maximiliaan"], "Daan": ["Daniël"], "Tim": ["Timo"], "Rick": ["Richard"],
    "Philip": ["Flip"], "Josephine": ["Josje", "Fien"], "Theo": ["Theodorus"], "Bart": ["Bartholomeus"],
}  # fmt: skip
AFGEKORT = {
    "van den": ["v.d.", "vd", "v/d", "v.d"], "van der": ["v.d.", "vd", "v/d", "v.d"], "van de": ["v.d.", "vd", "v/d"],
    "van": ["v.", "v"], "van 't": ["v.t.", "v 't"], "op den": ["o.d."], "op de": ["o.d.", "o/d"], "in den": ["i.d."],
    "de": ["d."], "uit den": ["u.d."], "aan de": ["a.d."],
}  # fmt: skip


def _getypt(rng: Random, naam: str) -> str | None:
    plaatsen = [plaats for plaats, teken in enumerate(naam) if teken.isalpha()]
    if len(plaatsen) < 3:
        return None
    plaats = rng.choice(plaatsen)
    teken = naam[plaats]
    buur = rng.choice(BUREN.get(teken.lower(), "e"))
    gedaan = rng.choice(["erbij", "weg", "om", "ernaast"])
    if gedaan == "erbij":
        return naam[: plaats + 1] + rng.choice([teken.lower(), buur]) + naam[plaats + 1 :]
    if gedaan == "weg":
        return naam[:plaats] + naam[plaats + 1 :]
    if gedaan == "om":
        ander = min(plaats, len(naam) - 2)
        return naam[:ander] + naam[ander + 1] + naam[ander] + naam[ander + 2 :]
    return naam[:plaats] + (buur.upper() if teken.isupper() else buur) + naam[plaats + 1 :]


def roepnaam_getypt(rng: Random, kind: Kind) -> Kind | None:
    naam = _getypt(rng, kind.roepnaam)
    return replace(kind, roepnaam=naam) if naam else None


def achternaam_getypt(rng: Random, kind: Kind) -> Kind | None:
    naam = _getypt(rng, kind.achternaam)
    return replace(kind, achternaam=naam) if naam else None


def _gehoord(rng: Random, naam: str) -> str | None:
    kan = [(van, naar) for van, naar in GEHOORD if van in naam.lower()]
    if not kan:
        return None
    van, naar = rng.choice(kan)
    plaats = naam.lower().index(van)
    nieuw = naam[:plaats] + naar + naam[plaats + len(van) :]
    return nieuw[0].upper() + nieuw[1:]


def roepnaam_gehoord(rng: Random, kind: Kind) -> Kind | None:
    naam = _gehoord(rng, kind.roepnaam)
    return replace(kind, roepnaam=naam) if naam else None


def achternaam_gehoord(rng: Random, kind: Kind) -> Kind | None:
    naam = _gehoord(rng, kind.achternaam)
    return replace(kind, achternaam=naam) if naam else None


def andere_roepvorm(rng: Random, kind: Kind) -> Kind | None:
    vormen = KORT.get(kind.roepnaam)
    return replace(kind, roepnaam=rng.choice(vormen)) if vormen else None


def namen_verwisseld(rng: Random, kind: Kind) -> Kind | None:
    return replace(kind, roepnaam=kind.achternaam, achternaam=kind.roepnaam)


def voorvoegsel_in_achternaam(rng: Random, kind: Kind) -> Kind | None:
    if not kind.tussenvoegsel:
        return None
    samen = rng.choice([f"{kind.tussenvoegsel} {kind.achternaam}", f"{kind.achternaam}, {kind.tussenvoegsel}",
                        kind.tussenvoegsel.replace(" ", "").capitalize() + kind.achternaam.lower()])  # fmt: skip
    return replace(kind, tussenvoegsel="", achternaam=samen)


def voorvoegsel_weg(rng: Random, kind: Kind) -> Kind | None:
    return replace(kind, tussenvoegsel="") if kind.tussenvoegsel else None


def voorvoegsel_kort(rng: Random, kind: Kind) -> Kind | None:
    vormen = AFGEKORT.get(kind.tussenvoegsel)
    if not vormen:
        return None
    kort = rng.choice(vormen)
    if rng.random() < 0.5:
        return replace(kind, tussenvoegsel=kort)
    return replace(kind, tussenvoegsel="", achternaam=f"{kort} {kind.achternaam}")


def dubbele_naam_afgekapt(rng: Random, kind: Kind) -> Kind | None:
    voor, streep, achter = kind.achternaam.partition("-")
    return replace(kind, achternaam=rng.choice([voor, voor, achter])) if streep else None


def dag_en_maand_om(rng: Random, kind: Kind) -> Kind | None:
    geboren = kind.geboren
    if geboren.day > 12 or geboren.day == geboren.month:
        return None
    return replace(kind, geboren=geboren.replace(month=geboren.day, day=geboren.month))


def cijfer_mis(rng: Random, kind: Kind) -> Kind | None:
    for _ in range(100):
        cijfers = list(f"{kind.geboren:%d%m%Y}")
        cijfers[rng.choice([0, 1, 2, 3, 7])] = rng.choice("0123456789")
        tekst = "".join(cijfers)
        try:
            geboren = date(int(tekst[4:]), int(tekst[2:4]), int(tekst[:2]))
        except ValueError:
            continue
        if geboren != kind.geboren and 2010 <= geboren.year <= 2016:
            return replace(kind, geboren=geboren)
    return None


def accenten_weg(rng: Random, kind: Kind) -> Kind | None:
    om = str.maketrans("ëéèïíöüçşğışãáàôńśóĞŞÇÖÜ", "eeeiioucsgisaaaonsoGSCOU")
    anders = replace(kind, roepnaam=kind.roepnaam.translate(om), achternaam=kind.achternaam.translate(om))
    return anders if anders != kind else None


def streepje_anders(rng: Random, kind: Kind) -> Kind | None:
    weg = rng.choice([" ", ""])
    anders = replace(kind, roepnaam=kind.roepnaam.replace("-", weg), achternaam=kind.achternaam.replace("-", weg))
    return anders if anders != kind else None


# How often each is tried, beside the others.
FOUTEN: list[tuple[Fout, int]] = [
    (roepnaam_getypt, 5),
    (achternaam_getypt, 6),
    (roepnaam_gehoord, 3),
    (achternaam_gehoord, 4),
    (andere_roepvorm, 3),
    (namen_verwisseld, 3),
    (voorvoegsel_in_achternaam, 3),
    (voorvoegsel_weg, 2),
    (voorvoegsel_kort, 2),
    (dubbele_naam_afgekapt, 4),
    (dag_en_maand_om, 3),
    (cijfer_mis, 3),
    (accenten_weg, 2),
    (streepje_anders, 2),
]


def met_fout(rng: Random, kind: Kind) -> tuple[Kind, str]:
    """The child with one error, in one of five cases with two, and which."""
    fout, naam = _een_fout(rng, kind)
    if rng.random() < 0.2:
        tweede, erbij = _een_fout(rng, fout)
        if tweede != kind:
            return tweede, f"{naam} + {erbij}"
    return fout, naam


def _een_fout(rng: Random, kind: Kind) -> tuple[Kind, str]:
    while True:
        soort = rng.choices([soort for soort, _ in FOUTEN], [gewicht for _, gewicht in FOUTEN])[0]
        anders = soort(rng, kind)
        if anders is not None and anders != kind:
            return anders, soort.__name__

"""Choices and rules of the knooppuntoverleg that need no database. Imports nothing of ours but the kernel's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from django.db import models
from django.utils.text import capfirst

from gka.exceptions import NietToegestaan
from gka.workflow import Doel, Relatie


class Partij(models.TextChoices):
    """Everyone who must be heard before a pupil enters the traject."""

    BASISSCHOOL = "basisschool", "basisschool"
    VO_SCHOOL = "vo_school", "vo-school"
    SMW_PO = "smw_po", "schoolmaatschappelijk werk po"
    SMW_VO = "smw_vo", "schoolmaatschappelijk werk vo"
    LEERLING = "leerling", "leerling"
    OUDER = "ouder", "ouder of verzorger"


# For the rings on the board; a parent has those of who it is, below.
INITIALEN = {
    Partij.BASISSCHOOL: "BS",
    Partij.VO_SCHOOL: "VO",
    Partij.SMW_PO: "SP",
    Partij.SMW_VO: "SV",
    Partij.LEERLING: "L",
}
# Of a parent who it is, so that two of them are told apart.
INITIALEN_OUDER = {Relatie.MOEDER: "M", Relatie.VADER: "V", Relatie.VOOGD: "VG", Relatie.VERZORGER: "VZ"}


# As staff say it, where there is little room.
KORT = {Partij.SMW_PO: "SMW po", Partij.SMW_VO: "SMW vo"}


class Standpunt(models.TextChoices):
    JA = "ja", "ja"
    NEE = "nee", "nee"
    NIET_GEHOORD = "niet_gehoord", "niet gehoord"
    NIET_BESCHIKBAAR = "niet_beschikbaar", "niet beschikbaar"


# What may be said without anyone having said it: then there is no "how given".
ZONDER_WIJZE = (Standpunt.NIET_GEHOORD, Standpunt.NIET_BESCHIKBAAR)


class Uitkomst(models.TextChoices):
    """What the decision says."""

    OPGENOMEN = "opgenomen", "opgenomen in het traject"
    NIET_OPGENOMEN = "niet_opgenomen", "niet opgenomen"
    WACHT = "wacht", "wacht"


# A decision that is not waiting for anything; changing it takes a reason.
DEFINITIEF = (Uitkomst.OPGENOMEN, Uitkomst.NIET_OPGENOMEN)


class Keus(models.TextChoices):
    """What the table wants for this pupil."""

    TRAJECT = "traject", "traject"
    GEEN_TRAJECT = "geen_traject", "geen traject"
    LATER = "later", "later"


class Besprekingstatus(models.TextChoices):
    VOORGESTELD = "voorgesteld", "voorgesteld"
    BESPROKEN = "besproken", "besproken"
    OPGENOMEN = "opgenomen", "opgenomen in het traject"
    NIET_OPGENOMEN = "niet_opgenomen", "niet opgenomen"
    WACHT = "wacht", "wacht"
    VERVALLEN = "vervallen", "van de lijst gehaald"


VERVOLG: dict[Besprekingstatus, frozenset[Besprekingstatus]] = {
    Besprekingstatus.VOORGESTELD: frozenset(set(Besprekingstatus) - {Besprekingstatus.VOORGESTELD}),
    Besprekingstatus.BESPROKEN: frozenset(
        {
            Besprekingstatus.OPGENOMEN,
            Besprekingstatus.NIET_OPGENOMEN,
            Besprekingstatus.WACHT,
            Besprekingstatus.VERVALLEN,
        }
    ),
    Besprekingstatus.WACHT: frozenset({Besprekingstatus.OPGENOMEN, Besprekingstatus.NIET_OPGENOMEN}),
    Besprekingstatus.NIET_OPGENOMEN: frozenset({Besprekingstatus.OPGENOMEN, Besprekingstatus.WACHT}),
    Besprekingstatus.OPGENOMEN: frozenset({Besprekingstatus.NIET_OPGENOMEN, Besprekingstatus.WACHT}),
    # Taken off the list before anything was decided; the pupil may come back on it.
    Besprekingstatus.VERVALLEN: frozenset({Besprekingstatus.VOORGESTELD}),
}
# A pupil who is on the list of an overleg and of whom nothing is decided yet.
OPEN = (Besprekingstatus.VOORGESTELD, Besprekingstatus.BESPROKEN)


def eis_vervolg(van: Besprekingstatus, naar: Besprekingstatus) -> None:
    """Refuse a status change that is not in the table."""
    if naar not in VERVOLG[van]:
        raise NietToegestaan(f"Een bespreking met de status {van.label} kan niet {naar.label} worden.")


# How long a seat still shows a pupil who was not let in: as long as a first contact without a traject is kept.
NAZICHT = timedelta(weeks=6)

# How long what somebody filled in and did not save is still offered: a weekend and a meeting later.
CONCEPT_HOUDBAAR = timedelta(days=7)

# What fits in a few lines of text, in characters.
TEKENS = 280

# Minutes of an overleg; longer than a working day is a slip of the keyboard.
KORTSTE, LANGSTE = 15, 480


class Bericht(models.TextChoices):
    """What an invitation says about an overleg."""

    UITNODIGING = "uitnodiging", "uitnodiging"
    WIJZIGING = "wijziging", "wijziging"
    AFGELAST = "afgelast", "gaat niet door"


class Functie(models.TextChoices):
    """An outsider at the table, without an account."""

    JEUGDARTS = "jeugdarts", "jeugdarts"
    LEERPLICHT = "leerplicht", "leerplichtambtenaar"
    SAMENWERKINGSVERBAND = "samenwerkingsverband", "samenwerkingsverband passend onderwijs"


class Afspraakstand(models.TextChoices):
    OPEN = "open", "afgesproken"
    KLAAR = "klaar", "klaar"
    VERVALLEN = "vervallen", "vervallen"


class Akkoord(Enum):
    """How the consent for one purpose stands: the law's question, next to the stance at the table."""

    GEGEVEN = auto()
    ONTBREEKT = auto()
    GEWEIGERD = auto()


@dataclass(frozen=True)
class Stem:
    """The stance of one party; `gezag` matters for a parent only."""

    partij: Partij
    standpunt: Standpunt
    gezag: bool = True


@dataclass(frozen=True)
class Oordeel:
    """What the stances lead to, in words for the screen and for parents; `nodig` are the tasks that are left."""

    uitkomst: Uitkomst
    zin: str
    nodig: tuple[str, ...] = ()


GEZIN = (Partij.LEERLING, Partij.OUDER)
PROFESSIONALS = (Partij.BASISSCHOOL, Partij.VO_SCHOOL, Partij.SMW_PO, Partij.SMW_VO)
DOELEN = (Doel.BESPREKEN, Doel.DEELNEMEN)

# The parties as a parent would call them: no abbreviations.
VOLUIT = {
    Partij.BASISSCHOOL: "de basisschool",
    Partij.VO_SCHOOL: "de middelbare school",
    Partij.SMW_PO: "het schoolmaatschappelijk werk van de basisschool",
    Partij.SMW_VO: "het schoolmaatschappelijk werk van de middelbare school",
    Partij.LEERLING: "de leerling",
    Partij.OUDER: "een ouder met gezag",
}
WAARVOOR = {
    Doel.BESPREKEN: "om samen over de leerling te praten",
    Doel.DEELNEMEN: "om mee te doen aan het traject",
}


# By whether a parent with authority was not heard, and whether one without it does not say yes.
EENS = {
    (False, False): "iedereen",
    (True, False): "wie we spraken,",
    (False, True): "iedereen die meebeslist,",
    (True, True): "wie meebeslist en is gehoord,",
}


def bepaal_uitkomst(keus: Keus, stemmen: Iterable[Stem], toestemming: Mapping[Doel, Akkoord]) -> Oordeel:
    """The rule of the product (GKA-agenda, interventie 1): everyone decides together.

    A nee of the pupil or of a parent with authority ends it, whatever the table chose, and so does a consent that was
    refused or withdrawn: that is a nee too. A nee of a professional, a party not heard or a consent not given yet
    waits. What a parent without authority says is kept and counts for nothing here. *Geen traject* is a conclusion of
    the table too, and ends it; what that asks of the table is `zonder_gezin`.
    """
    stemmen = list(stemmen)
    tellend = [stem for stem in stemmen if stem.gezag]
    if wie := [VOLUIT[partij] for partij in GEZIN if Stem(partij, Standpunt.NEE) in tellend]:
        willen = "wil" if len(wie) == 1 else "willen"
        return Oordeel(Uitkomst.NIET_OPGENOMEN, f"Niet opgenomen in het traject: {en(wie)} {willen} dit niet.")
    if geweigerd := [WAARVOOR[doel] for doel in DOELEN if toestemming[doel] == Akkoord.GEWEIGERD]:
        zin = f"Niet opgenomen in het traject: er is geen toestemming {en(geweigerd)}."
        return Oordeel(Uitkomst.NIET_OPGENOMEN, zin)
    if keus == Keus.GEEN_TRAJECT:
        return Oordeel(Uitkomst.NIET_OPGENOMEN, f"Niet opgenomen in het traject: {_geen_traject(tellend)}.")
    if keus == Keus.LATER:
        zin = "Wacht: we praten er later opnieuw over."
        return Oordeel(Uitkomst.WACHT, zin, ("Plan een nieuw overleg of leg het besluit alsnog vast.",))
    if redenen := _wachtredenen(tellend, toestemming):
        zin = f"Wacht: {'. '.join(reden.zin for reden in redenen)}."
        return Oordeel(Uitkomst.WACHT, zin, tuple(reden.taak for reden in redenen))
    return Oordeel(Uitkomst.OPGENOMEN, f"Opgenomen in het traject: {_eens(stemmen)}.")


@dataclass(frozen=True)
class _Reden:
    zin: str
    taak: str


def _wachtredenen(stemmen: list[Stem], toestemming: Mapping[Doel, Akkoord]) -> list[_Reden]:
    tegen = [partij for partij in PROFESSIONALS if Stem(partij, Standpunt.NEE) in stemmen]
    ja = {stem.partij for stem in stemmen if _telt_als_ja(stem)}
    stil = [partij for partij in Partij if partij not in ja and partij not in tegen]
    vragen = [doel for doel in DOELEN if toestemming[doel] == Akkoord.ONTBREEKT]
    redenen = []
    if tegen:
        wie = en([VOLUIT[partij] for partij in tegen])
        zijn = "is" if len(tegen) == 1 else "zijn"
        redenen.append(_Reden(f"{wie} {zijn} het er niet mee eens", f"Overleg opnieuw met {wie}."))
    if stil:
        wie = en([VOLUIT[partij] for partij in stil])
        redenen.append(_Reden(f"{'Nog' if tegen else 'nog'} niet gehoord: {wie}", f"Vraag het standpunt van {wie}."))
    if vragen:
        waarvoor = en([WAARVOOR[doel] for doel in vragen])
        er = "Er" if redenen else "er"
        redenen.append(_Reden(f"{er} is nog geen toestemming {waarvoor}", f"Vraag toestemming {waarvoor}."))
    return redenen


def _telt_als_ja(stem: Stem) -> bool:
    if stem.standpunt == Standpunt.NIET_BESCHIKBAAR:
        return stem.partij == Partij.SMW_PO
    return stem.standpunt == Standpunt.JA


def zonder_gezin(keus: Keus, stemmen: Iterable[Stem], toestemming: Mapping[Doel, Akkoord]) -> str:
    """Why *geen traject* asks for a reason, as a sentence; empty when it does not (ADR 0016).

    It does when the table alone ends it: pupil or parent wants the traject, or nobody of the family was heard. Where
    their own nee or a refused consent ends it, nothing needs explaining.
    """
    gezin = [stem for stem in stemmen if stem.partij in GEZIN and stem.gezag]
    gezegd = {stem.standpunt for stem in gezin}
    if keus != Keus.GEEN_TRAJECT or Standpunt.NEE in gezegd or Akkoord.GEWEIGERD in toestemming.values():
        return ""
    if wie := [VOLUIT[partij] for partij in GEZIN if Stem(partij, Standpunt.JA) in gezin]:
        return f"{capfirst(en(wie))} {'wil' if len(wie) == 1 else 'willen'} het traject wel."
    return "De leerling en de ouders zijn nog niet gehoord."


def _geen_traject(tellend: list[Stem]) -> str:
    """The table chose so, what those who were heard wanted, and who was not heard: nobody is said to have chosen what
    they did not."""
    delen = ["aan tafel is gekozen voor geen traject"]
    for standpunt, wat in ((Standpunt.NEE, "het traject niet"), (Standpunt.JA, "het traject wel")):
        wie = list(dict.fromkeys(VOLUIT[stem.partij] for stem in tellend if stem.standpunt == standpunt))
        if len(wie) == len(Partij) and all(stem.standpunt == standpunt for stem in tellend):
            delen.append(f"Iedereen wilde {wat}")
        elif wie:
            delen.append(f"{capfirst(en(wie))} {'wilde' if len(wie) == 1 else 'wilden'} {wat}")
    if stil := _niet_gehoord(tellend):
        delen.append(f"Niet gehoord: {en(stil)}")
    return ". ".join(delen)


def _niet_gehoord(tellend: list[Stem]) -> list[str]:
    """Who has a say and said nothing, of two parents with authority also the other one."""
    gehoord = {stem.partij for stem in tellend if stem.standpunt in (Standpunt.JA, Standpunt.NEE)}
    if Stem(Partij.SMW_PO, Standpunt.NIET_BESCHIKBAAR) in tellend:
        gehoord.add(Partij.SMW_PO)
    stil = [VOLUIT[partij] for partij in Partij if partij not in gehoord]
    andere = Partij.OUDER in gehoord and Stem(Partij.OUDER, Standpunt.NIET_GEHOORD) in tellend
    return [*stil, "een andere ouder met gezag"] if andere else stil


def _eens(stemmen: list[Stem]) -> str:
    """Who agrees: not everyone, when another parent was not heard or has no say and does not want it."""
    ouders = [stem for stem in stemmen if stem.partij == Partij.OUDER]
    stil = any(stem.gezag and stem.standpunt != Standpunt.JA for stem in ouders)
    buiten = any(not stem.gezag and stem.standpunt != Standpunt.JA for stem in ouders)
    delen = [f"{EENS[stil, buiten]} is het eens"]
    if stil:
        delen.append("Een andere ouder met gezag is nog niet gehoord")
    if Stem(Partij.SMW_PO, Standpunt.NIET_BESCHIKBAAR) in stemmen:
        delen.append(f"{capfirst(VOLUIT[Partij.SMW_PO])} was niet beschikbaar")
    return ". ".join(delen)


def en(delen: list[str]) -> str:
    """`a`, `a en b`, `a, b en c`."""
    return " en ".join(part for part in (", ".join(delen[:-1]), delen[-1]) if part)

"""Choices and rules of the traject and of a contact that need no database."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from django.db import models

from gka.exceptions import NietToegestaan
from gka.workflow import maanden_verder


class Onjuist(NietToegestaan):
    """A refusal of one thing somebody filled in; `veld` says which, so that the sentence can stand next to it."""

    def __init__(self, zin: str, veld: str) -> None:
        super().__init__(zin)
        self.veld = veld


class Trajectstatus(models.TextChoices):
    VOORGESTELD = "voorgesteld", "voorgesteld"
    GESTART = "gestart", "gestart"
    AFGEROND = "afgerond", "afgerond"
    EERDER_GESTOPT = "eerder_gestopt", "eerder gestopt"


VERVOLG: dict[Trajectstatus, frozenset[Trajectstatus]] = {
    Trajectstatus.VOORGESTELD: frozenset({Trajectstatus.GESTART, Trajectstatus.EERDER_GESTOPT}),
    Trajectstatus.GESTART: frozenset({Trajectstatus.AFGEROND, Trajectstatus.EERDER_GESTOPT}),
    Trajectstatus.AFGEROND: frozenset({Trajectstatus.GESTART}),
    Trajectstatus.EERDER_GESTOPT: frozenset({Trajectstatus.GESTART, Trajectstatus.VOORGESTELD}),
}
LOPEND = (Trajectstatus.VOORGESTELD, Trajectstatus.GESTART)
GESLOTEN = (Trajectstatus.AFGEROND, Trajectstatus.EERDER_GESTOPT)


class Toewijsdaad(models.TextChoices):
    """What was done to an assignment."""

    GEGEVEN = "gegeven", "toegewezen"
    VERKORT = "verkort", "eindigt eerder"
    VERVALLEN = "vervallen", "ongedaan gemaakt"


class Fase(models.TextChoices):
    PO = "po", "fase po"
    VO = "vo", "fase vo"


class Nazorg(models.TextChoices):
    """Weet de leerling de SMW na december te vinden? (GKA-agenda, interventie 2)."""

    JA = "ja", "ja"
    NEE = "nee", "nee"
    ONBEKEND = "onbekend", "onbekend"


# The step of a cohort's calendar by whose day a traject is finished; its day is data.
AFRONDEN = "afronden"


def jaar_voorbij_na(jaar: int, afronden: date | None) -> date:
    """The last day of the year of a traject: 31 December, or the day by which it is finished where that is later.

    A traject runs from January to December (kennis: domein 3.2); the day of that step is data of the cohort.
    """
    eind = date(jaar, 12, 31)
    return max(eind, afronden) if afronden else eind


# How long the SMW keeps access after closing, and a traject can be opened again (ontwerp 3, table).
MAANDEN_NA_AFSLUITEN = 6


def laatste_dag_na_afsluiten(gesloten: date) -> date:
    """Until when, this day included, an SMW sees a traject that was closed on `gesloten`: 31 August to 28 February."""
    return maanden_verder(MAANDEN_NA_AFSLUITEN, gesloten)


def vroegst_gesloten(op: date) -> date:
    """The earliest day of closing that is still within reach on day `op`; agrees with `laatste_dag_na_afsluiten`."""
    dag = maanden_verder(-MAANDEN_NA_AFSLUITEN, op)
    return dag if laatste_dag_na_afsluiten(dag) >= op else dag + timedelta(days=1)


def fase(op: date, vo_vanaf: date) -> Fase:
    """The phase follows from the date; the boundary is data of the cohort."""
    return Fase.VO if op >= vo_vanaf else Fase.PO


def eis_vervolg(van: Trajectstatus, naar: Trajectstatus) -> None:
    """Refuse a status change that is not in the table."""
    if naar not in VERVOLG[van]:
        raise NietToegestaan(f"Een traject dat {van.label} is, kan niet {naar.label} worden.")


# --- kinds of contact: the list is data (Keuzelijst), the codes below have a fixed meaning (gka.models.Keuze)

CONTACTSOORTEN = "contactsoort"
STOPREDENEN = "stopreden"
# The reason of a traject that never was one.
FOUT_INGEVOERD = "fout-ingevoerd"


class Kenmerk(models.TextChoices):
    """What a kind of contact counts as; stands in `Keuze.kenmerk`."""

    DIRECT = "direct", "direct"
    GROEP = "groep", "groep"
    INDIRECT = "indirect", "indirect"
    NIET_VERSCHENEN = "niet-verschenen", "niet verschenen"


class Gezelschap(models.TextChoices):
    """With whom the contact was."""

    LEERLING = "leerling", "Leerling"
    OUDER = "ouder", "Ouder"
    SCHOOL = "school", "School"
    ANDEREN = "anderen", "Iemand anders"


# A talk at school has three kinds; which one follows from who was there.
OP_SCHOOL = "op-school"
GESPREKKEN: dict[tuple[Gezelschap, ...], str] = {
    (Gezelschap.LEERLING,): "gesprek-leerling",
    (Gezelschap.OUDER,): "gesprek-ouder",
    (Gezelschap.LEERLING, Gezelschap.OUDER): "gesprek-beiden",
}
HOORT_BIJ = {code: wie for wie, code in GESPREKKEN.items()}
# The kinds on a pupil's card, with the short word for the button; what a region retired is left out.
SNELLE_SOORTEN = {"huisbezoek": "Huisbezoek", OP_SCHOOL: "Op school", "telefoon": "Telefoon"}


def snelle_soort(code: str) -> str:
    """The button under which a kind falls; the kind itself when it has none."""
    return OP_SCHOOL if code in HOORT_BIJ else code


def gesprek_op_school(met: Collection[str]) -> str:
    """The kind of a talk at school with these people."""
    wie = tuple(een for een in (Gezelschap.LEERLING, Gezelschap.OUDER) if een in met)
    if wie not in GESPREKKEN:
        raise Onjuist("Vink leerling of ouder aan, of kies een andere soort.", "met")
    return GESPREKKEN[wie]


def eis_gezelschap(code: str, kenmerk: str, met: Collection[Gezelschap]) -> None:
    """Refuse a kind that contradicts who was there. Nobody named is no contradiction: an imported list does not say."""
    if kenmerk == Kenmerk.NIET_VERSCHENEN and Gezelschap.LEERLING in met:
        raise Onjuist("Bij ‘niet verschenen’ was de leerling er niet. Haal het vinkje bij leerling weg.", "met")
    mist = [wie.label.lower() for wie in HOORT_BIJ.get(code, ()) if wie not in met]
    if met and mist:
        raise Onjuist(f"Bij deze soort hoort ook: {' en '.join(mist)}. Vink dat aan of kies een andere soort.", "met")


# --- months


def eis_maand_voorbij(maand: date, dag: date) -> None:
    """Refuse to close what is not a whole month in the past; `maand` is its first day."""
    if maand.day != 1:
        raise ValueError("a month is its first day")
    if maand >= dag.replace(day=1):
        raise NietToegestaan("Deze maand is nog niet voorbij. Sluit de maand na de laatste dag.")


# --- hours

BUDGET_HOOGSTENS = 60 * 60  # minutes a week: more than anybody works
WOORDTEKENS = 100  # a word or number of another package that is longer, is none


class Woordsoort(models.TextChoices):
    """What a word in the hours file of another package stands for."""

    SOORT = "soort", "soort contact"
    MEDEWERKER = "medewerker", "medewerker"
    LEERLING = "leerling", "leerling"


# --- minutes

MINUTEN_HOOGSTENS = 600
KINDEREN_HOOGSTENS = 99
# Longer is no absence, and a slip of the year would be access for ever.
WAARNEMING_HOOGSTENS = timedelta(days=731)
GEBRUIKELIJK = (15, 30, 45, 60, 90)

_UREN = re.compile(r"(?P<uren>\d{1,6})(?:[.,](?P<deel>\d{1,2}))?\s*(?:u|h|uur|uren)", re.ASCII)
_UREN_MINUTEN = re.compile(
    r"(?P<uren>\d{1,6})\s*(?:u|h|uur|uren)\s*(?:en\s*)?(?P<minuten>\d{1,2})\s*(?:m|min|minuut|minuten)?"
    r"|(?P<klok_uren>\d{1,6}):(?P<klok_minuten>\d{2})(?:\s*(?:u|uur))?",
    re.ASCII,
)
_MINUTEN = re.compile(r"(?P<minuten>\d{1,6})\s*(?:m|min|minuut|minuten)?", re.ASCII)
_KOMMAGETAL = re.compile(r"(?P<uren>\d{1,6})[.,](?P<deel>\d{1,2})", re.ASCII)
_BREUK = re.compile(r"(\d{0,6})\s?([¼½¾])", re.ASCII)
_HONDERDSTEN = {"¼": "25", "½": "5", "¾": "75"}


def lees_minuten(tekst: str) -> int:
    """Whole minutes of a contact from what people type: `90`, `1u15`, `0:45`, `1,25 uur`. Raises with what to do.

    From 1 to 600 minutes (ontwerp 3: Contact).
    """
    minuten = lees_duur(tekst)
    eis_minuten(minuten)
    return minuten


def lees_duur(tekst: str) -> int:
    """Whole minutes, however many. A bare `1,5` can be hours or minutes: the answer says what to type."""
    # Splitting takes hard spaces for spaces, and a phone puts them there.
    schoon = " ".join(tekst.lower().split()).removesuffix(".")
    schoon = _BREUK.sub(lambda breuk: f"{breuk[1] or 0},{_HONDERDSTEN[breuk[2]]}", schoon)
    if gevonden := _UREN.fullmatch(schoon):
        minuten = _uit_decimalen(int(gevonden["uren"]), gevonden["deel"] or "0")
        _eis_geen_kloktijd(gevonden["uren"], gevonden["deel"] or "")
        return minuten
    if gevonden := _UREN_MINUTEN.fullmatch(schoon):
        rest = int(gevonden["minuten"] or gevonden["klok_minuten"])
        if rest > 59:
            raise Onjuist("Na het uur staan ten hoogste 59 minuten, bijvoorbeeld 1u15.", "minuten")
        return int(gevonden["uren"] or gevonden["klok_uren"]) * 60 + rest
    if gevonden := _MINUTEN.fullmatch(schoon):
        return int(gevonden["minuten"])
    getal = _KOMMAGETAL.fullmatch(schoon)
    if getal and _uit_decimalen(int(getal["uren"]), getal["deel"]) <= MINUTEN_HOOGSTENS:
        _eis_geen_kloktijd(getal["uren"], getal["deel"])
        raise Onjuist(f"Bedoelt u uren? Typ dan {schoon} uur. Bedoelt u minuten? Typ dan een heel getal.", "minuten")
    raise Onjuist("Vul de duur in als minuten of uren, bijvoorbeeld 90, 1u15 of 0:45.", "minuten")


def _eis_geen_kloktijd(uren: str, deel: str) -> None:
    """`1,25 uur` and `1,5 uur` are decimals; `1.30 uur` is how many write half past: that is asked, never guessed."""
    if len(deel) == 2 and deel not in ("25", "50", "75", "00") and int(deel) < 60:
        raise Onjuist(f"Bedoelt u {int(uren)} uur en {int(deel)} minuten? Typ dan {int(uren)}u{deel}.", "minuten")


def _uit_decimalen(uren: int, deel: str) -> int:
    """Minutes of `uren,deel` hours; only when they are whole."""
    minuten, rest = divmod(uren * 6000 + int(deel.ljust(2, "0")) * 60, 100)
    if rest:
        raise Onjuist("Vul hele minuten in, bijvoorbeeld 75 of 1u15.", "minuten")
    return minuten


def eis_minuten(minuten: int) -> None:
    """Refuse what is not 1 to 600."""
    if not 1 <= minuten <= MINUTEN_HOOGSTENS:
        raise Onjuist("Een contact duurt 1 minuut tot 10 uur (600 minuten).", "minuten")


def verdeel(minuten: int, delen: int) -> list[int]:
    """Divide whole minutes over a number of children by largest remainder: the parts add up to the whole.

    Equal claims have equal remainders, so the first ones get the minutes that are left: the caller's order decides.
    """
    heel, rest = divmod(minuten, delen)
    return [heel + 1] * rest + [heel] * (delen - rest)


# --- goals

DOELEN_HOOGSTENS = 3
DOELTEKENS = 280
AANTEKENINGTEKENS = 2000
SCORE_HOOGSTENS = 10
DOMEINEN = "domein"
# The traject runs until December: from this month on the score at the end is asked for.
EINDSCORE_MAAND = 12


class Uitspraak(models.TextChoices):
    """Whose words a goal is in."""

    LEERLING = "leerling", "leerling"
    OUDER = "ouder", "ouder"
    SAMEN = "samen", "leerling en ouder samen"


class Scoremoment(models.TextChoices):
    BEGIN = "begin", "begin"
    TUSSEN = "tussen", "tussendoor"
    EIND = "eind", "eind"


# --- summer activities

ZOMERDAGEN_HOOGSTENS = 60
PLAATSEN_HOOGSTENS = 500
# The kind of contact that a confirmed attendance list becomes.
GROEP = "groep"


class Zomerstatus(models.TextChoices):
    CONCEPT = "concept", "concept"
    GEPUBLICEERD = "gepubliceerd", "gepubliceerd"
    AFGELAST = "afgelast", "afgelast"


VERVOLG_ZOMER: dict[Zomerstatus, frozenset[Zomerstatus]] = {
    Zomerstatus.CONCEPT: frozenset({Zomerstatus.GEPUBLICEERD, Zomerstatus.AFGELAST}),
    Zomerstatus.GEPUBLICEERD: frozenset({Zomerstatus.AFGELAST}),
    Zomerstatus.AFGELAST: frozenset(),
}


class Afmeldreden(models.TextChoices):
    """Why an enrolment ends. A list and no text: a reason can say too much about a child."""

    WIL_NIET = "wil_niet", "de leerling wil niet meer"
    KAN_NIET = "kan_niet", "de leerling kan niet op deze dagen"
    VERVOER = "vervoer", "de leerling kan er niet komen"
    FOUT = "fout", "per ongeluk aangemeld"
    ANDERS = "anders", "iets anders"
    TRAJECT_GESLOTEN = "traject_gesloten", "het traject is gesloten"


ZELF_TE_KIEZEN = tuple(reden for reden in Afmeldreden if reden != Afmeldreden.TRAJECT_GESLOTEN)

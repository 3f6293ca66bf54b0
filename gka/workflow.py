"""Choices and rules of the kernel that need no database. Imports nothing of ours."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone


class Deelname(models.TextChoices):
    """Whether a municipality, school or organisation takes part in the programme."""

    BEVESTIGD = "bevestigd", "bevestigd"
    ONDER_VOORBEHOUD = "onder_voorbehoud", "onder voorbehoud"
    GEEN = "geen", "doet niet mee"


class Organisatiesoort(models.TextChoices):
    BESTUUR = "bestuur", "schoolbestuur"
    WELZIJN = "welzijn", "welzijnsorganisatie"
    GEMEENTE = "gemeente", "gemeente"
    UNIVERSITEIT = "universiteit", "universiteit"
    SAMENWERKING = "samenwerking", "samenwerkingsverband van het project"


class Schoolsoort(models.TextChoices):
    PO = "po", "basisschool"
    VO = "vo", "middelbare school"


class Keuzesoort(models.TextChoices):
    """A station on the road of a pupil: where from, where to in January, where to after admission."""

    BASISSCHOOL = "basisschool", "basisschool"
    BEOOGD = "beoogd", "gewenste vo-school"
    DEFINITIEF = "definitief", "definitieve vo-school"


class Relatie(models.TextChoices):
    MOEDER = "moeder", "moeder"
    VADER = "vader", "vader"
    VOOGD = "voogd", "voogd"
    VERZORGER = "verzorger", "andere verzorger"


# The list (Keuzelijst) of languages parents speak.
TALENLIJST = "taal"
RANGWOORDEN = ("", "tweede", "derde", "vierde")
HOOGSTENS_OUDERS = len(RANGWOORDEN)


class Adviessoort(models.TextChoices):
    VOORLOPIG = "voorlopig", "voorlopig advies"
    TOETS = "toets", "toetsadvies"
    DEFINITIEF = "definitief", "definitief advies"


class Advieswaarde(models.TextChoices):
    """The 17 official values of 2025-26 (Edustandaard, Doorstroomtoetsketen API 1.1.0)."""

    VSO = "VSO", "voortgezet speciaal onderwijs"
    PRO = "PRAKTIJKONDERWIJS", "praktijkonderwijs"
    BB = "VMBO_BB", "vmbo basis"
    BB_LWOO = "VMBO_BB_MET_LWOO", "vmbo basis met lwoo"
    BB_KB = "VMBO_BB_TM_VMBO_KB", "vmbo basis/kader"
    BB_KB_LWOO = "VMBO_BB_TM_VMBO_KB_MET_LWOO", "vmbo basis/kader met lwoo"
    KB = "VMBO_KB", "vmbo kader"
    KB_LWOO = "VMBO_KB_MET_LWOO", "vmbo kader met lwoo"
    KB_GT = "VMBO_KB_TM_VMBO_GL/TL", "vmbo kader/gl-tl"
    KB_GT_LWOO = "VMBO_KB_TM_VMBO_GL/TL_MET_LWOO", "vmbo kader/gl-tl met lwoo"
    GT = "VMBO_GL/TL", "vmbo gl-tl (mavo)"
    GT_LWOO = "VMBO_GL/TL_MET_LWOO", "vmbo gl-tl met lwoo"
    GT_HAVO = "VMBO_GL/TL_TM_HAVO", "vmbo gl-tl/havo"
    HAVO = "HAVO", "havo"
    HAVO_VWO = "HAVO_TM_VWO", "havo/vwo"
    VWO = "VWO", "vwo"
    GEEN = "GEEN_SPECIFIEK_ADVIES_MOGELIJK", "geen advies mogelijk"


# Lowest and highest level: 1 pro, 2 bb, 3 kb, 4 gl/tl, 5 havo, 6 vwo; vso and "geen" have no place on the scale.
NIVEAUS: dict[str, tuple[int, int]] = {
    Advieswaarde.PRO: (1, 1),
    Advieswaarde.BB: (2, 2),
    Advieswaarde.BB_LWOO: (2, 2),
    Advieswaarde.BB_KB: (2, 3),
    Advieswaarde.BB_KB_LWOO: (2, 3),
    Advieswaarde.KB: (3, 3),
    Advieswaarde.KB_LWOO: (3, 3),
    Advieswaarde.KB_GT: (3, 4),
    Advieswaarde.KB_GT_LWOO: (3, 4),
    Advieswaarde.GT: (4, 4),
    Advieswaarde.GT_LWOO: (4, 4),
    Advieswaarde.GT_HAVO: (4, 5),
    Advieswaarde.HAVO: (5, 5),
    Advieswaarde.HAVO_VWO: (5, 6),
    Advieswaarde.VWO: (6, 6),
}


def is_lager(waarde: str, dan: str) -> bool:
    """Whether an advice is lower than another one: its lowest or its highest level is below that of the other.

    So "vmbo kader/gl-tl" is higher than "vmbo kader" and lower than "vmbo gl-tl". Values without a place on the scale
    are never lower nor higher, and lwoo is no level (kennis: domein 1.1 "it never goes down", 1.2).
    """
    if waarde not in NIVEAUS or dan not in NIVEAUS:
        return False
    (laag, hoog), (ander_laag, ander_hoog) = NIVEAUS[waarde], NIVEAUS[dan]
    return laag < ander_laag or hoog < ander_hoog


class Doel(models.TextChoices):
    """Purpose of a consent; a yes for one purpose, person or school never carries over to another."""

    BESPREKEN = "bespreken", "bespreken in het knooppuntoverleg"
    DEELNEMEN = "deelnemen", "deelnemen aan het traject"
    DELEN = "delen", "afspraken delen met de vo-school"
    VRAGENLIJSTEN = "vragenlijsten", "vragenlijsten invullen"
    ONDERZOEK = "onderzoek", "gegevens gebruiken voor onderzoek"


class Ontvanger(models.TextChoices):
    """With whom the data of a pupil may be shared. The vo-school is always one particular school."""

    OVERLEG = "overleg", "de mensen in het overleg"
    TRAJECT = "traject", "het schoolmaatschappelijk werk in het traject"
    VO_SCHOOL = "vo_school", "de vo-school"
    VRAGENLIJSTEN = "vragenlijsten", "wie de vragenlijsten stuurt"
    ONDERZOEK = "onderzoek", "de onderzoeker"


# The purposes for which there must be consent before this one may have the data (ontwerp 3; domein 5.2).
DOELEN_VOOR: dict[Ontvanger, tuple[Doel, ...]] = {
    Ontvanger.OVERLEG: (Doel.BESPREKEN,),
    Ontvanger.TRAJECT: (Doel.BESPREKEN, Doel.DEELNEMEN),
    Ontvanger.VO_SCHOOL: (Doel.BESPREKEN, Doel.DELEN),
    Ontvanger.VRAGENLIJSTEN: (Doel.VRAGENLIJSTEN,),
    Ontvanger.ONDERZOEK: (Doel.ONDERZOEK,),
}


class Gever(models.TextChoices):
    OUDER = "ouder", "ouder of verzorger"
    LEERLING = "leerling", "leerling"


class Toestemmingstand(models.TextChoices):
    GEVRAAGD = "gevraagd", "gevraagd"
    JA = "ja", "ja"
    NEE = "nee", "nee"
    INGETROKKEN = "ingetrokken", "ingetrokken"
    BEZWAAR = "bezwaar", "bezwaar"


TEGEN = (Toestemmingstand.NEE, Toestemmingstand.INGETROKKEN, Toestemmingstand.BEZWAAR)


class Wijze(models.TextChoices):
    """How a consent or stance was given."""

    GESPREK = "gesprek", "in een gesprek"
    PAPIER = "papier", "op papier"
    TELEFOON = "telefoon", "telefonisch"
    APP = "app", "zelf in Overstap"


class Opdrachtstand(models.TextChoices):
    OPEN = "open", "open"
    BEZIG = "bezig", "bezig"
    GEREED = "gereed", "gereed"
    MISLUKT = "mislukt", "mislukt"


EIGEN_TOESTEMMING_VANAF = 12
ALLEEN_LEERLING_VANAF = 16


def leeftijd(geboortedatum: date, op: date) -> int:
    """Age in whole years on day `op`; born on 29 February counts from 1 March in other years."""
    return op.year - geboortedatum.year - ((op.month, op.day) < (geboortedatum.month, geboortedatum.day))


def verjaardag(geboortedatum: date, jaren: int) -> date:
    """The day somebody becomes this old; agrees with `leeftijd`."""
    try:
        return geboortedatum.replace(year=geboortedatum.year + jaren)
    except ValueError:  # 29 February in a year without one
        return date(geboortedatum.year + jaren, 3, 1)


def jaren_terug(jaren: int, op: date) -> date:
    """The same day so many years earlier; 28 February where there is no 29th."""
    try:
        return op.replace(year=op.year - jaren)
    except ValueError:
        return date(op.year - jaren, 2, 28)


def maanden_verder(maanden: int, op: date) -> date:
    """The same day so many months later (or earlier); the last day of the month where it has no such day."""
    jaar, nummer = divmod(op.year * 12 + op.month - 1 + maanden, 12)
    return date(jaar, nummer + 1, min(op.day, monthrange(jaar, nummer + 1)[1]))


def laatste_van(maand: date) -> date:
    """The last day of the month of this day."""
    return maand.replace(day=monthrange(maand.year, maand.month)[1])


def geboren_hoogstens(jaren: int, op: date) -> date:
    """Who was born on this day or before has this age on day `op`; agrees with `leeftijd`."""
    return jaren_terug(jaren, op)


def einde_van(dag: date) -> datetime:
    """The first moment after that day, here."""
    return timezone.make_aware(datetime.combine(dag + timedelta(days=1), time.min))


def schooljaar(op: date) -> str:
    """The school year of a day, as `2026-2027`; it starts on 1 August."""
    start = op.year if op.month >= 8 else op.year - 1
    return f"{start}-{start + 1}"


def geboortedatum_kan(geboren: date, dag: date) -> bool:
    """Can a pupil be born on this day? Before day `dag`, and at most 25 calendar years earlier: else it is a slip."""
    return geboren < dag and dag.year - geboren.year <= 25

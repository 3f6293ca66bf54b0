"""Choices and rules of the kernel that need no database. Imports nothing of ours."""

from datetime import date

from django.db import models


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


class Doel(models.TextChoices):
    """Purpose of a consent; a yes for one purpose, person or school never carries over to another."""

    BESPREKEN = "bespreken", "bespreken in het knooppuntoverleg"
    DEELNEMEN = "deelnemen", "deelnemen aan het traject"
    DELEN = "delen", "afspraken delen met de vo-school"
    VRAGENLIJSTEN = "vragenlijsten", "vragenlijsten invullen"
    ONDERZOEK = "onderzoek", "gegevens gebruiken voor onderzoek"


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


def geboren_hoogstens(jaren: int, op: date) -> date:
    """Who was born on this day or before has this age on day `op`; agrees with `leeftijd`."""
    try:
        return op.replace(year=op.year - jaren)
    except ValueError:  # 29 February has no counterpart in that year
        return date(op.year - jaren, 2, 28)


def schooljaar(op: date) -> str:
    """The school year of a day, as `2026-2027`; it starts on 1 August."""
    start = op.year if op.month >= 8 else op.year - 1
    return f"{start}-{start + 1}"


def geboortedatum_kan(geboren: date, dag: date) -> bool:
    """Can a pupil be born on this day? Before day `dag`, and at most 25 calendar years earlier: else it is a slip."""
    return geboren < dag and dag.year - geboren.year <= 25

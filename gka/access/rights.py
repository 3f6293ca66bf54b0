"""Rights: what somebody may do. A role holds a right because a cell of the one table says so, and only then."""

from enum import StrEnum

from gka.access.table import TABEL, Gegeven, Rol, Zicht


class Recht(StrEnum):
    """One thing one may do. The name is what templates ask for: `mag.leerling_inzien`."""

    LEERLING_INZIEN = "leerling_inzien"
    LEERLING_INLEZEN = "leerling_inlezen"
    LEERLING_BEWERKEN = "leerling_bewerken"
    SCHOOLWEG_INZIEN = "schoolweg_inzien"
    SCHOOLWEG_BEWERKEN = "schoolweg_bewerken"
    DEFINITIEVE_SCHOOL_VASTLEGGEN = "definitieve_school_vastleggen"
    OUDERCONTACT_INZIEN = "oudercontact_inzien"
    OUDER_BEWERKEN = "ouder_bewerken"
    TOESTEMMING_VASTLEGGEN = "toestemming_vastleggen"
    OVERLEG_INZIEN = "overleg_inzien"
    OVERLEG_PLANNEN = "overleg_plannen"
    BESLUIT_VASTLEGGEN = "besluit_vastleggen"
    OVERDRACHT_ONTVANGEN = "overdracht_ontvangen"
    STANDPUNT_GEVEN = "standpunt_geven"
    UITKOMST_INZIEN = "uitkomst_inzien"
    TOEZICHT_HOUDEN = "toezicht_houden"
    UREN_TOTAAL_INZIEN = "uren_totaal_inzien"
    TRAJECT_INZIEN = "traject_inzien"
    CONTACT_VASTLEGGEN = "contact_vastleggen"
    CONTACT_VERBETEREN = "contact_verbeteren"
    UREN_INZIEN = "uren_inzien"
    MAAND_SLUITEN = "maand_sluiten"
    TOEWIJZEN = "toewijzen"
    DOEL_BEWERKEN = "doel_bewerken"
    AANTEKENING_SCHRIJVEN = "aantekening_schrijven"
    ZOMERACTIVITEIT_INZIEN = "zomeractiviteit_inzien"
    ZOMERACTIVITEIT_PUBLICEREN = "zomeractiviteit_publiceren"
    POSITIE_VASTLEGGEN = "positie_vastleggen"
    OUD_LEERLINGEN_INZIEN = "oud_leerlingen_inzien"
    DASHBOARD_INZIEN = "dashboard_inzien"
    BEZETTING_INZIEN = "bezetting_inzien"
    RAPPORT_INZIEN = "rapport_inzien"
    EXPORT_AANVRAGEN = "export_aanvragen"


# Which cells of which row carry the right.
GRONDSLAG: dict[Recht, tuple[Gegeven, frozenset[Zicht]]] = {
    Recht.LEERLING_INZIEN: (Gegeven.LEERLING, frozenset({Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.LEERLING_INLEZEN: (Gegeven.LEERLING, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.LEERLING_BEWERKEN: (Gegeven.LEERLING, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.SCHOOLWEG_INZIEN: (
        Gegeven.SCHOOLWEG,
        frozenset({Zicht.EIGEN, Zicht.EIGEN_DEFINITIEF, Zicht.EIGEN_BEWERKEN}),
    ),
    Recht.SCHOOLWEG_BEWERKEN: (Gegeven.SCHOOLWEG, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.DEFINITIEVE_SCHOOL_VASTLEGGEN: (
        Gegeven.SCHOOLWEG,
        frozenset({Zicht.EIGEN_DEFINITIEF, Zicht.EIGEN_BEWERKEN}),
    ),
    Recht.OUDERCONTACT_INZIEN: (Gegeven.OUDERCONTACT, frozenset({Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.OUDER_BEWERKEN: (Gegeven.OUDERCONTACT, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.TOESTEMMING_VASTLEGGEN: (Gegeven.TOESTEMMING, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.OVERLEG_INZIEN: (
        Gegeven.OVERLEG,
        frozenset({Zicht.EIGEN_BEWERKEN, Zicht.EIGEN_STANDPUNT, Zicht.DEELNEMER}),
    ),
    Recht.OVERLEG_PLANNEN: (Gegeven.OVERLEG, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.BESLUIT_VASTLEGGEN: (Gegeven.OVERLEG, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.OVERDRACHT_ONTVANGEN: (Gegeven.OVERLEG, frozenset({Zicht.DEELNEMER})),
    Recht.STANDPUNT_GEVEN: (Gegeven.OVERLEG, frozenset({Zicht.EIGEN_STANDPUNT, Zicht.DEELNEMER})),
    Recht.UITKOMST_INZIEN: (Gegeven.OVERLEG, frozenset({Zicht.UITKOMST})),
    # Without names and texts: the row of the pupil gives this role names on request only (ADR 0003).
    Recht.TOEZICHT_HOUDEN: (Gegeven.OVERLEG, frozenset({Zicht.LEZEN})),
    Recht.UREN_TOTAAL_INZIEN: (Gegeven.CONTACT, frozenset({Zicht.TOTAAL, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.TRAJECT_INZIEN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.CONTACT_VASTLEGGEN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN_BEWERKEN})),
    # Who looks after the hours of an organisation mends what a worker cannot reach any more (ADR 0014).
    Recht.CONTACT_VERBETEREN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.UREN_INZIEN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.MAAND_SLUITEN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN})),
    Recht.TOEWIJZEN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN})),
    Recht.DOEL_BEWERKEN: (Gegeven.DOEL, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.AANTEKENING_SCHRIJVEN: (Gegeven.AANTEKENING, frozenset({Zicht.AUTEUR})),
    Recht.ZOMERACTIVITEIT_INZIEN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.ZOMERACTIVITEIT_PUBLICEREN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN})),
    Recht.POSITIE_VASTLEGGEN: (Gegeven.SCHOOLWEG, frozenset({Zicht.EIGEN_DEFINITIEF})),
    Recht.OUD_LEERLINGEN_INZIEN: (Gegeven.OUD_LEERLING, frozenset({Zicht.POSITIE})),
    Recht.DASHBOARD_INZIEN: (Gegeven.CIJFERS, frozenset({Zicht.CIJFERS_GEMEENTE, Zicht.CIJFERS_ALLES})),
    Recht.BEZETTING_INZIEN: (Gegeven.PLAATSEN, frozenset({Zicht.LEZEN})),
    Recht.RAPPORT_INZIEN: (Gegeven.CIJFERS, frozenset({Zicht.CIJFERS_GEMEENTE, Zicht.CIJFERS_ALLES})),
    Recht.EXPORT_AANVRAGEN: (Gegeven.EXPORT, frozenset({Zicht.AANVRAGEN})),
}

RECHTEN: dict[Rol, frozenset[Recht]] = {
    rol: frozenset(recht for recht, (gegeven, cellen) in GRONDSLAG.items() if TABEL[gegeven][rol] in cellen)
    for rol in Rol
}


def rollen_met(recht: Recht) -> frozenset[Rol]:
    """The roles that hold the right."""
    return frozenset(rol for rol in Rol if recht in RECHTEN[rol])

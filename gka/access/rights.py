"""Rights: what somebody may do. A role holds a right because a cell of the one table says so, and only then."""

from enum import StrEnum

from gka.access.table import TABEL, Gegeven, Rol, Zicht


class Recht(StrEnum):
    """One thing one may do. The name is what templates ask for: `mag.leerling_inzien`."""

    LEERLING_INZIEN = "leerling_inzien"
    LEERLING_INLEZEN = "leerling_inlezen"
    LEERLING_BEWERKEN = "leerling_bewerken"
    TOESTEMMING_VASTLEGGEN = "toestemming_vastleggen"
    OVERLEG_INZIEN = "overleg_inzien"
    OVERLEG_PLANNEN = "overleg_plannen"
    BESLUIT_VASTLEGGEN = "besluit_vastleggen"
    UREN_TOTAAL_INZIEN = "uren_totaal_inzien"
    TRAJECT_INZIEN = "traject_inzien"
    CONTACT_VASTLEGGEN = "contact_vastleggen"
    DASHBOARD_INZIEN = "dashboard_inzien"
    BEZETTING_INZIEN = "bezetting_inzien"
    RAPPORT_INZIEN = "rapport_inzien"
    EXPORT_AANVRAGEN = "export_aanvragen"


# Which cells of which row carry the right.
GRONDSLAG: dict[Recht, tuple[Gegeven, frozenset[Zicht]]] = {
    Recht.LEERLING_INZIEN: (Gegeven.LEERLING, frozenset({Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.LEERLING_INLEZEN: (Gegeven.LEERLING, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.LEERLING_BEWERKEN: (Gegeven.LEERLING, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.TOESTEMMING_VASTLEGGEN: (Gegeven.TOESTEMMING, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.OVERLEG_INZIEN: (
        Gegeven.OVERLEG,
        frozenset({Zicht.EIGEN_BEWERKEN, Zicht.EIGEN_STANDPUNT, Zicht.DEELNEMER}),
    ),
    Recht.OVERLEG_PLANNEN: (Gegeven.OVERLEG, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.BESLUIT_VASTLEGGEN: (Gegeven.OVERLEG, frozenset({Zicht.EIGEN_BEWERKEN})),
    Recht.UREN_TOTAAL_INZIEN: (Gegeven.CONTACT, frozenset({Zicht.TOTAAL, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.TRAJECT_INZIEN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN, Zicht.EIGEN_BEWERKEN})),
    Recht.CONTACT_VASTLEGGEN: (Gegeven.CONTACT, frozenset({Zicht.EIGEN_BEWERKEN})),
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

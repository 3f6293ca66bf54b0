"""Who sees what: the one table, as data. Rows are kinds of data, columns are roles.

Everything about rights derives from this table: `gka.access.rights` computes the rights of a role from it and
`zichtbaar_voor` decides which rows "own" means. Changing a cell is a decision for the privacy officer.
"""

from enum import Enum

from django.db import models


class Rol(models.TextChoices):
    """What somebody does in the project; held through an Aanstelling."""

    IB_ER = "ib_er", "IB-er"
    ZORGCOORDINATOR = "zorgcoordinator", "Zorgcoördinator vo"
    SMW_PO = "smw_po", "Schoolmaatschappelijk werker po"
    SMW_VO = "smw_vo", "Schoolmaatschappelijk werker vo"
    TEAMLEIDER = "teamleider", "Teamleider welzijn"
    GEMEENTE = "gemeente", "Gemeentelijk coördinator"
    PROJECTCOORDINATOR = "projectcoordinator", "Projectcoördinator"
    ONDERZOEKER = "onderzoeker", "Onderzoeker"
    BEHEERDER = "beheerder", "Beheerder"
    FG = "fg", "Functionaris gegevensbescherming"


class Gegeven(Enum):
    """A row of the table."""

    LEERLING = "leerling, namen, school"
    OUDERCONTACT = "contact van ouders"
    TOESTEMMING = "toestemmingen"
    OVERLEG = "overleg, standpunt, besluit"
    SCHOOLWEG = "advies, schoolweg"
    CONTACT = "contacten (datum, soort, minuten)"
    DOEL = "doelen, domeinen"
    AANTEKENING = "aantekening"
    ANTWOORD = "losse antwoorden"
    CIJFERS = "cijfers"
    PLAATSEN = "bezetting van plaatsen, actueel"
    OUD_LEERLING = "oud-leerling na afsluiting"
    EXPORT = "export aanvragen en goedkeuren"
    BEHEER = "accounts, lijsten, teksten"
    LOGBOEK = "logboek"


class Zicht(Enum):
    """A cell of the table: how much of it, and what one may do with it."""

    GEEN = "–"
    STAND = "alleen de stand"
    UITKOMST = "alleen de uitkomst"
    TOTAAL = "alleen het totaal"
    POSITIE = "alleen de positie"
    AANDEEL = "alleen het aandeel"
    CIJFERS = "alleen als cijfer door de deur"
    UITVOER = "alleen in een export"
    OP_VERZOEK = "op verzoek"
    EIGEN = "eigen, lezen"
    EIGEN_STANDPUNT = "eigen, met eigen standpunt"
    EIGEN_BEWERKEN = "eigen, bewerken"
    EIGEN_DEFINITIEF = "eigen, definitieve school en positie bewerken"
    DEELNEMER = "als deelnemer of na delen"
    LEZEN = "alles lezen"
    CIJFERS_SCHOOL = "eigen school"
    CIJFERS_ORGANISATIE = "eigen organisatie"
    CIJFERS_GEMEENTE = "eigen gemeente en project"
    CIJFERS_ALLES = "alle cijfers"
    AANVRAGEN = "aanvragen"
    EERSTE_GOEDKEURING = "eerste goedkeuring"
    TWEEDE_GOEDKEURING = "tweede goedkeuring"
    LIJSTEN = "lijsten en teksten"
    INSTRUMENT = "eigen instrument"
    BEHEREN = "alles, zonder inhoud"
    EIGEN_GESCHIEDENIS = "eigen geschiedenis"
    TECHNISCH = "technisch deel"
    AUTEUR = "auteur en huidige caseload"


_KOLOMMEN = tuple(Rol)
_G, _E, _B, _C = Zicht.GEEN, Zicht.EIGEN, Zicht.EIGEN_BEWERKEN, Zicht.CIJFERS


def _rij(*cellen: Zicht) -> dict[Rol, Zicht]:
    return dict(zip(_KOLOMMEN, cellen, strict=True))


TABEL: dict[Gegeven, dict[Rol, Zicht]] = {
    # fmt: off
    #                          IB-er, zorgcoördinator, SMW po, SMW vo, teamleider,
    #                          gemeente, projectcoördinator, onderzoeker, beheerder, FG
    Gegeven.LEERLING: _rij(_B, _E, _E, _E, _E, _G, _G, _G, _G, Zicht.OP_VERZOEK),
    Gegeven.OUDERCONTACT: _rij(_B, _E, _E, _E, _G, _G, _G, _G, _G, _G),
    Gegeven.TOESTEMMING: _rij(_B, Zicht.STAND, _B, _B, Zicht.STAND, _G, Zicht.AANDEEL, Zicht.AANDEEL, _G, Zicht.LEZEN),
    Gegeven.OVERLEG: _rij(
        _B,
        Zicht.DEELNEMER,
        Zicht.EIGEN_STANDPUNT,
        Zicht.EIGEN_STANDPUNT,
        Zicht.UITKOMST,
        _C,
        _C,
        Zicht.UITVOER,
        _G,
        Zicht.LEZEN,
    ),
    Gegeven.SCHOOLWEG: _rij(_B, Zicht.EIGEN_DEFINITIEF, _E, _E, _E, _C, _C, Zicht.UITVOER, _G, _G),
    Gegeven.CONTACT: _rij(Zicht.TOTAAL, Zicht.TOTAAL, _B, _B, _E, _C, _C, Zicht.UITVOER, _G, _G),
    Gegeven.DOEL: _rij(_G, _G, _B, _B, _G, _C, _C, Zicht.UITVOER, _G, _G),
    Gegeven.AANTEKENING: _rij(_G, _G, Zicht.AUTEUR, Zicht.AUTEUR, _G, _G, _G, _G, _G, _G),
    Gegeven.ANTWOORD: _rij(_G, _G, _G, _G, _G, _G, _G, Zicht.UITVOER, _G, _G),
    Gegeven.CIJFERS: _rij(
        Zicht.CIJFERS_SCHOOL,
        Zicht.CIJFERS_SCHOOL,
        Zicht.CIJFERS_SCHOOL,
        Zicht.CIJFERS_SCHOOL,
        Zicht.CIJFERS_ORGANISATIE,
        Zicht.CIJFERS_GEMEENTE,
        Zicht.CIJFERS_ALLES,
        Zicht.CIJFERS_ALLES,
        _G,
        Zicht.CIJFERS_ALLES,
    ),
    Gegeven.PLAATSEN: _rij(_E, _E, _E, _E, _G, _G, Zicht.LEZEN, _G, _G, _G),
    Gegeven.OUD_LEERLING: _rij(Zicht.POSITIE, _E, _G, _E, _E, _G, _G, _G, _G, _G),
    Gegeven.EXPORT: _rij(
        _G, _G, _G, _G, _G, _G, Zicht.EERSTE_GOEDKEURING, Zicht.AANVRAGEN, _G, Zicht.TWEEDE_GOEDKEURING
    ),
    Gegeven.BEHEER: _rij(_G, _G, _G, _G, Zicht.EIGEN, _G, Zicht.LIJSTEN, Zicht.INSTRUMENT, Zicht.BEHEREN, Zicht.LEZEN),
    Gegeven.LOGBOEK: _rij(*[Zicht.EIGEN_GESCHIEDENIS] * 8, Zicht.TECHNISCH, Zicht.LEZEN),
    # fmt: on
}

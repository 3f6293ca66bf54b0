"""The shared model: one pupil, one school, one municipality for all apps."""

from gka.models.cohort import Cohort, Plaatsen, Stap
from gka.models.gebeurtenis import Actie, Gebeurtenis, Uitkomst, Zegel
from gka.models.inlezen import Kolomindeling
from gka.models.keuze import Keuze, Keuzelijst
from gka.models.leerling import Advies, Cohortdeelname, Leerling, Ouder, Schoolkeuze, Woonplaats
from gka.models.medewerker import Aanstelling, Medewerker
from gka.models.opdracht import Opdracht
from gka.models.regio import Gemeente, Organisatie, Regio, School, SchoolAlias, Vakantie
from gka.models.toestemming import Toestemming

__all__ = [
    "Aanstelling",
    "Actie",
    "Advies",
    "Cohort",
    "Cohortdeelname",
    "Gebeurtenis",
    "Gemeente",
    "Keuze",
    "Keuzelijst",
    "Kolomindeling",
    "Leerling",
    "Medewerker",
    "Opdracht",
    "Organisatie",
    "Ouder",
    "Plaatsen",
    "Regio",
    "School",
    "SchoolAlias",
    "Schoolkeuze",
    "Stap",
    "Toestemming",
    "Uitkomst",
    "Vakantie",
    "Woonplaats",
    "Zegel",
]

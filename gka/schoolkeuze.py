"""Which school somebody may record for a pupil."""

from datetime import date

from gka.access.rights import Recht
from gka.access.scopes import rechten_bij
from gka.models import Leerling, Medewerker, School
from gka.querysets import SchoolQuerySet
from gka.workflow import Keuzesoort

# From what one records first to what one rarely does.
SOORTEN = (Keuzesoort.BEOOGD, Keuzesoort.DEFINITIEF, Keuzesoort.BASISSCHOOL)


def mogelijke_soorten(leerling: Leerling, medewerker: Medewerker, dag: date) -> list[Keuzesoort]:
    """The kinds this person may record here: all of them, or only the definite school."""
    rechten = rechten_bij(leerling, medewerker, dag)
    if Recht.SCHOOLWEG_BEWERKEN in rechten:
        return list(SOORTEN)
    return [Keuzesoort.DEFINITIEF] if Recht.DEFINITIEVE_SCHOOL_VASTLEGGEN in rechten else []


def mogelijke_scholen(leerling: Leerling, soort: Keuzesoort, medewerker: Medewerker, dag: date) -> SchoolQuerySet:
    """Schools of the region. Who may not edit the whole road confirms an admission at the own school, and only as long
    as the pupil was admitted nowhere else."""
    scholen: SchoolQuerySet = School.objects.filter(regio=leerling.regio_id).order_by("naam")
    if soort == Keuzesoort.BASISSCHOOL:
        return scholen.po()
    if soort == Keuzesoort.BEOOGD:
        return scholen.vo().deelnemend()
    if Recht.SCHOOLWEG_BEWERKEN in rechten_bij(leerling, medewerker, dag):
        return scholen.vo()
    stoelen = medewerker.aanstellingen_met(Recht.DEFINITIEVE_SCHOOL_VASTLEGGEN, dag)
    eigen = [stoel.werkplek_school_id for stoel in stoelen]
    toegelaten = leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.DEFINITIEF)
    return scholen.none() if toegelaten.exclude(school__in=eigen).exists() else scholen.vo().filter(pk__in=eigen)

"""Who may put in a list for which school."""

from datetime import date

from gka.access.rights import RECHTEN, Recht, rollen_met
from gka.access.table import Rol
from gka.exceptions import NietToegestaan
from gka.models import Medewerker, School


def scholen_van(medewerker: Medewerker, *, dag: date) -> list[School]:
    """The schools this person puts in lists for, by name."""
    scholen = {
        aanstelling.werkplek_school
        for aanstelling in medewerker.geldige_aanstellingen(dag)
        if Recht.LEERLING_INLEZEN in RECHTEN[Rol(aanstelling.rol)] and aanstelling.werkplek_school
    }
    return sorted(scholen, key=lambda school: school.naam)


def inlezer(*, school: School, email: str, dag: date) -> Medewerker:
    """The person in whose name the command line works: named by e-mail, or the only one who may at this school."""
    rollen = rollen_met(Recht.LEERLING_INLEZEN)
    aangesteld = Medewerker.objects.filter(aanstellingen__werkplek_school=school, aanstellingen__rol__in=rollen)
    medewerkers = [medewerker for medewerker in aangesteld.distinct() if school in scholen_van(medewerker, dag=dag)]
    if email:
        medewerkers = [medewerker for medewerker in medewerkers if medewerker.email.casefold() == email.casefold()]
        if not medewerkers:
            raise NietToegestaan(
                f"Dit account is geen IB-er van {school.brin_vestiging}. Noem met --door een IB-er van deze school."
            )
    if not medewerkers:
        raise NietToegestaan(f"{school.brin_vestiging} heeft nog geen IB-er. Geef eerst iemand die aanstelling.")
    if len(medewerkers) > 1:
        raise NietToegestaan(
            f"{school.brin_vestiging} heeft meer dan één IB-er. Noem met --door het e-mailadres van wie dit doet."
        )
    return medewerkers[0]

"""In whose name a list is put in from the command line."""

from datetime import date

from gka.access.rights import Recht, rollen_met
from gka.exceptions import NietToegestaan
from gka.models import Medewerker, School


def inlezer(*, school: School, email: str, dag: date) -> Medewerker:
    """The person in whose name the command line works: named by e-mail, or the only one who may at this school."""
    recht = Recht.LEERLING_INLEZEN
    rollen = rollen_met(recht)
    aangesteld = Medewerker.objects.filter(aanstellingen__werkplek_school=school, aanstellingen__rol__in=rollen)
    medewerkers = [
        medewerker
        for medewerker in aangesteld.distinct()
        if school in medewerker.scholen_met(Recht.LEERLING_INLEZEN, dag)
    ]
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

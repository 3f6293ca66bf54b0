"""Record a school advice: every row stays, and a correction replaces the one before."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Advies, Leerling, Medewerker
from gka.workflow import NIVEAUS, Adviessoort, Advieswaarde, is_lager

VOORLOPIG, TOETS, DEFINITIEF = Adviessoort.VOORLOPIG, Adviessoort.TOETS, Adviessoort.DEFINITIEF


class MotivatieNodig(NietToegestaan):
    """The definite advice stays below the test: the school must have said why, in its own records."""

    def __init__(self) -> None:
        super().__init__("Het definitieve advies is lager dan het toetsadvies. Dat kan als de school dat motiveert.")


@transaction.atomic
def vastleggen(
    *,
    leerling: Leerling,
    soort: Adviessoort,
    waarde: Advieswaarde,
    datum: date,
    door: Medewerker,
    op: datetime,
    gemotiveerd: bool = False,
) -> Advies:
    """Record an advice of one kind, given on `datum`. The same advice again is no new row.

    A definite advice is never below the provisional one (kennis: domein 1.1), and below the test only when the school
    motivated that (`gemotiveerd`); why is the school's to keep, and is not stored here.
    """
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    huidig: dict[str, Advies] = {rij.soort: rij for rij in leerling.adviezen.huidig()}
    vorige = huidig.get(soort)
    if vorige and (vorige.waarde, vorige.datum) == (waarde, datum):
        return vorige
    _eis_dag(leerling, datum, timezone.localdate(op))
    nieuw = Advies(
        leerling=leerling,
        soort=soort,
        waarde=waarde,
        datum=datum,
        vastgelegd_door=door,
        vastgelegd_op=op,
        vervangt=vorige,
    )
    _eis_samenhang(huidig | {soort: nieuw}, nieuw, gemotiveerd)
    if soort == DEFINITIEF and (voorlopig := huidig.get(VOORLOPIG)):
        nieuw.minstens_laag, nieuw.minstens_hoog = minstens(voorlopig.waarde, waarde)
    nieuw.save(force_insert=True)
    leg_vast("advies.vastgelegd", door=door, op=op, onderwerp=nieuw, advies=soort, verbeterd=vorige is not None)
    return nieuw


def minstens(voorlopig: str, definitief: str) -> tuple[int, int] | tuple[None, None]:
    """The levels that a definite advice must reach; none when one of the two has no place on the scale."""
    return NIVEAUS[voorlopig] if voorlopig in NIVEAUS and definitief in NIVEAUS else (None, None)


def _eis_dag(leerling: Leerling, datum: date, dag: date) -> None:
    jaren = leerling.cohortdeelnames.values_list("cohort__jaar", flat=True)
    if not jaren:
        raise NietToegestaan(
            "Deze leerling hoort nog bij geen jaar van het project. Voeg de leerling daar eerst aan toe."
        )
    if datum > dag:
        raise NietToegestaan("Deze dag is nog niet geweest. Vul in wanneer het advies gegeven is.")
    begin = date(min(jaren) - 1, 8, 1)
    if datum < begin:
        raise NietToegestaan(f"Het advies is van groep 8. Vul een dag in vanaf 1 augustus {begin.year}.")


def _eis_samenhang(staat: dict[str, Advies], nieuw: Advies, gemotiveerd: bool) -> None:
    """The advices of one pupil as they would stand, of which `nieuw` is one."""
    voorlopig, toets, definitief = (staat.get(soort) for soort in (VOORLOPIG, TOETS, DEFINITIEF))
    if definitief is None:
        return
    if voorlopig and definitief.datum < voorlopig.datum:
        raise NietToegestaan("Het definitieve advies komt na het voorlopige advies. Kijk de dag na.")
    if voorlopig and is_lager(definitief.waarde, voorlopig.waarde):
        raise NietToegestaan(_te_laag(voorlopig, definitief, nieuw))
    if toets and voorlopig is not nieuw and is_lager(definitief.waarde, toets.waarde) and not gemotiveerd:
        raise MotivatieNodig


def _te_laag(voorlopig: Advies, definitief: Advies, nieuw: Advies) -> str:
    if nieuw is definitief:
        return f"Een advies gaat nooit omlaag. Het voorlopige advies is {voorlopig}: kies dat, of hoger."
    return f"Het definitieve advies is {definitief}, en dat is lager dan dit. Verbeter eerst het definitieve advies."

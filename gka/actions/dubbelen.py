"""Is this child in the records already? Asked when somebody adds or corrects one pupil by hand."""

from collections.abc import Collection, Sequence

from gka.exceptions import NietToegestaan
from gka.matching import Bekenden, Kenmerken
from gka.models import Leerling, School
from gka.querysets import op_school
from gka.workflow import Keuzesoort


class AlBekend(NietToegestaan):
    """Certainly somebody in the records of this school: `leerling`. `veld` says what gave it away."""

    def __init__(self, leerling: Leerling | None, *, veld: str = "") -> None:
        super().__init__(
            "Dit leerlingnummer is al van een andere leerling. Controleer het nummer."
            if veld
            else "Deze leerling staat al in Overstap."
        )
        self.leerling, self.veld = leerling, veld


class LijktOp(NietToegestaan):
    """Maybe one of `leerlingen`: a person has to look."""

    def __init__(self, leerlingen: Sequence[Leerling]) -> None:
        super().__init__(
            "Deze leerling lijkt op iemand die al in Overstap staat. Zet een vinkje als dit een andere leerling is."
        )
        self.leerlingen = leerlingen


class BijAndereSchool(NietToegestaan):
    """Certainly a pupil of another primary school of the region. `leerling` is for the audit, never for the screen."""

    def __init__(self, leerling: Leerling) -> None:
        super().__init__("Deze leerling staat bij een andere basisschool. Vraag die school de leerling over te dragen.")
        self.leerling = leerling


def eis_geen_dubbel(
    kind: Kenmerken, *, school: School, andere_dan: Collection[str] | None, behalve: Leerling | None = None
) -> None:
    """Refuse who is known at this school, and who looks like somebody there.

    `andere_dan` are the keys of pupils of whom a person said that this is another one; None skips that question.
    `behalve` is the pupil who is being corrected.
    """
    bekenden = Bekenden.van_school(school, behalve=behalve)
    if kind.persoon in bekenden.personen:
        raise AlBekend(bekenden.personen[kind.persoon])
    if kind.nummer in bekenden.nummers:
        raise AlBekend(bekenden.nummers[kind.nummer], veld="leerlingnummer")
    gelijkend = [] if andere_dan is None else bekenden.gelijkenden(kind)
    if not {str(leerling.pk) for leerling in gelijkend} <= set(andere_dan or ()):
        raise LijktOp(gelijkend)


def eis_niet_elders(kind: Kenmerken, *, school: School) -> None:
    """Refuse a pupil of another primary school of the region: two files about one child would both be wrong."""
    if kind.geboortedatum is None:
        return
    dezelfde_dag = Leerling.objects.filter(regio=school.regio_id, geboortedatum=kind.geboortedatum)
    op_een_school = dezelfde_dag.filter(schoolkeuzes__soort=Keuzesoort.BASISSCHOOL, schoolkeuzes__tot__isnull=True)
    elders = op_een_school.exclude(op_school(Keuzesoort.BASISSCHOOL, [school.pk]))
    for leerling in elders:
        if Kenmerken.van_leerling(leerling).persoon == kind.persoon:
            raise BijAndereSchool(leerling)

"""What a person decided on the preview, worked out against the records of that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gka.actions.inlezen import Overname
from gka.actions.leerlingen import Nieuw
from gka.imports.preview import Kandidaat, Lijst, Preview, vergelijk
from gka.imports.rows import Naam
from gka.models import Leerling, School


class Gelijkend(StrEnum):
    """What to do with a pupil who looks like a known one. No answer: nothing is added, nothing changes."""

    ZELFDE = "zelfde"
    OVERNEMEN = "overnemen"
    ANDER = "ander"


@dataclass(frozen=True)
class Keuzes:
    """The answers, by the number of the row."""

    aangevinkt: set[int]
    gelijkend: Mapping[int, Gelijkend]
    datums: Mapping[int, date]
    namen: Mapping[int, Naam]
    opnieuw: set[int]


@dataclass(frozen=True)
class Uitwerking:
    """What will be written.

    `nu_gelijkend` look like somebody since a name or date was filled in, and wait; `zonder_nummer` are added without
    their number, because another pupil has it.
    """

    nieuw: list[Nieuw]
    overnemen: list[Overname]
    opnieuw: list[Leerling]
    nu_gelijkend: int
    zonder_nummer: int
    aantallen: dict[str, int]


def uitwerken(lijst: Lijst, getoond: Preview, keuzes: Keuzes, *, school: School) -> Uitwerking:
    """Compare once more with what was filled in: whoever is known by now is not added."""
    compleet = vergelijk(lijst.aangevuld(keuzes.datums, keuzes.namen), school=school)
    gelijkend = {rij.nummer: rij for rij, _ in compleet.lijkt_op}
    anders = {nummer for nummer, keuze in keuzes.gelijkend.items() if keuze == Gelijkend.ANDER}
    nieuw = [rij.als_nieuw() for rij in compleet.nieuw if rij.nummer in keuzes.aangevinkt | anders]
    ander = [rij.als_nieuw() for nummer, rij in gelijkend.items() if nummer in anders]
    bezet = _bezet(ander, school)
    nieuw += [replace(row, leerlingnummer="") if row.leerlingnummer in bezet else row for row in ander]
    return Uitwerking(
        nieuw=nieuw,
        overnemen=[
            _overname(rij, leerling, keuzes)
            for rij, leerling in getoond.lijkt_op
            if keuzes.gelijkend.get(rij.nummer) == Gelijkend.OVERNEMEN
        ],
        opnieuw=[leerling for rij, leerling in getoond.opnieuw if rij.nummer in keuzes.opnieuw],
        zonder_nummer=sum(row.leerlingnummer in bezet for row in ander),
        nu_gelijkend=len(keuzes.aangevinkt & gelijkend.keys()),
        aantallen=compleet.aantallen,
    )


def _bezet(rijen: Sequence[Nieuw], school: School) -> set[str]:
    """The numbers of these rows that a pupil of the school has already."""
    nummers = [row.leerlingnummer for row in rijen if row.leerlingnummer]
    bekend = Leerling.objects.filter(leerlingnummer_van=school, leerlingnummer__in=nummers)
    return set(bekend.values_list("leerlingnummer", flat=True))


def _overname(rij: Kandidaat, leerling: Leerling, keuzes: Keuzes) -> Overname:
    """Where the file has no date of birth, the known one stays."""
    naam = keuzes.namen.get(rij.nummer) or Naam(rij.roepnaam, rij.tussenvoegsel, rij.achternaam)
    geboren = rij.geboortedatum or keuzes.datums.get(rij.nummer) or leerling.geboortedatum
    return Overname(leerling, leerling.versie, Nieuw(*naam, geboren, rij.sleutel))

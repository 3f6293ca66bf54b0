"""What was decided about pupils whom the workers of an organisation saw at a table, for who plans their work.

The outcome and nothing of how it came about: no stances, no reasons, no texts (ADR 0003).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gka.access.rights import Recht
from gka.models import Leerling, Medewerker, School
from overdracht import board, stand
from overdracht.models import Besluit, Bespreking
from overdracht.workflow import Keus, Uitkomst

# In the order of the work: who comes, who may come still, who does not.
OPGENOMEN, WACHT, LATER, NIET = "opgenomen", "wacht", "later", "niet opgenomen"
VOLGORDE = (OPGENOMEN, WACHT, LATER, NIET)


@dataclass(frozen=True)
class Regel:
    """One pupil. `bekend`: this person may open the pupil's page; without it there are only initials.

    `naar`: the secondary school as `stand.naar` says it.
    """

    leerling: Leerling
    bekend: bool
    basisschool: School
    uitkomst: str
    toon: str
    besloten_op: datetime
    naar: str


def regels(rows: Iterable[Bespreking], medewerker: Medewerker) -> list[Regel]:
    """The rows, read `met_uitkomst`; a name goes no further than the page of the pupil does."""
    rows = list(rows)
    bekend = board.zichtbare_leerlingen((row.leerling_id for row in rows), medewerker)
    return [_regel(row, row.leerling_id in bekend) for row in rows]


def geteld(medewerker: Medewerker, dag: date) -> str:
    """`3 opgenomen, 1 wacht`, in the order of the work; empty when nothing was decided."""
    mijn = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.UITKOMST_INZIEN, op=dag).nieuwste()
    besluiten = Besluit.objects.huidig().filter(bespreking__in=mijn.values("pk"))
    aantal = Counter(_in_een_woord(*besluit) for besluit in besluiten.values_list("uitkomst", "keus"))
    return ", ".join(f"{aantal[uitkomst]} {uitkomst}" for uitkomst in VOLGORDE if aantal[uitkomst])


def paneel(medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """For the start page of who plans: counts only, nobody is named."""
    zin = geteld(medewerker, dag)
    return {"geteld": zin} if zin else None


def _regel(row: Bespreking, bekend: bool) -> Regel:
    besluit = stand.besluit(row)
    assert besluit is not None  # noqa: S101 - the scope shows decided rows only
    return Regel(
        leerling=row.leerling,
        bekend=bekend,
        basisschool=row.overleg.school,
        uitkomst=_in_een_woord(besluit.uitkomst, besluit.keus),
        toon=board.toon(row),
        besloten_op=besluit.vastgelegd_op,
        naar=stand.naar(row),
    )


def _in_een_woord(uitkomst: str, keus: str) -> str:
    if uitkomst == Uitkomst.WACHT:
        return LATER if keus == Keus.LATER else WACHT
    return OPGENOMEN if uitkomst == Uitkomst.OPGENOMEN else NIET

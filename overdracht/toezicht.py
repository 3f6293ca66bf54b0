"""What the privacy officer reads of an overleg: who sat there, who wanted what, what was decided and when.

The one table gives that role names on request only. So a pupil is a number on the list of this overleg, with the mark
by which the audit knows the pupil; and what was written, why extra help is needed and which schools there were stay
out: those are rows of the table that this role does not have (ADR 0003). Pages get these rows and never the pupil.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min
from django.utils.text import capfirst

from overdracht import board, stand
from overdracht.models import Besluit, Bespreking, Overleg
from overdracht.stand import Plek
from overdracht.workflow import Besprekingstatus


@dataclass(frozen=True)
class Regel:
    """One pupil of an overleg without a name. `kenmerk`: the beginning of the key in the audit; `toon`: of the tag."""

    bespreking_id: UUID
    nummer: int
    kenmerk: str
    status: Besprekingstatus
    toon: str
    plekken: Sequence[Plek]
    zin: str
    besloten_op: datetime | None
    besloten_door: str

    @property
    def naam(self) -> str:
        return f"Leerling {self.nummer}"

    @property
    def uitkomst(self) -> str:
        return str(capfirst(self.status.label))


def regels(overleg: Overleg, rows: Iterable[Bespreking]) -> list[Regel]:
    """These besprekingen of one overleg, read `met_stand`, in the order of their numbers."""
    nummer = _nummers(overleg)
    return sorted((_regel(row, nummer[row.pk]) for row in rows), key=lambda regel: regel.nummer)


def _nummers(overleg: Overleg) -> dict[UUID, int]:
    """Numbers that stay: by when the pupil first came on the list. Who is added later comes last, nobody moves up."""
    rows = overleg.besprekingen.annotate(sinds=Min("statuswissels__op")).order_by("sinds", "pk")
    return {pk: nummer for nummer, pk in enumerate(rows.values_list("pk", flat=True), start=1)}


def _regel(row: Bespreking, nummer: int) -> Regel:
    besluit: Besluit | None = stand.besluit(row)
    return Regel(
        bespreking_id=row.pk,
        nummer=nummer,
        kenmerk=row.leerling.kenmerk,
        status=Besprekingstatus(row.status),
        toon=board.toon(row),
        plekken=stand.plekken(row),
        zin=besluit.toelichting if besluit else "",
        besloten_op=besluit.vastgelegd_op if besluit else None,
        besloten_door=besluit.vastgelegd_door.naam if besluit else "",
    )

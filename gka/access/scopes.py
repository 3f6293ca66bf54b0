"""Visibility: per model and role, which rows are "own".

Each app registers its rules: a kernel model such as Leerling also becomes visible through facts of upper apps (a seat
in an overleg, an assigned traject), which the kernel does not know. `zichtbaar_voor` is the only reader.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from gka.access.rights import RECHTEN, Recht
from gka.access.table import Rol

if TYPE_CHECKING:
    from gka.models import Aanstelling, Medewerker

# A rule gets the valid appointments in one role, and the day, and says which rows are theirs.
Rule = Callable[[Sequence["Aanstelling"], date], Q]

_RULES: dict[tuple[str, Rol], list[Rule]] = defaultdict(list)
NOTHING = Q(pk__in=[])


def register(model: str, *rollen: Rol) -> Callable[[Rule], Rule]:
    """Add a visibility rule for `app.Model` and the roles; rules for the same role add up."""

    def keep(rule: Rule) -> Rule:
        for rol in rollen:
            if rule not in _RULES[model, rol]:
                _RULES[model, rol].append(rule)
        return rule

    return keep


def visible(model: type[Model], aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """The rows of `model` that these appointments make visible; nothing where no rule is registered."""
    result = NOTHING
    for rol in sorted({aanstelling.rol for aanstelling in aanstellingen}):
        own = [aanstelling for aanstelling in aanstellingen if aanstelling.rol == rol]
        for rule in _RULES[model._meta.label, Rol(rol)]:
            result |= rule(own, op)
    return result


def rechten_bij(row: Model, medewerker: "Medewerker", op: date) -> frozenset[Recht]:
    """The person's rights at this one row: of the roles that make it visible. Two roles do not mix."""
    per_rol: dict[Rol, list[Aanstelling]] = defaultdict(list)
    for aanstelling in medewerker.geldige_aanstellingen(op):
        per_rol[Rol(aanstelling.rol)].append(aanstelling)
    rows = type(row)._default_manager.filter(pk=row.pk)
    return frozenset().union(
        *(
            RECHTEN[rol]
            for rol, aanstellingen in per_rol.items()
            if rows.filter(visible(type(row), aanstellingen, op)).exists()
        )
    )


class ScopedQuerySet(QuerySet[Any]):
    """A queryset that knows who may see its rows. `REGIO_PAD` leads from the row to its Regio, for figures."""

    REGIO_PAD = "regio"

    def zichtbaar_voor(self, medewerker: "Medewerker", *, recht: Recht | None = None, op: date | None = None) -> Self:
        """Rows this person may see on day `op` (today); with `recht`, only through roles that hold that right."""
        op = op or timezone.localdate()
        if recht is None:
            aanstellingen = medewerker.geldige_aanstellingen(op)
        else:
            aanstellingen = medewerker.aanstellingen_met(recht, op)
        return self.filter(visible(self.model, aanstellingen, op))

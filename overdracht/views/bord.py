"""The board of an overleg."""

from typing import Any

from django.utils import timezone
from django.views.generic import DetailView

from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet, rechten_bij
from gka.access.views import ScopedObjectMixin
from gka.audit.record import leg_vast
from gka.models import Medewerker
from overdracht import board
from overdracht.models import Bespreking, Overleg


class OverlegBord(ScopedObjectMixin, DetailView):
    """The board: a row per pupil this person may see."""

    model, recht, gezien = Overleg, Recht.OVERLEG_INZIEN, "overleg.gezien"
    template_name = "overdracht/overleg/bord.html"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("school", "cohort")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        overleg = self.object
        rijen = board.rijen(board.besprekingen(overleg, self.medewerker), self.medewerker, timezone.localdate())
        keys = [rij.bespreking.leerling_id for rij in rijen]
        leg_vast("besprekingen.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        stoelen = overleg.deelnemers.select_related("aanstelling__medewerker", "aanstelling__werkplek_school")
        return super().get_context_data(**kwargs) | {
            "rijen": rijen,
            "besloten": sum(rij.besloten for rij in rijen),
            "huidige": next((rij for rij in rijen if rij.open), None),
            "tegels": board.tegels(rijen, overleg),
            "deelnemers": stoelen.order_by("aanstelling__rol", "functie", "pk"),
            "mag_bewerken": mag_bewerken(overleg, self.medewerker),
        }


def mag_bewerken(row: Overleg | Bespreking, medewerker: Medewerker) -> bool:
    """May this person write here? A right at one school does not count at another."""
    return Recht.BESLUIT_VASTLEGGEN in rechten_bij(row, medewerker, timezone.localdate())

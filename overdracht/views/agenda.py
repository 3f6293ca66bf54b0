"""An overleg on paper, with initials only, and as an entry for somebody's calendar."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import DetailView, View

from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedObjectMixin
from gka.audit.record import leg_vast
from overdracht import agenda, board
from overdracht.models import Overleg
from overdracht.workflow import Bericht


class Agenda(ScopedObjectMixin, DetailView):
    """To print: who, when, where, and the pupils by their initials."""

    model, recht, gezien = Overleg, Recht.OVERLEG_INZIEN, "overleg.agenda_gezien"
    template_name = "overdracht/overleg/agenda.html"

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
            "eind": agenda.einde(overleg),
            "deelnemers": stoelen.order_by("aanstelling__rol", "functie", "pk"),
        }


class AgendaBestand(ScopedObjectMixin, View):
    """The same calendar file as in the invitation."""

    model, recht = Overleg, Recht.OVERLEG_INZIEN
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("school", "gemaakt_door")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        overleg = self.object
        bericht = Bericht.AFGELAST if overleg.afgelast_op else Bericht.UITNODIGING
        inhoud = agenda.kalender(overleg, self.medewerker, bericht, timezone.now())
        headers = {"Content-Disposition": 'attachment; filename="overleg.ics"'}
        return HttpResponse(inhoud, content_type="text/calendar; charset=utf-8", headers=headers)

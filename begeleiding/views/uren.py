"""Own hours: a week or a month, day by day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from begeleiding import periodes, urenstaat
from begeleiding.models import Maandafsluiting
from begeleiding.periodes import Periode
from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.audit.record import leg_vast


class Uren(RechtMixin, TemplateView):
    """What this person did; whoever only looks after others goes on to the organisation."""

    recht = Recht.UREN_INZIEN
    template_name = "begeleiding/uren/eigen.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.medewerker.mag(Recht.CONTACT_VASTLEGGEN):
            return redirect("begeleiding:uren-organisatie")
        return super().get(request, *args, **kwargs)

    @property
    def periode(self) -> Periode:
        """What the address asks for; this week when that cannot be understood."""
        vraag = self.request.GET
        gevraagd = periodes.lees_maand(vraag.get("maand", "")) or periodes.lees_week(vraag.get("week", ""))
        return gevraagd or periodes.week(timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        periode, dag = self.periode, timezone.localdate()
        staat = urenstaat.van_medewerker(self.medewerker, periode, kijker=self.medewerker)
        sleutels = staat.leerlingen
        leg_vast("uren.gezien", door=self.medewerker, op=timezone.now(), sleutels=sleutels, aantal=len(sleutels))
        dicht = Maandafsluiting.objects.zichtbaar_voor(self.medewerker, recht=self.recht).geldig()
        dicht = dicht.filter(maand__in={dag.replace(day=1) for dag in periode.dagen()}).select_related("organisatie")
        anker = dag if periode.van <= dag <= periode.tot else periode.van
        return super().get_context_data(**kwargs) | {
            "staat": staat,
            "ik": self.medewerker,
            "dicht": list(dicht.order_by("maand", "organisatie__naam")),
            "week": periodes.week(anker),
            "maand": periodes.maand(anker),
            "vandaag": dag,
        }

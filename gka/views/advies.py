"""Record an advice, with all that was recorded before on the same page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from gka.access.rights import Recht
from gka.access.views import ScopedObjectMixin
from gka.actions import adviezen
from gka.exceptions import NietToegestaan
from gka.forms.advies import AdviesForm
from gka.models import Leerling
from gka.workflow import Adviessoort, Advieswaarde


class AdviesVastleggen(ScopedObjectMixin, FormView):
    """One form for the three kinds; `?soort=` is the kind that a task asks for."""

    model, recht, gezien = Leerling, Recht.SCHOOLWEG_BEWERKEN, "leerling.gezien"
    form_class = AdviesForm
    template_name = "gka/advies/vastleggen.html"

    def get_initial(self) -> dict[str, Any]:
        return {"soort": self.request.GET.get("soort") or self._volgende(), "datum": timezone.localdate()}

    def _volgende(self) -> str:
        """The kind that comes next, only where there is no doubt about it: a test result may never come."""
        bekend = set(self.object.adviezen.values_list("soort", flat=True))
        if not bekend:
            return Adviessoort.VOORLOPIG
        return Adviessoort.DEFINITIEF if bekend == {Adviessoort.VOORLOPIG, Adviessoort.TOETS} else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rijen = self.object.adviezen.select_related("vastgelegd_door", "vervangen_door")
        return super().get_context_data(**kwargs) | {
            "leerling": self.object,
            "adviezen": rijen.order_by("-vastgelegd_op"),
        }

    def form_valid(self, form: AdviesForm) -> HttpResponse:
        gegevens = form.cleaned_data
        try:
            advies = adviezen.vastleggen(
                leerling=self.object,
                soort=Adviessoort(gegevens["soort"]),
                waarde=Advieswaarde(gegevens["waarde"]),
                datum=gegevens["datum"],
                gemotiveerd=gegevens["gemotiveerd"],
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, f"Opgeslagen: {advies.get_soort_display()}, {advies}.")
        return redirect(self.object)

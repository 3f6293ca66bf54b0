"""Which mails somebody gets: one's own setting, so no right is needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from gka.actions import medewerkers
from gka.forms.berichten import BerichtenForm


class Berichten(FormView):
    """The weekly mail, on or off."""

    form_class = BerichtenForm
    template_name = "gka/berichten.html"

    def get_initial(self) -> dict[str, Any]:
        return {"weekoverzicht": self.request.user.weekoverzicht}  # type: ignore[union-attr]

    def form_valid(self, form: BerichtenForm) -> HttpResponse:
        medewerkers.berichten_instellen(
            weekoverzicht=form.cleaned_data["weekoverzicht"],
            door=self.request.user,  # type: ignore[arg-type] # LoginRequiredMiddleware let the request through
            op=timezone.now(),
        )
        messages.success(self.request, "Uw keuze is opgeslagen.")
        return redirect("gka:berichten")

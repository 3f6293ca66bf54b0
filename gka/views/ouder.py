"""Add, correct and remove a parent."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, View

from gka.access.rights import Recht
from gka.access.views import ScopedObjectMixin
from gka.actions import ouders
from gka.exceptions import NietToegestaan
from gka.forms.ouder import OuderForm, beginwaarden
from gka.models import Keuze, Leerling, Ouder
from gka.workflow import TALENLIJST


class OuderToevoegen(ScopedObjectMixin, FormView):
    """Another parent of this pupil."""

    model, recht, gezien = Leerling, Recht.OUDER_BEWERKEN, "leerling.gezien"
    form_class = OuderForm
    template_name = "gka/ouder/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"talen": talen(self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"leerling": self.object}

    def form_valid(self, form: OuderForm) -> HttpResponse:
        try:
            ouder = ouders.toevoegen(leerling=self.object, door=self.medewerker, op=timezone.now(), **form.gegevens())
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        messages.success(self.request, f"Toegevoegd: {ouder}.")
        return redirect(self.object)


class OuderWijzigen(ScopedObjectMixin, FormView):
    """Correct what is known of one parent."""

    model, recht, gezien = Ouder, Recht.OUDER_BEWERKEN, "leerling.gezien"
    form_class = OuderForm
    template_name = "gka/ouder/form.html"

    def get_initial(self) -> dict[str, Any]:
        return beginwaarden(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"talen": talen(self.object.leerling)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"leerling": self.object.leerling, "ouder": self.object}

    def form_valid(self, form: OuderForm) -> HttpResponse:
        try:
            ouder = ouders.bijwerken(
                ouder=self.object,
                versie=form.cleaned_data["versie"] or 0,
                door=self.medewerker,
                op=timezone.now(),
                **form.gegevens(),
            )
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        messages.success(self.request, f"Opgeslagen: {ouder}.")
        return redirect(ouder.leerling)


class OuderVerwijderen(ScopedObjectMixin, View):
    """Remove a parent who was added by mistake."""

    model, recht = Ouder, Recht.OUDER_BEWERKEN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        leerling, versie = self.object.leerling, request.POST.get("versie", "")
        try:
            ouders.verwijderen(
                ouder=self.object,
                versie=int(versie) if versie.isdecimal() else 0,
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as weigering:
            messages.error(request, str(weigering))
            return redirect(self.object)
        messages.success(request, f"Verwijderd: {self.object}.")
        return redirect(leerling)


def talen(leerling: Leerling) -> QuerySet[Keuze]:
    """The languages on the list of the region."""
    return Keuze.objects.van_lijst(leerling.regio_id, TALENLIJST, op=timezone.localdate())

"""Change an overleg, take a pupil off its list, call it off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, View

from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedObjectMixin
from gka.exceptions import NietToegestaan
from gka.models import School
from overdracht import board, tafel
from overdracht.actions import overleg_wijzigen
from overdracht.actions.overleg_wijzigen import al_besloten, al_gesproken
from overdracht.actions.overleggen import DagKanNiet, eis_gaat_door
from overdracht.forms.overleg import WijzigForm
from overdracht.models import Bespreking, Overleg
from overdracht.views.besprekingen import AlleenVersturen


class VanOverleg(ScopedObjectMixin):
    """One overleg, for who plans it."""

    model, recht = Overleg, Recht.OVERLEG_PLANNEN

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("school", "cohort")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was called off is not offered to be changed."""
        try:
            eis_gaat_door(self.object)
        except NietToegestaan as fout:
            messages.error(request, str(fout))
            return redirect(self.object)
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return response


class OverlegWijzigen(VanOverleg, FormView):
    """Another day, place or table. Everyone concerned gets a mail."""

    form_class, template_name = WijzigForm, "overdracht/overleg/wijzigen.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        overleg, dag = self.object, timezone.localdate()
        zitten = list(tafel.aan_tafel(overleg))
        collegas = [stoel for stoel in tafel.mogelijke_deelnemers(overleg.school, dag) if stoel not in zitten]
        leeg = {school.pk for school in self.zonder_stoel}
        gevraagd = [stoel for stoel in collegas if stoel.werkplek_school_id in leeg]
        functies = overleg.deelnemers.filter(aanstelling=None).values_list("functie", flat=True)
        velden = ("versie", "datum", "tijd", "duur", "plaats")
        return super().get_form_kwargs() | {
            "deelnemers": [*zitten, *gevraagd],
            "anderen": [stoel for stoel in collegas if stoel not in gevraagd],
            "dag_staat": al_besloten(overleg) or al_gesproken(overleg),
            "initial": {veld: getattr(overleg, veld) for veld in velden}
            | {"functies": list(functies), "deelnemers": [stoel.pk for stoel in zitten]},
        }

    @cached_property
    def zonder_stoel(self) -> list[School]:
        return tafel.zonder_stoel(board.besprekingen(self.object, self.medewerker).met_stand())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "overleg": self.object,
            "besloten": al_besloten(self.object),
            "gesproken": al_gesproken(self.object),
            "zonder_stoel": self.zonder_stoel,
        }

    def form_valid(self, form: WijzigForm) -> HttpResponse:
        try:
            overleg = overleg_wijzigen.wijzigen(
                overleg=self.object,
                versie=form.cleaned_data["versie"],
                gegevens=form.gegevens(),
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as fout:
            form.add_error("datum" if isinstance(fout, DagKanNiet) else None, str(fout))
            return self.form_invalid(form)
        messages.success(self.request, "Het overleg is bewaard. Wie het aangaat, krijgt een mail.")
        return redirect(overleg)


class OverlegAfgelasten(VanOverleg, DetailView):
    """First what it means, then call it off."""

    template_name = "overdracht/overleg/afgelasten.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        aantal = self.object.besprekingen.op_de_lijst().count()
        return super().get_context_data(**kwargs) | {"aantal": aantal, "besloten": al_besloten(self.object)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        versie = request.POST.get("versie", "")
        try:
            overleg_wijzigen.afgelasten(
                overleg=self.object,
                versie=int(versie) if versie.isdecimal() else 0,
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as fout:
            messages.error(request, str(fout))
            return redirect(self.object)
        messages.success(request, "Het overleg is afgelast. Iedereen aan tafel krijgt een mail.")
        return redirect("overdracht:overleggen")


class LeerlingVanLijst(AlleenVersturen, ScopedObjectMixin, View):
    """Take one pupil off the list of an overleg."""

    model, recht = Bespreking, Recht.OVERLEG_PLANNEN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            bespreking = overleg_wijzigen.leerling_van_lijst(
                bespreking=self.object, door=self.medewerker, op=timezone.now()
            )
            messages.success(request, f"{bespreking.leerling.korte_naam} is van de lijst gehaald.")
        except NietToegestaan as fout:
            messages.error(request, str(fout))
        return redirect(self.object.overleg)

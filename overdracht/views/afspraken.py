"""The first actions that were agreed about one pupil."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gka.access.rights import Recht
from gka.exceptions import NietToegestaan
from overdracht.actions import afspraken
from overdracht.forms.afspraak import AfspraakForm, AfspraakStap
from overdracht.forms.concept import zonder_afspraak
from overdracht.models import Bespreking
from overdracht.views.besprekingen import AlleenVersturen, BesprekingPagina
from overdracht.workflow import Partij


def terug(bespreking: Bespreking) -> HttpResponse:
    """To the agreements on the page of this pupil."""
    return redirect(f"{bespreking.get_absolute_url()}#afspraken")


class AfspraakMaken(AlleenVersturen, BesprekingPagina):
    """Agree on one more; what is wrong is said on the page of the pupil."""

    recht = Recht.BESLUIT_VASTLEGGEN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AfspraakForm(request.POST)
        if not form.is_valid():
            return self.toon(afspraak_form=form, page_has_errors=True)
        data = form.cleaned_data
        try:
            afspraken.toevoegen(
                bespreking=self.object,
                wat=data["wat"],
                wie=Partij(data["wie"]),
                voor=data["voor"],
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as fout:
            form.add_error(None, str(fout))
            return self.toon(afspraak_form=form, page_has_errors=True)
        if self.concept:
            self.houd_concept(zonder_afspraak(self.concept.ingevuld))
        messages.success(request, "De afspraak is vastgelegd.")
        return terug(self.object)


class AfspraakWijzigen(AlleenVersturen, BesprekingPagina):
    """Done or not done after all, by who decides or who does it; no longer agreed, by who decides."""

    recht = Recht.OVERLEG_INZIEN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AfspraakStap(request.POST, afspraken=self.object.afspraken.filter(wie__in=self.mag_melden))
        if not form.is_valid():
            messages.error(request, "Deze afspraak staat hier niet. Kies een afspraak uit de lijst.")
            return terug(self.object)
        data = form.cleaned_data
        feit = {"afspraak": data["afspraak"], "versie": data["versie"], "door": self.medewerker, "op": timezone.now()}
        feit["dag"] = timezone.localdate()
        try:
            if data["stap"] == AfspraakStap.VERVALLEN:
                if not self.mag_besluiten:
                    raise PermissionDenied
                afspraken.laten_vervallen(**feit)
            else:
                afspraken.klaar_melden(klaar=data["stap"] == AfspraakStap.KLAAR, **feit)
        except NietToegestaan as fout:
            messages.error(request, str(fout))
            return terug(self.object)
        messages.success(request, "De afspraak is bijgewerkt.")
        return terug(self.object)

"""Somebody at the table gives the stance of the own party."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gka.access.rights import Recht
from gka.exceptions import NietToegestaan
from overdracht.actions import instemmingen
from overdracht.actions.besluiten import RedenNodig
from overdracht.forms.standpunt import StandpuntForm
from overdracht.sprekers import spreekt_voor
from overdracht.views.besprekingen import AlleenVersturen, BesprekingPagina
from overdracht.workflow import Partij, Standpunt


class StandpuntGeven(AlleenVersturen, BesprekingPagina):
    """Only for the own party; what is wrong is said on the page of the pupil."""

    recht = Recht.STANDPUNT_GEVEN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        partijen = spreekt_voor(self.medewerker, self.object, dag=timezone.localdate())
        form = StandpuntForm(request.POST, partijen=partijen, opgenomen=self.opgenomen)
        if not form.is_valid():
            return self.toon(standpunt_form=form, page_has_errors=True)
        try:
            instemming = instemmingen.zelf_geven(
                bespreking=self.object,
                partij=Partij(form.cleaned_data["partij"]),
                standpunt=Standpunt(form.cleaned_data["standpunt"]),
                reden=form.cleaned_data["reden"],
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as fout:
            form.add_error("reden" if isinstance(fout, RedenNodig) else None, str(fout))
            return self.toon(standpunt_form=form, page_has_errors=True)
        open_ = " Het besluit is weer open." if self.opgenomen and instemming.standpunt == Standpunt.NEE else ""
        messages.success(request, f"Uw standpunt is vastgelegd: {instemming.get_standpunt_display()}.{open_}")
        return redirect(self.object)

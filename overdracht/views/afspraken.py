"""The first actions that were agreed about one pupil. What else was filled in on the page stays (`MetGetypt`)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gka.access.rights import Recht
from gka.exceptions import NietToegestaan
from overdracht.actions import afspraken
from overdracht.forms.afspraak import AfspraakForm, AfspraakStap
from overdracht.models import Afspraak, Bespreking
from overdracht.views.besprekingen import AlleenVersturen
from overdracht.views.getypt import MetGetypt, TekstVeranderd
from overdracht.workflow import Partij


def terug(bespreking: Bespreking) -> HttpResponse:
    """To the agreements on the page of this pupil."""
    return redirect(f"{bespreking.get_absolute_url()}#afspraken")


class AfspraakMaken(AlleenVersturen, MetGetypt):
    """Agree on one more; what is wrong is said on the page of the pupil."""

    recht = Recht.BESLUIT_VASTLEGGEN

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = AfspraakForm(request.POST)
        if not form.is_valid():
            return self.toon_getypt(afspraak_form=form)
        try:
            with transaction.atomic():
                self._voeg_toe(form)
                self.houd_getypt()
        except TekstVeranderd:
            return self.toon_verschil()
        except NietToegestaan as fout:
            form.add_error(None, str(fout))
            return self.toon_getypt(afspraak_form=form)
        messages.success(request, "De afspraak is vastgelegd.")
        return terug(self.object)

    def _voeg_toe(self, form: AfspraakForm) -> None:
        data = form.cleaned_data
        afspraken.toevoegen(
            bespreking=self.object,
            wat=data["wat"],
            wie=Partij(data["wie"]),
            voor=data["voor"],
            door=self.medewerker,
            op=timezone.now(),
            dag=timezone.localdate(),
        )


class AfspraakWijzigen(AlleenVersturen, MetGetypt):
    """Done or not done after all, by who decides or who does it; no longer agreed, by who decides."""

    recht = Recht.OVERLEG_INZIEN

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = AfspraakStap(request.POST, afspraken=self.object.afspraken.filter(wie__in=self.mag_melden))
        if not form.is_valid():
            return self._weiger("Deze afspraak staat hier niet. Kies een afspraak uit de lijst.")
        try:
            with transaction.atomic():
                self._zet_stap(*form.cleaned_data["stap"])
                self.houd_getypt(AfspraakForm(request.POST))
        except TekstVeranderd:
            return self.toon_verschil()
        except NietToegestaan as fout:
            return self._weiger(str(fout))
        messages.success(request, "De afspraak is bijgewerkt.")
        return terug(self.object)

    def _weiger(self, zin: str) -> HttpResponse:
        messages.error(self.request, zin)
        return self.toon_getypt() if self.meegestuurd else terug(self.object)

    def _zet_stap(self, stap: str, afspraak: Afspraak, versie: int) -> None:
        op, dag = timezone.now(), timezone.localdate()
        if stap == AfspraakStap.VERVALLEN:
            if not self.mag_besluiten:
                raise PermissionDenied
            afspraken.laten_vervallen(afspraak=afspraak, versie=versie, door=self.medewerker, op=op, dag=dag)
        else:
            klaar = stap == AfspraakStap.KLAAR
            afspraken.klaar_melden(afspraak=afspraak, versie=versie, klaar=klaar, door=self.medewerker, op=op, dag=dag)

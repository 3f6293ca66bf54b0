"""What is being filled in about one pupil, kept every few seconds by draft.js."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone

from gka.access.rights import Recht
from gka.exceptions import NietToegestaan, Verouderd
from overdracht import stand
from overdracht.actions import concepten
from overdracht.forms import getoond
from overdracht.forms.afspraak import AfspraakForm
from overdracht.views.besprekingen import AlleenVersturen, BesprekingPagina
from overdracht.views.getypt import MetGetypt


class ConceptBijhouden(MetGetypt):
    """GET tells whether one is still logged in, with the token to send along; POST saves the texts, and keeps the rest
    for who filled it in. No stance and no decision is recorded."""

    recht, gezien = Recht.BESLUIT_VASTLEGGEN, ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return JsonResponse({"token": get_token(request)})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            klaargezet = self.zet_klaar(AfspraakForm(request.POST))
        except NietToegestaan as fout:
            return JsonResponse({"zin": str(fout)}, status=422)
        if not any(naam in request.POST for naam in stand.TEKSTVELDEN):
            return JsonResponse({"open": klaargezet})
        form = self.teksten_form()
        if not form.is_valid():
            zinnen = [str(fout) for fouten in form.errors.values() for fout in fouten]
            return JsonResponse({"zin": " ".join(zinnen)}, status=422)
        try:
            row = self.bewaar_teksten(form)
        except NietToegestaan as fout:
            return JsonResponse({"zin": str(fout)}, status=409 if isinstance(fout, Verouderd) else 422)
        # Whoever saw an older version keeps it: the button must then still show what a colleague changed.
        versie = form.cleaned_data["versie"]
        gezien = row.versie if row.versie == versie + 1 else versie
        bewaard = {naam: getattr(row, naam) for naam in stand.TEKSTVELDEN}
        merken = {"versie": gezien, "tekstmerk": stand.tekstmerk(row)}
        merken[getoond.VELD] = getoond.bijgewerkt(self.request.POST.get(getoond.VELD, ""), bewaard)
        return JsonResponse(merken | {"open": klaargezet})


class ConceptWeggooien(AlleenVersturen, BesprekingPagina):
    """Back to what was saved."""

    recht, gezien = Recht.BESLUIT_VASTLEGGEN, ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        concepten.weggooien(bespreking=self.object, door=self.medewerker, op=timezone.now())
        messages.success(request, "Weggegooid wat nog niet bewaard was.")
        return redirect(self.object)

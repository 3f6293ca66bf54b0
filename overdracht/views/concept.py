"""What is being typed about one pupil, saved every few seconds by draft.js."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.generic import View

from gka.access.rights import Recht
from gka.access.views import ScopedObjectMixin
from gka.exceptions import NietToegestaan, Verouderd
from overdracht import stand
from overdracht.actions import besprekingen
from overdracht.forms.teksten import TekstenForm
from overdracht.models import Bespreking


class Concept(ScopedObjectMixin, View):
    """GET tells whether one is still logged in, with the token to send along; POST saves the texts and nothing else."""

    model, recht = Bespreking, Recht.BESLUIT_VASTLEGGEN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return JsonResponse({"token": get_token(request)})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        nu = {naam: getattr(self.object, naam) for naam in stand.TEKSTVELDEN}
        form = TekstenForm(request.POST, initial=nu)
        if not form.is_valid():
            zinnen = [str(fout) for fouten in form.errors.values() for fout in fouten]
            return JsonResponse({"zin": " ".join(zinnen)}, status=422)
        versie = form.cleaned_data["versie"]
        try:
            row = besprekingen.teksten_bijwerken(
                bespreking=self.object,
                versie=versie,
                merk=form.cleaned_data["tekstmerk"],
                teksten=form.teksten(),
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as fout:
            return JsonResponse({"zin": str(fout)}, status=409 if isinstance(fout, Verouderd) else 422)
        # Whoever saw an older version keeps it: the button must then still show what a colleague changed.
        gezien = row.versie if row.versie == versie + 1 else versie
        return JsonResponse({"versie": gezien, "tekstmerk": stand.tekstmerk(row)})

"""Put pupils that were ticked on the list of pupils on the list of an overleg."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.lijstacties import PARAMETER
from gka.models import Aanstelling
from gka.templatetags.formatting import counted
from overdracht import tafel
from overdracht.actions import overleggen
from overdracht.actions.stoelen import nog_uit_te_nodigen
from overdracht.forms.voorstellen import VoorstelForm

GEEN_VINKJE = "Zet eerst een vinkje bij de leerlingen die u wilt bespreken."


class Voorstellen(RechtMixin, FormView):
    """Who can be discussed, who cannot and why, and onto which list they go."""

    recht = Recht.OVERLEG_PLANNEN
    form_class, template_name = VoorstelForm, "overdracht/overleg/voorstellen.html"

    @cached_property
    def voorstel(self) -> tafel.Voorstel | None:
        keys = {key for waarde in self.request.GET.getlist(PARAMETER) if (key := _uuid(waarde))}
        return tafel.voorstel(self.medewerker, keys, timezone.localdate())

    @cached_property
    def overleggen(self) -> list[Any]:
        return tafel.komende_overleggen(self.medewerker, self.voorstel, timezone.localdate()) if self.voorstel else []

    @cached_property
    def collegas(self) -> list[Aanstelling]:
        return tafel.erbij_te_vragen(self.voorstel, self.overleggen, timezone.localdate()) if self.voorstel else []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._niets_te_kiezen() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._niets_te_kiezen() or super().post(request, *args, **kwargs)

    def _niets_te_kiezen(self) -> HttpResponse | None:
        """Back to the list without a pupil; straight to a new overleg when there is no other and all may come."""
        if self.voorstel is None:
            messages.warning(self.request, GEEN_VINKJE)
            return redirect("gka:leerlingen")
        return self.plan_nieuw() if not self.voorstel.kan_niet and not self.overleggen else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"overleggen": self.overleggen, "collegas": self.collegas}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.voorstel is not None  # noqa: S101 - dispatch saw to it
        gezien = [*self.voorstel.kan, *(leerling for leerling, _ in self.voorstel.kan_niet)]
        keys = [leerling.pk for leerling in gezien]
        leg_vast("leerlingen.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        return super().get_context_data(**kwargs) | {"voorstel": self.voorstel}

    def form_valid(self, form: VoorstelForm) -> HttpResponse:
        assert self.voorstel is not None  # noqa: S101 - dispatch saw to it
        if form.gekozen is None:
            return self.plan_nieuw()
        erbij = nog_uit_te_nodigen(form.gekozen, form.stoelen)
        try:
            nieuw = overleggen.leerlingen_toevoegen(
                overleg=form.gekozen,
                leerlingen=self.voorstel.kan,
                uitnodigen=erbij,
                weggelaten=form.weggelaten,
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as fout:
            form.add_error(None, str(fout))
            return self.form_invalid(form)
        uitgenodigd = f" {counted(len(erbij), 'collega,collega’s')} uitgenodigd." if erbij else ""
        messages.success(self.request, f"{counted(len(nieuw), 'leerling,leerlingen')} op de lijst gezet.{uitgenodigd}")
        return redirect(form.gekozen)

    def plan_nieuw(self) -> HttpResponse:
        """To the page that plans, with these pupils ticked there."""
        assert self.voorstel is not None  # noqa: S101 - dispatch saw to it
        query = [("school", self.voorstel.school.pk), *((PARAMETER, leerling.pk) for leerling in self.voorstel.kan)]
        return redirect(f"{reverse('overdracht:overleg-plannen')}?{urlencode(query)}")


def _uuid(tekst: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(tekst)
    except ValueError:
        return None

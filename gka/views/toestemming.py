"""Record consent while the parents are at the table."""

import uuid
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from gka.access.rights import Recht
from gka.access.views import ScopedObjectMixin
from gka.actions.toestemming import antwoorden_vastleggen
from gka.exceptions import NietToegestaan
from gka.forms.toestemming import Huidig, ToestemmingForm
from gka.models import Leerling, Ouder, School
from gka.workflow import Doel, Gever, Keuzesoort, Wijze, leeftijd

NIEUW = "nieuw"


class ToestemmingVastleggen(ScopedObjectMixin, FormView):
    """The answers of one parent, and of the pupil from 12 on. `?ouder=` says who speaks."""

    model = Leerling
    recht = Recht.TOESTEMMING_VASTLEGGEN
    gezien = "leerling.gezien"
    form_class = ToestemmingForm
    template_name = "gka/toestemming/vastleggen.html"

    @cached_property
    def ouders(self) -> list[Ouder]:
        return list(self.object.ouders.order_by("relatie", "pk"))

    @cached_property
    def ouder(self) -> Ouder | None:
        """The parent who was chosen, or the only one there is."""
        if self.wie == NIEUW:
            return None
        return next((ouder for ouder in self.ouders if str(ouder.pk) == self.wie), None)

    @cached_property
    def wie(self) -> str:
        """A key of a parent, "nieuw", or nothing when there is a choice to make first."""
        gevraagd = self.request.GET.get("ouder", "")
        if gevraagd in {NIEUW, *(str(ouder.pk) for ouder in self.ouders)}:
            return gevraagd
        return NIEUW if not self.ouders else str(self.ouders[0].pk) if len(self.ouders) == 1 else ""

    @cached_property
    def gewenst(self) -> School | None:
        keuze = self.object.schoolkeuzes.lopend().filter(soort=Keuzesoort.BEOOGD).select_related("school").first()
        return keuze.school if keuze else None

    def huidig(self) -> Huidig:
        """The standing answers of whoever speaks; for sharing, those about the wished school."""
        rijen = self.object.toestemmingen.huidig().filter(ontvangende_school__in=[self.gewenst] if self.gewenst else [])
        rijen |= self.object.toestemmingen.huidig().filter(ontvangende_school__isnull=True)
        ouder_id: uuid.UUID | None = self.ouder.pk if self.ouder else None
        return {
            (Doel(rij.doel), Gever(rij.gever)): rij
            for rij in rijen
            if rij.gever == Gever.LEERLING or rij.ouder_id == ouder_id
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "ouder": self.ouder,
            "bekende_ouders": len(self.ouders),
            "gewenst": self.gewenst,
            "huidig": self.huidig(),
            "jaren": leeftijd(self.object.geboortedatum, timezone.localdate()),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"leerling": self.object, "ouders": self.ouders, "ouder": self.ouder, "wie": self.wie}
        return super().get_context_data(**kwargs) | extra | {"gewenst": self.gewenst}

    def form_valid(self, form: ToestemmingForm) -> HttpResponse:
        try:
            rijen = antwoorden_vastleggen(
                leerling=self.object,
                ouder=form.spreker,
                antwoorden=form.antwoorden,
                wijze=Wijze(form.cleaned_data["wijze"]),
                tekstversie=form.cleaned_data["tekstversie"],
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        messages.success(
            self.request, "1 antwoord opgeslagen." if len(rijen) == 1 else f"{len(rijen)} antwoorden opgeslagen."
        )
        # A "nee" may take the pupil out of sight of whoever recorded it.
        nog_te_zien = self.model.objects.filter(pk=self.object.pk).zichtbaar_voor(self.medewerker).exists()
        return redirect(self.object.get_absolute_url() if nog_te_zien else reverse("gka:leerlingen"))

"""Record consent while the parents are at the table."""

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
from gka.actions.toestemming import AndersVastgelegd, VerkeerdeDag, antwoorden_vastleggen
from gka.exceptions import NietToegestaan
from gka.forms.toestemming import ToestemmingForm, worden_gevraagd
from gka.models import Leerling, Ouder, School, Toestemming
from gka.privacy import overview, texts
from gka.workflow import TEGEN, Doel, Gever, Keuzesoort, Toestemmingstand, Wijze, leeftijd

NIEUW, LEERLING = "nieuw", "leerling"


class ToestemmingVastleggen(ScopedObjectMixin, FormView):
    """The answers of one parent, and of the pupil from 12 on, with what was said before. `?ouder=` says who speaks."""

    model = Leerling
    recht = Recht.TOESTEMMING_VASTLEGGEN
    gezien = "leerling.gezien"
    form_class = ToestemmingForm
    template_name = "gka/toestemming/vastleggen.html"

    @cached_property
    def ouders(self) -> list[Ouder]:
        return list(self.object.ouders.defer("contact").op_volgorde())

    @cached_property
    def mogelijk(self) -> list[Gever]:
        """Who is asked at this age."""
        return worden_gevraagd(leeftijd(self.object.geboortedatum, timezone.localdate()))

    @cached_property
    def ouder(self) -> Ouder | None:
        """The parent who was chosen, or the only one there is."""
        return next((ouder for ouder in self.ouders if str(ouder.pk) == self.wie), None)

    @cached_property
    def wie(self) -> str:
        """A key of a parent, "nieuw", "leerling", or nothing when there is a choice to make first."""
        if Gever.OUDER not in self.mogelijk:
            return LEERLING
        gevraagd = self.request.GET.get("ouder", "")
        zelf = {LEERLING} if Gever.LEERLING in self.mogelijk else set()
        if gevraagd in {NIEUW, *zelf, *(str(ouder.pk) for ouder in self.ouders)}:
            return gevraagd
        return NIEUW if not self.ouders else str(self.ouders[0].pk) if len(self.ouders) == 1 else ""

    @cached_property
    def gewenst(self) -> School | None:
        return gewenste_school(self.object)

    def staand(self) -> list[Toestemming]:
        """The standing answers of whoever speaks, and of the pupil."""
        gevers = {None, self.ouder.pk if self.ouder else None}
        rijen = self.object.toestemmingen.huidig().select_related("ontvangende_school")
        return [rij for rij in rijen if rij.ouder_id in gevers]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "ouder": self.ouder,
            "bekende_ouders": len(self.ouders),
            "gewenst": self.gewenst,
            "staand": self.staand(),
            "gevers": [Gever.LEERLING] if self.wie == LEERLING else self.mogelijk,
            "andere_ouder": any(ouder.gezag for ouder in self.ouders if ouder != self.ouder),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "leerling": self.object,
            "ouders": self.ouders,
            "ouder": self.ouder,
            "wie": self.wie,
            "mogelijk": self.mogelijk,
            "gewenst": self.gewenst,
            "verloop": overview.verloop(self.object, op=timezone.localdate()),
        }

    def form_invalid(self, form: ToestemmingForm) -> HttpResponse:
        form.toon_nu()
        return super().form_invalid(form)

    def form_valid(self, form: ToestemmingForm) -> HttpResponse:
        try:
            rijen = antwoorden_vastleggen(
                leerling=self.object,
                ouder=form.spreker,
                antwoorden=form.antwoorden,
                gezien=form.gezien_toen,
                wijze=Wijze(form.cleaned_data["wijze"]),
                tekstversie=form.cleaned_data["tekstversie"],
                gegeven_op=form.cleaned_data["gegeven_op"],
                door=self.medewerker,
                op=timezone.now(),
            )
        except AndersVastgelegd:
            form = self.get_form()  # made anew it knows, and says, what was recorded
            form.full_clean()
            return self.form_invalid(form)
        except NietToegestaan as weigering:
            form.add_error("gegeven_op" if isinstance(weigering, VerkeerdeDag) else None, str(weigering))
            return self.form_invalid(form)
        aantal = "1 antwoord" if len(rijen) == 1 else f"{len(rijen)} antwoorden"
        messages.success(self.request, " ".join([f"{aantal} opgeslagen.", *wat_nu(rijen)]))
        # A "nee" may take the pupil out of sight of whoever recorded it.
        nog_te_zien = self.model.objects.filter(pk=self.object.pk).zichtbaar_voor(self.medewerker).exists()
        return redirect(self.object.get_absolute_url() if nog_te_zien else reverse("gka:leerlingen"))


def gewenste_school(leerling: Leerling) -> School | None:
    """The secondary school that *delen* is about."""
    keuze = leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.BEOOGD).select_related("school").first()
    return keuze.school if keuze else None


def wat_nu(rijen: list[Toestemming]) -> list[str]:
    """What happens after a yes was taken back, or a parent objects: each sentence once."""
    gestopt = [
        rij
        for rij in rijen
        if rij.stand == Toestemmingstand.BEZWAAR
        or (rij.stand in TEGEN and rij.vervangt and rij.vervangt.stand == Toestemmingstand.JA)
    ]
    return list(dict.fromkeys(texts.teksten(texts.huidige_versie())[Doel(rij.doel)].na_intrekken for rij in gestopt))

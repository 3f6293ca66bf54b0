"""Record a school on the road of a pupil, or where the pupil lives."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from gka import schoolkeuze
from gka.access.rights import Recht
from gka.access.views import ScopedObjectMixin
from gka.actions import schoolkeuzes
from gka.exceptions import NietToegestaan
from gka.forms.school import SchoolForm, WoonplaatsForm
from gka.models import Leerling, Schoolkeuze
from gka.workflow import Keuzesoort


class SchoolVastleggen(ScopedObjectMixin, FormView):
    """`?soort=` is the kind of school: the wish, the definite one, or another primary school."""

    model, recht, gezien = Leerling, Recht.DEFINITIEVE_SCHOOL_VASTLEGGEN, "leerling.gezien"
    form_class = SchoolForm
    template_name = "gka/school/vastleggen.html"

    @cached_property
    def soorten(self) -> list[Keuzesoort]:
        return schoolkeuze.mogelijke_soorten(self.object, self.medewerker, timezone.localdate())

    @cached_property
    def soort(self) -> Keuzesoort:
        """What was asked for; else the first that is not recorded yet."""
        gevraagd = self.request.GET.get("soort", "")
        if gevraagd in Keuzesoort.values:
            if gevraagd not in self.soorten:
                raise PermissionDenied
            return Keuzesoort(gevraagd)
        return next((soort for soort in self.soorten if soort not in self.lopend), self.soorten[0])

    @cached_property
    def lopend(self) -> dict[str, Schoolkeuze]:
        return {keuze.soort: keuze for keuze in self.object.schoolkeuzes.lopend().select_related("school")}

    def get_initial(self) -> dict[str, Any]:
        return {"vanaf": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        dag = timezone.localdate()
        return super().get_form_kwargs() | {
            "soort": self.soort,
            "scholen": schoolkeuze.mogelijke_scholen(self.object, self.soort, self.medewerker, dag),
            "vroegst": schoolkeuzes.vroegste_dag(self.object, dag),
            "vandaag": dag,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"leerling": self.object, "soort": self.soort, "soorten": self.soorten}
        return super().get_context_data(**kwargs) | extra | {"nu": self.lopend.get(self.soort)}

    def form_valid(self, form: SchoolForm) -> HttpResponse:
        school = form.cleaned_data["school"]
        try:
            schoolkeuzes.vastleggen(
                leerling=self.object,
                soort=self.soort,
                school=school,
                vanaf=form.cleaned_data["vanaf"],
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        messages.success(self.request, f"Opgeslagen: {self.soort.label}, {school}.")
        # A pupil that was handed over is out of sight.
        nog_te_zien = self.model.objects.filter(pk=self.object.pk).zichtbaar_voor(self.medewerker).exists()
        return redirect(self.object.get_absolute_url() if nog_te_zien else reverse("gka:leerlingen"))


class WoonplaatsVastleggen(ScopedObjectMixin, FormView):
    """The municipality, from a day on."""

    model, recht, gezien = Leerling, Recht.SCHOOLWEG_BEWERKEN, "leerling.gezien"
    form_class = WoonplaatsForm
    template_name = "gka/school/woonplaats.html"

    def get_initial(self) -> dict[str, Any]:
        return {"vanaf": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"gemeenten": self.object.regio.gemeenten.order_by("naam")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nu = self.object.woonplaatsen.lopend().select_related("gemeente").first()
        return super().get_context_data(**kwargs) | {"leerling": self.object, "nu": nu}

    def form_valid(self, form: WoonplaatsForm) -> HttpResponse:
        try:
            woonplaats = schoolkeuzes.woonplaats_vastleggen(
                leerling=self.object,
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
                **form.cleaned_data,
            )
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        messages.success(self.request, f"Opgeslagen: woont in {woonplaats}.")
        return redirect(self.object)

"""The first class, for the zorgcoördinator: who comes, and where each pupil is in October and in December."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.generic import FormView, TemplateView

from begeleiding import brugklas
from begeleiding.actions import posities
from begeleiding.forms.posities import PositieForm, ToelatingForm
from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.actions import schoolkeuzes
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.leerling_panels import lopende_school
from gka.models import Leerling
from gka.templatetags.formatting import counted
from gka.workflow import Keuzesoort


class Posities(RechtMixin, TemplateView):
    """One table for one measurement, saved in one request: what is right is kept, what is wrong comes back as typed."""

    recht = Recht.POSITIE_VASTLEGGEN
    template_name = "begeleiding/positie/list.html"

    @cached_property
    def peilingen(self) -> list[brugklas.Peiling]:
        return brugklas.peilingen(self.medewerker, timezone.localdate())

    @cached_property
    def peiling(self) -> brugklas.Peiling | None:
        """The one that was asked for; else the newest."""
        gevraagd = self.request.GET.get("peiling", "")
        nieuwste = self.peilingen[0] if self.peilingen else None
        return next((peiling for peiling in self.peilingen if peiling.code == gevraagd), nieuwste)

    def formulieren(self, data: MultiValueDict[str, str] | None = None) -> list[PositieForm]:
        rijen = brugklas.rijen(self.medewerker, self.peiling, timezone.localdate()) if self.peiling else []
        return [PositieForm(data, rij=rij) for rij in rijen]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        formulieren = self.formulieren(request.POST)
        bewaard = [form for form in formulieren if form.is_valid() and form.keus and self.leg_vast(form)]
        if bewaard:
            messages.success(request, f"Opgeslagen: {counted(len(bewaard), 'leerling,leerlingen')}.")
        fout = {form.prefix: form for form in formulieren if form.errors}
        if not fout:
            return redirect(f"{reverse('begeleiding:posities')}?peiling={self.peiling.code if self.peiling else ''}")
        vers = self.formulieren()
        rijen = [fout[een.prefix].over(een.rij) if een.prefix in fout else een for een in vers]
        return self.render_to_response(self.get_context_data(rijen=rijen))

    def leg_vast(self, form: PositieForm) -> bool:
        """Save one row; a refusal stays with the row."""
        assert self.peiling is not None  # noqa: S101 - without one there is no row
        try:
            posities.vastleggen(
                leerling=form.rij.leerling,
                cohort=self.peiling.cohort,
                peilmoment=self.peiling.moment,
                klas=form.klas_gekozen,
                gezien=form.cleaned_data["gezien"],
                reden=form.cleaned_data.get("reden", ""),
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return False
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rijen = kwargs.get("rijen")
        rijen = self.formulieren() if rijen is None else rijen
        sleutels = [form.rij.leerling.pk for form in rijen]
        leg_vast("posities.gezien", door=self.medewerker, op=timezone.now(), sleutels=sleutels, aantal=len(sleutels))
        fouten = [form for form in rijen if form.is_bound and form.errors]
        return super().get_context_data(**kwargs) | {
            "rijen": rijen,
            "open": sum(form.rij.positie is None for form in rijen),
            "fouten": fouten,
            "page_has_errors": bool(fouten),
            "peiling": self.peiling,
            "peilingen": self.peilingen,
            "te_bevestigen": brugklas.te_bevestigen(self.medewerker, timezone.localdate()).count(),
        }


class Toelating(RechtMixin, FormView):
    """After the enrolment week: confirm who comes to the own school, several at once."""

    recht = Recht.POSITIE_VASTLEGGEN
    form_class = ToelatingForm
    template_name = "begeleiding/positie/toelating.html"

    @cached_property
    def leerlingen(self) -> dict[str, Leerling]:
        return {str(een.pk): een for een in brugklas.te_bevestigen(self.medewerker, timezone.localdate())}

    def get_initial(self) -> dict[str, Any]:
        return {"vanaf": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        namen = {sleutel: een.naam for sleutel, een in self.leerlingen.items()}
        uitleg = {sleutel: _uitleg(een) for sleutel, een in self.leerlingen.items()}
        return super().get_form_kwargs() | {"namen": namen, "uitleg": uitleg}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sleutels = [leerling.pk for leerling in self.leerlingen.values()]
        leg_vast("toelating.gezien", door=self.medewerker, op=timezone.now(), sleutels=sleutels, aantal=len(sleutels))
        return super().get_context_data(**kwargs) | {"aantal": len(sleutels)}

    def form_valid(self, form: ToelatingForm) -> HttpResponse:
        gekozen = [self.leerlingen[pk] for pk in form.cleaned_data["leerling"] if pk in self.leerlingen]
        weg = len(form.cleaned_data["leerling"]) - len(gekozen)
        for leerling in gekozen:
            try:
                self.bevestig(leerling, form)
            except NietToegestaan as weigering:
                form.add_error("leerling", f"{leerling.naam}: {weigering}")
        if form.errors:
            return self.form_invalid(form)
        if gekozen:
            messages.success(self.request, f"Bevestigd: {counted(len(gekozen), 'leerling,leerlingen')}.")
        if weg:
            wie = counted(weg, "leerling staat,leerlingen staan")
            messages.warning(self.request, f"{wie} niet meer op deze lijst: er is intussen iets veranderd.")
        return redirect("begeleiding:toelating" if len(self.leerlingen) > len(gekozen) else "begeleiding:posities")

    def bevestig(self, leerling: Leerling, form: ToelatingForm) -> None:
        school = lopende_school(leerling, Keuzesoort.BEOOGD)
        assert school is not None  # noqa: S101 - the list holds who wishes an own school
        schoolkeuzes.vastleggen(
            leerling=leerling,
            soort=Keuzesoort.DEFINITIEF,
            school=school,
            vanaf=form.cleaned_data["vanaf"],
            door=self.medewerker,
            op=timezone.now(),
            dag=timezone.localdate(),
        )


def _uitleg(leerling: Leerling) -> str:
    """Where the pupil comes from and wants to go."""
    vandaan, heen = (lopende_school(leerling, soort) for soort in (Keuzesoort.BASISSCHOOL, Keuzesoort.BEOOGD))
    return f"{vandaan or 'basisschool niet bekend'}, wil naar {heen}"

"""Put in a pupil list: choose a file, see what it would do, confirm. Nothing is kept before the last step."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import FormView, View

from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.actions import leerlingen
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.forms.inlezen import BestandForm, SchooljaarForm, ToevoegenForm
from gka.imports import token
from gka.imports.preview import GEEN_GROEP_8, Lijst, Preview, cohort_voor, vergelijk
from gka.imports.refusals import BestandGeweigerd
from gka.imports.who import scholen_van
from gka.models import School
from gka.workflow import schooljaar


class LijstPagina(RechtMixin):
    """The pages after the file was read; the list travels in the page itself."""

    recht = Recht.LEERLING_INLEZEN
    lijst: Lijst
    school: School

    def toon(self, bladzijde: str, **context: Any) -> HttpResponse:
        nu = timezone.now()
        context |= {
            "lijst": self.lijst,
            "school": self.school,
            "token": token.sluit(self.lijst, voor=self.medewerker, school=self.school, op=nu),
            "geen_groep_8": "" if self.lijst.kandidaten else GEEN_GROEP_8,
        }
        return render(self.request, f"gka/inlezen/{bladzijde}.html", context)

    def vraag_schooljaar(self, form: SchooljaarForm | None = None) -> HttpResponse:
        form = form or SchooljaarForm(lijst=self.lijst)
        return self.toon("schooljaar", form=form, huidig=schooljaar(timezone.localdate()))

    def toon_preview(self, preview: Preview | None = None, form: ToevoegenForm | None = None) -> HttpResponse:
        preview = preview or vergelijk(self.lijst, school=self.school)
        form = form or ToevoegenForm(nieuw=preview.nieuw, dag=timezone.localdate())
        if preview.lijkt_op:
            keys = [leerling.pk for _, leerling in preview.lijkt_op]
            leg_vast("leerlingen.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        melding = ""
        try:
            cohort_voor(self.lijst, school=self.school)
        except NietToegestaan as weigering:
            melding = str(weigering)
        toch = not self.lijst.is_van(timezone.localdate())
        return self.toon("preview", preview=preview, form=form, niet_open=melding, toch_gebruiken=toch)


class Bestand(LijstPagina, FormView):
    """Step 1: choose a file. Its answer is step 2; nothing of the file is stored."""

    form_class = BestandForm
    template_name = "gka/inlezen/bestand.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        dag = timezone.localdate()
        lengte = int(self.request.META.get("CONTENT_LENGTH") or 0)
        # Django reads a file into memory or not at all; what is bigger than that never arrives.
        te_groot = not self.request.FILES and lengte > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        scholen = scholen_van(self.medewerker, dag=dag)
        return super().get_form_kwargs() | {"scholen": scholen, "dag": dag, "te_groot": te_groot}

    def form_valid(self, form: BestandForm) -> HttpResponse:
        self.lijst, self.school = form.cleaned_data["lijst"], form.gekozen_school
        return self.toon_preview() if self.lijst.is_van(timezone.localdate()) else self.vraag_schooljaar()


class MetLijst(LijstPagina, View):
    """Steps 2 and 3: open the list that the page handed back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Somebody typed or refreshed the address: begin at the beginning."""
        return redirect("gka:leerlingen_importeren")

    def post(self, request: HttpRequest) -> HttpResponse:
        scholen = scholen_van(self.medewerker, dag=timezone.localdate())
        try:
            self.school = next(
                (school for school in scholen if str(school.pk) == request.POST.get("school")), scholen[0]
            )
            tekst = request.POST.get("lijst", "")
            self.lijst = token.open_(tekst, voor=self.medewerker, school=self.school, op=timezone.now())
        except BestandGeweigerd as weigering:
            messages.error(request, str(weigering))
            return redirect("gka:leerlingen_importeren")
        form = SchooljaarForm(request.POST, lijst=self.lijst)
        if not self.lijst.is_van(timezone.localdate()) and not form.is_valid():
            return self.vraag_schooljaar(form)
        return self.verder()

    def verder(self) -> HttpResponse:
        raise NotImplementedError


class Controleren(MetLijst):
    """Step 2 for a list of another school year, after somebody said to use it."""

    def verder(self) -> HttpResponse:
        return self.toon_preview()


class Toevoegen(MetLijst):
    """Step 3: add the ticked pupils."""

    def verder(self) -> HttpResponse:
        preview = vergelijk(self.lijst, school=self.school)
        form = ToevoegenForm(self.request.POST, nieuw=preview.nieuw, dag=timezone.localdate())
        if not form.is_valid():
            return self.toon_preview(preview, form)
        compleet = vergelijk(self.lijst.met_datums(form.datums), school=self.school)
        try:
            toegevoegd = leerlingen.inlezen(
                nieuw=[rij.als_nieuw() for rij in compleet.nieuw if rij.nummer in form.gekozen],
                school=self.school,
                cohort=cohort_voor(self.lijst, school=self.school),
                aantallen=compleet.aantallen,
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as weigering:
            messages.error(self.request, str(weigering))
            return redirect("gka:leerlingen_importeren")
        messages.success(self.request, _klaar(len(toegevoegd)))
        if nu_gelijkend := len(compleet.lijkt_op) - len(preview.lijkt_op):
            messages.warning(self.request, _gelijkend(nu_gelijkend))
        return redirect("gka:leerlingen")


def _klaar(aantal: int) -> str:
    if not aantal:
        return "Er is niemand toegevoegd: deze leerlingen staan al in Overstap."
    return "1 leerling toegevoegd." if aantal == 1 else f"{aantal} leerlingen toegevoegd."


def _gelijkend(aantal: int) -> str:
    wie = "1 leerling lijkt" if aantal == 1 else f"{aantal} leerlingen lijken"
    return f"{wie} met deze geboortedatum op iemand die al in Overstap staat. Die is niet toegevoegd."

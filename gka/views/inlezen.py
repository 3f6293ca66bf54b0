"""Put in a pupil list: choose a file, name its columns if need be, see what it would do, confirm.

Nothing is kept before the last step.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import FormView, View

from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.actions import inlezen
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.forms.inlezen import BestandForm, SchooljaarForm, ToevoegenForm
from gka.forms.kolommen import KolommenForm
from gka.imports import token
from gka.imports.decisions import uitwerken
from gka.imports.doubts import voorstel
from gka.imports.layout import Vraag, maak_lijst
from gka.imports.preview import GEEN_GROEP_8, Lijst, Preview, cohort_voor, vergelijk
from gka.imports.refusals import BestandGeweigerd
from gka.imports.table import Tabel
from gka.models import School
from gka.workflow import schooljaar


class LijstPagina(RechtMixin):
    """The pages after the file was read; the list travels in the page itself."""

    recht = Recht.LEERLING_INLEZEN
    lijst: Lijst
    school: School

    def toon(self, bladzijde: str, lijst: Lijst, **context: Any) -> HttpResponse:
        context |= {
            "lijst": lijst,
            "school": self.school,
            "token": token.sluit(lijst, voor=self.medewerker, school=self.school, op=timezone.now()),
            "geen_groep_8": "" if lijst.kandidaten else GEEN_GROEP_8,
        }
        return render(self.request, f"gka/inlezen/{bladzijde}.html", context)

    def vraag_schooljaar(self, form: SchooljaarForm | None = None) -> HttpResponse:
        form = form or SchooljaarForm(lijst=self.lijst)
        return self.toon("schooljaar", self.lijst, form=form, huidig=schooljaar(timezone.localdate()))

    def vraag_kolommen(self, tabel: Tabel, form: KolommenForm) -> HttpResponse:
        verzegeld = token.sluit_tabel(tabel, voor=self.medewerker, school=self.school, op=timezone.now())
        context = {"form": form, "tabel": tabel, "school": self.school, "token": verzegeld}
        return render(self.request, "gka/inlezen/kolommen.html", context)

    def toon_preview(self, preview: Preview | None = None, form: ToevoegenForm | None = None) -> HttpResponse:
        dag = timezone.localdate()
        preview = preview or vergelijk(self.lijst, school=self.school)
        lijst = preview.getoond
        form = form or ToevoegenForm(preview=preview, lijst=lijst, dag=dag)
        if preview.lijkt_op:
            keys = [leerling.pk for _, leerling in preview.lijkt_op]
            leg_vast("leerlingen.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        melding = ""
        try:
            cohort_voor(lijst, school=self.school)
        except NietToegestaan as weigering:
            melding = str(weigering)
        return self.toon(
            "preview", lijst, preview=preview, form=form, niet_open=melding, toch_gebruiken=not lijst.is_van(dag)
        )


class Bestand(LijstPagina, FormView):
    """Step 1: choose a file. Its answer is the next step; nothing of the file is stored."""

    form_class = BestandForm
    template_name = "gka/inlezen/bestand.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        dag = timezone.localdate()
        lengte = int(self.request.META.get("CONTENT_LENGTH") or 0)
        # Django reads a file into memory or not at all; what is bigger than that never arrives.
        te_groot = not self.request.FILES and lengte > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        scholen = self.medewerker.scholen_met(Recht.LEERLING_INLEZEN, dag)
        return super().get_form_kwargs() | {"scholen": scholen, "dag": dag, "te_groot": te_groot}

    def form_valid(self, form: BestandForm) -> HttpResponse:
        self.school, gelezen = form.gekozen_school, form.cleaned_data["gelezen"]
        if isinstance(gelezen, Vraag):
            vragen = KolommenForm(tabel=gelezen.tabel, indeling=gelezen.indeling)
            try:
                return self.vraag_kolommen(gelezen.tabel, vragen)
            except BestandGeweigerd as weigering:  # too much to carry in a page
                form.add_error("bestand", str(weigering))
                return self.form_invalid(form)
        self.lijst = gelezen
        return self.toon_preview() if self.lijst.is_van(timezone.localdate()) else self.vraag_schooljaar()


class Vervolg(LijstPagina, View):
    """A step after the first: open what the page handed back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Somebody typed or refreshed the address: begin at the beginning."""
        return redirect("gka:leerlingen_importeren")

    def post(self, request: HttpRequest) -> HttpResponse:
        scholen = self.medewerker.scholen_met(Recht.LEERLING_INLEZEN, timezone.localdate())
        gevraagd = request.POST.get("school")
        self.school = next((school for school in scholen if str(school.pk) == gevraagd), scholen[0])
        try:
            return self.verder()
        except BestandGeweigerd as weigering:
            messages.error(request, str(weigering))
            return redirect("gka:leerlingen_importeren")

    def verder(self) -> HttpResponse:
        raise NotImplementedError


class Kolommen(Vervolg):
    """Step 2 for a table of which it is not certain what every column is."""

    def verder(self) -> HttpResponse:
        verzegeld = self.request.POST.get("tabel", "")
        tabel = token.open_tabel(verzegeld, voor=self.medewerker, school=self.school, op=timezone.now())
        form = KolommenForm(self.request.POST, tabel=tabel, indeling=voorstel(tabel))
        if not form.is_valid():
            return self.vraag_kolommen(tabel, form)
        gekozen, indeling = form.cleaned_data["tabel"], form.cleaned_data["indeling"]
        self.lijst = maak_lijst(gekozen, indeling, school=self.school, dag=timezone.localdate(), kolommen=form.keuze)
        return self.toon_preview()


class MetLijst(Vervolg):
    """A step with the list; one of another school year is used only when somebody says so."""

    def verder(self) -> HttpResponse:
        tekst = self.request.POST.get("lijst", "")
        self.lijst = token.open_(tekst, voor=self.medewerker, school=self.school, op=timezone.now())
        form = SchooljaarForm(self.request.POST, lijst=self.lijst)
        if not self.lijst.is_van(timezone.localdate()) and not form.is_valid():
            return self.vraag_schooljaar(form)
        return self.met_lijst()

    def met_lijst(self) -> HttpResponse:
        raise NotImplementedError


class Controleren(MetLijst):
    """Step 3 for a list of another school year, after somebody said to use it."""

    def met_lijst(self) -> HttpResponse:
        return self.toon_preview()


class Toevoegen(MetLijst):
    """The last step: add who is ticked, and do what was chosen for the look-alikes."""

    def met_lijst(self) -> HttpResponse:
        preview = vergelijk(self.lijst, school=self.school)
        form = ToevoegenForm(self.request.POST, preview=preview, lijst=self.lijst, dag=timezone.localdate())
        if not form.is_valid():
            return self.toon_preview(preview, form)
        uitwerking = uitwerken(self.lijst, preview, form.keuzes, school=self.school)
        try:
            ingelezen = inlezen.inlezen(
                nieuw=uitwerking.nieuw,
                overnemen=uitwerking.overnemen,
                opnieuw=uitwerking.opnieuw,
                kolommen=self.lijst.kolommen,
                school=self.school,
                cohort=cohort_voor(self.lijst, school=self.school),
                aantallen=uitwerking.aantallen,
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.toon_preview(None, form)
        messages.success(self.request, _klaar(len(ingelezen.toegevoegd), len(ingelezen.bijgewerkt), ingelezen.opnieuw))
        onbeslist = len(preview.lijkt_op) - len(form.keuzes.gelijkend)
        meldingen = (
            _gelijkend(uitwerking.nu_gelijkend),
            _onbeslist(onbeslist),
            _zonder_nummer(uitwerking.zonder_nummer),
        )
        for melding in filter(None, meldingen):
            messages.warning(self.request, melding)
        return redirect("gka:leerlingen")


def _klaar(toegevoegd: int, bijgewerkt: int, opnieuw: int) -> str:
    if not (toegevoegd or bijgewerkt or opnieuw):
        return "Er is niemand toegevoegd: deze leerlingen staan al in Overstap."
    zinnen = [_aantal(toegevoegd, "toegevoegd"), _aantal(bijgewerkt, "bijgewerkt"), _mee(opnieuw)]
    return " ".join(filter(None, zinnen))


def _mee(aantal: int) -> str:
    if not aantal:
        return ""
    return "1 leerling doet opnieuw mee." if aantal == 1 else f"{aantal} leerlingen doen opnieuw mee."


def _aantal(aantal: int, wat: str) -> str:
    return f"{aantal} {'leerling' if aantal == 1 else 'leerlingen'} {wat}." if aantal else ""


def _gelijkend(aantal: int) -> str:
    if not aantal:
        return ""
    wie = "1 leerling lijkt" if aantal == 1 else f"{aantal} leerlingen lijken"
    return f"{wie} met deze geboortedatum op iemand die al in Overstap staat. Die is niet toegevoegd."


def _onbeslist(aantal: int) -> str:
    if not aantal:
        return ""
    wie = "1 leerling" if aantal == 1 else f"{aantal} leerlingen"
    return f"Voor {wie} koos u niets. Die {'is' if aantal == 1 else 'zijn'} niet toegevoegd."


def _zonder_nummer(aantal: int) -> str:
    if not aantal:
        return ""
    wie = "1 leerling staat" if aantal == 1 else f"{aantal} leerlingen staan"
    return f"{wie} zonder leerlingnummer in Overstap: dat nummer is al van een andere leerling."

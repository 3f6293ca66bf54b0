"""Read in hours: choose a file, name its columns and words if need be, see what it would do, confirm.

Nothing is kept before the last step.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import FormView, View

from begeleiding.actions import uren_inlezen
from begeleiding.forms.uren_inlezen import UrenbestandForm, UrenkolommenForm, WoordenForm
from begeleiding.forms.uren_preview import PreviewForm
from begeleiding.imports.uren_concept import Concept, Lezer
from begeleiding.imports.uren_preview import Preview
from begeleiding.imports.uren_woorden import onbekend
from begeleiding.models import Traject
from begeleiding.querysets.uren import werkers
from begeleiding.views.uren_organisatie import VanOrganisatie
from gka.access.rights import RECHTEN, Recht
from gka.access.table import Rol
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.imports.refusals import BestandGeweigerd
from gka.templatetags.formatting import counted

TOON_HOOGSTENS = 100
VERWERKT = "Uw antwoorden zijn verwerkt. Kijk wat dit bestand nu doet en ga dan verder: er is nog niets opgeslagen."
INTUSSEN = "Er is intussen iets veranderd. Kijk opnieuw wat dit bestand doet: er is nu niets opgeslagen."


class InlezenPagina(VanOrganisatie):
    """The pages after the file was read; the file travels in the page itself."""

    recht = Recht.UREN_INZIEN

    @property
    def lezer(self) -> Lezer:
        """Whoever looks after the hours of the organisation reads in those of everybody there."""
        rechten = [
            RECHTEN[Rol(een.rol)]
            for een in self.medewerker.geldige_aanstellingen(timezone.localdate())
            if een.organisatie_id == self.organisatie.pk
        ]
        alles = any(Recht.MAAND_SLUITEN in mag for mag in rechten)
        return Lezer(self.medewerker, self.organisatie, alles)

    def toon(self, bladzijde: str, concept: Concept, **context: Any) -> HttpResponse:
        context |= {
            "organisatie": self.organisatie,
            "token": self.lezer.sluit(concept, timezone.now()),
            "meer": f"?organisatie={self.organisatie.pk}" if len(self.organisaties) > 1 else "",
            "opnieuw": self.adres("uren-inlezen"),
            "niet_gelezen": concept.tabel.niet_gelezen,
        }
        return render(self.request, f"begeleiding/uren/{bladzijde}.html", context)

    def volgende(self, concept: Concept) -> HttpResponse:
        """The first question that is still open, else what the file would do."""
        if concept.kolommen_onduidelijk(met_medewerker=self.lezer.alles):
            return self.vraag_kolommen(concept)
        rijen, weet = self.lezer.lees(concept)
        if not concept.gevraagd and any(onbekend(rijen, weet).values()):
            return self.vraag_woorden(concept)
        return self.toon_preview(concept, self.lezer.preview(concept, timezone.localdate()))

    def vraag_kolommen(self, concept: Concept, form: UrenkolommenForm | None = None) -> HttpResponse:
        form = form or UrenkolommenForm(concept=concept, met_medewerker=self.lezer.alles)
        return self.toon("kolommen", concept, form=form)

    def woordenform(self, concept: Concept, *, alles: bool, data: Any = None) -> WoordenForm:
        rijen, weet = self.lezer.lees(replace(concept, antwoorden={}) if data else concept)
        mensen = {str(een.medewerker_id): een.medewerker.naam for een in werkers([self.organisatie])}
        woorden = onbekend(rijen, weet, alles=alles)
        return WoordenForm(data, woorden=woorden, weet=weet, medewerkers=list(mensen.items()))

    def vraag_woorden(self, concept: Concept, form: WoordenForm | None = None, *, alles: bool = False) -> HttpResponse:
        form = form or self.woordenform(concept, alles=alles)
        if form.vraagt_leerlingen:
            self.leg_gezien_vast(form.trajecten)
        return self.toon("woorden", concept, form=form, alles=alles, onthoudt_medewerkers=self.lezer.alles)

    def toon_preview(
        self, concept: Concept, preview: Preview, melding: str = "", form: PreviewForm | None = None
    ) -> HttpResponse:
        form = form or PreviewForm(preview=preview)
        getoond = preview.nieuw[:TOON_HOOGSTENS]
        genoemd = [*getoond, *form.wijzigingen]
        self.leg_gezien_vast(
            [traject for een in genoemd for traject in een.trajecten if traject.pk in preview.met_naam]
        )
        return self.toon(
            "preview",
            concept,
            preview=preview,
            form=form,
            getoond=getoond,
            fouten=[(fout, concept.cellen(fout.nummer)) for fout in preview.fouten],
            melding=melding,
            page_has_errors=bool(melding or form.errors),
        )

    def leg_gezien_vast(self, trajecten: list[Traject]) -> None:
        keys = list({traject.leerling_id for traject in trajecten})
        leg_vast("uren.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))


class UrenInlezen(InlezenPagina, FormView):
    """Step 1: choose a file. Its answer is the next step; nothing of the file is stored."""

    form_class = UrenbestandForm
    template_name = "begeleiding/uren/bestand.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisatie": self.organisatie}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meer = {"organisatie": self.organisatie, "alles": self.lezer.alles}
        return super().get_context_data(**kwargs) | meer

    def form_valid(self, form: UrenbestandForm) -> HttpResponse:
        try:
            return self.volgende(form.concept)
        except BestandGeweigerd as weigering:  # too much to carry in a page
            form.add_error("bestand", str(weigering))
            return self.form_invalid(form)

    def form_invalid(self, form: UrenbestandForm) -> HttpResponse:
        lengte = int(self.request.META.get("CONTENT_LENGTH") or 0)
        # Django reads a file into memory or not at all; what is bigger than that never arrives.
        if not self.request.FILES and lengte > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            form.errors.pop("bestand", None)
            form.add_error("bestand", "Dit bestand is groter dan 5 MB. Maak een export van één maand.")
        return super().form_invalid(form)


class Vervolg(InlezenPagina, View):
    """A step after the first: open what the page handed back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Somebody typed or refreshed the address: begin at the beginning."""
        return redirect("begeleiding:uren-inlezen")

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            concept = self.lezer.open_(request.POST.get("concept", ""), timezone.now())
            return self.stap(concept)
        except BestandGeweigerd as weigering:
            messages.error(request, str(weigering))
            return redirect("begeleiding:uren-inlezen")

    def stap(self, concept: Concept) -> HttpResponse:
        raise NotImplementedError


class UrenKolommen(Vervolg):
    """Step 2 for a file of which it is not certain what every column is."""

    def stap(self, concept: Concept) -> HttpResponse:
        form = UrenkolommenForm(self.request.POST, concept=concept, met_medewerker=self.lezer.alles)
        if not form.is_valid():
            return self.vraag_kolommen(concept, form)
        return self.volgende(form.concept)


class UrenWoorden(Vervolg):
    """Step 3 where words of the other package are not known, or somebody wants to choose again."""

    def stap(self, concept: Concept) -> HttpResponse:
        alles = bool(self.request.POST.get("alles"))
        if self.request.POST.get("wijzig"):
            return self.vraag_woorden(concept, alles=True)
        form = self.woordenform(concept, alles=alles, data=self.request.POST)
        if not form.is_valid():
            return self.vraag_woorden(concept, form, alles=alles)
        return self.volgende(replace(concept, antwoorden=form.antwoorden, gevraagd=True))


class UrenToevoegen(Vervolg):
    """The last step: add the contacts that were shown, and correct those that were ticked, all of them or none.

    An answer about a group changes what the file does: that is shown first.
    """

    def stap(self, concept: Concept) -> HttpResponse:
        preview = self.lezer.preview(concept, timezone.localdate())
        form = PreviewForm(self.request.POST, preview=preview)
        if not form.is_valid():
            return self.toon_preview(concept, preview, form=form)
        kijk = bool(self.request.POST.get("kijk"))
        if kijk or form.antwoorden != concept.groepen:
            concept = replace(concept, groepen=form.antwoorden)
            preview = self.lezer.preview(concept, timezone.localdate())
            form = PreviewForm(preview=preview, initial=form.ingevuld)
            return self.toon_preview(concept, preview, "" if kijk else VERWERKT, form)
        if self.request.POST.get("aantal") != str(len(preview.nieuw)) or not (preview.nieuw or preview.wijzigingen):
            return self.toon_preview(concept, preview, INTUSSEN)
        if not (preview.nieuw or form.correcties):
            form.add_error("correctie", "Vink ten minste één contact aan.")
            return self.toon_preview(concept, preview, form=form)
        return self.voer_uit(concept, preview, form)

    def voer_uit(self, concept: Concept, preview: Preview, form: PreviewForm) -> HttpResponse:
        try:
            gemaakt = uren_inlezen.inlezen(
                nieuw=preview.nieuw,
                correcties=form.correcties,
                reden=form.gekozen_reden,
                onthouden=concept.onthouden(),
                organisatie=self.organisatie,
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as weigering:
            return self.toon_preview(concept, preview, str(weigering), form)
        if gemaakt:
            messages.success(self.request, f"{counted(len(gemaakt), 'contact,contacten')} toegevoegd.")
        if form.correcties:
            messages.success(self.request, f"{counted(len(form.correcties), 'contact,contacten')} gecorrigeerd.")
        self.zeg_wat_bleef(preview, form)
        return redirect("begeleiding:uren")

    def zeg_wat_bleef(self, preview: Preview, form: PreviewForm) -> None:
        """What of the file was not done, in the words of the next page."""
        niet = "rij is niet ingelezen,rijen zijn niet ingelezen"
        if preview.fouten:
            messages.warning(self.request, f"{counted(len(preview.fouten), niet)}: die kloppen niet.")
        if preview.wachten:
            wat = counted(len(preview.wachten), niet)
            messages.warning(self.request, f"{wat}: u zei nog niet of het één contact was.")
        if zonder := len(preview.wijzigingen) - len(form.correcties):
            wat = counted(zonder, "contact bleef,contacten bleven")
            messages.info(self.request, f"{wat} zoals het in Overstap staat: daar stond geen vinkje bij.")

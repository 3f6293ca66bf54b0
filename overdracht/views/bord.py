"""The board of an overleg: a row per pupil, each saved on its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet, rechten_bij
from gka.access.views import ScopedObjectMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Keuze, Medewerker
from gka.templatetags.nlds import SummaryItem
from overdracht import board, stand, tafel
from overdracht.actions import besprekingen
from overdracht.actions.besluiten import RedenNodig
from overdracht.actions.besprekingen import REDENENLIJST
from overdracht.board import Rij
from overdracht.forms import getoond
from overdracht.forms.concept import rij_inpakken, rij_uitpakken, zonder_rij
from overdracht.forms.rij import RijForm
from overdracht.models import Bespreking, Concept, Overleg
from overdracht.views.klaargezet import MetConcept
from overdracht.workflow import Besprekingstatus

# What board.js sends along: it wants the row and not a page.
LOS = "X-Rij"
VERANDERD = "Niet bewaard: iemand anders heeft dit intussen gewijzigd. Kijk wat er nu staat."
RIJ_VERANDERD = "Niet bewaard: iemand anders heeft de rij van {wie} intussen gewijzigd. Kies welke het wordt."


@dataclass
class Regel:
    """A row with its form; without one it is for reading."""

    rij: Rij
    form: RijForm | None = None
    verschillen: list[dict[str, str]] | None = None
    overgenomen: Sequence[dict[str, str]] = ()
    bewaard: bool = False
    klaargezet: bool = False

    @property
    def bord_url(self) -> str:
        """The board, at this row."""
        return f"{self.rij.bespreking.overleg.get_absolute_url()}#rij-{self.rij.sleutel}"


def mag_bewerken(row: Overleg | Bespreking, medewerker: Medewerker) -> bool:
    """May this person write here? A right at one school does not count at another."""
    return Recht.BESLUIT_VASTLEGGEN in rechten_bij(row, medewerker, timezone.localdate())


def bordcontext(overleg: Overleg, medewerker: Medewerker, anders: Regel | None = None) -> dict[str, Any]:
    """Everything on the board that this person may see; `anders` replaces the row it is about."""
    vandaag = timezone.localdate()
    rows = board.besprekingen(overleg, medewerker)
    rijen = board.rijen(rows, medewerker, vandaag)
    keys = [rij.bespreking.leerling_id for rij in rijen]
    leg_vast("besprekingen.gezien", door=medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
    bewerken = mag_bewerken(overleg, medewerker) and not overleg.afgelast_op
    nieuwste = set(rows.nieuwste().values_list("pk", flat=True)) if bewerken else set()
    redenen = redenen_om_uit_te_kiezen(overleg)
    mijn = Concept.objects.van(medewerker, timezone.now()).filter(bespreking__in=nieuwste)
    eerder = {concept.bespreking_id: concept.ingevuld for concept in mijn}
    stoelen = overleg.deelnemers.select_related("aanstelling__medewerker", "aanstelling__werkplek_school")
    plannen = Recht.OVERLEG_PLANNEN in rechten_bij(overleg, medewerker, vandaag)

    def regel(rij: Rij) -> Regel:
        if anders and anders.rij.bespreking.pk == rij.bespreking.pk:
            return anders
        if rij.bespreking.pk not in nieuwste or not rij.mag_bespreken:
            return Regel(rij)
        ingevuld = rij_uitpakken(eerder.get(rij.bespreking.pk, ""))
        return Regel(rij, RijForm(rij=rij, redenen=redenen, ingevuld=ingevuld), klaargezet=bool(ingevuld))

    return {
        "regels": [regel(rij) for rij in rijen],
        "besloten": sum(rij.besloten for rij in rijen),
        "besproken": any(rij.bespreking.status != Besprekingstatus.VOORGESTELD for rij in rijen),
        "over": board.aantal_over(overleg, vandaag) if plannen and not rijen else 0,
        "huidige": next((rij for rij in rijen if rij.open), None),
        "tegels": board.tegels(rijen),
        "plekkenmerk": board.plekkenmerk(overleg),
        "zonder_stoel": tafel.zonder_stoel(rij.bespreking for rij in rijen) if bewerken else [],
        "deelnemers": stoelen.order_by("aanstelling__rol", "functie", "pk"),
        "mag_bewerken": bewerken,
        "voorbereiden": bewerken and bool(rijen) and not stand.begonnen(overleg, vandaag),
        "mag_plannen": plannen,
    }


def redenen_om_uit_te_kiezen(overleg: Overleg) -> list[Keuze]:
    """The reasons in use, read once for the whole board."""
    rows: Iterable[Keuze] = Keuze.objects.van_lijst(overleg.cohort.regio_id, REDENENLIJST, op=timezone.localdate())
    return list(rows)


class OverlegBord(ScopedObjectMixin, DetailView):
    """The board: a row per pupil this person may see."""

    model, recht, gezien = Overleg, Recht.OVERLEG_INZIEN, "overleg.gezien"
    template_name = "overdracht/overleg/bord.html"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("school", "cohort")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = bordcontext(self.object, self.medewerker)
        bewaard = self.request.GET.get("bewaard", "")
        for regel in context["regels"]:
            regel.bewaard = regel.rij.sleutel == bewaard
        return super().get_context_data(**kwargs) | context


class RijBewaren(MetConcept, ScopedObjectMixin, DetailView):
    """One row: sent by its button it leads back to the board, sent by the script it answers with the row."""

    model, recht, gezien = Bespreking, Recht.BESLUIT_VASTLEGGEN, "bespreking.gezien"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if LOS in request.headers:
            return self.antwoord(Regel(self.rij, self.maak_form()))
        # Without the script one only comes here by logging in after a save: what was chosen did not come along.
        messages.error(request, "Niet bewaard: u was uitgelogd. Kies opnieuw en bewaar.")
        return redirect(self._bord_url() or self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.maak_form(request.POST)
        if "concept" in request.POST:
            return self._zet_klaar(form)
        if not form.is_valid():
            return self.antwoord(Regel(self.rij, form), status=422)
        try:
            self._bewaar(form)
        except Verouderd:
            return self.toon_verschil()
        except NietToegestaan as fout:
            form.add_error("reden" if isinstance(fout, RedenNodig) else None, str(fout))
            form.toon_reden = form.toon_reden or isinstance(fout, RedenNodig)
            return self.antwoord(Regel(self.rij, form), status=422)
        if self.concept:
            self.houd_concept(zonder_rij(form, self.concept.ingevuld))
        del self.rij
        vers = self.maak_form()
        # Ticked before anything was chosen: it counts once the choice is made.
        vers.initial["iedereen"] = form.cleaned_data["iedereen"] and form.keuze() is None
        return self.antwoord(Regel(self.rij, vers, bewaard=True))

    def _bewaar(self, form: RijForm) -> None:
        besprekingen.rij_bewaren(
            bespreking=self.object,
            versie=form.cleaned_data["versie"],
            merk=form.cleaned_data["merk"],
            gegevens=form.gegevens(),
            keus=form.keuze(),
            bevestigd=form.cleaned_data["bevestigd"],
            iedereen=form.cleaned_data["iedereen"],
            reden=form.cleaned_data["reden"],
            door=self.medewerker,
            op=timezone.now(),
            dag=timezone.localdate(),
        )

    def _zet_klaar(self, form: RijForm) -> HttpResponse:
        """What is being written in the row, kept for who writes it; nothing of it counts yet."""
        try:
            self.houd_concept(rij_inpakken(form, self.concept.ingevuld if self.concept else ""))
        except NietToegestaan as fout:
            return HttpResponse(str(fout), status=422, content_type="text/plain")
        return HttpResponse(status=204)

    def toon_verschil(self) -> HttpResponse:
        """Somebody else changed this row: what is saved now beside what was chosen. Saving again is a choice, and
        counts for what one chose oneself: the rest of the row is what the colleague saved."""
        del self.rij
        nu, data = self.maak_form(), self.request.POST.copy()
        gewijzigd, overgenomen = getoond.neem_over(data, nu)
        for naam in getoond.RIJMERKEN:
            data[naam] = str(nu[naam].value())
        form = self.maak_form(data)
        form.is_valid()
        regel = Regel(self.rij, form, verschillen=form.verschillen(gewijzigd), overgenomen=nu.in_woorden(overgenomen))
        return self.antwoord(regel, status=409)

    @cached_property
    def rij(self) -> Rij:
        return board.rij(self.object, self.medewerker, timezone.localdate())

    def maak_form(self, data: Any = None) -> RijForm:
        return RijForm(data, rij=self.rij, redenen=redenen_om_uit_te_kiezen(self.rij.bespreking.overleg))

    def antwoord(self, regel: Regel, status: int = 200) -> HttpResponse:
        """The row for the script; else back to the board, or the board with what is wrong in this row."""
        overleg = self.rij.bespreking.overleg
        if LOS in self.request.headers:
            if status != 200:  # the mixin records the rest
                leg_vast(self.gezien, door=self.medewerker, op=timezone.now(), onderwerp=self.object)
            self.template_name = "overdracht/overleg/_los.html"
            return self.render_to_response({"regel": regel, "overleg": overleg}, status=status)
        bord = self._bord_url()
        if not bord:  # the overleg of the school before; only this pupil is to be seen here
            zinnen = [str(zin) for rij in regel.form.errors.values() for zin in rij] if regel.form else []
            for zin in zinnen or ([VERANDERD] if status == 409 else []):
                messages.error(self.request, zin)
            if status == 200:
                messages.success(self.request, "Bewaard.")
            return redirect(self.object)
        if status == 200:
            return redirect(f"{bord}?bewaard={regel.rij.sleutel}#rij-{regel.rij.sleutel}")
        self.template_name = "overdracht/overleg/bord.html"
        context = bordcontext(overleg, self.medewerker, anders=regel)
        fout: dict[str, Any] = {"overleg": overleg, "fout_form": regel.form, "page_has_errors": True}
        if status == 409:
            zin = RIJ_VERANDERD.format(wie=self.object.leerling.initialen)
            fout |= {"fout_form": None, "botsing": [SummaryItem(zin, f"rij-{regel.rij.sleutel}")]}
        return self.render_to_response(context | fout, status=status)

    def _bord_url(self) -> str:
        """The board this row is on, for who may see it."""
        overleggen = Overleg.objects.zichtbaar_voor(self.medewerker, recht=Recht.OVERLEG_INZIEN)
        overleg = overleggen.filter(pk=self.object.overleg_id).first()
        return overleg.get_absolute_url() if overleg else ""

"""The teamleider divides the work: who guides whom, and who stands in."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from begeleiding.actions import verdeling as acties
from begeleiding.forms.loop import OverdraagForm, WaarneemForm
from begeleiding.models import Toewijzing, Traject
from begeleiding.querysets import verdeling as vragen
from begeleiding.querysets.trajecten import TrajectQuerySet
from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Organisatie
from gka.templatetags.formatting import counted


class Verdeelpagina(RechtMixin):
    """What every page of the division starts from: the own organisations and the trajecten they divide."""

    recht = Recht.TOEWIJZEN

    @cached_property
    def dag(self) -> Any:
        return timezone.localdate()

    @cached_property
    def organisaties(self) -> list[Organisatie]:
        keys = vragen.eigen_organisaties(self.medewerker, self.dag)
        return list(Organisatie.objects.filter(pk__in=keys).order_by("naam"))

    @cached_property
    def eigen_smw(self) -> list[Aanstelling]:
        return list(vragen.smw(self.organisaties[0].regio_id, self.dag, [een.pk for een in self.organisaties]))

    @property
    def trajecten(self) -> TrajectQuerySet:
        rows = vragen.te_verdelen(self.medewerker, self.dag).select_related("leerling", "cohort")
        return rows.order_by("leerling__achternaam", "leerling__roepnaam", "pk")

    def noteer(self, trajecten: list[Traject]) -> None:
        """Whose names are on the page."""
        keys = list({traject.leerling_id for traject in trajecten})
        leg_vast("verdeling.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))


class Verdeling(Verdeelpagina, TemplateView):
    """Who has no familiar face on top; then the caseload of each SMW; then what comes: hand-overs, covers, and pupils
    who go to another school than where their familiar face works."""

    template_name = "begeleiding/verdeling/overzicht.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        zonder = list(self.trajecten.zonder_gezicht(self.dag))
        waarnemingen = list(
            Toewijzing.objects.filter(waarneming=True, tot__gte=self.dag, traject__in=self.trajecten.values("pk"))
            .select_related("traject__leerling", "aanstelling__medewerker", "vastgelegd_door")
            .order_by("van", "traject__leerling__achternaam", "pk")
        )
        gepland = list(vragen.gepland(self.trajecten, self.dag))
        andere_school = list(vragen.andere_school(self.trajecten, self.dag))
        self.noteer([*zonder, *(een.traject for een in (*waarnemingen, *gepland, *andere_school))])
        return super().get_context_data(**kwargs) | {
            "organisaties": self.organisaties,
            "zonder": zonder,
            "rijen": self._rijen(),
            "waarnemingen": waarnemingen,
            "gepland": gepland,
            "andere_school": andere_school,
            "jaar": self.dag.year,
        }

    def _rijen(self) -> list[dict[str, Any]]:
        aantallen = vragen.caseloads(self.eigen_smw, self.trajecten, self.dag)
        uren = vragen.uren_per_fase(self.eigen_smw, jaar=self.dag.year)
        leeg = {"gestart": 0, "voorgesteld": 0, "waarneming": 0, "daarna": 0, "po": 0, "vo": 0}
        return [{"smw": smw, **leeg, **aantallen.get(smw.pk, {}), **uren.get(smw.pk, {})} for smw in self.eigen_smw]


class Verdeelformulier(Verdeelpagina, FormView):
    """Choose pupils of one SMW (`?smw=`), or without it those who have no familiar face."""

    template_name = "begeleiding/verdeling/formulier.html"
    titel: ClassVar[str]
    knop: ClassVar[str]
    gedaan: ClassVar[str]
    uitleg: ClassVar[str]

    @cached_property
    def smw(self) -> Aanstelling | None:
        """The SMW whose caseload it is: also one whose appointment ended, but always of the own organisation."""
        if not (gevraagd := self.request.GET.get("smw", "")):
            return None
        try:
            key = UUID(gevraagd)
        except ValueError:
            raise Http404 from None
        rows = Aanstelling.objects.filter(pk=key, organisatie__in=self.organisaties).select_related("medewerker")
        if (gevonden := rows.first()) is None:
            raise Http404
        return gevonden

    @cached_property
    def keuze(self) -> list[Traject]:
        """The pupils one can choose from."""
        rows = self.trajecten
        if self.smw is None:
            return list(rows.zonder_gezicht(self.dag))
        gezichten = Toewijzing.objects.op_dag(self.dag).vast_gezicht().filter(aanstelling=self.smw)
        return list(rows.filter(pk__in=gezichten.values("traject")))

    def medewerkers(self) -> list[Aanstelling]:
        """Everybody of the region, the own organisation first: another school can mean another organisation, and one
        with a single SMW has nobody of its own to stand in."""
        eigen = {een.pk for een in self.eigen_smw}
        alle = vragen.smw(self.organisaties[0].regio_id, self.dag)
        return sorted(alle, key=lambda een: een.pk not in eigen)

    def get_form_kwargs(self) -> dict[str, Any]:
        anderen = [een for een in self.medewerkers() if een != self.smw]
        return super().get_form_kwargs() | {"trajecten": self.keuze, "medewerkers": anderen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.noteer(self.keuze)
        return super().get_context_data(**kwargs) | {"stap": self, "smw": self.smw, "keuze": self.keuze}

    def form_valid(self, form: OverdraagForm) -> HttpResponse:
        gegevens = form.gegevens()
        try:
            gedaan = self.doe(door=self.medewerker, op=timezone.now(), **gegevens)
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, f"{self.gedaan}: {counted(len(gedaan), 'leerling,leerlingen')}.")
        return redirect("begeleiding:verdeling")

    @property
    def doe(self) -> Callable[..., list[Toewijzing]]:
        raise NotImplementedError


class Overdragen(Verdeelformulier):
    form_class = OverdraagForm
    titel, knop, gedaan = "Ander vast gezicht", "Toewijzen", "Toegewezen"
    uitleg = "Het nieuwe vaste gezicht ziet alle contacten. De uren blijven van wie ze werkte."

    @property
    def doe(self) -> Callable[..., list[Toewijzing]]:
        return acties.overdragen


class Waarnemen(Verdeelformulier):
    form_class = WaarneemForm
    titel, knop, gedaan = "Waarneming bij afwezigheid", "Waarneming vastleggen", "Waarneming vastgelegd"
    uitleg = "De waarnemer ziet de leerlingen alleen op deze dagen. Het vaste gezicht blijft hetzelfde."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.smw else redirect("begeleiding:verdeling")

    def doe(self, *, alle: bool, **feiten: Any) -> list[Toewijzing]:  # type: ignore[override]
        return acties.waarnemen(**feiten)


class Terugdraaien(Verdeelpagina, View):
    """A button beside one assignment of the list; `veld` names it in what is sent."""

    http_method_names: ClassVar[list[str]] = ["post", "options"]
    veld: ClassVar[str]
    onbekend: ClassVar[str]
    waarneming: ClassVar[bool]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            rij = self._rij(UUID(request.POST.get(self.veld, "")))
        except ValueError:
            rij = None
        if rij is None:
            messages.error(request, self.onbekend)
            return redirect("begeleiding:verdeling")
        try:
            zin = self.doe(rij)
        except NietToegestaan as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, zin)
        return redirect("begeleiding:verdeling")

    def _rij(self, key: UUID) -> Toewijzing | None:
        return vragen.toewijzing(self.trajecten, key, waarneming=self.waarneming)

    def doe(self, rij: Toewijzing) -> str:
        """Do it, and say what happened."""
        raise NotImplementedError


class WaarnemingBeeindigen(Terugdraaien):
    """End a cover today, or take back one that is still to come."""

    veld, waarneming = "waarneming", True
    onbekend = "Deze waarneming staat hier niet. Kies er een uit de lijst."

    def doe(self, rij: Toewijzing) -> str:
        acties.waarneming_beeindigen(waarneming=rij, door=self.medewerker, op=timezone.now(), dag=self.dag)
        if rij.van > self.dag:
            return "De waarneming is teruggenomen. Zij was nog niet begonnen."
        return "De waarneming is beëindigd. Vandaag is de laatste dag."


class OverdrachtTerugnemen(Terugdraaien):
    """Take back a hand-over that is still to come."""

    veld, waarneming = "overdracht", False
    onbekend = "Deze overdracht staat hier niet (meer). Kies er een uit de lijst."

    def doe(self, rij: Toewijzing) -> str:
        acties.terugnemen(gepland=rij, door=self.medewerker, op=timezone.now(), dag=self.dag)
        return "De overdracht is teruggenomen. Wie nu begeleidt, gaat verder."

"""Hours of the own organisation: a year at a glance, one worker, their budget, and the months that close."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from begeleiding import periodes, urenstaat
from begeleiding.actions import maanden, urenbudgetten
from begeleiding.forms.uren import BudgetForm, HeropenenForm, SluitenForm
from begeleiding.models import Maandafsluiting, Urenbudget
from begeleiding.periodes import Periode
from begeleiding.querysets.uren import werkers, zonder_uren
from gka.access.rights import Recht
from gka.access.views import RechtMixin, ScopedObjectMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Medewerker, Organisatie


class VanOrganisatie(RechtMixin):
    """A page about the organisations where this person looks after the hours; `?organisatie=` names one of several."""

    recht = Recht.MAAND_SLUITEN

    @cached_property
    def organisaties(self) -> list[Organisatie]:
        stoelen = self.medewerker.aanstellingen_met(self.recht, timezone.localdate())
        return sorted({stoel.organisatie for stoel in stoelen}, key=lambda organisatie: organisatie.naam)

    @cached_property
    def organisatie(self) -> Organisatie:
        gevraagd = self.request.GET.get("organisatie")
        gevonden = [een for een in self.organisaties if gevraagd is None or str(een.pk) == gevraagd]
        if not gevonden:
            raise Http404
        return gevonden[0]

    @property
    def meer(self) -> str:
        """What names this organisation in an address after its other questions, where there is a choice."""
        return f"&organisatie={self.organisatie.pk}" if len(self.organisaties) > 1 else ""

    def adres(self, naam: str, **vraag: str) -> str:
        """The address of a page about this organisation, which is named only when there is a choice."""
        meer = {"organisatie": str(self.organisatie.pk)} if len(self.organisaties) > 1 else {}
        return reverse(f"begeleiding:{naam}", query=vraag | meer)


class UrenOrganisatie(VanOrganisatie, TemplateView):
    """Workers by months of one year, with what was planned and which months are closed. No pupils."""

    template_name = "begeleiding/uren/organisatie.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dag = timezone.localdate()
        jaar = periodes.lees_jaar(self.request.GET.get("jaar", "")) or dag.year
        maanden_van = urenstaat.jaar(jaar)
        return super().get_context_data(**kwargs) | {
            "organisatie": self.organisatie,
            "organisaties": self.organisaties,
            "overzicht": urenstaat.van_organisatie(self.organisatie, maanden_van, dag=dag),
            "jaar": jaar,
            "eerste": maanden_van[0].van,
            "laatste": maanden_van[-1].tot,
            "vorig_adres": self.adres("uren-organisatie", jaar=str(jaar - 1)),
            "volgend_adres": self.adres("uren-organisatie", jaar=str(jaar + 1)) if jaar < dag.year else "",
            "meer": self.meer,
        }


class UrenMaand(VanOrganisatie, FormView):
    """One month of the organisation: who worked how much, and closing it."""

    form_class = SluitenForm
    template_name = "begeleiding/uren/maand.html"

    @cached_property
    def periode(self) -> Periode:
        vorige = periodes.maand(timezone.localdate()).vorige
        return periodes.lees_maand(self.request.GET.get("maand", "")) or vorige

    @cached_property
    def zonder_uren(self) -> list[Aanstelling]:
        return zonder_uren(self.organisatie, self.periode.van, self.periode.tot)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"zonder_uren": len(self.zonder_uren)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        periode, dag = self.periode, timezone.localdate()
        overzicht = urenstaat.van_organisatie(self.organisatie, [periode], dag=dag)
        rows = Maandafsluiting.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        rows = rows.filter(organisatie=self.organisatie, maand=periode.van)
        geschiedenis = list(rows.select_related("gesloten_door", "heropend_door").order_by("-gesloten_op"))
        return super().get_context_data(**kwargs) | {
            "organisatie": self.organisatie,
            "periode": periode,
            "overzicht": overzicht,
            "meer": self.meer,
            "kop": overzicht.maanden[0],
            "zonder_uren": self.zonder_uren,
            "geschiedenis": geschiedenis,
            "gesloten": next((rij for rij in geschiedenis if rij.heropend_op is None), None),
            "jaar_adres": self.adres("uren-organisatie", jaar=str(periode.van.year)),
            "vorig_adres": self.adres("uren-maand", maand=periode.vorige.code),
            "volgend_adres": self.adres("uren-maand", maand=periode.volgende.code),
        }

    def form_valid(self, form: SluitenForm) -> HttpResponse:
        try:
            maanden.sluiten(
                organisatie=self.organisatie,
                maand=self.periode.van,
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
                akkoord=form.cleaned_data["akkoord"],
            )
        except NietToegestaan as weigering:
            form.add_error("akkoord" if isinstance(weigering, maanden.ZonderUren) else None, str(weigering))
            return self.form_invalid(form)
        messages.success(self.request, f"{self.periode.naam.capitalize()} is gesloten. De uren staan nu vast.")
        return redirect(self.adres("uren-maand", maand=self.periode.code))


class UrenHeropenen(ScopedObjectMixin, FormView):
    """Open a closed month again, with the reason."""

    model = Maandafsluiting
    recht = Recht.MAAND_SLUITEN
    form_class = HeropenenForm
    template_name = "begeleiding/uren/heropenen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"afsluiting": self.object, "adres": self._maand()}

    def _maand(self) -> str:
        vraag = {"maand": f"{self.object.maand:%Y-%m}", "organisatie": str(self.object.organisatie_id)}
        return reverse("begeleiding:uren-maand", query=vraag)

    def form_valid(self, form: HeropenenForm) -> HttpResponse:
        try:
            maanden.heropenen(
                afsluiting=self.object, reden=form.cleaned_data["reden"], door=self.medewerker, op=timezone.now()
            )
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        messages.success(self.request, "De maand is weer open. Sluit haar opnieuw als alles klopt.")
        return redirect(self._maand())


class MetWerker(VanOrganisatie):
    """A page about somebody who records hours for the own organisation; others look as if they were not there.

    Of somebody who looks after several: what was done for the one that the address names, else for all of them.
    """

    def eis_recht(self) -> None:
        """Whoever has no organisation to look after sees no worker: decided in `dispatch`."""

    def dispatch(self, request: HttpRequest, *args: Any, pk: UUID, **kwargs: Any) -> HttpResponseBase:
        self.request = request
        self.hier = [self.organisatie] if "organisatie" in request.GET else self.organisaties
        self.aanstellingen = [een for een in werkers(self.hier) if een.medewerker_id == pk]
        if not self.aanstellingen:
            raise Http404
        return super().dispatch(request, *args, pk=pk, **kwargs)

    @property
    def meer(self) -> str:
        return super().meer if "organisatie" in self.request.GET else ""

    @property
    def werker(self) -> Medewerker:
        return self.aanstellingen[0].medewerker


class UrenMedewerker(MetWerker, TemplateView):
    """The month of one worker; names only of pupils whom the reader may see."""

    template_name = "begeleiding/uren/medewerker.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nu = periodes.maand(timezone.localdate())
        periode = periodes.lees_maand(self.request.GET.get("maand", "")) or nu
        staat = urenstaat.van_medewerker(self.werker, periode, kijker=self.medewerker, organisaties=self.hier)
        sleutels = staat.leerlingen
        leg_vast("uren.gezien", door=self.medewerker, op=timezone.now(), sleutels=sleutels, aantal=len(sleutels))
        return super().get_context_data(**kwargs) | {
            "werker": self.werker,
            "staat": staat,
            "organisatie": self.organisatie,
            "meer": self.meer,
            "terug_adres": self.adres("uren-organisatie"),
        }


class UrenBudget(MetWerker, FormView):
    """Hours a week of one worker, with what counted before."""

    form_class = BudgetForm
    template_name = "begeleiding/uren/budget.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"aanstellingen": self.aanstellingen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Urenbudget.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        budgetten = rows.filter(aanstelling__in=self.aanstellingen).select_related(
            "aanstelling__werkplek_school", "aanstelling__organisatie", "vastgelegd_door"
        )
        return super().get_context_data(**kwargs) | {
            "werker": self.werker,
            "budgetten": budgetten.order_by("-van", "pk"),
            "meer_aanstellingen": len(self.aanstellingen) > 1,
        }

    def form_valid(self, form: BudgetForm) -> HttpResponse:
        try:
            urenbudgetten.vaststellen(door=self.medewerker, op=timezone.now(), **form.gegevens())
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, "Het budget is opgeslagen.")
        return redirect("begeleiding:uren-budget", pk=self.werker.pk)

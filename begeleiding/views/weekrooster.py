"""The week: pupils down, days across, saved in one request."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import FormView

from begeleiding.actions import weekstaat
from begeleiding.forms.contacten import Vak, WeekForm
from begeleiding.models import Contactdeelname, Maandafsluiting, Traject
from begeleiding.twijfel import Plan
from begeleiding.views import caseload
from begeleiding.views.contacten import VraagtMixin
from begeleiding.workflow import CONTACTSOORTEN
from gka.access.rights import Recht
from gka.exceptions import NietToegestaan
from gka.models import Keuze
from gka.templatetags.formatting import counted, duration

DAGEN = 7


@dataclass(frozen=True)
class Cel:
    """What the table shows of one cell."""

    vak: Vak
    veld: BoundField | None
    al: int
    later: bool


class Weekrooster(VraagtMixin, FormView):
    """`?week=` is a day of the week that is asked for; the running week by default."""

    recht = Recht.CONTACT_VASTLEGGEN
    form_class = WeekForm
    template_name = "begeleiding/contact/week.html"
    per_pagina = 25

    @cached_property
    def dag(self) -> date:
        return timezone.localdate()

    @cached_property
    def maandag(self) -> date:
        try:
            gevraagd = parse_date(self.request.GET.get("week", "")) or self.dag
        except ValueError:
            gevraagd = self.dag
        gekozen = min(max(gevraagd, self.dag - timedelta(days=732)), self.dag)
        return gekozen - timedelta(days=gekozen.weekday())

    @cached_property
    def page_obj(self) -> Page[Traject]:
        rows = caseload.eigen_leerlingen(self.medewerker, self.dag)
        return Paginator(rows, self.per_pagina).get_page(self.request.GET.get("page"))

    @cached_property
    def vakken(self) -> list[Vak]:
        dicht = self._gesloten_maanden()
        return [
            Vak(traject, naam, dag, self._waarom_niet(traject, dag, dicht))
            for traject, naam in caseload.met_namen(list(self.page_obj))
            for dag in self.dagen
        ]

    @property
    def dagen(self) -> list[date]:
        return [self.maandag + timedelta(days=dag) for dag in range(DAGEN)]

    def _gesloten_maanden(self) -> set[date]:
        """The months of this week that every organisation one works for has closed."""
        organisaties = {een.organisatie_id for een in self.medewerker.aanstellingen_met(self.recht, self.dag)}
        maanden = {dag.replace(day=1) for dag in self.dagen}
        per_maand: dict[date, set[int]] = defaultdict(set)
        rows = Maandafsluiting.objects.geldig().filter(organisatie__in=organisaties, maand__in=maanden)
        for maand, organisatie in rows.values_list("maand", "organisatie"):
            per_maand[maand].add(organisatie)
        return {maand for maand, gesloten in per_maand.items() if gesloten == organisaties}

    def _waarom_niet(self, traject: Traject, dag: date, gesloten: set[date]) -> str:
        if dag > self.dag:
            return "moet nog komen"
        if dag < traject.vanaf:
            return "nog geen traject"
        return "maand gesloten" if dag.replace(day=1) in gesloten else ""

    def get_initial(self) -> dict[str, Any]:
        return {"sleutel": uuid4()}

    def get_form_kwargs(self) -> dict[str, Any]:
        regio = self.medewerker.aanstellingen_met(self.recht, self.dag)[0].organisatie.regio_id
        soorten = list(Keuze.objects.van_lijst(regio, CONTACTSOORTEN, op=self.maandag))
        return super().get_form_kwargs() | {"soorten": soorten, "vakken": self.vakken, "vandaag": self.dag}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        vorige, volgende = self.maandag - timedelta(days=DAGEN), self.maandag + timedelta(days=DAGEN)
        return context | {
            "page_obj": self.page_obj,
            "dagen": self.dagen,
            "rijen": list(self._rijen(context["form"])),
            "vorige": self._adres(vorige),
            "volgende": self._adres(volgende) if volgende <= self.dag else "",
        }

    def _rijen(self, form: WeekForm) -> Iterator[tuple[Vak, list[Cel]]]:
        al = self._al_vastgelegd()
        for begin in range(0, len(self.vakken), DAGEN):
            vakken = self.vakken[begin : begin + DAGEN]
            yield (
                vakken[0],
                [
                    Cel(
                        vak,
                        form[vak.veld] if vak.veld in form.fields else None,
                        al[vak.traject.pk, vak.dag],
                        later=vak.dag > self.dag,
                    )
                    for vak in vakken
                ],
            )

    def _al_vastgelegd(self) -> dict[tuple[UUID, date], int]:
        """Minutes of contact that were recorded before, by whoever."""
        minuten: dict[tuple[UUID, date], int] = defaultdict(int)
        rows = Contactdeelname.objects.geldig().filter(
            traject__in=[traject.pk for traject in self.page_obj],
            contact__gebeurd_op__range=(self.dagen[0], self.dagen[-1]),
        )
        for traject, dag, duur in rows.values_list("traject", "contact__gebeurd_op", "contact__minuten"):
            minuten[traject, dag] += duur
        return minuten

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        self.noteer_keuze(self.page_obj)
        return super().render_to_response(context, **kwargs)

    def form_valid(self, form: WeekForm) -> HttpResponse:
        gevuld, gegevens = form.gevuld(), form.gegevens()
        sleutels = [weekstaat.sleutel_van(gegevens["sleutel"], vak.traject, vak.dag) for vak, _ in gevuld]
        plannen = [
            Plan((vak.traject,), gegevens["soort"], vak.dag, minuten, sleutel, (self.medewerker,))
            for (vak, minuten), sleutel in zip(gevuld, sleutels, strict=True)
        ]
        if pagina := self.vraagt(form, plannen):
            return pagina
        cellen = [weekstaat.Cel(vak.traject, vak.dag, minuten) for vak, minuten in gevuld]
        try:
            gemaakt = weekstaat.vastleggen(
                cellen=cellen, door=self.medewerker, op=timezone.now(), dag=self.dag, **gegevens
            )
        except weekstaat.CellenOnjuist as weigering:
            for cel, zin in weigering.cellen:
                form.weiger_vak(cel.traject.pk, cel.dag, zin)
            return self.form_invalid(form)
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        som = duration(sum(contact.minuten for contact in gemaakt))
        messages.success(self.request, f"Opgeslagen: {counted(len(gemaakt), 'contact,contacten')}, samen {som}.")
        return redirect(self._adres(self.maandag, self.page_obj.number))

    def _adres(self, maandag: date, pagina: int = 1) -> str:
        vraag = {"week": f"{maandag:%Y-%m-%d}"} | ({"page": str(pagina)} if pagina > 1 else {})
        return f"{reverse('begeleiding:week')}?{urlencode(vraag)}"

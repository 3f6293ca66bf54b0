"""A forgotten contact with a pupil who was handed over: by who guided on that day, without the name (ADR 0014)."""

from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.generic import FormView

from begeleiding import periodes
from begeleiding.actions import contacten
from begeleiding.forms.vergeten import VergetenForm
from begeleiding.imports.uren_regels import Regels
from begeleiding.imports.uren_rijen import Onleesbaar
from begeleiding.imports.uren_woorden import Kennis, kennis
from begeleiding.models import Contactdeelname, Traject
from begeleiding.urencodes import LEERLING, code
from begeleiding.views.contacten import VraagtMixin
from begeleiding.workflow import CONTACTSOORTEN
from gka.access.rights import Recht
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Keuze, Organisatie
from gka.templatetags.formatting import date_medium, duration


class VergetenContact(VraagtMixin, FormView):
    """The rules are those of a file of hours: one row of it, typed in."""

    recht = Recht.CONTACT_VASTLEGGEN
    form_class = VergetenForm
    template_name = "begeleiding/uren/vergeten.html"

    @cached_property
    def organisatie(self) -> Organisatie:
        return self.medewerker.aanstellingen_met(self.recht, timezone.localdate())[0].organisatie

    @cached_property
    def weet(self) -> Kennis:
        return kennis(self.organisatie, self.medewerker, {}, alles=False)

    @cached_property
    def uit_zicht(self) -> list[Traject]:
        """Running, guided before, and not seen any more."""
        bekend = {traject.pk: traject for traject in self.weet.leerlingen.values()}
        return [traject for pk, traject in sorted(bekend.items()) if pk not in self.weet.trajecten]

    @cached_property
    def regels(self) -> Regels:
        dag = timezone.localdate()
        wie = {"organisatie": self.organisatie, "lezer": self.medewerker, "alles": False}
        return Regels(self.weet, **wie, trajecten=self.uit_zicht, dag=dag)

    @cached_property
    def leerlingen(self) -> list[tuple[Traject, str]]:
        """Whom one guided in the last days that the region allows, with one's own last contact to know them by."""
        dag = timezone.localdate()
        dagen = [dag - timedelta(days=eerder) for eerder in range(self.organisatie.regio.vergeten_binnen + 1)]
        nog = [(een, max(mocht)) for een in self.uit_zicht if (mocht := self.regels.begeleidde_op(een, dagen))]
        laatste = self._eigen_laatste([traject.pk for traject, _ in nog])
        return [
            (
                traject,
                f"{code(LEERLING, traject.pk)}, door u begeleid tot en met {date_medium(tot)}{laatste[traject.pk]}",
            )
            for traject, tot in nog
        ]

    def _eigen_laatste(self, keys: list[UUID]) -> dict[UUID, str]:
        laatste = dict.fromkeys(keys, "; u legde nog geen contact vast")
        rows = Contactdeelname.objects.geldig().filter(
            traject__in=keys, contact__inzet__aanstelling__medewerker=self.medewerker
        )
        velden = ("traject", "contact__gebeurd_op", "contact__soort__label", "contact__minuten")
        for traject, dag, soort, minuten in rows.order_by("contact__gebeurd_op").values_list(*velden):
            laatste[traject] = f"; uw laatste contact: {date_medium(dag)}, {soort}, {duration(minuten)}"
        return laatste

    def get_initial(self) -> dict[str, Any]:
        return {"sleutel": uuid4()}

    def get_form_kwargs(self) -> dict[str, Any]:
        dag = timezone.localdate()
        soorten = Keuze.objects.van_lijst(self.organisatie.regio_id, CONTACTSOORTEN, op=dag)
        return super().get_form_kwargs() | {"soorten": list(soorten), "dag": dag, "leerlingen": self.leerlingen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"dagen": self.organisatie.regio.vergeten_binnen}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        self.noteer_keuze(context["form"].trajecten.values())
        return super().render_to_response(context, **kwargs)

    def form_valid(self, form: VergetenForm) -> HttpResponse:
        door, gegevens = self.medewerker, form.gegevens()
        try:
            aanstelling = self._werkte_als(form)
        except Onleesbaar as reden:
            form.add_error("datum" if form.cleaned_data["datum"] else "wanneer", f"{capfirst(str(reden))}.")
            return self.form_invalid(form)
        if pagina := self.vraagt(form, [form.plan([form.traject], [door], met_naam=False)]):
            return pagina
        try:
            contact = contacten.vastleggen(
                trajecten=[form.traject],
                aanstelling=aanstelling,
                door=door,
                op=timezone.now(),
                dag=timezone.localdate(),
                **gegevens,
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, f"Opgeslagen: {contact.soort.label}, {duration(contact.minuten)}.")
        return redirect(f"{reverse('begeleiding:uren')}?week={periodes.week(contact.gebeurd_op).code}")

    def _werkte_als(self, form: VergetenForm) -> Aanstelling:
        """In which appointment, or Onleesbaar with the rule that is broken: as of a row in a file."""
        gegevens = form.gegevens()
        (aanstelling,) = self.regels.toets(
            datum=gegevens["gebeurd_op"],
            soort=gegevens["soort"],
            met=(),  # what a kind says about who was there, the action says next to that field
            werkers=[self.medewerker.pk],
            trajecten=[form.traject],
        )
        return aanstelling

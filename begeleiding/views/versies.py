"""A contact with all its versions, and the two pages that make a new one: correct, and take back."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView

from begeleiding.actions import contacten
from begeleiding.forms.contacten import CorrectieForm, IntrekForm
from begeleiding.models import Aanwezigheidslijst, Contact, Contactdeelname, Traject
from begeleiding.views.contacten import VraagtMixin
from begeleiding.workflow import CONTACTSOORTEN
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedObjectMixin
from gka.exceptions import NietToegestaan
from gka.models import Keuze
from gka.templatetags.formatting import date_medium, duration, join_and


@dataclass(frozen=True)
class Feit:
    """One line about a version; `was` is what the version before it said, where that differs."""

    label: str
    waarde: str
    was: str = ""


@dataclass(frozen=True)
class Versie:
    contact: Contact
    feiten: list[Feit]
    kop: str


class ContactMixin(ScopedObjectMixin):
    """A contact whose pupils, as far as one sees them, are at hand."""

    model = Contact
    gezien = "contact.gezien"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("soort", "vastgelegd_door", "vervangen_door", "vervangt__soort")

    @cached_property
    def keten(self) -> list[Contact]:
        """Every version, newest first."""
        keten: list[Contact] = Contact.objects.met_inzet().met_latere([self.object])[self.object.pk][::-1]
        while keten[-1].vervangt_id is not None:
            keten.append(Contact.objects.met_inzet().get(pk=keten[-1].vervangt_id))
        return keten

    @cached_property
    def met_leerlingen(self) -> Contact:
        """The newest version that has pupils: all but one that was taken back."""
        return next(contact for contact in self.keten if not contact.ingetrokken)

    @cached_property
    def deelnames(self) -> list[Contactdeelname]:
        """Of the newest version, with the pupils."""
        rows = self.met_leerlingen.deelnames.select_related("traject__leerling", "traject__cohort").order_by("traject")
        return list(rows)

    @cached_property
    def zichtbaar(self) -> list[Contactdeelname]:
        """The pupils of this contact whom one may see; a colleague's pupil has no name here."""
        mijn = Traject.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        keys = set(mijn.filter(pk__in=[een.traject_id for een in self.deelnames]).values_list("pk", flat=True))
        return [een for een in self.deelnames if een.traject_id in keys]

    def gezien_van(self) -> dict[str, Any]:
        """The pupils whose names are on the page."""
        return {"sleutels": [een.traject.leerling_id for een in self.zichtbaar]}

    @cached_property
    def verborgen(self) -> list[Contactdeelname]:
        return [een for een in self.deelnames if een not in self.zichtbaar]

    def te_wijzigen(self) -> Contact:
        """The version a new one would replace."""
        contact: Contact = self.object
        return contact

    def waarom_niet(self) -> str:
        """Why this person cannot change this contact now; empty when they can."""
        try:
            with transaction.atomic():  # the question locks the month
                contacten.eis_mag_wijzigen(contact=self.te_wijzigen(), door=self.medewerker, dag=timezone.localdate())
        except NietToegestaan as weigering:
            return str(weigering)
        return ""

    def van_lijst(self) -> Aanwezigheidslijst | None:
        """The own attendance list that made this contact: there it is corrected."""
        lijsten = Aanwezigheidslijst.objects.van_mij(self.medewerker).select_related("dag")
        return lijsten.filter(contact=self.te_wijzigen()).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {  # type: ignore[misc]
            "contact": self.object,
            "lijst": self.van_lijst(),
            "nieuwste": self.keten[0],
            "zichtbaar": self.zichtbaar,
            "verborgen": len(self.verborgen),
            "waarom_niet": self.waarom_niet(),
        }

    def get_success_url(self) -> str:
        """Back to the pupil, or to the contact where there are more."""
        if len(self.zichtbaar) == 1:
            return self.zichtbaar[0].traject.get_absolute_url()
        return reverse("begeleiding:contactversies", kwargs={"pk": self.met_leerlingen.pk})


class Contactversies(ContactMixin, DetailView):
    """What was recorded, corrected and taken back, by whom and why."""

    recht = Recht.TRAJECT_INZIEN
    template_name = "begeleiding/contact/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versies = [
            Versie(
                contact, _feiten(contact, vorige), "Zo staat het nu" if contact == self.keten[0] else "Eerdere versie"
            )
            for contact, vorige in zip(self.keten, [*self.keten[1:], None], strict=True)
        ]
        mag = self.medewerker.mag(Recht.CONTACT_VERBETEREN)
        return super().get_context_data(**kwargs) | {"versies": versies, "mag_wijzigen": mag}

    def te_wijzigen(self) -> Contact:
        return self.keten[0]


class ContactWijzigen(VraagtMixin, ContactMixin, FormView):
    """Correct: a new version with its reason. The old one stays to be read."""

    recht = Recht.CONTACT_VERBETEREN
    form_class = CorrectieForm
    template_name = "begeleiding/contact/wijzigen.html"

    def get_initial(self) -> dict[str, Any]:
        return {"sleutel": uuid4()}

    def get_form_kwargs(self) -> dict[str, Any]:
        contact = self.met_leerlingen if self.object.ingetrokken else self.object
        soorten = Keuze.objects.van_lijst(contact.regio_id, CONTACTSOORTEN, op=contact.gebeurd_op)
        return super().get_form_kwargs() | {
            "soorten": list(soorten),
            "dag": timezone.localdate(),
            "contact": contact,
            "deelnames": self.zichtbaar,
            "verborgen": self.verborgen,
        }

    def form_valid(self, form: CorrectieForm) -> HttpResponse:
        trajecten = [een.traject for een in self.zichtbaar]
        werkers = [inzet.aanstelling.medewerker for inzet in self.object.inzet.all()]
        plan = form.plan(trajecten, werkers, vervangt=self.object)
        if not self.waarom_niet() and (pagina := self.vraagt(form, [plan])):
            return pagina
        try:
            contacten.corrigeren(
                contact=self.object,
                reden=form.gekozen_reden,
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
                **form.gegevens(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, "Gewijzigd. De vorige versie blijft te lezen en telt niet meer mee.")
        return redirect(self.get_success_url())


class ContactIntrekken(ContactMixin, FormView):
    """Take back a contact that never was."""

    recht = Recht.CONTACT_VERBETEREN
    form_class = IntrekForm
    template_name = "begeleiding/contact/intrekken.html"

    def get_initial(self) -> dict[str, Any]:
        return {"sleutel": uuid4()}

    def form_valid(self, form: IntrekForm) -> HttpResponse:
        try:
            contacten.intrekken(
                contact=self.object,
                reden=form.gekozen_reden,
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
                sleutel=form.cleaned_data["sleutel"],
            )
        except NietToegestaan as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        messages.success(self.request, "Ingetrokken. Dit contact telt nergens meer mee.")
        return redirect(self.get_success_url())


def _feiten(contact: Contact, vorige: Contact | None) -> list[Feit]:
    """The lines of a version, each with what it was before where it changed."""
    oud = dict(_regels(vorige)) if vorige is not None else {}
    return [
        Feit(label, waarde, oud[label] if label in oud and oud[label] != waarde else "")
        for label, waarde in _regels(contact)
    ]


def _regels(contact: Contact) -> list[tuple[str, str]]:
    erbij = [deelname.aanwezig for deelname in contact.deelnames.all()]
    regels = [
        ("Dag", date_medium(contact.gebeurd_op)),
        ("Soort", contact.soort.label),
        ("Duur", duration(contact.minuten)),
        ("Met", join_and(contact.met) or "niemand"),
        ("Medewerkers", contact.wie),
        ("Leerlingen erbij", f"{sum(erbij)} van {len(erbij)}"),
        ("Andere kinderen", str(contact.overige_deelnemers)),
        ("Reistijd", duration(contact.reisminuten) if contact.reisminuten else "geen"),
    ]
    return [("Medewerkers", "telt niet meer mee")] if contact.ingetrokken else regels

"""The pages on which a contact is recorded: with one pupil, and with several at once."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import FormView

from begeleiding.actions import contacten
from begeleiding.forms.contact import ContactForm, als_invoer
from begeleiding.forms.contacten import GroepscontactForm, als_groepsinvoer, gedeeld
from begeleiding.models import Contact, Traject
from begeleiding.twijfel import Plan, vragen
from begeleiding.views import caseload
from begeleiding.workflow import CONTACTSOORTEN
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import RechtMixin, ScopedObjectMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Keuze
from gka.templatetags.formatting import counted, duration

BEVESTIGD = "bevestigd"


class VraagtMixin(RechtMixin):
    """Asks before it saves what is odd; whoever says that it is right, saves it."""

    def noteer_keuze(self, trajecten: Iterable[Traject]) -> None:
        """Record of whom the page showed the name."""
        sleutels = [traject.leerling_id for traject in trajecten]
        leg_vast(
            "leerlingkeuze.gezien", door=self.medewerker, op=timezone.now(), sleutels=sleutels, aantal=len(sleutels)
        )

    def vraagt(self, form: forms.Form, plannen: Sequence[Plan]) -> HttpResponse | None:
        """The page with the questions, if there are any left."""
        if BEVESTIGD in self.request.POST:
            return None
        zinnen = vragen(plannen, door=self.medewerker, op=timezone.now())
        if not zinnen:
            return None
        return self.render_to_response(self.get_context_data(form=form, vragen=zinnen))  # type: ignore[attr-defined,no-any-return]


class ContactVastleggen(VraagtMixin, ScopedObjectMixin, FormView):
    """Record a contact with this pupil; `?soort=` is the kind that was tapped, `?herhaal=1` asks for the last again."""

    model = Traject
    recht = Recht.CONTACT_VASTLEGGEN
    gezien = "traject.gezien"
    form_class = ContactForm
    template_name = "begeleiding/contact/form.html"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("leerling", "cohort")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Repeating what others shared in is for the page that can say so: here it would all be of this pupil."""
        if self.vorige and gedeeld(self.vorige):
            return redirect(_herhaal_groep(self.vorige))
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        vorige = als_invoer(self.vorige) if self.vorige else {}
        return {"soort": self.request.GET.get("soort", ""), "sleutel": uuid4()} | vorige

    @cached_property
    def vorige(self) -> Contact | None:
        """The last contact as a suggestion, for whoever tapped to repeat it."""
        if "herhaal" not in self.request.GET:
            return None
        return Contact.objects.laatste_per_traject([self.object.pk]).get(self.object.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        dag = timezone.localdate()
        soorten = Keuze.objects.van_lijst(self.object.cohort.regio_id, CONTACTSOORTEN, op=dag)
        return super().get_form_kwargs() | {"soorten": list(soorten), "dag": dag}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        herhaal = "" if form.is_bound or not self.vorige else form.in_woorden()
        return context | {"traject": self.object, "herhaal": herhaal}

    def form_valid(self, form: ContactForm) -> HttpResponse:
        traject, door, dag = self.object, self.medewerker, timezone.localdate()
        gegevens = form.gegevens()
        if pagina := self.vraagt(form, [form.plan([traject], [door])]):
            return pagina
        try:
            aanstelling = contacten.werkt_als(traject=traject, medewerker=door, dag=dag)
            contact = contacten.vastleggen(
                trajecten=[traject], aanstelling=aanstelling, door=door, op=timezone.now(), dag=dag, **gegevens
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        nog_een = reverse("begeleiding:contact", kwargs={"pk": traject.pk})
        messages.success(
            self.request,
            format_html(
                'Opgeslagen: {}, {}. <a class="nl-link" href="{}">Nog een contact vastleggen</a> of '
                '<a class="nl-link" href="{}?herhaal=1">nog zo’n contact</a>',
                contact.soort.label,
                duration(contact.minuten),
                nog_een,
                nog_een,
            ),
        )
        # Back to where the pupil was tapped: the cards of the start page name a kind.
        return redirect("gka:start" if self.request.GET else traject)


def _herhaal_groep(contact: Contact) -> str:
    return f"{reverse('begeleiding:groepscontact')}?herhaal={contact.pk}"


class Groepscontact(VraagtMixin, FormView):
    """Record one contact with several of the own pupils; `?herhaal=` is the contact that is asked for again."""

    recht = Recht.CONTACT_VASTLEGGEN
    form_class = GroepscontactForm
    template_name = "begeleiding/contact/groep.html"

    def get_initial(self) -> dict[str, Any]:
        vorige = als_groepsinvoer(self.vorige, door=self.medewerker) if self.vorige else {}
        return {"sleutel": uuid4()} | vorige

    @cached_property
    def vorige(self) -> Contact | None:
        try:
            sleutel = UUID(self.request.GET.get("herhaal", ""))
        except ValueError:
            return None
        rows = Contact.objects.zichtbaar_voor(self.medewerker, recht=self.recht).geldig()
        contact: Contact | None = rows.select_related("soort").filter(pk=sleutel).first()
        return contact

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {"herhaal": "" if form.is_bound or not self.vorige else form.in_woorden()}

    def get_form_kwargs(self) -> dict[str, Any]:
        dag = timezone.localdate()
        regio = self.medewerker.aanstellingen_met(self.recht, dag)[0].organisatie.regio_id
        trajecten = caseload.laatst_gebruikt(caseload.eigen_leerlingen(self.medewerker, dag))
        return super().get_form_kwargs() | {
            "soorten": list(Keuze.objects.van_lijst(regio, CONTACTSOORTEN, op=dag)),
            "dag": dag,
            "trajecten": caseload.met_namen(trajecten),
            "collegas": caseload.collegas(self.medewerker, dag),
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        self.noteer_keuze(context["form"].trajecten.values())
        return super().render_to_response(context, **kwargs)

    def form_valid(self, form: GroepscontactForm) -> HttpResponse:
        door, dag = self.medewerker, timezone.localdate()
        gegevens = form.gegevens()
        werkers = [door, *(collega.medewerker for collega in gegevens["collegas"])]
        if pagina := self.vraagt(form, [form.plan(gegevens["trajecten"], werkers)]):
            return pagina
        try:
            aanstelling = contacten.werken_als(trajecten=gegevens["trajecten"], medewerker=door, dag=dag)
            contact = contacten.vastleggen(aanstelling=aanstelling, door=door, op=timezone.now(), dag=dag, **gegevens)
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        aantal = counted(len(gegevens["trajecten"]), "leerling,leerlingen")
        messages.success(
            self.request,
            format_html(
                'Opgeslagen: {}, {}, {}. <a class="nl-link" href="{}">Nog zo’n contact</a>',
                contact.soort.label,
                duration(contact.minuten),
                aantal,
                _herhaal_groep(contact),
            ),
        )
        return redirect("gka:start")

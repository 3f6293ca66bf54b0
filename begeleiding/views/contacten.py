"""The page of one contact."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.generic import FormView

from begeleiding.actions import contacten
from begeleiding.forms import ContactForm
from begeleiding.models import Traject
from begeleiding.workflow import CONTACTSOORTEN
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedObjectMixin
from gka.exceptions import NietToegestaan
from gka.models import Keuze
from gka.templatetags.formatting import duration


class ContactVastleggen(ScopedObjectMixin, FormView):
    """Record a contact with this pupil; `?soort=` is the kind that was tapped on the start page."""

    model = Traject
    recht = Recht.CONTACT_VASTLEGGEN
    gezien = "traject.gezien"
    form_class = ContactForm
    template_name = "begeleiding/contact/form.html"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("leerling", "cohort")

    def get_initial(self) -> dict[str, Any]:
        return {"soort": self.request.GET.get("soort", ""), "sleutel": uuid4()}

    def get_form_kwargs(self) -> dict[str, Any]:
        dag = timezone.localdate()
        soorten = Keuze.objects.van_lijst(self.object.cohort.regio_id, CONTACTSOORTEN, op=dag)
        return super().get_form_kwargs() | {"soorten": list(soorten), "dag": dag}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"traject": self.object}

    def form_valid(self, form: ContactForm) -> HttpResponse:
        traject, door, dag = self.object, self.medewerker, timezone.localdate()
        try:
            aanstelling = contacten.werkt_als(traject=traject, medewerker=door, dag=dag)
            contact = contacten.vastleggen(
                trajecten=[traject], aanstelling=aanstelling, door=door, op=timezone.now(), dag=dag, **form.gegevens()
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        nog_een = reverse("begeleiding:contact", kwargs={"pk": traject.pk})
        messages.success(
            self.request,
            format_html(
                'Opgeslagen: {}, {}. <a class="nl-link" href="{}">Nog een contact vastleggen</a>',
                contact.soort.label,
                duration(contact.minuten),
                nog_een,
            ),
        )
        # Back to where the pupil was tapped: the cards of the start page name a kind.
        return redirect("gka:start" if "soort" in self.request.GET else traject)

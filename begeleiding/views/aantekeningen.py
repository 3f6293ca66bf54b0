"""Notes of the SMW: the card on the traject page counts them, a page of their own shows them and records it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import DetailView, FormView

from begeleiding.actions import aantekeningen
from begeleiding.forms.doelen import AantekeningForm
from begeleiding.models import Aantekening, Traject
from begeleiding.querysets.doelen import AantekeningQuerySet
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedObjectMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Medewerker


@dataclass
class Regel:
    """A note as it reads now, with how it read before; `eigen` can be corrected."""

    rij: Aantekening
    eigen: bool
    eerdere: list[Aantekening] = field(default_factory=list)


def _te_lezen(traject: Traject, medewerker: Medewerker, dag: date) -> AantekeningQuerySet:
    mijn = Aantekening.objects.zichtbaar_voor(medewerker, recht=Recht.AANTEKENING_SCHRIJVEN, op=dag)
    rows = mijn.filter(traject=traject)
    assert isinstance(rows, AantekeningQuerySet)  # noqa: S101 - the manager of Aantekening
    return rows


def kaart(traject: Traject, medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """How many notes and since when; no text, so that the page can be open with others at the table."""
    mag = Traject.objects.zichtbaar_voor(medewerker, recht=Recht.AANTEKENING_SCHRIJVEN, op=dag)
    if not mag.filter(pk=traject.pk).exists():
        return None
    huidig = _te_lezen(traject, medewerker, dag).huidig()
    laatste = huidig.aggregate(laatste=Max("geschreven_op"))["laatste"]
    return {"traject": traject, "aantal": huidig.count(), "laatste": laatste}


class Aantekeningen(ScopedObjectMixin, DetailView):
    """Read the notes, newest first. That they were read is recorded, with how many."""

    model, recht = Traject, Recht.AANTEKENING_SCHRIJVEN
    template_name = "begeleiding/aantekening/list.html"
    per_pagina = 20

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("leerling", "cohort")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alle = _te_lezen(self.object, self.medewerker, timezone.localdate())
        pagina = Paginator(alle.huidig().voor_lijst(), self.per_pagina).get_page(self.request.GET.get("page"))
        vervangen = {rij.pk: rij for rij in alle.filter(vervangen_door__isnull=False).select_related("auteur")}
        regels = [Regel(rij, rij.auteur_id == self.medewerker.pk, _eerdere(rij, vervangen)) for rij in pagina]
        gelezen = sum(1 + len(regel.eerdere) for regel in regels)
        leg_vast(
            "aantekeningen.gelezen", door=self.medewerker, op=timezone.now(), onderwerp=self.object, aantal=gelezen
        )
        return super().get_context_data(**kwargs) | {"traject": self.object, "regels": regels, "page_obj": pagina}


def _eerdere(rij: Aantekening, vervangen: dict[Any, Aantekening]) -> list[Aantekening]:
    """The chain of versions before this one, the newest first."""
    keten, key = [], rij.vervangt_id
    while key in vervangen:
        keten.append(vervangen[key])
        key = vervangen[key].vervangt_id
    return keten


class Schrijfpagina(ScopedObjectMixin, FormView):
    """A page to write a note; what the screen says about safety and about parents stands in the template."""

    recht = Recht.AANTEKENING_SCHRIJVEN
    form_class, template_name = AantekeningForm, "begeleiding/aantekening/form.html"

    def get_initial(self) -> dict[str, Any]:
        return {"sleutel": uuid4()}

    def bewaar(self, **gegevens: Any) -> Traject:
        """Write it; returns the traject it is about."""
        raise NotImplementedError

    def form_valid(self, form: AantekeningForm) -> HttpResponse:
        try:
            traject = self.bewaar(
                tekst=form.cleaned_data["tekst"],
                sleutel=form.cleaned_data["sleutel"],
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, "De aantekening is opgeslagen.")
        return redirect("begeleiding:aantekeningen", pk=traject.pk)


class AantekeningSchrijven(Schrijfpagina):
    """A new note at this traject."""

    model, gezien = Traject, "traject.gezien"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("leerling", "cohort")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"traject": self.object}

    def bewaar(self, **gegevens: Any) -> Traject:
        aantekeningen.schrijven(traject=self.object, **gegevens)
        return self.object


class AantekeningVerbeteren(Schrijfpagina):
    """A better version of an own note. Of a colleague's note this page does not exist."""

    model, gezien = Aantekening, "aantekeningen.gelezen"

    def get_queryset(self) -> ScopedQuerySet:
        rows = super().get_queryset().filter(auteur=self.medewerker)
        return rows.select_related("traject__leerling", "traject__cohort")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"tekst": self.object.tekst}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"traject": self.object.traject, "aantekening": self.object}

    def bewaar(self, **gegevens: Any) -> Traject:
        aantekeningen.verbeteren(aantekening=self.object, **gegevens)
        return self.object.traject

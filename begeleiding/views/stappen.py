"""The steps of a traject, for whoever guides it today: start, close, open again."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from begeleiding.actions import trajecten as acties
from begeleiding.actions import verdeling
from begeleiding.forms.loop import HeropenForm, HeropenMetGezichtForm, SluitForm, StapForm
from begeleiding.models import Traject
from begeleiding.querysets.verdeling import smw
from begeleiding.workflow import GESLOTEN, LOPEND, STOPREDENEN, Trajectstatus
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedObjectMixin
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Keuze, Medewerker


def mag_voeren(traject: Traject, medewerker: Medewerker) -> bool:
    """Is this person assigned to the traject today? Seeing it through a school or an organisation is not enough."""
    dag = timezone.localdate()
    mijn = medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)
    return bool(Traject.objects.filter(pk=traject.pk).begeleid_door(mijn, dag).exists())


def mag_heropenen_met_gezicht(traject: Traject, medewerker: Medewerker) -> bool:
    """Closed, its familiar face has left, and this person divides the work of those who see it."""
    dag = timezone.localdate()
    return (
        not traject.loopt
        and medewerker.mag(Recht.TOEWIJZEN)
        and not traject.toewijzingen.geldig(dag).vast_gezicht().exists()
    )


class Stap(ScopedObjectMixin, FormView):
    """One step with its form; what it may not do is said in the form, with what was typed."""

    model, recht, gezien = Traject, Recht.CONTACT_VASTLEGGEN, "traject.gezien"
    form_class: type[StapForm] = StapForm
    template_name = "begeleiding/traject/stap.html"
    titel: ClassVar[str]
    knop: ClassVar[str]
    uitleg: ClassVar[str]
    gedaan: ClassVar[str]
    vanuit: ClassVar[tuple[Trajectstatus, ...]]

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("leerling", "cohort")

    def get_object(self, queryset: Any = None) -> Traject:
        traject: Traject = super().get_object(queryset)
        if not self.mag_zetten(traject):
            raise PermissionDenied
        return traject

    def mag_zetten(self, traject: Traject) -> bool:
        """Is the step this person's, of those who see the traject?"""
        return mag_voeren(traject, self.medewerker)

    def kan(self) -> bool:
        """Can the step be taken now?"""
        return self.object.status in self.vanuit

    def get_initial(self) -> dict[str, Any]:
        return {"versie": self.object.versie}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"traject": self.object, "stap": self, "kan": self.kan()}

    def form_valid(self, form: StapForm) -> HttpResponse:
        try:
            self.doe(traject=self.object, door=self.medewerker, op=timezone.now(), **form.gegevens())
        except NietToegestaan as weigering:
            form.weiger(weigering)
            if isinstance(weigering, Verouderd):
                self.object = self.get_queryset().get(pk=self.object.pk)
                data = self.request.POST.copy()
                data["versie"] = str(self.object.versie)
                form.data = data
            return self.form_invalid(form)
        messages.success(self.request, self.gedaan)
        return redirect(self.object)

    @property
    def doe(self) -> Callable[..., Traject]:
        raise NotImplementedError


class Starten(Stap):
    titel, knop = "Traject starten", "Traject starten"
    uitleg = "U bent het vaste gezicht. Start het traject als de begeleiding begint."
    gedaan, vanuit = "Het traject is gestart.", (Trajectstatus.VOORGESTELD,)

    @property
    def doe(self) -> Callable[..., Traject]:
        return acties.starten


class Afsluiten(Stap):
    form_class = SluitForm
    titel, knop = "Traject afsluiten", "Traject afsluiten"
    uitleg = "U ziet dit traject daarna nog zes maanden. De uren blijven staan."
    gedaan, vanuit = "Het traject is afgesloten.", LOPEND

    def get_form_kwargs(self) -> dict[str, Any]:
        redenen = Keuze.objects.van_lijst(self.object.cohort.regio_id, STOPREDENEN, op=timezone.localdate())
        # Who withdraws consent tells so on the page of consent; that stops the traject by itself.
        return super().get_form_kwargs() | {"redenen": redenen.exclude(code=acties.INGETROKKEN)}

    @property
    def doe(self) -> Callable[..., Traject]:
        return acties.afsluiten


class Heropenen(Stap):
    form_class = HeropenForm
    titel, knop = "Traject heropenen", "Traject heropenen"
    uitleg = "Heropenen kan tot zes maanden na het afsluiten. Wat er eerder gebeurde, blijft staan."
    gedaan, vanuit = "Het traject is weer open.", GESLOTEN

    def doe(self, **feiten: Any) -> Traject:  # type: ignore[override]
        return acties.heropenen(dag=timezone.localdate(), **feiten)


class HeropenenMetGezicht(Stap):
    """For who divides the work, when the familiar face has left: open again and assign in one step."""

    recht = Recht.TOEWIJZEN
    form_class = HeropenMetGezichtForm
    titel, knop = "Heropenen met een nieuw vast gezicht", "Heropenen en toewijzen"
    uitleg = "Wie dit traject begeleidde, werkt hier niet meer. Kies wie vanaf vandaag begeleidt."
    gedaan, vanuit = "Het traject is weer open, met een nieuw vast gezicht.", GESLOTEN

    def mag_zetten(self, traject: Traject) -> bool:
        return True

    def kan(self) -> bool:
        return mag_heropenen_met_gezicht(self.object, self.medewerker)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"medewerkers": smw(self.object.cohort.regio_id, timezone.localdate())}

    def doe(self, **feiten: Any) -> Traject:  # type: ignore[override]
        return verdeling.heropenen(dag=timezone.localdate(), **feiten)

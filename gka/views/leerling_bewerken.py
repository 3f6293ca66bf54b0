"""Add or correct one pupil by hand. Who may be in the records already is shown before anything is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from gka.access.rights import Recht
from gka.access.views import RechtMixin, ScopedObjectMixin
from gka.actions import leerlingen
from gka.actions.dubbelen import BijAndereSchool
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.forms.leerling import BewerkForm, LeerlingForm, NieuweLeerlingForm
from gka.models import Cohort, Leerling, Uitkomst


class MetDeHand(RechtMixin, FormView):
    """What both pages share: a refused form comes back with everything typed, and what was shown is recorded."""

    recht = Recht.LEERLING_BEWERKEN

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"dag": timezone.localdate()}

    def bewaar(self, form: Any) -> Leerling:
        raise NotImplementedError

    def form_valid(self, form: LeerlingForm) -> HttpResponse:
        try:
            leerling = self.bewaar(form)
        except NietToegestaan as weigering:
            return self.weiger(form, weigering)
        return redirect(leerling)

    def weiger(self, form: Any, weigering: NietToegestaan) -> HttpResponse:
        form.weiger(weigering)
        op = timezone.now()
        if isinstance(weigering, BijAndereSchool):
            # Trying names to learn which school a child is at must leave a trace.
            leg_vast(
                "leerling.elders",
                door=self.medewerker,
                op=op,
                onderwerp=weigering.leerling,
                uitkomst=Uitkomst.GEWEIGERD,
            )
        if form.bekende:
            # A number may be of a pupil who left this school.
            zichtbaar = Leerling.objects.zichtbaar_voor(self.medewerker, recht=Recht.LEERLING_INZIEN)
            form.bekende = zichtbaar.filter(pk=form.bekende.pk).first()
        if sleutels := [leerling.pk for leerling in (*form.gelijkend, form.bekende) if leerling]:
            leg_vast("leerlingen.gezien", door=self.medewerker, op=op, sleutels=sleutels, aantal=len(sleutels))
        return self.form_invalid(form)


class LeerlingNieuw(MetDeHand):
    """Add a pupil to the own school."""

    form_class = NieuweLeerlingForm
    template_name = "gka/leerling/nieuw.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        dag = timezone.localdate()
        scholen = self.medewerker.scholen_met(self.recht, dag)
        cohorten = Cohort.objects.zichtbaar_voor(self.medewerker, recht=self.recht).filter(jaar__gte=dag.year)
        return super().get_form_kwargs() | {"scholen": scholen, "cohorten": list(cohorten.order_by("jaar"))}

    def bewaar(self, form: Any) -> Leerling:
        leerling = leerlingen.met_de_hand_toevoegen(
            nieuw=form.gegevens(),
            school=form.gekozen_school,
            cohort=form.cleaned_data["cohort"],
            andere_dan=form.andere_dan,
            door=self.medewerker,
            op=timezone.now(),
            dag=timezone.localdate(),
        )
        messages.success(self.request, "De leerling is toegevoegd.")
        return leerling


class LeerlingBewerken(ScopedObjectMixin, MetDeHand):
    """Correct a pupil of the own school."""

    model = Leerling
    gezien = "leerling.gezien"
    form_class = BewerkForm
    template_name = "gka/leerling/bewerken.html"

    def get_initial(self) -> dict[str, Any]:
        return BewerkForm.beginwaarden(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"leerling": self.object}

    def bewaar(self, form: Any) -> Leerling:
        leerling = leerlingen.bijwerken(
            leerling=self.object,
            versie=form.cleaned_data["versie"],
            gegevens=form.gegevens(),
            andere_dan=form.andere_dan,
            door=self.medewerker,
            op=timezone.now(),
        )
        messages.success(self.request, "De gegevens zijn opgeslagen.")
        return leerling

    def weiger(self, form: Any, weigering: NietToegestaan) -> HttpResponse:
        """Somebody else was first: theirs beside what was typed, and saving again is a choice now."""
        if not isinstance(weigering, Verouderd):
            return super().weiger(form, weigering)
        self.object = self.get_queryset().get(pk=self.object.pk)
        verschillen = form.verschillen(self.object)
        form.add_error(None, str(weigering))
        form.data = form.data.copy()
        form.data["versie"] = str(self.object.versie)
        return self.render_to_response(self.get_context_data(form=form, verschillen=verschillen))

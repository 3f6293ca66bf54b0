"""The list of overleggen, and planning one."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView

from gka.access.rights import Recht
from gka.access.views import RechtMixin, ScopedListMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.lijstacties import PARAMETER
from gka.models import Aanstelling, Cohort, School
from gka.templatetags.formatting import join_and
from overdracht import tafel
from overdracht.actions import overleggen
from overdracht.actions.overleggen import DagKanNiet
from overdracht.forms.overleg import PlanForm
from overdracht.models import Bespreking, Overleg
from overdracht.querysets import OverlegQuerySet


class Overleggen(ScopedListMixin, ListView):
    """What is coming first, then what was, newest first."""

    model, recht, gezien = Overleg, Recht.OVERLEG_INZIEN, "overleggen.gezien"
    template_name, paginate_by = "overdracht/overleg/lijst.html", 30

    def get_queryset(self) -> OverlegQuerySet:
        dag = timezone.localdate()
        zichtbaar = Bespreking.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        eigen = Overleg.objects.zichtbaar_voor(self.medewerker, recht=Recht.OVERLEG_PLANNEN)
        besprekingen = Bespreking.objects.om_te_tellen(zichtbaar, eigen, dag)
        rows: Any = super().get_queryset()
        rows = rows.met_tellingen(besprekingen).select_related("school").komende_eerst(dag)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, vandaag = super().get_context_data(**kwargs), timezone.localdate()
        groepen = {"Komend": lambda row: row.datum >= vandaag, "Geweest": lambda row: row.datum < vandaag}
        return context | {
            "groepen": [(titel, list(filter(hoort, context["object_list"]))) for titel, hoort in groepen.items()]
        }


class OverlegPlannen(RechtMixin, FormView):
    """Call an overleg together: a page with everything in reach already on it."""

    recht, form_class, template_name = Recht.OVERLEG_PLANNEN, PlanForm, "overdracht/overleg/plannen.html"

    @cached_property
    def school(self) -> School:
        """The own school; who works at more than one chooses with `?school=`."""
        gevraagd = self.request.GET.get("school", "")
        for school in tafel.scholen_om_te_plannen(self.medewerker, timezone.localdate()):
            if gevraagd in ("", str(school.pk)):
                return school
        raise Http404

    @cached_property
    def lijst(self) -> tafel.Lijst:
        return tafel.leerlingenlijst(self.medewerker, self.school, self.cohort, timezone.localdate())

    @cached_property
    def cohort(self) -> Cohort | None:
        return tafel.lopend_cohort(self.school, timezone.localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        collegas = list(tafel.mogelijke_deelnemers(self.school, timezone.localdate()))
        gekozen = self.request.GET.getlist(PARAMETER)
        uitgenodigd = tafel.voorgesteld(collegas, self.lijst.gewenste_scholen(gekozen))
        return super().get_form_kwargs() | {
            "leerlingen": self.lijst.kandidaten,
            "deelnemers": uitgenodigd,
            "anderen": [stoel for stoel in collegas if stoel not in uitgenodigd],
            "initial": {
                "plaats": tafel.vorige_plaats(self.school),
                "leerlingen": gekozen,
            },
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scholen = tafel.scholen_om_te_plannen(self.medewerker, timezone.localdate())
        keys = [leerling.pk for leerling in (*self.lijst.kandidaten, *self.lijst.zonder_toestemming)]
        leg_vast("leerlingen.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        return super().get_context_data(**kwargs) | {
            "school": self.school,
            "lijst": self.lijst,
            "andere_scholen": [school for school in scholen if school != self.school],
        }

    def form_valid(self, form: PlanForm) -> HttpResponse:
        data = form.cleaned_data
        gewenst = self.lijst.gewenste_scholen([str(leerling.pk) for leerling in data["leerlingen"]])
        komen = tafel.voorgesteld(data["deelnemers"], gewenst)
        assert self.cohort is not None  # noqa: S101 - a pupil was chosen, and without a cohort there are none
        try:
            overleg = overleggen.plannen(
                school=self.school,
                cohort=self.cohort,
                datum=data["datum"],
                tijd=data["tijd"],
                plaats=data["plaats"],
                leerlingen=list(data["leerlingen"]),
                duur=data["duur"],
                deelnemers=[*komen, *data["anderen"]],
                functies=form.gekozen_functies,
                weggelaten=form.weggelaten,
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as fout:
            form.add_error("datum" if isinstance(fout, DagKanNiet) else None, str(fout))
            return self.form_invalid(form)
        messages.success(self.request, f"Het overleg is gepland.{_niet_gevraagd(data['deelnemers'], komen)}")
        return redirect(overleg)


def _niet_gevraagd(aangevinkt: Iterable[Aanstelling], komen: Collection[Aanstelling]) -> str:
    """Of which schools nobody was invited, although they were suggested: no pupil that was chosen wants to go there."""
    scholen = sorted({str(stoel.werkplek_school) for stoel in aangevinkt if stoel not in komen})
    return f" Niet uitgenodigd: {join_and(scholen)}. Geen van deze leerlingen wil daarheen." if scholen else ""

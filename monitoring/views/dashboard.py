"""The dashboard: one answer, from frozen figures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView, View

from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.audit.record import leg_vast
from gka.models import Cohort
from gka.workflow import laatste_van
from monitoring import files, screens
from monitoring.models import Rapport
from monitoring.onthulling import catalogus, lezen


class CohortMixin(RechtMixin):
    """The cohort of the address, or the newest one with figures; only cohorts of the person's own region."""

    recht = Recht.DASHBOARD_INZIEN

    def cohorten(self) -> list[Cohort]:
        rows = Cohort.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        return list(rows.filter(regio=self.wie.regio).select_related("regio").order_by("-jaar"))

    def kies(self, cohorten: list[Cohort]) -> Cohort | None:
        gevraagd = self.request.GET.get("cohort")
        if gevraagd:
            gekozen = next((cohort for cohort in cohorten if str(cohort.jaar) == gevraagd), None)
            if gekozen is None:
                raise Http404
            return gekozen
        met = lezen.met_cijfers(cohorten)
        return next((cohort for cohort in cohorten if cohort.pk in met), cohorten[0] if cohorten else None)

    @property
    def wie(self) -> lezen.Kijker:
        wie = lezen.kijker(self.medewerker, recht=self.recht, op=timezone.localdate())
        assert wie is not None  # noqa: S101 - RechtMixin let nobody in without the right
        return wie


class Dashboard(CohortMixin, TemplateView):
    """How many pupils, how many hours, how full, and what the figures do not say."""

    template_name = "monitoring/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cohorten, vandaag = self.cohorten(), timezone.localdate()
        cohort = self.kies(cohorten)
        leg_vast("dashboard.gezien", door=self.medewerker, op=timezone.now(), cohort=cohort.jaar if cohort else None)
        context = super().get_context_data(**kwargs) | {"cohorten": cohorten, "cohort": cohort, "catalogus": catalogus}
        if cohort is None:
            return context
        plekken = lezen.bezetting_nu(self.medewerker, cohort, op=vandaag)
        return context | self._cijfers(cohort, cohorten) | {"plekken": plekken, "vandaag": vandaag}

    def _cijfers(self, cohort: Cohort, cohorten: list[Cohort]) -> dict[str, Any]:
        stand = lezen.kerncijfers(self.wie, cohort)
        if stand is None:
            return {}
        rijen = lezen.gemeentecijfers(self.wie, cohort)
        eigen = [rij for rij in rijen if rij.code in self.wie.gemeenten]
        return {
            "ondersteund": stand[catalogus.A3],
            "antwoord": screens.antwoord(stand[catalogus.A3]),
            "tegels": screens.tegels(stand, eigen, self._uren_vorig_jaar(cohort, cohorten, stand[catalogus.B1])),
            "eigen": eigen,
            "chart": screens.gemeentechart(rijen),
            "definities": [stand[code] for code in (catalogus.A3, catalogus.A4, catalogus.B1)],
            "rapport": Rapport.objects.zichtbaar_voor(self.medewerker, recht=self.recht).nieuwste().first(),
        }

    def _uren_vorig_jaar(self, cohort: Cohort, cohorten: list[Cohort], uren: lezen.Cijfer) -> lezen.Cijfer | None:
        """The same month a year before: any other month would compare a year with a part of one."""
        vorig = next((een for een in cohorten if een.jaar == cohort.jaar - 1), None)
        if vorig is None or uren.verborgen:
            return None
        dag = laatste_van(uren.peildatum.replace(year=uren.peildatum.year - 1, day=1))
        stand = lezen.kerncijfers(self.wie, vorig, peildatum=dag)
        return stand[catalogus.B1] if stand and not stand[catalogus.B1].verborgen else None


class DashboardCsv(CohortMixin, View):
    """The table under the chart, the same numbers."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        cohort = self.kies(self.cohorten())
        rijen = lezen.gemeentecijfers(self.wie, cohort) if cohort else []
        if cohort is None or not rijen:
            raise Http404
        leg_vast("dashboard.gedownload", door=self.medewerker, op=timezone.now(), cohort=cohort.jaar)
        return files.response(files.gemeenten(rijen), f"gemeenten_{cohort.jaar}_{rijen[-1].peildatum:%Y-%m-%d}")

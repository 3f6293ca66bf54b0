"""Monthly reports: the list, one report, and its table as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import ListView, TemplateView, View

from gka.access.rights import Recht
from gka.access.views import RechtMixin, ScopedListMixin
from gka.audit.record import leg_vast
from gka.templatetags.formatting import month_year
from monitoring import files
from monitoring.models import Rapport
from monitoring.onthulling import catalogus, lezen


class Rapporten(ScopedListMixin, ListView):
    """All reports of the own region, the newest first."""

    model, recht, gezien = Rapport, Recht.RAPPORT_INZIEN, "rapporten.gezien"
    template_name = "monitoring/rapport/list.html"
    paginate_by = 24

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.nieuwste().select_related("momentopname")


class RapportMixin(RechtMixin):
    """The report of a month in the person's own region; elsewhere it does not exist."""

    recht = Recht.RAPPORT_INZIEN
    kwargs: dict[str, Any]

    def rapport(self, event: str) -> Rapport:
        rows = Rapport.objects.zichtbaar_voor(self.medewerker, recht=self.recht).filter(maand=self.kwargs["maand"])
        rapport = rows.nieuwste().select_related("momentopname__regio", "regio").first()
        if rapport is None:
            raise Http404
        leg_vast(event, door=self.medewerker, op=timezone.now(), onderwerp=rapport, maand=rapport.code)
        return rapport


class RapportPage(RapportMixin, TemplateView):
    """The indicators as they were frozen, with what they mean."""

    template_name = "monitoring/rapport/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rapport = self.rapport("rapport.gezien")
        return super().get_context_data(**kwargs) | {
            "rapport": rapport,
            "naam": month_year(rapport.maand),
            "standen": lezen.rapportcijfers(rapport),
            "klopt": lezen.klopt(rapport),
            "catalogus": catalogus,
        }


class RapportCsv(RapportMixin, View):
    """The same numbers as a file."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rapport = self.rapport("rapport.gedownload")
        return files.response(files.indicatoren(lezen.rapportcijfers(rapport)), f"rapport_{rapport.code}_v1")

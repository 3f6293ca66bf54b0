"""The list of pupils, on screen and as CSV."""

from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_filters.views import FilterView

from gka import leerlingstatus, lijstacties, spreadsheet
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedListMixin
from gka.audit.record import leg_vast
from gka.filters import LeerlingFilter
from gka.models import Leerling
from gka.privacy import search_terms
from gka.privacy.overview import in_woorden, met_toestemmingen
from gka.templatetags.formatting import date_numeric
from gka.workflow import Keuzesoort

VO_STAND = {Keuzesoort.BEOOGD: "gewenst", Keuzesoort.DEFINITIEF: "definitief"}
KOLOMMEN = (
    "achternaam",
    "tussenvoegsel",
    "roepnaam",
    "geboortedatum",
    "basisschool",
    "vo_school",
    "vo_school_stand",
    "status",
    "toestemming",
)


class Leerlingen(ScopedListMixin, FilterView):
    """The pupils a person may see, 25 at a time."""

    model = Leerling
    recht = Recht.LEERLING_INZIEN
    gezien = "leerlingen.gezien"
    filterset_class = LeerlingFilter
    template_name = "gka/leerling/list.html"
    paginate_by: int | None = 25

    def get_queryset(self) -> ScopedQuerySet:
        rows = super().get_queryset().met_schoolweg().met_jaren()  # type: ignore[attr-defined]
        return met_toestemmingen(rows).order_by("achternaam", "roepnaam", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rechten, rijen = self.medewerker.rechten(), self.rijen(context["object_list"])
        return context | {
            "rijen": rijen,
            "meer_jaren": len({jaar for rij in rijen for jaar in rij["jaren"]}) > 1,
            "meer_scholen": len({rij["basisschool"] for rij in rijen}) > 1,
            "gefilterd": any(self.request.GET.values()),
            "acties": lijstacties.voor(rechten),
            "zonder_zoeken": f"?{self.zonder_zoeken()}",
            "csv": f"{reverse('gka:leerlingen_csv')}?{self.request.GET.urlencode()}",
        }

    def zonder_zoeken(self) -> str:
        """The query of this page without the search."""
        query = self.request.GET.copy()
        for name in ("page", "zoek"):
            query.pop(name, None)
        return query.urlencode()

    def rijen(self, leerlingen: Any) -> list[dict[str, Any]]:
        vandaag = timezone.localdate()
        standen = leerlingstatus.van(self.medewerker, vandaag)
        woorden = leerlingstatus.labels(self.medewerker.rechten())
        return [
            _rij(leerling, vandaag) | {"status": woorden[standen.get(leerling.pk, leerlingstatus.OP_DE_LIJST)]}
            for leerling in leerlingen
        ]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Search by name; the name itself stays out of the address."""
        query = request.GET.copy()
        for name in ("page", "zoek"):
            query.pop(name, None)
        if term := " ".join(request.POST.get("naam", "").split())[:100]:
            query["zoek"] = search_terms.sluit(term, voor=self.medewerker)
        return redirect(f"{reverse('gka:leerlingen')}?{query.urlencode()}" if query else "gka:leerlingen")


class LeerlingenCsv(Leerlingen):
    """Exactly what was filtered, all of it, for a spreadsheet."""

    paginate_by = None
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        keys = [rij["leerling"].pk for rij in context["rijen"]]
        leg_vast("leerlingen.gedownload", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        dag = timezone.localdate()
        return spreadsheet.response([KOLOMMEN, *map(_cellen, context["rijen"])], f"leerlingen_{dag:%Y-%m-%d}.csv")


def _rij(leerling: Leerling, dag: date) -> dict[str, Any]:
    keuzes = {keuze.soort: keuze for keuze in leerling.lopende_schoolkeuzes}  # type: ignore[attr-defined]
    vo = keuzes.get(Keuzesoort.DEFINITIEF) or keuzes.get(Keuzesoort.BEOOGD)
    return {
        "leerling": leerling,
        "jaren": [deelname.cohort.jaar for deelname in leerling.deelnames],  # type: ignore[attr-defined]
        "basisschool": keuzes[Keuzesoort.BASISSCHOOL].school if Keuzesoort.BASISSCHOOL in keuzes else None,
        "vo_school": vo.school if vo else None,
        "vo_school_stand": VO_STAND[Keuzesoort(vo.soort)] if vo else "",
        "toestemming": in_woorden(leerling, op=dag),
    }


def _cellen(rij: dict[str, Any]) -> list[str]:
    leerling = rij["leerling"]
    return [
        leerling.achternaam,
        leerling.tussenvoegsel,
        leerling.roepnaam,
        date_numeric(leerling.geboortedatum),
        str(rij["basisschool"] or ""),
        str(rij["vo_school"] or ""),
        rij["vo_school_stand"],
        rij["status"],
        rij["toestemming"].tekst,
    ]

"""The list of pupils."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_filters.views import FilterView

from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedListMixin
from gka.filters import LeerlingFilter
from gka.models import Leerling
from gka.privacy import search_terms
from gka.privacy.overview import in_woorden, met_toestemmingen
from gka.workflow import Keuzesoort


class Leerlingen(ScopedListMixin, FilterView):
    """The pupils a person may see, 25 at a time."""

    model = Leerling
    recht = Recht.LEERLING_INZIEN
    gezien = "leerlingen.gezien"
    filterset_class = LeerlingFilter
    template_name = "gka/leerling/list.html"
    paginate_by = 25
    strict = False

    def get_queryset(self) -> ScopedQuerySet:
        rows = super().get_queryset().met_schoolweg()  # type: ignore[attr-defined]
        return met_toestemmingen(rows).order_by("achternaam", "roepnaam", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        vandaag = timezone.localdate()
        rijen = [_rij(leerling, vandaag) for leerling in context["object_list"]]
        return context | {"rijen": rijen, "gefilterd": any(self.request.GET.values())}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Search by name; the name itself stays out of the address."""
        query = request.GET.copy()
        for name in ("page", "zoek"):
            query.pop(name, None)
        if term := " ".join(request.POST.get("naam", "").split())[:100]:
            query["zoek"] = search_terms.sluit(term, voor=self.medewerker)
        return redirect(f"{reverse('gka:leerlingen')}?{query.urlencode()}" if query else "gka:leerlingen")


def _rij(leerling: Leerling, dag: date) -> dict[str, Any]:
    scholen = {keuze.soort: keuze.school for keuze in leerling.lopende_schoolkeuzes}  # type: ignore[attr-defined]
    return {
        "leerling": leerling,
        "basisschool": scholen.get(Keuzesoort.BASISSCHOOL),
        "vo_school": scholen.get(Keuzesoort.DEFINITIEF) or scholen.get(Keuzesoort.BEOOGD),
        "toestemming": in_woorden(leerling, op=dag),
    }

"""Pupils: the list, and one pupil."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView
from django_filters.views import FilterView

from gka import panels
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedListMixin, ScopedObjectMixin
from gka.filters import LeerlingFilter
from gka.models import Leerling, School
from gka.privacy import search_terms
from gka.privacy.overview import in_woorden, met_toestemmingen, oordeel, stand
from gka.workflow import ALLEEN_LEERLING_VANAF, EIGEN_TOESTEMMING_VANAF, Doel, Gever, Keuzesoort, leeftijd


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


class LeerlingPagina(ScopedObjectMixin, DetailView):
    """One pupil: what needs doing, the road, the consents, and what other parts of the application hang here."""

    model = Leerling
    recht = Recht.LEERLING_INZIEN
    gezien = "leerling.gezien"
    template_name = "gka/leerling/detail.html"

    def get_queryset(self) -> ScopedQuerySet:
        return met_toestemmingen(super().get_queryset().met_schoolweg())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        leerling, vandaag = self.object, timezone.localdate()
        scholen = {keuze.soort: keuze.school for keuze in leerling.lopende_schoolkeuzes}
        oordelen = _oordelen(leerling, scholen.get(Keuzesoort.BEOOGD), vandaag)
        mag_vastleggen = self.model.objects.filter(pk=leerling.pk).zichtbaar_voor(
            self.medewerker, recht=Recht.TOESTEMMING_VASTLEGGEN
        )
        return super().get_context_data(**kwargs) | {
            "leeftijd": leeftijd(leerling.geboortedatum, vandaag),
            "basisschool": scholen.get(Keuzesoort.BASISSCHOOL),
            "cohorten": [deelname.cohort for deelname in leerling.cohortdeelnames.select_related("cohort")],
            "schoolweg": leerling.schoolkeuzes.select_related("school").order_by("-van", "-vastgelegd_op"),
            "oordelen": oordelen,
            "te_doen": _te_doen(leerling, oordelen, vandaag),
            "mag_toestemming_vastleggen": mag_vastleggen.exists(),
            "panelen": panels.for_leerling(leerling, self.medewerker, vandaag),
        }


def _oordelen(leerling: Leerling, gewenst: School | None, dag: date) -> list[dict[str, Any]]:
    """Each purpose with its judgement; sharing has none without a school to share with."""
    rijen = []
    for doel in Doel:
        if doel == Doel.DELEN and gewenst is None:
            zin = "Dit vraagt u als de gewenste vo-school bekend is."
            rijen.append({"doel": doel, "stand": "later", "zin": zin})
            continue
        gegeven = oordeel(leerling, doel, op=dag, school=gewenst if doel == Doel.DELEN else None)
        rijen.append({"doel": doel, "stand": stand(gegeven).value, "zin": gegeven.zin})
    return rijen


def _te_doen(leerling: Leerling, oordelen: list[dict[str, Any]], dag: date) -> list[str]:
    """What somebody has to ask next, one thing at a time."""
    standen = {rij["doel"]: rij["stand"] for rij in oordelen}
    wie = f"{leerling.roepnaam} zelf" if leeftijd(leerling.geboortedatum, dag) >= ALLEEN_LEERLING_VANAF else "de ouders"
    if standen[Doel.BESPREKEN] == "vragen":
        return [f"Vraag {wie} om toestemming om te bespreken."]
    if standen[Doel.BESPREKEN] == "nee":
        return []
    te_doen = [f"Vraag {wie} om toestemming om deel te nemen."] if standen[Doel.DEELNEMEN] == "vragen" else []
    if EIGEN_TOESTEMMING_VANAF <= leeftijd(leerling.geboortedatum, dag) < ALLEEN_LEERLING_VANAF and not any(
        rij.gever == Gever.LEERLING
        for rij in leerling.huidige_toestemmingen  # type: ignore[attr-defined]
    ):
        te_doen.append(f"Vraag ook {leerling.roepnaam} zelf om toestemming: dat hoort vanaf 12 jaar.")
    return te_doen

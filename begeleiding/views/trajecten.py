"""The list of trajecten and the page of one."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.utils import timezone
from django.views.generic import DetailView
from django_filters.views import FilterView

from begeleiding import signalen
from begeleiding.filters import TrajectFilter
from begeleiding.models import Contactdeelname, Traject
from begeleiding.querysets.trajecten import TrajectQuerySet
from begeleiding.querysets.verdeling import inzet_per_fase
from begeleiding.views import aantekeningen, doelen, zomer_panels
from begeleiding.views.caseload import alleen_po
from begeleiding.views.rows import Rij, afsluiting, fase_op, schoolweg
from begeleiding.views.stappen import mag_heropenen_met_gezicht, mag_voeren
from begeleiding.views.verloop import verloop
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedListMixin, ScopedObjectMixin
from gka.models import Leerling

MET_LEERLING = Prefetch("leerling", Leerling.objects.met_schoolweg())


class Trajecten(ScopedListMixin, FilterView):
    """Own caseload, own school or own organisation. The page is taken first, then its totals in one query."""

    model = Traject
    recht = Recht.TRAJECT_INZIEN
    gezien = "trajecten.gezien"
    filterset_class = TrajectFilter
    paginate_by = 25
    template_name = "begeleiding/traject/list.html"

    def get_queryset(self) -> ScopedQuerySet:
        rows = super().get_queryset().select_related("cohort").prefetch_related(MET_LEERLING)
        return rows.order_by("-cohort__jaar", "leerling__achternaam", "leerling__roepnaam", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        trajecten: list[Traject] = list(context["object_list"])
        totalen = Contactdeelname.objects.totalen([traject.pk for traject in trajecten])
        dag = timezone.localdate()
        context["rijen"] = [
            Rij(traject, fase_op(traject, dag), schoolweg(traject, dag), totalen[traject.pk]) for traject in trajecten
        ]
        context["alleen_po"] = alleen_po(self.medewerker, dag)
        return context


class TrajectPagina(ScopedObjectMixin, DetailView):
    """Status, familiar face, totals and every contact, newest first."""

    model = Traject
    recht = Recht.TRAJECT_INZIEN
    gezien = "traject.gezien"
    template_name = "begeleiding/traject/detail.html"
    contacten_per_pagina = 25

    def get_queryset(self) -> TrajectQuerySet:
        rows = super().get_queryset().select_related("cohort", "stopreden").prefetch_related(MET_LEERLING)
        assert isinstance(rows, TrajectQuerySet)  # noqa: S101 - the manager of Traject
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        traject, dag = self.object, timezone.localdate()
        mijn_stappen = mag_voeren(traject, self.medewerker)
        contacten = Contactdeelname.objects.geldig().filter(traject=traject).nieuwste_eerst().voor_lijst()
        return super().get_context_data(**kwargs) | {
            "fase": fase_op(traject, dag),
            "meldingen": signalen.van(self.get_queryset().filter(pk=traject.pk), dag).get(traject.pk, ()),
            "weg": schoolweg(traject, dag),
            "totaal": Contactdeelname.objects.totalen([traject.pk])[traject.pk],
            "gezichten": traject.toewijzingen.op_dag(dag)
            .select_related("aanstelling__medewerker")
            .order_by("waarneming"),
            "doelkaart": doelen.kaart(traject, self.medewerker, dag),
            "aantekeningkaart": aantekeningen.kaart(traject, self.medewerker, dag),
            "zomerkaart": zomer_panels.kaart(traject, dag),
            "ingetrokken": Contactdeelname.objects.ingetrokken()
            .filter(traject=traject)
            .nieuwste_eerst()
            .select_related("contact__soort", "contact__vervangen_door"),
            "page_obj": (
                page := Paginator(contacten, self.contacten_per_pagina).get_page(self.request.GET.get("page"))
            ),
            "mijn": {een.contact_id for een in page if een.contact.werkte_mee(self.medewerker)},
            "per_fase": inzet_per_fase(traject),
            "verloop": verloop(traject, dag),
            "mag_voeren": mijn_stappen,
            "afsluiting": afsluiting(traject, begeleidt=mijn_stappen),
            "mag_heropenen_met_gezicht": mag_heropenen_met_gezicht(traject, self.medewerker),
        }

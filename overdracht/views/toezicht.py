"""The privacy officer reads along, without names and without what was written."""

from typing import Any, ClassVar

from django.utils import timezone
from django.views.generic import ListView, TemplateView

from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedListMixin, ScopedObjectMixin
from gka.audit.record import leg_vast
from overdracht import toezicht, verloop
from overdracht.models import Bespreking, Overleg
from overdracht.querysets import BesprekingQuerySet, OverlegQuerySet

ALLEEN_LEZEN = ["get", "head", "options"]


class Toezicht(ScopedListMixin, ListView):
    """Every overleg of the region, also what was called off: what is coming first, then what was, newest first."""

    model, recht = Overleg, Recht.TOEZICHT_HOUDEN
    template_name, paginate_by = "overdracht/toezicht/lijst.html", 30
    http_method_names: ClassVar[list[str]] = ALLEEN_LEZEN

    def get_queryset(self) -> OverlegQuerySet:
        besprekingen = Bespreking.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        rows: Any = super().get_queryset()
        rows = rows.met_tellingen(besprekingen).select_related("school").komende_eerst(timezone.localdate())
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        aantal = len(context["object_list"])  # no pupil is on this page
        leg_vast("overleggen.toezicht_gezien", door=self.medewerker, op=timezone.now(), aantal=aantal)
        return context


class OverlegToezicht(ScopedObjectMixin, TemplateView):
    """One overleg: who sat there, and per pupil where everybody stands and what was decided."""

    model, recht, gezien = Overleg, Recht.TOEZICHT_HOUDEN, "overleg.toezicht_gezien"
    template_name = "overdracht/toezicht/overleg.html"
    http_method_names: ClassVar[list[str]] = ALLEEN_LEZEN

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("school", "gemaakt_door", "afgelast_door")

    def gezien_van(self) -> dict[str, Any]:
        keys = list(self.object.besprekingen.values_list("leerling", flat=True))
        return {"sleutels": keys, "aantal": len(keys)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows: BesprekingQuerySet = Bespreking.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        stoelen = self.object.deelnemers.select_related("aanstelling__medewerker", "aanstelling__werkplek_school")
        return super().get_context_data(**kwargs) | {
            "overleg": self.object,
            "regels": toezicht.regels(self.object, rows.filter(overleg=self.object).met_stand()),
            "deelnemers": stoelen.order_by("aanstelling__rol", "functie", "pk"),
        }


class BesprekingToezicht(ScopedObjectMixin, TemplateView):
    """One pupil without a name: the stances, the decision, and how it came to stand as it does."""

    model, recht, gezien = Bespreking, Recht.TOEZICHT_HOUDEN, "bespreking.toezicht_gezien"
    template_name = "overdracht/toezicht/bespreking.html"
    http_method_names: ClassVar[list[str]] = ALLEEN_LEZEN

    def get_queryset(self) -> ScopedQuerySet:
        inhoud = ("reden_1", "reden_2", "vast_gezicht__medewerker", "inhoud_door")
        return super().get_queryset().met_stand().select_related(*inhoud)  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Bespreking = self.object
        (regel,) = toezicht.regels(row.overleg, [row])
        return super().get_context_data(**kwargs) | {
            "overleg": row.overleg,
            "regel": regel,
            "verloop": verloop.van(row, met_gever=True, met_inhoud=False),
        }

"""The list of former pupils: where they went, and nothing more (ontwerp 3, table)."""

from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.views.generic import ListView

from gka import oudleerlingen
from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.audit.record import leg_vast
from gka.models import Leerling
from gka.querysets import LeerlingQuerySet
from gka.workflow import Keuzesoort


class OudLeerlingen(RechtMixin, ListView):
    """The newest year on top, 50 at a time."""

    recht = Recht.OUD_LEERLINGEN_INZIEN
    template_name, paginate_by = "gka/leerling/oud.html", 50

    def get_queryset(self) -> LeerlingQuerySet:
        rows: LeerlingQuerySet = Leerling.objects.oud_leerlingen(self.medewerker, op=timezone.localdate())
        jaren = rows.met_schoolweg().annotate(jaar=Max("cohortdeelnames__cohort__jaar"))
        return jaren.order_by("-jaar", "achternaam", "roepnaam", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        leerlingen: list[Any] = list(context["object_list"])
        keys = [leerling.pk for leerling in leerlingen]
        leg_vast("oud_leerlingen.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        posities = oudleerlingen.posities(keys, timezone.localdate())
        rijen = [
            {
                "naam": leerling.lijstnaam,
                "initialen": leerling.initialen,
                "jaar": leerling.jaar,
                "school": next(
                    (keuze.school for keuze in leerling.lopende_schoolkeuzes if keuze.soort == Keuzesoort.DEFINITIEF),
                    None,
                ),
                "positie": (posities or {}).get(leerling.pk, ""),
            }
            for leerling in leerlingen
        ]
        return context | {"rijen": rijen, "met_positie": posities is not None}

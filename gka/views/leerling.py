"""The page of one pupil."""

from typing import Any

from django.utils import timezone
from django.views.generic import DetailView

from gka import panels, taken
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet, rechten_bij
from gka.access.views import ScopedObjectMixin
from gka.leerling_panels import lopende_school
from gka.models import Leerling
from gka.workflow import Keuzesoort, leeftijd


class LeerlingPagina(ScopedObjectMixin, DetailView):
    """Who this is, what needs doing, and the panels that every part of the application hangs here."""

    model = Leerling
    recht = Recht.LEERLING_INZIEN
    gezien = "leerling.gezien"
    template_name = "gka/leerling/detail.html"

    def get_queryset(self) -> ScopedQuerySet:
        return taken.met_feiten(super().get_queryset())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        leerling, vandaag = self.object, timezone.localdate()
        rechten = rechten_bij(leerling, self.medewerker, vandaag)
        return super().get_context_data(**kwargs) | {
            "leeftijd": leeftijd(leerling.geboortedatum, vandaag),
            "basisschool": lopende_school(leerling, Keuzesoort.BASISSCHOOL),
            "cohorten": [deelname.cohort for deelname in leerling.deelnames],
            "taken": taken.voor_leerling(leerling, rechten, vandaag),
            "mag_bewerken": Recht.LEERLING_BEWERKEN in rechten,
            "panelen": panels.for_leerling(leerling, self.medewerker, vandaag),
        }

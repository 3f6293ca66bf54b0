"""Start page: what needs me now, then my pupils."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from gka import panels
from gka.models import Medewerker


class Start(TemplateView):
    """Every person's own work, from the panels that apps registered; an honest page where there is none yet."""

    template_name = "gka/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        medewerker = self.request.user
        assert isinstance(medewerker, Medewerker)  # noqa: S101 - LoginRequiredMiddleware let the request through
        vandaag = timezone.localdate()
        return super().get_context_data(**kwargs) | {
            "vandaag": vandaag,
            "aanstellingen": medewerker.geldige_aanstellingen(vandaag),
            "panelen": panels.for_start(medewerker, vandaag),
        }

"""What somebody did this year. Only about who asks: there is no address for anybody else's."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from begeleiding import iets_terug
from gka.access.rights import Recht
from gka.access.views import RechtMixin


class IetsTerug(RechtMixin, TemplateView):
    """The own year: the rhythm of the months, and a few facts."""

    recht = Recht.CONTACT_VASTLEGGEN
    template_name = "begeleiding/iets_terug.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        werk = iets_terug.Werk(self.medewerker, timezone.localdate())
        maanden = iets_terug.maanden(werk)
        return super().get_context_data(**kwargs) | {
            "maanden": maanden,
            "minuten": sum(maand.value for maand in maanden),
            "feiten": iets_terug.feiten(werk),
        }

"""For who plans the work of an organisation: what was decided in the overleggen where its workers sat."""

from typing import Any, ClassVar

from django.utils import timezone
from django.views.generic import ListView

from gka.access.rights import Recht
from gka.access.views import ScopedListMixin
from overdracht import uitkomsten
from overdracht.models import Bespreking
from overdracht.querysets import BesprekingQuerySet


class Uitkomsten(ScopedListMixin, ListView):
    """The newest decision on top; of a pupil who was discussed again only the last one."""

    model, recht, gezien = Bespreking, Recht.UITKOMST_INZIEN, "uitkomsten.gezien"
    template_name, paginate_by = "overdracht/uitkomsten/lijst.html", 30
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get_queryset(self) -> BesprekingQuerySet:
        rows: Any = super().get_queryset()
        gevonden: BesprekingQuerySet = rows.nieuwste().met_uitkomst()
        return gevonden

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "regels": uitkomsten.regels(context["object_list"], self.medewerker),
            "geteld": uitkomsten.geteld(self.medewerker, timezone.localdate()),
        }

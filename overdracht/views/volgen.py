"""What changed on the board, asked every few seconds by follow.js."""

from hashlib import sha256
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.generic import View

from gka.access.rights import Recht
from gka.access.views import ScopedObjectMixin
from overdracht import board
from overdracht.models import Overleg


class BordStand(ScopedObjectMixin, View):
    """A mark per row that this person sees, and one of the places left at the schools; no data of anybody."""

    model, recht = Overleg, Recht.OVERLEG_INZIEN
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rijen = board.volgmerken(board.besprekingen(self.object, self.medewerker))
        antwoord = JsonResponse({"rijen": rijen, "plekken": board.plekkenmerk(self.object)})
        antwoord["ETag"] = f'"{sha256(antwoord.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=antwoord["ETag"], response=antwoord) or antwoord

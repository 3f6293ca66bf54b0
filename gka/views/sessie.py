"""Is one still logged in? Asked by session.js."""

from typing import ClassVar

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.generic import View


class Sessie(View):
    """Who is logged in, with the token for the forms of the page. Asking is activity, unless it is asked quietly."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"who": str(request.user.pk), "token": get_token(request)})

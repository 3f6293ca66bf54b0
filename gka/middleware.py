"""Middleware: private pages, audit context with denied requests, and the second factor."""

import uuid
from collections.abc import Callable

from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from gka.access.adapters import refused_outside_demo
from gka.audit import context
from gka.audit.record import leg_vast
from gka.models import Uitkomst

STIL = "X-Stil"
GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """No page is stored by browsers or proxies (ASVS V14.3.2); static files set their own headers before this."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class QuietSessions(SessionMiddleware):
    """What a page asks by itself, with the header `X-Stil`, is no activity of a person: the idle time runs on."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if STIL in request.headers and not request.session.modified:
            return response
        return super().process_response(request, response)


class AuditContext:
    """Give the audit its request, and record what was refused: also a 404 on an existing address is an attempt."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = context.enter(context.Context(uuid.uuid4().hex, (get_client_ip(request) or "")[:45]))
        try:
            response = self.get_response(request)
            if response.status_code in (403, 404) and request.user.is_authenticated:
                self._record_denied(request, response.status_code)
        finally:
            context.leave(token)
        return response

    def _record_denied(self, request: HttpRequest, status: int) -> None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return
        keys = [str(value) for value in match.kwargs.values() if isinstance(value, uuid.UUID)]
        leg_vast(
            "toegang.geweigerd",
            door=request.user,  # type: ignore[arg-type]
            op=timezone.now(),
            uitkomst=Uitkomst.GEWEIGERD,
            adres_naam=match.view_name or "naamloos",
            sleutels=keys,
            antwoord=status,
        )


class SecondFactorRequired:
    """Everyone has a second factor (BIO2 5.17.01). Only demo mode may do without."""

    OPEN = ("mfa_", "account_logout", "account_reauthenticate", "gka:sessie")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Send a person without a second factor to the page where it is set up; nothing else opens."""
        if settings.DEMO or not request.user.is_authenticated:
            return None
        if refused_outside_demo(request.user.email):
            logout(request)  # a session from demo mode
            return redirect("account_login")
        if getattr(view, "login_required", True) is False:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(self.OPEN) or is_mfa_enabled(request.user):
            return None
        return redirect("mfa_index")

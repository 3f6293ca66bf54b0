"""Addresses for machines: alive, ready, and reports of blocked content. They name no versions and no data."""

import json
import logging
import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gka.audit.record import audit_keys
from gka.models import Gebeurtenis, Opdracht
from gka.privacy import encryption
from gka.workflow import Opdrachtstand

logger = logging.getLogger(__name__)
DISK_AT_LEAST = 200 * 1024 * 1024
LATE = timedelta(minutes=10)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, disk, keys, jobs and audit are in order; 503 with the names of what is not."""
    checks = {name: _passes(check) for name, check in CHECKS.items()}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError, ValueError, ImproperlyConfigured) as error:
        logger.warning("ready check failed: %s", type(error).__name__)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _disk() -> bool:
    return shutil.disk_usage(settings.VAR_DIR).free >= DISK_AT_LEAST


def _keys() -> bool:
    """Without these nothing can be recorded, and what is encrypted cannot be read."""
    return bool(encryption.keys() and audit_keys())


def _jobs() -> bool:
    late = Opdracht.objects.filter(stand=Opdrachtstand.OPEN, niet_voor__lt=timezone.now() - LATE)
    return not late.exists()


def _audit() -> bool:
    open_too_long = Gebeurtenis.objects.filter(zegel_nummer__isnull=True, moment__lt=timezone.now() - LATE)
    return not open_too_long.exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "disk": _disk,
    "keys": _keys,
    "jobs": _jobs,
    "audit": _audit,
}


@csrf_exempt
@login_not_required
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """A browser blocked something: log which rule and which kind of source, never an address with data in it."""
    try:
        report = json.loads(request.body[:8192]).get("csp-report", {})
        directive = str(report.get("effective-directive") or report.get("violated-directive") or "unknown")[:40]
    except (ValueError, AttributeError, RecursionError):
        return HttpResponse(status=400)
    logger.warning("content security policy blocked something: %r", directive)
    return HttpResponse(status=204)

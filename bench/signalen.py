"""Signals in the large data set: of everybody, of one organisation, and on the pages of who works most.

Queries must not grow with it. Run `script/bench demo_bulk signalen`; LEERLINGEN and CONTACTEN choose the size.
Every traject runs first: the demo closes those of earlier years, and the worst case is that none is.
"""

import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench import demo_bulk

KEER = 5


def run() -> dict[str, float | int | str]:
    """Queries and median seconds for all running trajecten, for an organisation, and per page."""
    import django

    os.environ["STATICFILES_BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # no collectstatic here
    django.setup()
    demo_bulk.run()
    from django.db.models import Count
    from django.utils import timezone

    from begeleiding import signalen
    from begeleiding.models import Inzet, Traject
    from gka.access.rights import Recht
    from gka.access.table import Rol
    from gka.models import Medewerker

    nu = timezone.now()
    Traject.objects.update(status="gestart", gestart_op=nu, gesloten_op=None, stopreden=None, nazorg="")
    drukste = Inzet.objects.values("aanstelling__medewerker", "aanstelling__organisatie").annotate(n=Count("pk"))
    rij = drukste.order_by("-n")[0]
    smw = Medewerker.objects.get(pk=rij["aanstelling__medewerker"])
    baas = Medewerker.objects.get(
        aanstellingen__rol=Rol.TEAMLEIDER, aanstellingen__organisatie=rij["aanstelling__organisatie"]
    )
    dag = timezone.localdate(nu)
    eigen = Traject.objects.zichtbaar_voor(baas, recht=Recht.TOEWIJZEN, op=dag)
    return {
        "running": Traject.objects.lopend().count(),
        "of everybody": _meet(lambda: signalen.van(Traject.objects.all(), dag)),
        "per worker of an organisation": _meet(lambda: signalen.per_medewerker(eigen, dag)),
        "list of a worker, one signal": _pagina(smw, "/trajecten/?signaal=stil"),
        "list of a teamleider, worker and signal": _pagina(baas, f"/trajecten/?medewerker={smw.pk}&signaal=stil"),
    }


def _pagina(wie: object, adres: str) -> str:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(wie, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    return _meet(lambda: client.get(adres))


def _meet(doe: Callable[[], Any]) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tijden = []
    for _ in range(KEER):
        begin = time.perf_counter()
        with CaptureQueriesContext(connection) as vragen:
            doe()
        tijden.append(time.perf_counter() - begin)
    return f"{len(vragen)} queries, {median(tijden):.2f} s"

"""Hours in the large data set: a week, a month, the year of an organisation, its file, and the phases of everybody.

Queries must not grow with it. Run `script/bench demo_bulk uren`; LEERLINGEN and CONTACTEN choose the size, as there.
"""

import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench import demo_bulk

KEER = 5


def run() -> dict[str, float | int | str]:
    """Per page of the busiest worker, and of that worker's teamleider: queries, median ms and size; and the phases."""
    import django

    os.environ["STATICFILES_BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # no collectstatic here
    django.setup()
    demo_bulk.run()
    from django.db.models import Count

    from begeleiding.models import Contact, Inzet
    from begeleiding.querysets.verdeling import uren_per_fase
    from gka.access.table import Rol
    from gka.models import Aanstelling, Medewerker

    drukste = Inzet.objects.values("aanstelling__medewerker", "aanstelling__organisatie").annotate(n=Count("pk"))
    rij = drukste.order_by("-n")[0]
    smw = Medewerker.objects.get(pk=rij["aanstelling__medewerker"])
    baas = Medewerker.objects.get(
        aanstellingen__rol=Rol.TEAMLEIDER, aanstellingen__organisatie=rij["aanstelling__organisatie"]
    )
    laatste = Contact.objects.filter(inzet__aanstelling__medewerker=smw).latest("gebeurd_op").gebeurd_op
    jaar, week, _ = laatste.isocalendar()
    bladen = {
        "own week": (smw, f"/uren/?week={jaar}-W{week:02}"),
        "own month": (smw, f"/uren/?maand={laatste:%Y-%m}"),
        "own file, a year": (smw, f"/uren/csv/?van={laatste.year}-01-01&tot={laatste.year}-12-31"),
        "worker's month": (baas, f"/uren/medewerker/{smw.pk}/?maand={laatste:%Y-%m}"),
        "division of the organisation": (baas, "/verdeling/"),
        "organisation, a year": (baas, f"/uren/organisatie/?jaar={laatste.year}"),
        "organisation, a month": (baas, f"/uren/maand/?maand={laatste:%Y-%m}"),
        "organisation's file, a month": (baas, f"/uren/csv/?van={laatste:%Y-%m}-01&tot={laatste:%Y-%m-%d}"),
        "organisation's file, a year": (baas, f"/uren/csv/?van={laatste.year}-01-01&tot={laatste.year}-12-31"),
    }
    smw_vo = list(Aanstelling.objects.filter(rol=Rol.SMW_VO))
    fasen = _meet(lambda: uren_per_fase(smw_vo, jaar=laatste.year))[0]
    return {
        "contacts": Contact.objects.count(),
        f"phases of a year, all {len(smw_vo)} SMW": fasen,
        **{naam: _pagina(wie, adres) for naam, (wie, adres) in bladen.items()},
    }


def _pagina(wie: object, adres: str) -> str:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(wie, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    duur, antwoord = _meet(lambda: client.get(adres))
    assert antwoord.status_code == 200, f"{adres}: {antwoord.status_code}"
    return f"{duur}, {len(antwoord.content) / 1024:.0f} KB"


def _meet(doe: Callable[[], Any]) -> tuple[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tijden = []
    for _ in range(KEER):
        begin = time.perf_counter()
        with CaptureQueriesContext(connection) as vragen:
            antwoord = doe()
        tijden.append(time.perf_counter() - begin)
    return f"{len(vragen)} queries, {median(tijden) * 1000:.0f} ms", antwoord

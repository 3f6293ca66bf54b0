"""Every page of every demo account: queries, time and what travels over the line.

A staff page has 100 KB to spend and a page used on a phone 60 KB (HTML, CSS and JavaScript, compressed); the number of
queries must not grow with the number of rows, which the tests hold.
"""

import os
import re
import time
from pathlib import Path
from statistics import median

STATIC = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')
PAGES = {
    "ib-er": ["/", "/leerlingen/", "leerling", "toestemming", "/leerlingen/importeren/", "/overleggen/", "overleg"],
    "smw-vo": ["/", "/leerlingen/", "/trajecten/", "traject", "contact", "/uren/"],
    "smw-po": ["/", "/trajecten/"],
    "zorgcoordinator": ["/", "/overleggen/"],
    "teamleider": ["/", "/trajecten/", "/uren/organisatie/"],
    "gemeente": ["/", "/dashboard/", "/rapporten/"],
    "projectcoordinator": ["/", "/dashboard/", "/rapporten/"],
    "onderzoeker": ["/", "/dashboard/", "/exports/"],
    "fg": ["/", "/dashboard/"],
    "beheerder": ["/"],
}


def run() -> dict[str, float | int | str]:
    """Per account and page: "queries / median ms / KB compressed (HTML alone)"."""
    import django

    os.environ["STATICFILES_BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # no collectstatic here
    django.setup()
    from django.core.management import call_command

    call_command("demo")
    return {f"{name} {page}": _measure(name, page) for name, pages in PAGES.items() for page in pages}


def _measure(name: str, page: str) -> str:
    import brotli
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from gka.models import Medewerker

    medewerker = Medewerker.objects.get(email=f"{name}@demo.example")
    client = Client(headers={"host": "localhost"})
    client.force_login(medewerker, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = page if page.startswith("/") else _address(page, medewerker)
    client.get(address)
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address)
        times.append(time.perf_counter() - begin)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    html = len(brotli.compress(response.content)) / 1024
    assets = sum(len(brotli.compress(_static(path))) for path in set(STATIC.findall(response.content.decode()))) / 1024
    return f"{len(queries)} queries, {median(times) * 1000:.0f} ms, {html + assets:.1f} KB ({html:.1f} HTML)"


def _static(path: str) -> bytes:
    from django.contrib.staticfiles import finders

    plain = re.sub(r"\.[0-9a-f]{12}\.", ".", path)
    found = finders.find(plain)
    assert isinstance(found, str), path
    return Path(found).read_bytes()


def _address(page: str, medewerker: object) -> str:
    """The address of the first own object of this kind."""
    from django.urls import reverse

    from begeleiding.models import Traject
    from gka.models import Leerling
    from overdracht.models import Overleg

    models = {"leerling": Leerling, "toestemming": Leerling, "overleg": Overleg, "traject": Traject, "contact": Traject}
    names = {
        "leerling": "gka:leerling",
        "toestemming": "gka:toestemming",
        "overleg": "overdracht:overleg",
        "traject": "begeleiding:traject",
        "contact": "begeleiding:contact",
    }
    row = models[page].objects.zichtbaar_voor(medewerker).first()  # type: ignore[attr-defined]
    return reverse(names[page], kwargs={"pk": row.pk})

"""Every page of every demo account: queries, time and what travels over the line.

A staff page has 100 KB to spend and a page used on a phone 60 KB (HTML, CSS and JavaScript, compressed); the number of
queries must not grow with the number of rows, which the tests hold.
"""

import os
import re
import time
from pathlib import Path
from statistics import median
from typing import Any

STATIC = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')
LEERLING = ["leerling", "bewerken", "toestemming", "formulier", "advies", "school", "woonplaats", "ouder"]
OVERLEG = ["/overleggen/", "overleg", "agenda"]
ACCOUNT = ["/account/2fa/", "/account/wachtwoord/"]
PAGES = {
    "ib-er": [
        *("/", "/leerlingen/", "/leerlingen/importeren/", "/leerlingen/nieuw/", *LEERLING),
        *(*OVERLEG, "/overleggen/nieuw/", "wijzigen", "afgelasten", "bespreking", "verslag", "brief", *ACCOUNT),
    ],
    "smw-vo": ["/", "/leerlingen/", "leerling", *OVERLEG, "bespreking", "/trajecten/", "traject", "contact", "/uren/"],
    "smw-po": ["/", "/leerlingen/", "leerling", *OVERLEG, "bespreking", "/trajecten/"],
    "zorgcoordinator": ["/", "/leerlingen/", "/overleggen/naar-mijn-school/", *OVERLEG, "bespreking"],
    "teamleider": [
        "/",
        "/leerlingen/",
        "leerling",
        "/trajecten/",
        "traject",
        "/uren/organisatie/",
        "/overleggen/uitkomsten/",
    ],
    "gemeente": ["/", "/dashboard/", "/rapporten/", "rapport"],
    "projectcoordinator": ["/", "/dashboard/", "/rapporten/", "rapport"],
    "onderzoeker": ["/", "/dashboard/", "/rapporten/", "/exports/"],
    "fg": ["/", "/dashboard/", "/rapporten/", "/overleggen/toezicht/", "toezicht", "toezicht op een leerling"],
    "beheerder": ["/"],
}
# Pages about one object: its model and its route.
ABOUT = {
    **{naam: ("gka.Leerling", f"gka:{naam}") for naam in ("leerling", "toestemming", "advies", "school", "woonplaats")},
    "bewerken": ("gka.Leerling", "gka:leerling_bewerken"),
    "formulier": ("gka.Leerling", "gka:toestemming_formulier"),
    "ouder": ("gka.Leerling", "gka:ouder_toevoegen"),
    **{naam: ("overdracht.Overleg", f"overdracht:{naam}") for naam in ("overleg", "agenda", "verslag")},
    "toezicht": ("overdracht.Overleg", "overdracht:overleg-toezicht"),
    "toezicht op een leerling": ("overdracht.Bespreking", "overdracht:bespreking-toezicht"),
    "wijzigen": ("overdracht.Overleg", "overdracht:overleg-wijzigen"),
    "afgelasten": ("overdracht.Overleg", "overdracht:overleg-afgelasten"),
    **{naam: ("overdracht.Bespreking", f"overdracht:{naam}") for naam in ("bespreking", "brief")},
    "traject": ("begeleiding.Traject", "begeleiding:traject"),
    "contact": ("begeleiding.Traject", "begeleiding:contact"),
    "rapport": ("monitoring.Rapport", ""),  # its own address: the month
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
    address = page if page.startswith("/") else _address(page, medewerker, client)
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


def _address(page: str, medewerker: Any, client: Any) -> str:
    """The address of the first own object of which this page can be shown."""
    from django.apps import apps
    from django.urls import reverse

    model, route = ABOUT[page]
    rows = apps.get_model(model).objects.zichtbaar_voor(medewerker)[:50]
    addresses = (row.get_absolute_url() if route == "" else reverse(route, kwargs={"pk": row.pk}) for row in rows)
    return next(address for address in addresses if client.get(address).status_code == 200)

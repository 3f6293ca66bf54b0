"""A list of 1,000 pupils in each format: preview within 2 s, confirm within 5 s, and the same list again adds 0.

Through the test client, so with parsing, comparing and the whole page.
"""

import os
import time
from collections.abc import Callable
from statistics import median

LEERLINGEN = 1000
KEER = 3


def run() -> dict[str, float | int | str]:
    """Per format: seconds of preview (median), seconds of confirm, size of the page, and what the second time adds."""
    import django

    os.environ["STATICFILES_BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # no collectstatic here
    django.setup()
    from django.core.management import call_command

    call_command("demo")
    from tests.edexml import edexml, gewoon
    from tests.tabellen import KOP, csv_bestand, rij, xlsx_bestand

    # Born in another year than the pupils of the demo, so that nobody looks like one of them.
    rijen = [KOP, *([*cellen[:4], cellen[4].replace(year=2012), cellen[5]] for cellen in map(rij, range(LEERLINGEN)))]
    leerlingen = [gewoon(nummer).replace(">2013-", ">2012-") for nummer in range(LEERLINGEN)]
    bestanden: dict[str, Callable[[], tuple[bytes, str]]] = {
        "xlsx": lambda: (xlsx_bestand(rijen), "lijst.xlsx"),
        "csv": lambda: (csv_bestand(rijen), "lijst.csv"),
        "edexml": lambda: (edexml(leerlingen, schooljaar=_schooljaar()).encode(), "lijst.xml"),
    }
    return {naam: cijfer for soort, maak in bestanden.items() for naam, cijfer in _meet(soort, *maak()).items()}


def _schooljaar() -> str:
    from django.utils import timezone

    from gka.workflow import schooljaar

    return schooljaar(timezone.localdate())


def _meet(soort: str, inhoud: bytes, naam: str) -> dict[str, float | int | str]:
    from django.db import transaction

    cijfers: dict[str, float | int | str] = {}
    with transaction.atomic():  # every format begins with the same records
        cijfers = _reis(soort, inhoud, naam)
        transaction.set_rollback(True)
    return cijfers


def _reis(soort: str, inhoud: bytes, naam: str) -> dict[str, float | int | str]:
    from django.test import Client

    from gka.models import Leerling, Medewerker
    from tests.inlezen import TOEVOEGEN, kies
    from tests.pages import tekst, velden

    client = Client(headers={"host": "localhost"})
    client.force_login(
        Medewerker.objects.get(email="ib-er@demo.example"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    tijden = []
    for _ in range(KEER):
        begin = time.perf_counter()
        preview = kies(client, inhoud, naam)
        tijden.append(time.perf_counter() - begin)
    assert f"{LEERLINGEN} leerlingen toevoegen" in tekst(preview), tekst(preview)[:600]
    data = velden(preview, actie=TOEVOEGEN)
    voor = Leerling.objects.count()
    begin = time.perf_counter()
    assert client.post(TOEVOEGEN, data).status_code == 302
    bevestigd = time.perf_counter() - begin
    erbij = Leerling.objects.count() - voor
    weer = kies(client, inhoud, naam)
    client.post(TOEVOEGEN, velden(weer, actie=TOEVOEGEN))
    client.post(TOEVOEGEN, data)
    return {
        f"{soort}: preview of {LEERLINGEN}, median s (goal 2)": round(median(tijden), 2),
        f"{soort}: confirm, s (goal 5)": round(bevestigd, 2),
        f"{soort}: page, KB": round(len(preview.content) / 1024),
        f"{soort}: added": erbij,
        f"{soort}: added the second time (goal 0)": Leerling.objects.count() - voor - erbij,
    }

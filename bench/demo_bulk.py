"""The large data set: 20,000 trajecten and 1,000,000 contacts into an empty database, in ten minutes on PostgreSQL.

About seven in ten pupils get a traject.

LEERLINGEN and CONTACTEN in the environment choose another size.
"""

import os
import time


def run() -> dict[str, float | int | str]:
    """How many rows, in how many seconds."""
    import django

    django.setup()
    from django.utils import timezone

    from demo.making import is_er_al, maak
    from demo.management.commands.demo import ZAAD

    if is_er_al():
        return {"made": "no: the database was filled before"}
    leerlingen = int(os.environ.get("LEERLINGEN", "29100"))
    contacten = int(os.environ.get("CONTACTEN", "1000000"))
    begin = time.perf_counter()
    gemaakt = maak(zaad=ZAAD, op=timezone.now(), leerlingen=leerlingen, aantal_contacten=contacten)
    seconden = time.perf_counter() - begin
    return {
        "pupils": gemaakt.leerlingen,
        "trajecten": gemaakt.trajecten,
        "contacts": gemaakt.contacten,
        "seconds, with the reports": round(seconden, 1),
        "contacts per second": round(gemaakt.contacten / seconden),
    }

"""Search by name among the most pupils one person sees: 2,000. Comparing is done in Python, so it has to be quick."""

import time
from random import Random
from statistics import median

from bench._kinderen import kinderen

TERMEN = {
    "surname": "vermeulen",
    "initials": "s j",
    "written as one": "vandenberg",
    "one typing error": "vrmeulen",
    "nobody": "xxxxxxxx qqqqqqqq",
    "no word at all": "'",
}


def run() -> dict[str, float | int | str]:
    """Milliseconds to compare 2,000 names with what is searched for, and how many fit."""
    import django

    django.setup()
    from gka.names import zoek

    namen = [
        (nummer, f"{k.roepnaam} {k.tussenvoegsel} {k.achternaam}") for nummer, k in enumerate(kinderen(Random(1), 2000))
    ]
    figures: dict[str, float | int | str] = {}
    for wat, term in TERMEN.items():
        tijden = []
        for _ in range(7):
            begin = time.perf_counter()
            gevonden = zoek(term, namen)
            tijden.append(time.perf_counter() - begin)
        figures[f"{wat}, median ms"] = f"{median(tijden) * 1000:.1f} ({len(gevonden)} found)"
    return figures

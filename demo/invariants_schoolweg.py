"""What must hold about the advices of a pupil, and about the schools and homes that follow each other."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Count, QuerySet

from gka.models import Advies, Schoolkeuze, Woonplaats
from gka.workflow import Adviessoort, is_lager


def adviezen_gaan_nooit_omlaag(op: datetime) -> Iterator[str]:
    """The definite advice reaches the provisional one, and is of the same day or later."""
    voorlopig = {rij.leerling_id: rij for rij in Advies.objects.huidig().filter(soort=Adviessoort.VOORLOPIG)}
    for rij in Advies.objects.huidig().filter(soort=Adviessoort.DEFINITIEF):
        eerder = voorlopig.get(rij.leerling_id)
        if eerder and is_lager(rij.waarde, eerder.waarde):
            yield f"gka.Advies {rij.pk}: {rij.waarde} is below {eerder.waarde}"
        elif eerder and rij.datum < eerder.datum:
            yield f"gka.Advies {rij.pk}: is of an earlier day than the provisional advice"


def een_advies_per_soort(op: datetime) -> Iterator[str]:
    """Of every kind one advice stands, however often it was corrected."""
    dubbel = Advies.objects.huidig().order_by().values("leerling", "soort").annotate(aantal=Count("pk"))
    for rij in dubbel.filter(aantal__gt=1):
        yield f"gka.Leerling {rij['leerling']}: has {rij['aantal']} advices that are {rij['soort']}"


def plekken_volgen_op_elkaar(op: datetime) -> Iterator[str]:
    """A pupil is at one school of a kind, and lives in one municipality, at a time."""
    yield from _overlap(Schoolkeuze.objects.order_by("leerling", "soort", "van"), "soort")
    yield from _overlap(Woonplaats.objects.order_by("leerling", "van"))


def _overlap(rijen: QuerySet[Any], *groep: str) -> Iterator[str]:
    waarden = rijen.values_list("pk", "van", "tot", "leerling", *groep).iterator(chunk_size=10_000)
    for (_, _, tot, *wie), (key, van, _, *volgende) in pairwise(waarden):
        if wie == volgende and (tot is None or van <= tot):
            yield f"{rijen.model._meta.label} {key}: begins before the previous one ended"

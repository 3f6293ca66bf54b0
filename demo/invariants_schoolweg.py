"""What must hold about the advices of a pupil, and about the schools and homes that follow each other."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from begeleiding.brugklas import peildag
from begeleiding.klasniveau import Peilmoment
from begeleiding.models import Positie
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


def posities_horen_bij_een_traject(op: datetime) -> Iterator[str]:
    """A class is recorded of who is guided in that cohort, not before the measurement; one of each stands."""
    peilingen: dict[tuple[int, str], date] = {}
    for rij in Positie.objects.select_related("cohort__regio").iterator(chunk_size=10_000):
        soort = (rij.cohort_id, rij.peilmoment)
        if soort not in peilingen:
            peilingen[soort] = peildag(Peilmoment(rij.peilmoment), rij.cohort)
        if timezone.localdate(rij.vastgelegd_op) < peilingen[soort]:
            yield f"begeleiding.Positie {rij.pk}: was recorded before the day of the measurement"
    for key in Positie.objects.exclude(leerling__trajecten__cohort=F("cohort")).values_list("pk", flat=True):
        yield f"begeleiding.Positie {key}: is of a pupil who is not guided in that cohort"
    dubbel = Positie.objects.huidig().order_by().values("leerling", "cohort", "peilmoment")
    for een in dubbel.annotate(aantal=Count("pk")).filter(aantal__gt=1):
        yield f"gka.Leerling {een['leerling']}: has {een['aantal']} classes in {een['peilmoment']}"


def plekken_volgen_op_elkaar(op: datetime) -> Iterator[str]:
    """A pupil is at one school of a kind, and lives in one municipality, at a time."""
    yield from _overlap(Schoolkeuze.objects.order_by("leerling", "soort", "van"), "soort")
    yield from _overlap(Woonplaats.objects.order_by("leerling", "van"))


def _overlap(rijen: QuerySet[Any], *groep: str) -> Iterator[str]:
    waarden = rijen.values_list("pk", "van", "tot", "leerling", *groep).iterator(chunk_size=10_000)
    for (_, _, tot, *wie), (key, van, _, *volgende) in pairwise(waarden):
        if wie == volgende and (tot is None or van <= tot):
            yield f"{rijen.model._meta.label} {key}: begins before the previous one ended"

"""Filters above the list of trajecten; what they get is already scoped."""

from typing import Any

import django_filters as filters
from django.utils import timezone

from begeleiding.models import Traject
from begeleiding.querysets import TrajectQuerySet
from begeleiding.workflow import STIL_NA, Fase, Trajectstatus

STIL = "stil"


class TrajectFilter(filters.FilterSet):
    status = filters.ChoiceFilter(label="Status", choices=Trajectstatus.choices, empty_label="Alle")
    fase = filters.ChoiceFilter(label="Fase", choices=Fase.choices, empty_label="Beide", method="in_fase")
    gesproken = filters.ChoiceFilter(
        label="Gesproken",
        choices=[(STIL, f"{STIL_NA.days} dagen niet")],
        empty_label="Maakt niet uit",
        method="niet_gesproken",
    )

    class Meta:
        model = Traject
        fields: tuple[str, ...] = ()

    def in_fase(self, rows: TrajectQuerySet, name: str, value: str) -> TrajectQuerySet:
        return rows.in_fase(Fase(value), timezone.localdate())

    def niet_gesproken(self, rows: TrajectQuerySet, name: str, value: Any) -> TrajectQuerySet:
        return rows.stil(timezone.localdate())

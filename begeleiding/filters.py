"""Filters above the list of trajecten; what they get is already scoped."""

from typing import Any

import django_filters as filters
from django.utils import timezone

from begeleiding import signalen
from begeleiding.models import Toewijzing, Traject
from begeleiding.querysets.trajecten import TrajectQuerySet
from begeleiding.workflow import Fase, Trajectstatus
from gka.access.rights import Recht

# Beside the signals: what the end of the year asks for.
AFSLUITEN = "afsluiten"


class TrajectFilter(filters.FilterSet):
    status = filters.ChoiceFilter(label="Status", choices=Trajectstatus.choices, empty_label="Alle")
    fase = filters.ChoiceFilter(label="Fase", choices=Fase.choices, empty_label="Beide", method="in_fase")
    signaal = filters.ChoiceFilter(
        label="Aandacht",
        choices=[*signalen.Signaal.choices, (AFSLUITEN, "af te sluiten")],
        empty_label="Maakt niet uit",
        method="met_signaal",
    )
    medewerker = filters.ChoiceFilter(label="Vast gezicht", empty_label="Iedereen", method="van_medewerker")

    class Meta:
        model = Traject
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who divides the work looks per worker.
        if self.request.user.mag(Recht.TOEWIJZEN):
            wie = Toewijzing.objects.vast_gezicht().op_dag(timezone.localdate())
            paren = wie.filter(traject__in=self.queryset.order_by().values("pk"))
            namen = paren.values_list("aanstelling__medewerker", "aanstelling__medewerker__naam").distinct()
            self.filters["medewerker"].extra["choices"] = sorted(
                ((str(pk), naam) for pk, naam in namen), key=lambda paar: paar[1]
            )
        else:
            del self.filters["medewerker"]

    def in_fase(self, rows: TrajectQuerySet, name: str, value: str) -> TrajectQuerySet:
        return rows.in_fase(Fase(value), timezone.localdate())

    def met_signaal(self, rows: TrajectQuerySet, name: str, value: str) -> TrajectQuerySet:
        if value == AFSLUITEN:
            return rows.af_te_sluiten(timezone.localdate())
        return rows.filter(pk__in=signalen.met(rows, signalen.Signaal(value), timezone.localdate()))

    def van_medewerker(self, rows: TrajectQuerySet, name: str, value: str) -> TrajectQuerySet:
        return rows.van_medewerker(value, timezone.localdate())

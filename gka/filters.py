"""Filters above lists. A FilterSet gets an already scoped queryset; every dropdown asks the request who is looking."""

from typing import Any

import django_filters as filters
from django import forms
from django.http import HttpRequest
from django.utils import timezone

from gka import taken
from gka.models import Cohort, Leerling
from gka.names import zoek
from gka.privacy import search_terms
from gka.privacy.overview import Stand, met_stand
from gka.querysets import LeerlingQuerySet

STANDEN = [(Stand.VRAGEN.value, "nog vragen"), (Stand.JA.value, "ja"), (Stand.NEE.value, "nee")]


def _cohorten(request: HttpRequest | None) -> Any:
    if request is None:
        return Cohort.objects.none()
    return Cohort.objects.zichtbaar_voor(request.user).order_by("-jaar")


class LeerlingFilter(filters.FilterSet):
    """Pupils by name, year, consent and what needs doing."""

    zoek = filters.CharFilter(method="filter_naam", widget=forms.HiddenInput)
    cohort = filters.ModelChoiceFilter(
        field_name="cohortdeelnames__cohort", queryset=_cohorten, label="Jaar", empty_label="Alle jaren"
    )
    toestemming = filters.ChoiceFilter(
        choices=STANDEN, method="filter_toestemming", label="Toestemming om te bespreken", empty_label="Maakt niet uit"
    )

    taak = filters.ChoiceFilter(method="filter_taak", label="Wat te doen is", empty_label="Maakt niet uit")

    class Meta:
        model = Leerling
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["taak"].extra["choices"] = list(taken.soorten(self.request.user.rechten()).items())

    @property
    def zoekterm(self) -> str:
        """What is searched for, as it was typed."""
        return search_terms.open_(self.data.get("zoek", ""), voor=self.request.user)

    def filter_naam(self, rows: LeerlingQuerySet, name: str, value: str) -> LeerlingQuerySet:
        """Every word of the search in the name, in any order; a typing error counts only when nobody fits without.

        Compared here and not in the database: SQLite knows no accents, and one person sees at most some 2,000 pupils
        (bench/zoeken.py). The rules are in `gka.names.zoek`.
        """
        namen = rows.order_by().values_list("pk", "roepnaam", "tussenvoegsel", "achternaam")
        return rows.filter(pk__in=zoek(self.zoekterm, ((pk, " ".join(delen)) for pk, *delen in namen)))

    def filter_toestemming(self, rows: LeerlingQuerySet, name: str, value: str) -> LeerlingQuerySet:
        return rows.filter(pk__in=met_stand(rows, Stand(value), op=timezone.localdate()))

    def filter_taak(self, rows: LeerlingQuerySet, name: str, value: str) -> LeerlingQuerySet:
        return rows.filter(pk__in=taken.met_taak(self.request.user, value, timezone.localdate()))

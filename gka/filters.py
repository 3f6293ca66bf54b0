"""Filters above lists. A FilterSet gets an already scoped queryset; every dropdown asks the request who is looking."""

from typing import Any

import django_filters as filters
from django import forms
from django.http import HttpRequest
from django.utils import timezone

from gka import leerlingstatus, taken
from gka.models import Cohort, Leerling, School
from gka.names import zoek
from gka.privacy import search_terms
from gka.privacy.overview import Stand, met_stand
from gka.querysets import LeerlingQuerySet

STANDEN = [(Stand.VRAGEN.value, "nog vragen"), (Stand.JA.value, "mag"), (Stand.NEE.value, "mag niet")]


def _cohorten(request: HttpRequest | None) -> Any:
    if request is None:
        return Cohort.objects.none()
    return Cohort.objects.zichtbaar_voor(request.user).order_by("-jaar")


def _vo_scholen(request: HttpRequest | None) -> Any:
    if request is None:
        return School.objects.none()
    return School.objects.zichtbaar_voor(request.user).vo().deelnemend().order_by("naam")


class LeerlingFilter(filters.FilterSet):
    """Pupils by name, year, secondary school, status, consent and what needs doing."""

    zoek = filters.CharFilter(method="filter_naam", widget=forms.HiddenInput)
    cohort = filters.ModelChoiceFilter(
        field_name="cohortdeelnames__cohort", queryset=_cohorten, label="Jaar", empty_label="Alle jaren"
    )
    vo_school = filters.ModelChoiceFilter(
        queryset=_vo_scholen, method="filter_vo_school", label="Vo-school", empty_label="Alle scholen"
    )
    status = filters.ChoiceFilter(method="filter_status", label="Status", empty_label="Maakt niet uit")
    toestemming = filters.ChoiceFilter(
        choices=STANDEN, method="filter_toestemming", label="Bespreken", empty_label="Maakt niet uit"
    )

    taak = filters.ChoiceFilter(method="filter_taak", label="Wat te doen is", empty_label="Maakt niet uit")

    class Meta:
        model = Leerling
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rechten = self.request.user.rechten()
        self.filters["status"].extra["choices"] = list(leerlingstatus.labels(rechten).items())
        self.filters["taak"].extra["choices"] = list(taken.soorten(rechten).items())

    @property
    def zoekterm(self) -> str:
        """What is searched for, as it was typed."""
        return search_terms.open_(self.data.get("zoek", ""), voor=self.request.user)

    def filter_naam(self, rows: LeerlingQuerySet, name: str, value: str) -> LeerlingQuerySet:
        """Every word of the search in the name, in any order; a typing error counts only when nobody fits without.

        Compared here and not in the database: SQLite knows no accents, and one person sees at most some 2,000 pupils
        (bench/zoeken.py). The rules are in `gka.names.zoek`. A search of somebody else finds nobody.
        """
        term = self.zoekterm
        if not term:
            return rows.none()
        namen = rows.order_by().values_list("pk", "roepnaam", "tussenvoegsel", "achternaam")
        return rows.filter(pk__in=zoek(term, ((pk, " ".join(delen)) for pk, *delen in namen)))

    def filter_toestemming(self, rows: LeerlingQuerySet, name: str, value: str) -> LeerlingQuerySet:
        return rows.filter(pk__in=met_stand(rows, Stand(value), op=timezone.localdate()))

    def filter_vo_school(self, rows: LeerlingQuerySet, name: str, value: School) -> LeerlingQuerySet:
        return rows.naar_vo_school(value.pk)

    def filter_status(self, rows: LeerlingQuerySet, name: str, value: str) -> LeerlingQuerySet:
        """Compared here: which app says what about a pupil is not in one table."""
        standen = leerlingstatus.van(self.request.user, timezone.localdate())
        if value == leerlingstatus.OP_DE_LIJST:
            return rows.exclude(pk__in=standen)
        return rows.filter(pk__in=[pk for pk, stand in standen.items() if stand == value])

    def filter_taak(self, rows: LeerlingQuerySet, name: str, value: str) -> LeerlingQuerySet:
        return rows.filter(pk__in=taken.met_taak(self.request.user, value, timezone.localdate()))

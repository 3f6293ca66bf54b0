"""Forms of monitoring."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from gka.forms import GkaForm
from gka.models import Cohort


class ExportForm(GkaForm):
    """Which years go into the file; the choices are the person's own region's."""

    cohorten = forms.ModelMultipleChoiceField(
        label="Cohorten",
        queryset=Cohort.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één cohort."},
    )

    def __init__(self, *args: Any, cohorten: "QuerySet[Cohort]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohorten"].queryset = cohorten  # type: ignore[attr-defined]

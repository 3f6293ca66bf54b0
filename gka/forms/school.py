"""A school on the road of a pupil, or the municipality where the pupil lives: which, and from when."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from gka.forms import DateInput, GkaForm
from gka.models import Gemeente, School
from gka.workflow import Keuzesoort


class SchoolForm(GkaForm):
    school = forms.ModelChoiceField(
        label="School",
        queryset=School.objects.none(),
        empty_label="Kies een school",
        error_messages={"required": "Kies een school."},
    )
    vanaf = forms.DateField(label="Vanaf", widget=DateInput)
    overdragen = forms.BooleanField(
        label="Ik weet dat mijn school deze leerling daarna niet meer ziet",
        error_messages={"required": "Zet een vinkje als u de leerling wilt overdragen."},
    )

    def __init__(
        self, *args: Any, soort: Keuzesoort, scholen: QuerySet[School], vroegst: date, vandaag: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vanaf"].widget.attrs |= {"min": vroegst.isoformat(), "max": vandaag.isoformat()}
        self.fields["school"].queryset = scholen
        self.fields["school"].label = str(soort.label).capitalize()
        if soort != Keuzesoort.BASISSCHOOL:
            del self.fields["overdragen"]


class WoonplaatsForm(GkaForm):
    gemeente = forms.ModelChoiceField(
        label="Woont in",
        queryset=Gemeente.objects.none(),
        empty_label="Kies een gemeente",
        error_messages={"required": "Kies een gemeente."},
    )
    vanaf = forms.DateField(label="Vanaf", widget=DateInput)

    def __init__(self, *args: Any, gemeenten: QuerySet[Gemeente], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = gemeenten

"""A contact of a past day with a pupil somebody guided then: the form of a contact, with a code instead of a name."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from begeleiding.forms.contact import ContactForm
from begeleiding.models import Traject


class VergetenForm(ContactForm):
    """`leerlingen` are the trajecten one may still record for, each as one knows it without a name."""

    leerling = forms.ChoiceField(
        label="Welke leerling",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Kies een leerling uit de lijst."),
    )

    field_order: ClassVar[list[str]] = ["leerling"]

    def __init__(self, *args: Any, leerlingen: Sequence[tuple[Traject, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trajecten = {str(traject.pk): traject for traject, _ in leerlingen}
        self.fields["leerling"].choices = [(str(traject.pk), tekst) for traject, tekst in leerlingen]

    @property
    def traject(self) -> Traject:
        """Whom the contact was with."""
        return self.trajecten[self.cleaned_data["leerling"]]

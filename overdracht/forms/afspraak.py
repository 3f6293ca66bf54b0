"""An agreed first action, and what became of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from gka.forms import DateInput, GkaForm
from gka.forms.tekst import GeenBsn
from overdracht.forms.tekst import KorteTekst
from overdracht.models import Afspraak
from overdracht.workflow import Partij


class AfspraakForm(GeenBsn, GkaForm):
    """Who does what, before when."""

    vrije_tekst = ("wat",)

    wat = KorteTekst(label="Wat is er afgesproken?")
    wie = forms.ChoiceField(
        label="Wie doet dat?",
        choices=[("", "Kies wie"), *((partij.value, str(partij.label).capitalize()) for partij in Partij)],
    )
    voor = forms.DateField(label="Voor welke dag?", widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="afspraak-%s", **kwargs)
        self.fields["wat"].required = True
        self.fields["wat"].widget.attrs["rows"] = 2


class AfspraakStap(forms.Form):
    """Which agreement, as it was shown, and what became of it."""

    KLAAR, OPEN, VERVALLEN = "klaar", "open", "vervallen"

    afspraak = forms.ModelChoiceField(queryset=Afspraak.objects.none())
    versie = forms.IntegerField()
    stap = forms.ChoiceField(choices=[(stap, stap) for stap in (KLAAR, OPEN, VERVALLEN)])

    def __init__(self, *args: Any, afspraken: QuerySet[Afspraak], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["afspraak"].queryset = afspraken  # type: ignore[attr-defined]

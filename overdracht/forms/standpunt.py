"""The stance of the own party, given by somebody of that party."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gka.forms import GkaForm, SegmentedRadioSelect
from overdracht.models import Instemming
from overdracht.workflow import Partij, Standpunt


class StandpuntForm(GkaForm):
    """For whom one speaks (asked only when there is a choice), and what that party thinks."""

    partij = forms.ChoiceField(label="Voor wie spreekt u?", widget=forms.RadioSelect)
    standpunt = forms.ChoiceField(
        label="Gaat deze leerling in het traject?",
        choices=[(Standpunt.JA.value, "Ja"), (Standpunt.NEE.value, "Nee")],
        widget=SegmentedRadioSelect,
        error_messages={"required": "Kies ja of nee."},
    )

    def __init__(
        self, *args: Any, partijen: Sequence[Partij], gegeven: Instemming | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"standpunt": gegeven.standpunt} if gegeven else None, **kwargs)
        self.gegeven = gegeven
        veld = self.fields["partij"]
        assert isinstance(veld, forms.ChoiceField)  # noqa: S101 - so that the type is known
        veld.choices = [(partij.value, str(partij.label).capitalize()) for partij in partijen]
        self.partijen = partijen
        if len(partijen) == 1:
            veld.widget, veld.initial = forms.HiddenInput(), partijen[0].value

"""The stance of the own party, given by somebody of that party."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gka.forms import GkaForm, SegmentedRadioSelect
from gka.forms.tekst import GeenBsn
from overdracht.forms.tekst import KorteTekst
from overdracht.models import Instemming
from overdracht.workflow import Partij, Standpunt


class StandpuntForm(GeenBsn, GkaForm):
    """For whom one speaks (asked only when there is a choice), and what that party thinks.

    `opgenomen`: the pupil is in, so a nee opens the decision again; then it must say why.
    """

    vrije_tekst = ("reden",)

    partij = forms.ChoiceField(label="Voor wie spreekt u?", widget=forms.RadioSelect)
    standpunt = forms.ChoiceField(
        label="Gaat deze leerling in het traject?",
        choices=[(Standpunt.JA.value, "Ja"), (Standpunt.NEE.value, "Nee")],
        widget=SegmentedRadioSelect,
        error_messages={"required": "Kies ja of nee."},
    )
    reden = KorteTekst(label="Waarom nee?", help_text="Alleen bij nee. Iedereen aan tafel kan dit lezen.")

    def __init__(
        self,
        *args: Any,
        partijen: Sequence[Partij],
        opgenomen: bool,
        gegeven: Instemming | None = None,
        **kwargs: Any,
    ) -> None:
        nu = {"standpunt": gegeven.standpunt, "reden": gegeven.reden} if gegeven else None
        super().__init__(*args, initial=nu, **kwargs)
        self.gegeven, self.opgenomen = gegeven, opgenomen
        if opgenomen:
            self.hide_optional = frozenset({"reden"})  # type: ignore[misc]
        veld = self.fields["partij"]
        assert isinstance(veld, forms.ChoiceField)  # noqa: S101 - so that the type is known
        veld.choices = [(partij.value, str(partij.label).capitalize()) for partij in partijen]
        self.partijen = partijen
        if len(partijen) == 1:
            veld.widget, veld.initial = forms.HiddenInput(), partijen[0].value

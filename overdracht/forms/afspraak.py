"""An agreed first action, and what became of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from gka.forms import DateInput, GkaForm
from gka.forms.tekst import GeenBsn
from overdracht.forms.tekst import KorteTekst
from overdracht.models import Afspraak
from overdracht.workflow import Partij

AFSPRAAK = "afspraak"
# The form of the page of a pupil, which the fields of an agreement belong to.
HOOFDFORMULIER = "bespreking"


class AfspraakForm(GeenBsn, GkaForm):
    """Who does what, before when. It lies in the form of the pupil, so that no button forgets what was typed there."""

    vrije_tekst = ("wat",)

    wat = KorteTekst(label="Wat is er afgesproken?")
    wie = forms.ChoiceField(
        label="Wie doet dat?",
        choices=[("", "Kies wie"), *((partij.value, str(partij.label).capitalize()) for partij in Partij)],
    )
    voor = forms.DateField(label="Voor welke dag?", widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=AFSPRAAK, auto_id="%s", **kwargs)
        self.fields["wat"].required = True
        self.fields["wat"].widget.attrs["rows"] = 2
        for veld in self.fields.values():
            veld.widget.attrs["form"] = HOOFDFORMULIER

    def getypt(self) -> dict[str, Any]:
        """What was filled in so far (bound)."""
        return {naam: self[naam].value() for naam in self.changed_data if naam != "geen_bsn"}


class AfspraakStap(forms.Form):
    """Which agreement, as it was shown, and what became of it: one value, for one button can send no more."""

    KLAAR, OPEN, VERVALLEN = "klaar", "open", "vervallen"

    stap = forms.RegexField(r"^(klaar|open|vervallen):[0-9a-f-]{36}:[0-9]{1,9}$")

    def __init__(self, *args: Any, afspraken: QuerySet[Afspraak], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.afspraken = afspraken

    def clean_stap(self) -> tuple[str, Afspraak, int]:
        """What became of it, of which one, as of which version."""
        stap, pk, versie = self.cleaned_data["stap"].split(":")
        try:
            return stap, self.afspraken.get(pk=UUID(pk)), int(versie)
        except (ValueError, Afspraak.DoesNotExist):
            raise forms.ValidationError("Deze afspraak staat hier niet.") from None

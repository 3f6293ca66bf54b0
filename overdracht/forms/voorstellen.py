"""Onto which list the pupils go."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gka.forms import GkaForm
from gka.templatetags.formatting import date_long, time_nl
from overdracht.models import Overleg

NIEUW = "nieuw"


class VoorstelForm(GkaForm):
    """An overleg that is planned already, or a new one. Nothing is chosen beforehand."""

    overleg = forms.ChoiceField(
        label="Op welke lijst komen deze leerlingen?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies op welke lijst deze leerlingen komen."},
    )

    def __init__(self, *args: Any, overleggen: Sequence[Overleg], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overleggen = {str(overleg.pk): overleg for overleg in overleggen}
        veld = self.fields["overleg"]
        assert isinstance(veld, forms.ChoiceField)  # noqa: S101 - so that the type is known
        veld.choices = [(pk, _naam(overleg)) for pk, overleg in self.overleggen.items()]
        veld.choices += [(NIEUW, "Een nieuw overleg plannen")]

    @property
    def gekozen(self) -> Overleg | None:
        """The chosen overleg; None for a new one."""
        return self.overleggen.get(self.cleaned_data["overleg"])


def _naam(overleg: Overleg) -> str:
    return f"{date_long(overleg.datum).capitalize()}, {time_nl(overleg.tijd)}, {overleg.plaats}"

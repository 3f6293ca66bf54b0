"""Onto which list the pupils go."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gka.forms import GkaForm
from gka.models import Aanstelling
from gka.templatetags.formatting import date_long, time_nl
from overdracht.forms.overleg import Collegas
from overdracht.models import Overleg

NIEUW = "nieuw"


class VoorstelForm(GkaForm):
    """An overleg that is planned already, or a new one, which is not chosen beforehand; and who comes to sit there."""

    overleg = forms.ChoiceField(
        label="Op welke lijst komen deze leerlingen?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies op welke lijst deze leerlingen komen."},
    )

    erbij = Collegas(
        label="Wie nodigt u erbij uit?",
        queryset=Aanstelling.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Van de scholen waar deze leerlingen heen willen. Haal weg wie niet komt. Wie al aan tafel zit, "
        "krijgt geen nieuwe mail. Plant u een nieuw overleg? Dan kiest u dit daar.",
    )

    hide_optional = frozenset({"erbij"})

    def __init__(
        self, *args: Any, overleggen: Sequence[Overleg], collegas: Sequence[Aanstelling], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.collegas = collegas
        erbij = self.fields["erbij"]
        assert isinstance(erbij, forms.ModelMultipleChoiceField)  # noqa: S101 - so that the type is known
        erbij.queryset = Aanstelling.objects.filter(pk__in=[stoel.pk for stoel in collegas])
        erbij.choices = [(stoel.pk, erbij.label_from_instance(stoel)) for stoel in collegas]
        erbij.initial = [stoel.pk for stoel in collegas]
        if not collegas:
            del self.fields["erbij"]
        self.overleggen = {str(overleg.pk): overleg for overleg in overleggen}
        veld = self.fields["overleg"]
        assert isinstance(veld, forms.ChoiceField)  # noqa: S101 - so that the type is known
        veld.choices = [(pk, _naam(overleg)) for pk, overleg in self.overleggen.items()]
        veld.choices += [(NIEUW, "Een nieuw overleg plannen")]

    @property
    def stoelen(self) -> list[Aanstelling]:
        """Who is to be invited."""
        return list(self.cleaned_data.get("erbij", []))

    @property
    def weggelaten(self) -> list[Aanstelling]:
        """Who was suggested and is not to come."""
        return [stoel for stoel in self.collegas if stoel not in self.stoelen]

    @property
    def gekozen(self) -> Overleg | None:
        """The chosen overleg; None for a new one."""
        return self.overleggen.get(self.cleaned_data["overleg"])


def _naam(overleg: Overleg) -> str:
    return f"{date_long(overleg.datum).capitalize()}, {time_nl(overleg.tijd)}, {overleg.plaats}"

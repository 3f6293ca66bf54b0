"""An advice of one kind: which, and when it was given."""

from django import forms

from gka.actions.adviezen import MotivatieNodig
from gka.exceptions import NietToegestaan
from gka.forms import ButtonRadioSelect, DateInput, GkaForm
from gka.workflow import Adviessoort, Advieswaarde


class AdviesForm(GkaForm):
    soort = forms.ChoiceField(
        label="Welk advies?",
        choices=[
            (Adviessoort.VOORLOPIG, "Voorlopig"),
            (Adviessoort.TOETS, "Toetsadvies"),
            (Adviessoort.DEFINITIEF, "Definitief"),
        ],
        widget=ButtonRadioSelect,
        error_messages={"required": "Kies welk advies dit is."},
    )
    waarde = forms.ChoiceField(
        label="Advies",
        choices=[("", "Kies een advies"), *Advieswaarde.choices],
        error_messages={"required": "Kies het advies."},
    )
    datum = forms.DateField(
        label="Gegeven op",
        widget=DateInput,
        help_text="De dag waarop de leerling en de ouders het advies kregen.",
    )
    gemotiveerd = forms.BooleanField(label="De school heeft dit gemotiveerd", required=False)

    hide_optional = frozenset({"gemotiveerd"})
    vraag_motivatie = False  # only when the advice stays below the test

    def weiger(self, weigering: NietToegestaan) -> None:
        """Put the sentence of a refusal where it belongs; the one about the test brings its question along."""
        self.vraag_motivatie = isinstance(weigering, MotivatieNodig)
        self.add_error("gemotiveerd" if self.vraag_motivatie else None, str(weigering))

    def toont_motivatie(self) -> bool:
        """Whether the question is on the page."""
        return self.vraag_motivatie or bool(self["gemotiveerd"].value())

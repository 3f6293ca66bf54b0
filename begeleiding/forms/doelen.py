"""Forms about goals and notes: words of a pupil or parent, a score, a reason, a note."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from begeleiding.workflow import AANTEKENINGTEKENS, DOELTEKENS, SCORE_HOOGSTENS, Scoremoment, Uitspraak
from gka.forms import ButtonCheckboxSelectMultiple, ButtonRadioSelect, DateInput, GkaForm, ScaleRadioSelect
from gka.forms.tekst import GeenBsn, Tekst
from gka.forms.weigering import Weigerbaar
from gka.models import Keuze

NIET_OPSCHRIJVEN = "Schrijf geen diagnose, medische gegevens of testscores op."
MAG_LEZEN = "Ouders mogen dit lezen."
CIJFERS = [(str(cijfer), str(cijfer)) for cijfer in range(SCORE_HOOGSTENS + 1)]
WAT_HET_CIJFER_ZEGT = "0 is nog helemaal niet, 10 is helemaal bereikt."
WELK_CIJFER = "Kies een cijfer van 0 tot 10."
WELKE_DAG = "Vul de dag in, bijvoorbeeld 27-3-2026."


class DoelForm(Weigerbaar, GeenBsn, GkaForm):
    """A goal as the pupil or parent says it. Nothing is chosen beforehand."""

    vrije_tekst = ("tekst",)
    hide_optional = frozenset({"geen_bsn"})

    tekst = Tekst(
        label="Wat wil de leerling of ouder bereiken?",
        help_text=f"Schrijf op wat de leerling of ouder zelf zegt. {NIET_OPSCHRIJVEN} {MAG_LEZEN}",
        max_length=DOELTEKENS,
        rows=3,
        leeg="Schrijf het doel op in de woorden van de leerling of ouder.",
    )
    van_wie = forms.ChoiceField(
        label="Van wie zijn deze woorden?",
        choices=[(een.value, str(een.label).capitalize()) for een in Uitspraak],
        widget=ButtonRadioSelect,
        error_messages={"required": "Kies van wie deze woorden zijn."},
    )
    domeinen = forms.ModelMultipleChoiceField(
        label="Waar gaat het over?",
        queryset=Keuze.objects.none(),
        required=False,
        widget=ButtonCheckboxSelectMultiple,
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, domeinen: QuerySet[Keuze], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domeinen"].queryset = domeinen

    def gegevens(self) -> dict[str, Any]:
        """What the actions ask for."""
        schoon = self.cleaned_data
        return {
            "tekst": schoon["tekst"],
            "van_wie": Uitspraak(schoon["van_wie"]),
            "domeinen": list(schoon["domeinen"]),
        }


class StopForm(Weigerbaar, GeenBsn, GkaForm):
    vrije_tekst = ("reden",)
    hide_optional = frozenset({"geen_bsn"})

    reden = Tekst(
        label="Waarom stopt dit doel?",
        help_text=f"Bijvoorbeeld: bereikt, of niet meer belangrijk. {NIET_OPSCHRIJVEN} {MAG_LEZEN}",
        max_length=DOELTEKENS,
        rows=2,
        leeg="Schrijf kort op waarom dit doel stopt.",
    )
    eindscore = forms.TypedChoiceField(
        label="Welk cijfer geeft de leerling of ouder nu?",
        help_text=WAT_HET_CIJFER_ZEGT,
        choices=CIJFERS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=ScaleRadioSelect,
        error_messages={"invalid_choice": WELK_CIJFER},
    )
    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, vraag_eindscore: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not vraag_eindscore:
            del self.fields["eindscore"]

    def gegevens(self) -> dict[str, Any]:
        """What the action asks for."""
        schoon = self.cleaned_data
        return {"reden": schoon["reden"], "versie": schoon["versie"], "eindscore": schoon.get("eindscore")}


class ScoreForm(Weigerbaar, GkaForm):
    """How near a goal is. No score is chosen beforehand; the day is today unless another one is filled in."""

    score = forms.TypedChoiceField(
        label="Welk cijfer geeft de leerling of ouder?",
        help_text=WAT_HET_CIJFER_ZEGT,
        choices=CIJFERS,
        coerce=int,
        widget=ScaleRadioSelect,
        error_messages={"required": WELK_CIJFER, "invalid_choice": WELK_CIJFER},
    )
    gemeten_op = forms.DateField(
        label="Op welke dag?", widget=DateInput, error_messages={"required": WELKE_DAG, "invalid": WELKE_DAG}
    )
    moment = forms.ChoiceField(choices=Scoremoment.choices, widget=forms.HiddenInput)
    vervangt = forms.UUIDField(widget=forms.HiddenInput, required=False)


class AantekeningForm(Weigerbaar, GeenBsn, GkaForm):
    vrije_tekst = ("tekst",)
    hide_optional = frozenset({"geen_bsn"})

    tekst = Tekst(
        label="Aantekening",
        help_text=NIET_OPSCHRIJVEN,
        max_length=AANTEKENINGTEKENS,
        rows=8,
        leeg="Schrijf iets op, of ga terug.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

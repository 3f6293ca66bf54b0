"""Forms about hours of an organisation. They clean input; what may be is for the actions to say."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms

from begeleiding.workflow import BUDGET_HOOGSTENS
from gka.forms import DateInput, GkaForm
from gka.forms.tekst import GeenBsn, Tekst
from gka.forms.weigering import Weigerbaar
from gka.models import Aanstelling


class SluitenForm(GkaForm):
    """Close a month; the tick is only asked when somebody has no hours."""

    akkoord = forms.BooleanField(required=False)

    def __init__(self, *args: Any, zonder_uren: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wie = "deze medewerker heeft" if zonder_uren == 1 else "deze medewerkers hebben"
        self.fields["akkoord"].label = f"Ja, dat klopt: {wie} geen uren in deze maand"


class HeropenenForm(GeenBsn, GkaForm):
    vrije_tekst = ("reden",)
    hide_optional = frozenset({"geen_bsn"})

    reden = Tekst(
        label="Waarom heropent u deze maand?",
        help_text="Een korte zin. Schrijf geen namen van leerlingen op.",
        max_length=280,
        rows=3,
        leeg="Schrijf kort op waarom u deze maand heropent.",
    )


class BudgetForm(Weigerbaar, GeenBsn, GkaForm):
    """Hours per school week for one appointment; a reason only when it replaces what was wrong."""

    vrije_tekst = ("reden",)

    uren = forms.DecimalField(
        label="Uren per week",
        help_text="Voor begeleiding in schoolweken, bijvoorbeeld 12 of 7,5.",
        max_digits=4,
        decimal_places=2,
        min_value=Decimal("0.02"),
        max_value=BUDGET_HOOGSTENS // 60,
        localize=True,
        widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "decimal"}),
        error_messages={
            "required": "Vul het aantal uren per week in.",
            "invalid": "Vul een getal in, bijvoorbeeld 12 of 7,5.",
            "min_value": "Vul meer dan 0 uren in.",
            "max_value": "Een budget is ten hoogste 60 uur per week.",
            "max_digits": "Vul een getal in, bijvoorbeeld 12 of 7,5.",
            "max_decimal_places": "Vul ten hoogste twee cijfers achter de komma in.",
            "max_whole_digits": "Een budget is ten hoogste 60 uur per week.",
        },
    )
    van = forms.DateField(label="Vanaf", widget=DateInput, error_messages={"required": "Kies vanaf welke dag."})
    tot = forms.DateField(
        label="Tot en met",
        help_text="Laat leeg als u nog geen einde weet. Met een einde gaat daarna het vorige budget weer door.",
        widget=DateInput,
        required=False,
    )
    reden = Tekst(
        label="Reden",
        help_text="Alleen als u een budget verbetert dat al was opgeslagen.",
        max_length=280,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, aanstellingen: Sequence[Aanstelling], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aanstellingen = {str(een.pk): een for een in aanstellingen}
        een = len(aanstellingen) == 1
        veld = forms.ChoiceField(
            label="Aanstelling",
            choices=[(key, str(aanstelling)) for key, aanstelling in self.aanstellingen.items()],
            widget=forms.HiddenInput if een else forms.RadioSelect,
            initial=next(iter(self.aanstellingen)) if een else None,
            error_messages={"required": "Kies voor welke aanstelling."},
        )
        self.fields = {"aanstelling": veld, **self.fields}

    def gegevens(self) -> dict[str, Any]:
        """What the action `vaststellen` asks for."""
        schoon = self.cleaned_data
        minuten = (schoon["uren"] * 60).quantize(Decimal(1), ROUND_HALF_UP)
        return {
            "aanstelling": self.aanstellingen[schoon["aanstelling"]],
            "minuten_per_week": int(minuten),
            "van": schoon["van"],
            "tot": schoon["tot"],
            "reden": schoon["reden"],
        }

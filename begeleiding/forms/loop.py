"""Forms about the course of a traject and about who guides. They clean input; the actions say what may be."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from begeleiding.models import Traject
from begeleiding.workflow import Nazorg, Onjuist, Trajectstatus
from gka.forms import DateInput, GkaForm, SegmentedRadioSelect
from gka.forms.weigering import Weigerbaar
from gka.models import Aanstelling, Keuze

REDEN = {"label": "Reden", "max_length": 280, "error_messages": {"required": "Schrijf kort op waarom."}}


def medewerkerkeuzes(medewerkers: Sequence[Aanstelling]) -> list[tuple[str, str]]:
    """Each with school and organisation, and nobody chosen beforehand."""
    namen = [(str(een.pk), f"{een.medewerker.naam}, {een.werkplek_school} ({een.organisatie})") for een in medewerkers]
    return [("", "Kies een medewerker"), *namen]


class StapForm(Weigerbaar, GkaForm):
    """One step of a traject, from the version that the page showed."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def gegevens(self) -> dict[str, Any]:
        """What the action asks for."""
        return dict(self.cleaned_data)


class HeropenForm(StapForm):
    reden = forms.CharField(help_text="Zonder gevoelige informatie: dit blijft staan.", **REDEN)  # type: ignore[arg-type]


class HeropenMetGezichtForm(HeropenForm):
    """Open again, with who guides from today."""

    naar = forms.ChoiceField(label="Nieuw vast gezicht", error_messages={"required": "Kies een medewerker."})
    field_order = ["naar", "reden"]

    def __init__(self, *args: Any, medewerkers: Sequence[Aanstelling], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.medewerkers = {str(een.pk): een for een in medewerkers}
        self.fields["naar"].choices = medewerkerkeuzes(medewerkers)  # type: ignore[attr-defined]

    def gegevens(self) -> dict[str, Any]:
        return self.cleaned_data | {"naar": self.medewerkers[self.cleaned_data["naar"]]}


class SluitForm(StapForm):
    """Nothing is chosen beforehand: what was not asked is not recorded as an answer."""

    status = forms.ChoiceField(
        label="Hoe eindigt het traject?",
        choices=[(Trajectstatus.AFGEROND, "Afgerond"), (Trajectstatus.EERDER_GESTOPT, "Eerder gestopt")],
        widget=SegmentedRadioSelect,
        error_messages={"required": "Kies hoe het traject eindigt."},
    )
    nazorg = forms.ChoiceField(
        label="Weet de leerling u na december te vinden?",
        help_text="Nodig als het traject is afgerond.",
        choices=[(keuze.value, keuze.label.capitalize()) for keuze in Nazorg],
        widget=SegmentedRadioSelect,
        required=False,
    )
    stopreden = forms.ModelChoiceField(
        label="Waarom stopt het eerder?",
        help_text="Nodig als het traject eerder stopt.",
        queryset=Keuze.objects.none(),
        empty_label="Kies een reden",
        required=False,
    )

    hide_optional: ClassVar[set[str]] = {"nazorg", "stopreden"}

    def __init__(self, *args: Any, redenen: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stopreden"].queryset = redenen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        if schoon.get("status") == Trajectstatus.AFGEROND:
            if not schoon.get("nazorg") and "nazorg" not in self.errors:
                self.add_error("nazorg", "Kies ja, nee of onbekend.")
            if schoon.get("stopreden"):
                self.add_error("stopreden", "U koos ‘Afgerond’. Maak dit veld leeg, of kies ‘Eerder gestopt’.")
        if schoon.get("status") == Trajectstatus.EERDER_GESTOPT and not schoon.get("stopreden"):
            self.add_error("stopreden", "Kies waarom het traject eerder stopt.")
        return schoon

    def gegevens(self) -> dict[str, Any]:
        return self.cleaned_data | {"status": Trajectstatus(self.cleaned_data["status"])}


class OverdraagForm(Weigerbaar, GkaForm):
    """Which pupils go to whom, from which day."""

    trajecten = forms.MultipleChoiceField(
        label="Leerlingen",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één leerling."},
    )
    naar = forms.ChoiceField(label="Nieuw vast gezicht", error_messages={"required": "Kies een medewerker."})
    van = forms.DateField(label="Eerste dag", widget=DateInput, error_messages={"required": "Vul de eerste dag in."})
    reden = forms.CharField(help_text="Zonder gevoelige informatie: dit blijft staan.", **REDEN)  # type: ignore[arg-type]

    def __init__(
        self, *args: Any, trajecten: Sequence[Traject], medewerkers: Sequence[Aanstelling], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.op_sleutel = {str(traject.pk): traject for traject in trajecten}
        self.medewerkers = {str(een.pk): een for een in medewerkers}
        self.fields["trajecten"].choices = [(key, een.leerling.lijstnaam) for key, een in self.op_sleutel.items()]  # type: ignore[attr-defined]
        self.fields["naar"].choices = medewerkerkeuzes(medewerkers)  # type: ignore[attr-defined]

    def gegevens(self) -> dict[str, Any]:
        """What the action asks for."""
        schoon = self.cleaned_data
        return schoon | {
            "trajecten": [self.op_sleutel[key] for key in schoon["trajecten"]],
            "naar": self.medewerkers[schoon["naar"]],
        }


class WaarneemForm(OverdraagForm):
    """Who stands in from when until when, for all pupils of somebody or for some."""

    alle = forms.BooleanField(label="Alle leerlingen van deze medewerker", required=False)
    tot = forms.DateField(label="Laatste dag", widget=DateInput, error_messages={"required": "Vul de laatste dag in."})
    field_order = ["alle", "trajecten", "naar", "van", "tot", "reden"]
    hide_optional: ClassVar[set[str]] = {"trajecten"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trajecten"].label, self.fields["trajecten"].required = "Of alleen deze leerlingen", False
        self.fields["naar"].label = "Wie neemt waar?"
        self.fields["van"].help_text = "Vandaag of later. De waarnemer mag ook contacten van eerdere dagen vastleggen."

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        if schoon.get("alle") and schoon.get("trajecten"):
            self.add_error(
                "trajecten", "U koos alle leerlingen. Haal de vinkjes hier weg, of haal het vinkje bij alle weg."
            )
        elif not schoon.get("alle") and not schoon.get("trajecten"):
            self.add_error("trajecten", str(Onjuist("Kies alle leerlingen, of ten minste één.", "trajecten")))
        return schoon

    def gegevens(self) -> dict[str, Any]:
        gegevens = super().gegevens()
        return gegevens | ({"trajecten": list(self.op_sleutel.values())} if gegevens["alle"] else {})

"""Forms about summer activities: the offer, who joins, who leaves, who was there."""

from collections.abc import Sequence
from typing import Any

from django import forms

from begeleiding.actions.zomer import Zomergegevens
from begeleiding.forms.contact import ANDERS, MetDuur
from begeleiding.models import Zomeractiviteit
from begeleiding.workflow import (
    GEBRUIKELIJK,
    KINDEREN_HOOGSTENS,
    MINUTEN_HOOGSTENS,
    PLAATSEN_HOOGSTENS,
    ZELF_TE_KIEZEN,
)
from gka.forms import (
    ButtonCheckboxSelectMultiple,
    ButtonRadioSelect,
    DateInput,
    GkaForm,
    SegmentedRadioSelect,
    TimeInput,
)
from gka.forms.tekst import GeenBsn, Tekst
from gka.forms.weigering import Weigerbaar
from gka.models import Organisatie
from gka.templatetags.formatting import DAYS, duration

WEEKDAGEN = [(str(nummer), dag.capitalize()) for nummer, dag in enumerate(DAYS)]


def _dag(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=DateInput,
        error_messages={"required": f"Vul bij ‘{label}’ een dag in, bijvoorbeeld 13-7-2026."},
        **kwargs,
    )


def _tijd(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=TimeInput, error_messages={"required": f"Vul bij ‘{label}’ een tijd in, bijvoorbeeld 9.30."}
    )


class ZomeractiviteitForm(Weigerbaar, GeenBsn, GkaForm):
    """What an organisation offers. Names of people do not belong here: every social worker of the region reads it."""

    vrije_tekst = ("naam", "omschrijving", "plaats", "voor_wie", "contactpersoon")
    hide_optional = frozenset({"geen_bsn"})

    organisatie = forms.ModelChoiceField(
        label="Welke organisatie?", queryset=Organisatie.objects.none(), empty_label=None
    )
    naam = forms.CharField(label="Naam van de activiteit", max_length=80)
    omschrijving = Tekst(label="Wat gaan de kinderen doen?", max_length=280, rows=3, required=False)
    voor_wie = forms.CharField(
        label="Voor wie?", help_text="Bijvoorbeeld: groep 8 uit Brunssum en Heerlen.", max_length=140
    )
    plaats = forms.CharField(label="Waar?", max_length=100)
    plaatsen = forms.IntegerField(label="Aantal plekken", min_value=1, max_value=PLAATSEN_HOOGSTENS)
    van = _dag("Eerste dag")
    tot = _dag("Laatste dag")
    weekdagen = forms.MultipleChoiceField(
        label="Op welke dagen?",
        choices=WEEKDAGEN,
        widget=ButtonCheckboxSelectMultiple,
        error_messages={"required": "Vink aan op welke dagen de activiteit is."},
    )
    begin = _tijd("Begint om")
    eind = _tijd("Eindigt om")
    aanmelden_tot = _dag("Aanmelden tot en met")
    contactpersoon = forms.CharField(
        label="Contactpersoon",
        help_text="Een functie, geen naam. Bijvoorbeeld: jongerenwerker wijkcentrum.",
        max_length=80,
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, organisaties: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([naam for naam in self.fields if naam != "geen_bsn"])
        if organisaties is None or len(organisaties) < 2:
            del self.fields["organisatie"]
        else:
            self.fields["organisatie"].queryset = organisaties

    def gegevens(self) -> Zomergegevens:
        """What the actions ask for."""
        schoon = {naam: self.cleaned_data[naam] for naam in Zomergegevens.__dataclass_fields__ if naam != "weekdagen"}
        return Zomergegevens(weekdagen=frozenset(int(dag) for dag in self.cleaned_data["weekdagen"]), **schoon)


def beginwaarden(activiteit: Zomeractiviteit) -> dict[str, Any]:
    """What is saved now, as the form shows it."""
    velden = [naam for naam in Zomergegevens.__dataclass_fields__ if naam != "weekdagen"]
    dagen = activiteit.dagen.values_list("dag", flat=True)
    weekdagen = sorted({str(dag.weekday()) for dag in dagen})
    return {naam: getattr(activiteit, naam) for naam in (*velden, "versie")} | {"weekdagen": weekdagen}


class AfgelastForm(Weigerbaar, GeenBsn, GkaForm):
    vrije_tekst = ("reden",)
    hide_optional = frozenset({"geen_bsn"})

    reden = Tekst(
        label="Waarom gaat de activiteit niet door?",
        help_text="Iedereen die leerlingen aanmeldde, leest dit. Zet er geen namen in.",
        max_length=280,
        rows=2,
        leeg="Schrijf kort op waarom de activiteit niet doorgaat.",
    )
    versie = forms.IntegerField(widget=forms.HiddenInput)


class AanmeldForm(Weigerbaar, GkaForm):
    """Which of the own pupils join."""

    leerlingen = forms.MultipleChoiceField(
        label="Wie gaat er mee?",
        widget=ButtonCheckboxSelectMultiple,
        error_messages={"required": "Vink aan wie er meegaat."},
    )

    def __init__(self, *args: Any, leerlingen: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leerlingen"].choices = leerlingen


class AfmeldForm(Weigerbaar, GkaForm):
    reden = forms.ChoiceField(
        label="Waarom doet de leerling niet meer mee?",
        choices=[(een.value, str(een.label).capitalize()) for een in ZELF_TE_KIEZEN],
        widget=ButtonRadioSelect,
        error_messages={"required": "Kies waarom de leerling niet meer meedoet."},
    )


class AanwezigForm(MetDuur, Weigerbaar, GeenBsn, GkaForm):
    """Who was there on a day. Nobody is ticked beforehand; `correctie` also asks why, from what was confirmed."""

    vrije_tekst = ("reden",)
    hide_optional = frozenset({"aanwezig", "toch_aanwezig", "duur", "duur_anders", "geen_bsn"})
    vraag_duur = "Kies hoe lang u erbij was."
    vraag_andere_duur = "Vul in hoe lang u erbij was, bijvoorbeeld 20 of 1u15."

    aanwezig = forms.MultipleChoiceField(
        label="Wie van uw leerlingen was er?", widget=ButtonCheckboxSelectMultiple, required=False
    )
    toch_aanwezig = forms.MultipleChoiceField(
        label="Wie had geen plek, maar was er toch?", widget=ButtonCheckboxSelectMultiple, required=False
    )
    overige = forms.IntegerField(
        label="Hoeveel andere kinderen waren er?",
        help_text="Alle kinderen die u hierboven niet aanvinkt, ook die van collega's. Niemand anders? Vul 0 in.",
        min_value=0,
        max_value=KINDEREN_HOOGSTENS,
        error_messages={"required": "Vul in hoeveel andere kinderen er waren. Niemand anders? Vul 0 in."},
    )
    zelf_erbij = forms.ChoiceField(
        label="Was u er zelf bij?",
        choices=[("ja", "Ja"), ("nee", "Nee")],
        widget=SegmentedRadioSelect,
        error_messages={"required": "Kies of u er zelf bij was."},
    )
    duur = forms.ChoiceField(label="Hoe lang was u erbij?", widget=ButtonRadioSelect, required=False)
    duur_anders = forms.CharField(
        label="Andere duur", help_text="Bijvoorbeeld 20, 1u15 of 0:45.", max_length=20, required=False
    )
    reden = forms.CharField(
        label="Waarom verbetert u dit?",
        max_length=280,
        error_messages={"required": "Schrijf kort op waarom u deze lijst verbetert."},
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        leerlingen: Sequence[tuple[str, str]],
        zonder_plek: Sequence[tuple[str, str]],
        minuten: int,
        correctie: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aanwezig"].choices = leerlingen
        self.fields["toch_aanwezig"].choices = zonder_plek
        duren = sorted({*GEBRUIKELIJK[2:], *([minuten] if minuten <= MINUTEN_HOOGSTENS else [])})
        self.fields["duur"].choices = [(str(een), duration(een)) for een in duren] + [(ANDERS, "Anders")]
        if not leerlingen:
            del self.fields["aanwezig"]
        if not zonder_plek:
            del self.fields["toch_aanwezig"]
        if not correctie:
            del self.fields["reden"]

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        schoon["minuten"] = None
        if schoon.get("zelf_erbij") == "ja":
            self.clean_duur_samen(schoon.get("duur", ""), schoon.get("duur_anders", ""))
        return schoon

"""Forms of intervention 2. They clean input; what may be recorded is for the actions to say."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.dateparse import parse_date
from django.utils.text import capfirst

from begeleiding.actions.contacten import AlGebruikt
from begeleiding.models import Contact, Traject
from begeleiding.twijfel import Plan
from begeleiding.workflow import (
    GEBRUIKELIJK,
    KINDEREN_HOOGSTENS,
    OP_SCHOOL,
    SNELLE_SOORTEN,
    Gezelschap,
    Kenmerk,
    Onjuist,
    gesprek_op_school,
    lees_duur,
    lees_minuten,
)
from gka.exceptions import NietToegestaan
from gka.forms import ButtonCheckboxSelectMultiple, ButtonRadioSelect, DateInput, GkaForm, SegmentedRadioSelect
from gka.models import Keuze, Medewerker
from gka.templatetags.formatting import day_relative, duration, join_and

ANDERS = "anders"
# Where a refusal of the action belongs on the page.
VELD = {"minuten": "duur"}
NOG_EEN = (
    "U hebt dit formulier al opgeslagen. Er is nu niets bij gekomen. "
    "Is dit een ander contact? Kies dan nog een keer opslaan."
)


WELKE_SOORT = "Kies een soort contact uit de lijst."
MET_WIE = "Vink aan met wie het contact was."
WELKE_DAG = "Vul de dag in, bijvoorbeeld 27-3-2026."
HOEVEEL_KINDEREN = f"Vul een heel getal in, van 0 tot {KINDEREN_HOOGSTENS}."


class ReistijdField(forms.CharField):
    """Minutes of travel, typed as a duration is; empty is none."""

    def clean(self, value: Any) -> int:
        tekst = super().clean(value)
        try:
            return lees_duur(tekst) if tekst else 0
        except Onjuist as weigering:
            raise forms.ValidationError(str(weigering)) from None


class MetDuur(forms.Form):
    """A form with `duur`, the usual ones as buttons, and `duur_anders` to type another one."""

    vraag_duur = "Kies hoe lang het contact duurde."
    vraag_andere_duur = "Vul in hoe lang het contact duurde, bijvoorbeeld 20 of 1u15."

    def clean_duur_samen(self, duur: str, anders: str) -> None:
        """Put the `minuten` of the two in the cleaned data. Two different ones are a question, never a guess."""
        if anders and duur not in ("", ANDERS):
            self.add_error("duur_anders", "U koos al een duur. Kies ‘Anders’, of maak dit veld leeg.")
        elif anders:
            try:
                self.cleaned_data["minuten"] = lees_minuten(anders)
            except Onjuist as weigering:
                self.add_error("duur_anders", str(weigering))
        elif duur == ANDERS:
            self.add_error("duur_anders", self.vraag_andere_duur)
        elif not duur:
            self.add_error("duur", self.vraag_duur)
        else:
            self.cleaned_data["minuten"] = int(duur)


class MetSoort(forms.Form):
    """Which kind of contact, and with whom. The kinds are filled in by the form."""

    soort = forms.ChoiceField(
        label="Soort contact",
        widget=ButtonRadioSelect,
        error_messages={"required": "Kies een soort contact.", "invalid_choice": WELKE_SOORT},
    )
    met = forms.MultipleChoiceField(
        label="Met wie",
        choices=Gezelschap.choices,
        widget=ButtonCheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": MET_WIE},
    )


class ContactForm(MetSoort, MetDuur, GkaForm):
    """One contact with one pupil: four taps. Only the day is filled in: any other default becomes a false record."""

    duur = forms.ChoiceField(
        label="Hoe lang",
        choices=[*((str(minuten), f"{minuten} min") for minuten in GEBRUIKELIJK), (ANDERS, "Anders")],
        widget=ButtonRadioSelect,
        required=False,
        error_messages={"invalid_choice": MetDuur.vraag_duur},
    )
    duur_anders = forms.CharField(
        label="Andere duur", help_text="Bijvoorbeeld 20, 1u15 of 0:45.", max_length=20, required=False
    )
    wanneer = forms.ChoiceField(
        label="Wanneer",
        widget=SegmentedRadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Kies wanneer het contact was."),
    )
    datum = forms.DateField(label="Andere dag", widget=DateInput, required=False, error_messages={"invalid": WELKE_DAG})
    reisminuten = ReistijdField(
        label="Reistijd",
        help_text="Bijvoorbeeld 20, 1u of 0:30. Telt niet mee als inzet.",
        max_length=20,
        required=False,
    )
    overige_deelnemers = forms.IntegerField(
        label="Andere kinderen erbij",
        help_text="Hoeveel kinderen zonder traject waren erbij? De tijd wordt over alle kinderen verdeeld.",
        min_value=0,
        max_value=KINDEREN_HOOGSTENS,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), HOEVEEL_KINDEREN),
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

    hide_optional: ClassVar[set[str]] = {"met", "duur", "duur_anders", "datum"}

    def __init__(self, *args: Any, soorten: Sequence[Keuze], dag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soorten = {soort.code: soort for soort in soorten}
        self.fields["soort"].choices = self._soorten()
        self.fields["wanneer"].choices = self._dagen(dag)

    def _soorten(self) -> list[tuple[str, str]]:
        """The list of the region; in front "Op school" when that was tapped, which stands for three of its kinds."""
        keuzes = [(code, capfirst(soort.label)) for code, soort in self.soorten.items()]
        if OP_SCHOOL in (self.initial.get("soort"), self.data.get(self.add_prefix("soort"))):
            keuzes.insert(0, (OP_SCHOOL, SNELLE_SOORTEN[OP_SCHOOL]))
        if self.initial.get("soort") not in dict(keuzes):
            self.initial.pop("soort", None)
        return keuzes

    def _dagen(self, dag: date) -> list[tuple[str, str]]:
        """The choices carry the day itself: a form that is open past midnight keeps what it said."""
        dagen = [dag, dag - timedelta(days=1)]
        gestuurd = _lees_dag(self.data.get(self.add_prefix("wanneer"), "")) if self.is_bound else None
        if gestuurd and gestuurd not in dagen:
            dagen.append(gestuurd)
        self.initial["wanneer"] = dag.isoformat()
        return [*((een.isoformat(), capfirst(day_relative(een))) for een in dagen), (ANDERS, "Andere dag")]

    @property
    def gekozen_soort(self) -> str:
        """The label of the kind that is chosen so far, for the head of the folded list."""
        if self["soort"].errors:
            return ""
        return dict(self.fields["soort"].choices).get(self["soort"].value() or "", "")

    def in_woorden(self) -> str:
        """What is filled in so far as one line, to say yes to; nothing when the kind is no longer in use."""
        if not self.gekozen_soort:
            return ""
        duur = self.initial["duur_anders"] or self.initial["duur"]
        met = self._wie_in_woorden()
        return f"{self.gekozen_soort}, {duration(int(duur))}" + (f", met {join_and(met)}" if met else "")

    def _wie_in_woorden(self) -> list[str]:
        return [Gezelschap(wie).label.lower() for wie in self.initial["met"]]

    @property
    def meer_open(self) -> bool:
        """Whether something rare was filled in, so that it must not be folded away."""
        return any(self[naam].value() or self[naam].errors for naam in ("reisminuten", "overige_deelnemers"))

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        if "soort" in schoon and "met" in schoon:
            self._clean_soort(schoon["soort"], schoon["met"])
        if "duur" in schoon and "duur_anders" in schoon:
            self.clean_duur_samen(schoon["duur"], schoon["duur_anders"])
        if "wanneer" in schoon and "datum" in schoon:
            self._clean_dag(schoon["wanneer"], schoon["datum"])
        return schoon

    def _clean_soort(self, code: str, met: list[str]) -> None:
        soort = self.soorten.get(code)
        if not met and (soort is None or soort.kenmerk in (Kenmerk.DIRECT, Kenmerk.GROEP)):
            self.add_error("met", MET_WIE)
            return
        try:
            soort = soort or self.soorten.get(gesprek_op_school(met))
        except Onjuist as weigering:
            self.add_error("met", str(weigering))
            return
        if soort is None:
            self.add_error("soort", "Deze soort contact is niet meer in gebruik. Kies een andere soort.")
        self.cleaned_data["keuze"] = soort

    def _clean_dag(self, wanneer: str, datum: date | None) -> None:
        """Two different days are a question, never a guess."""
        gekozen = _lees_dag(wanneer)
        if datum and gekozen and datum != gekozen:
            self.add_error("datum", "U koos al een dag. Kies ‘Andere dag’, of maak dit veld leeg.")
        elif not datum and not gekozen:
            self.add_error("datum", WELKE_DAG)
        else:
            self.cleaned_data["gebeurd_op"] = datum or gekozen

    def gegevens(self) -> dict[str, Any]:
        """What the action `vastleggen` asks for."""
        schoon = self.cleaned_data
        return {
            "soort": schoon["keuze"],
            "gebeurd_op": schoon["gebeurd_op"],
            "minuten": schoon["minuten"],
            "sleutel": schoon["sleutel"],
            "reisminuten": schoon["reisminuten"],
            "overige_deelnemers": schoon["overige_deelnemers"] or 0,
        } | {f"met_{wie}": wie in schoon["met"] for wie in Gezelschap.values}

    def plan(
        self,
        trajecten: Sequence[Traject],
        werkers: Sequence[Medewerker],
        *,
        vervangt: Contact | None = None,
        met_naam: bool = True,
    ) -> Plan:
        """What would be saved, to ask about what is odd; without `met_naam` the question names nobody."""
        schoon = self.cleaned_data
        wat = (schoon["keuze"], schoon["gebeurd_op"], schoon["minuten"], schoon["sleutel"])
        return Plan(tuple(trajecten), *wat, tuple(werkers), vervangt, met_naam)

    def weiger(self, weigering: NietToegestaan) -> None:
        """Put the sentence of a refusal next to the field it is about.

        A form that was saved already and is sent again, with other facts or after its contact was changed, gets a fresh
        key: saving once more is then a contact of its own, and somebody's choice.
        """
        if isinstance(weigering, AlGebruikt):
            data: Any = self.data.copy()
            data[self.add_prefix("sleutel")] = str(uuid4())
            self.data = data
            self.add_error(None, NOG_EEN)
            return
        veld = getattr(weigering, "veld", "")
        if veld == "gebeurd_op":
            veld = "datum" if self.cleaned_data.get("datum") else "wanneer"
        veld = VELD.get(veld, veld)
        self.add_error(veld if veld in self.fields else None, str(weigering))


def als_invoer(contact: Contact) -> dict[str, Any]:
    """Kind, company and duration of a contact, as this form would have been filled in for it."""
    duur = str(contact.minuten)
    gewoon = contact.minuten in GEBRUIKELIJK
    return {
        "soort": contact.soort.code,
        "met": [wie.value for wie in contact.gezelschap],
        "duur": duur if gewoon else ANDERS,
        "duur_anders": "" if gewoon else duur,
    }


def _lees_dag(tekst: str) -> date | None:
    try:
        return parse_date(tekst)
    except ValueError:
        return None

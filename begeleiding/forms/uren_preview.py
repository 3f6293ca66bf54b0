"""What somebody says about a file of hours before it is read in: which rows are one contact, and what to correct."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst

from begeleiding.actions.uren_inlezen import Correctie
from begeleiding.forms.contacten import CorrectieForm, RedenForm
from begeleiding.imports.uren_groepen import Antwoord, Groepsvraag
from begeleiding.imports.uren_preview import Preview
from begeleiding.imports.uren_wijzigingen import Wijziging
from gka.templatetags.formatting import counted, date_medium, duration, join_and

# So many questions and so many corrections on one page.
TOON_HOOGSTENS = 50


class PreviewForm(RedenForm):
    """A question per group of rows and a tick per correction; nothing is chosen beforehand. Who ticks, says why."""

    REDENEN = ("Verbeterd in het andere pakket", *CorrectieForm.REDENEN)

    correctie = forms.MultipleChoiceField(
        label="Welke contacten wilt u corrigeren?",
        help_text="Wat u niet aanvinkt, blijft zoals het in Overstap staat.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Een contact is intussen veranderd. Kijk opnieuw en vink aan wat nog klopt."},
    )

    hide_optional: ClassVar[set[str]] = RedenForm.hide_optional | {"correctie", "reden"}

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        self.wijzigingen = preview.wijzigingen[:TOON_HOOGSTENS]
        self._per_contact = {str(een.correctie.contact.pk): een for een in self.wijzigingen}
        self.fields["correctie"].choices = [(pk, self._wie(een)) for pk, een in self._per_contact.items()]
        self.fields["correctie"].choice_help = {pk: _wat(een) for pk, een in self._per_contact.items()}
        self.fields["reden"].required = False
        for vraag in self.vragen:
            self.fields[_veld(vraag)] = forms.ChoiceField(
                label=f"Deze {len(vraag.rijen)} rijen zien eruit als één groepsgesprek van "
                f"{_minuten(vraag)}. Is dat zo?",
                help_text=_welke(vraag),
                choices=[
                    (Antwoord.EEN.value, f"Eén contact met {len(vraag.rijen)} leerlingen"),
                    (Antwoord.LOS.value, f"{len(vraag.rijen)} contacten na elkaar"),
                ],
                widget=forms.RadioSelect,
                initial=vraag.antwoord,
                required=False,
            )
        self.hide_optional = self.hide_optional | {_veld(vraag) for vraag in self.vragen}  # type: ignore[misc]

    @property
    def vragen(self) -> list[Groepsvraag]:
        """The questions on this page: the open ones first."""
        return sorted(self.preview.vragen, key=lambda vraag: vraag.antwoord is not None)[:TOON_HOOGSTENS]

    @property
    def vraagvelden(self) -> list[forms.BoundField]:
        """The fields of the questions."""
        return [self[_veld(vraag)] for vraag in self.vragen]

    @property
    def open_vragen(self) -> int:
        """How many questions nobody answered as yet, also those that are not on this page."""
        return sum(vraag.antwoord is None for vraag in self.preview.vragen)

    def clean(self) -> dict[str, Any]:
        """A reason is asked only for what is ticked."""
        schoon = self.cleaned_data
        if schoon.get("correctie"):
            schoon = super().clean()
            if not schoon.get("reden") and "reden" not in self.errors:
                self.add_error("reden", "Kies een reden.")
        return schoon

    @property
    def antwoorden(self) -> dict[str, str]:
        """What was said of the groups, here and on an earlier page, by the key of the question."""
        eerder = {str(vraag.sleutel): vraag.antwoord.value for vraag in self.preview.vragen if vraag.antwoord}
        hier = {str(vraag.sleutel): self.cleaned_data[_veld(vraag)] for vraag in self.vragen}
        return eerder | {key: antwoord for key, antwoord in hier.items() if antwoord}

    @property
    def correcties(self) -> list[Correctie]:
        """What was ticked."""
        return [self._per_contact[pk].correctie for pk in self.cleaned_data["correctie"]]

    @property
    def ingevuld(self) -> dict[str, Any]:
        """What was filled in beside the answers, to show it again."""
        return {naam: self.cleaned_data[naam] for naam in ("correctie", "reden", "reden_anders")}

    def _wie(self, een: Wijziging) -> str:
        namen = [
            traject.leerling.naam if traject.pk in self.preview.met_naam else "een leerling die u niet meer ziet"
            for traject in een.trajecten
        ]
        return f"{_rij(een.correctie.rijen)}: {join_and(namen)}"


def _veld(vraag: Groepsvraag) -> str:
    return f"groep_{vraag.sleutel}"


def _minuten(vraag: Groepsvraag) -> str:
    return counted(vraag.rijen[0].rij.minuten, "minuut,minuten")


def _welke(vraag: Groepsvraag) -> str:
    een, duur = vraag.rijen[0], vraag.rijen[0].rij.minuten * len(vraag.rijen[0].werkers)
    los = duration(duur * len(vraag.rijen))
    return (
        f"{_rij(vraag.nummers)}: {een.soort.label} op {date_medium(een.rij.datum)}. "
        f"Als één contact telt het als {duration(duur)} inzet, na elkaar als {los}."
    )


def _wat(een: Wijziging) -> str:
    staat = een.correctie.contact
    delen = [f"{wat} {was} wordt {wordt}" for wat, was, wordt in een.feiten]
    return f"{date_medium(staat.gebeurd_op)}. {capfirst(join_and(delen))}."


def _rij(nummers: Any) -> str:
    return f"Rij {join_and([str(nummer) for nummer in nummers])}"

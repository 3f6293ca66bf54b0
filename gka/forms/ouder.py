"""A parent: who it is to the pupil, how to reach them and in which language. No name, no address."""

from collections.abc import Iterable
from typing import Any

from django import forms

from gka.forms import ButtonRadioSelect, GkaForm
from gka.forms.tekst import GeenBsn
from gka.models import Keuze, Ouder
from gka.workflow import Relatie


class OuderForm(GeenBsn, GkaForm):
    vrije_tekst = ("contact",)
    hide_optional = frozenset({"gezag", "liever_mondeling", "geen_bsn"})

    relatie = forms.ChoiceField(
        label="Wie is dit voor de leerling?",
        choices=[(relatie.value, str(relatie.label).capitalize()) for relatie in Relatie],
        widget=ButtonRadioSelect,
        error_messages={"required": "Kies wie dit voor de leerling is."},
    )
    gezag = forms.BooleanField(
        label="Heeft gezag over de leerling",
        help_text="Alleen het antwoord van een ouder met gezag telt. Verandert u dit, dan tellen de antwoorden van "
        "deze ouder vanaf nu anders mee.",
        required=False,
        initial=True,
    )
    contact = forms.CharField(
        label="Telefoon of e-mail",
        help_text="Geen adres en geen naam. Alleen wie met deze leerling werkt, ziet dit.",
        max_length=150,
        required=False,
    )
    taal = forms.ChoiceField(label="Taal", initial="nl")
    liever_mondeling = forms.BooleanField(
        label="Liever mondeling",
        help_text="Deze ouder praat liever dan dat hij of zij leest of schrijft.",
        required=False,
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, talen: Iterable[Keuze], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taal"].choices = [(taal.code, taal.label) for taal in talen]

    def gegevens(self) -> dict[str, Any]:
        """What the actions ask for."""
        namen = ("gezag", "contact", "taal", "liever_mondeling")
        return {"relatie": Relatie(self.cleaned_data["relatie"])} | {naam: self.cleaned_data[naam] for naam in namen}


def beginwaarden(ouder: Ouder) -> dict[str, Any]:
    """What is saved now, as the form shows it."""
    return {
        naam: getattr(ouder, naam) for naam in ("relatie", "gezag", "contact", "taal", "liever_mondeling", "versie")
    }

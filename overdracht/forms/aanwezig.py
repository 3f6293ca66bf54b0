"""Who of the family is at the table, and what the board and the page of a pupil only take on the day itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from gka.forms import ButtonCheckboxSelectMultiple, GkaForm, SegmentedRadioSelect
from gka.models import Ouder
from overdracht.models import Bespreking
from overdracht.stand import Plek

JA_NEE = [("ja", "Ja"), ("nee", "Nee")]
WOORD = {True: "ja", False: "nee", None: ""}
NIEMAND = "niemand"
# What `overdracht.actions.status.eis_begonnen` refuses before the day of the overleg, as the forms name it.
OP_DE_DAG = ("leerling_aanwezig", "ouder_aanwezig", "ouders_aanwezig", "iedereen", "keus", "reden")


def ja_nee(label: str) -> forms.TypedChoiceField:
    """Yes, no, or not answered yet: nothing is chosen beforehand."""
    return forms.TypedChoiceField(
        label=label,
        choices=JA_NEE,
        coerce=lambda value: value == "ja",
        empty_value=None,
        required=False,
        widget=SegmentedRadioSelect,
    )


class AanwezigForm(GkaForm):
    """Of an only parent one answers yes or no; of several one names who is there."""

    leerling_aanwezig = ja_nee("Leerling erbij")
    ouder_aanwezig = ja_nee("Ouder erbij")
    ouders_aanwezig = forms.MultipleChoiceField(
        label="Ouders erbij", required=False, widget=ButtonCheckboxSelectMultiple
    )

    hide_optional = frozenset({"leerling_aanwezig", "ouder_aanwezig", "ouders_aanwezig"})

    def vraag_ouders(self, row: Bespreking, plekken: Sequence[Plek]) -> None:
        """Ask what fits this family; to be called by `__init__`."""
        self.row = row
        self.gesloten: tuple[str, ...] = ()
        self.ouders: dict[str, Ouder] = {plek.ouder.pk.hex: plek.ouder for plek in plekken if plek.ouder}
        del self.fields["ouder_aanwezig" if len(self.ouders) > 1 else "ouders_aanwezig"]
        if len(self.ouders) > 1:
            namen = [(sleutel, str(ouder).capitalize()) for sleutel, ouder in self.ouders.items()]
            self.fields["ouders_aanwezig"].choices = [*namen, (NIEMAND, "Niemand")]  # type: ignore[attr-defined]

    def sluit(self) -> None:
        """Before the day: show what only counts then, and take nothing new for it; to be called by `__init__`.

        What is sent all the same, by a page from before the overleg was moved, is for the action to refuse.
        """
        self.gesloten = tuple(naam for naam in OP_DE_DAG if naam in self.fields)
        for naam in self.gesloten:
            self.fields[naam].disabled = self.add_prefix(naam) not in self.data

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for naam in self.gesloten:  # from here on the page shows what is saved
            self.fields[naam].disabled = True
        return cleaned

    @property
    def oudervraag(self) -> BoundField:
        return self["ouders_aanwezig" if "ouders_aanwezig" in self.fields else "ouder_aanwezig"]

    def clean_ouders_aanwezig(self) -> list[str]:
        gekozen = self.cleaned_data["ouders_aanwezig"]
        if NIEMAND in gekozen and len(gekozen) > 1:
            raise forms.ValidationError("Kies welke ouders erbij zijn, of niemand.")
        return list(gekozen)

    def aanwezig(self) -> dict[str, Any]:
        """What the action asks: pupil, parent, and of several parents which ones."""
        data = self.cleaned_data
        if "ouder_aanwezig" in self.fields:
            return {naam: data[naam] for naam in ("leerling_aanwezig", "ouder_aanwezig")}
        gekozen = data["ouders_aanwezig"]
        erbij = [self.ouders[sleutel] for sleutel in gekozen if sleutel != NIEMAND]
        # Somebody may have said "yes" before there was a second parent to name.
        open_ = None if self.initial["ouders_aanwezig"] or not self.row.ouder_aanwezig else True
        ouder = bool(erbij) if gekozen else open_
        return {"leerling_aanwezig": data["leerling_aanwezig"], "ouder_aanwezig": ouder, "ouders_erbij": erbij}


def aanwezig_nu(row: Bespreking) -> dict[str, Any]:
    """What is saved now, as the fields show it."""
    genoemd = [ouder.pk.hex for ouder in row.genoemde_ouders] if row.ouder_aanwezig else []  # type: ignore[attr-defined]
    return {
        "leerling_aanwezig": WOORD[row.leerling_aanwezig],
        "ouder_aanwezig": WOORD[row.ouder_aanwezig],
        "ouders_aanwezig": [NIEMAND] if row.ouder_aanwezig is False else genoemd,
    }

"""Consent in a conversation: a question per purpose, for one parent and for the pupil. An empty one changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from gka.actions.toestemming import Antwoord, NieuweOuder
from gka.forms import ButtonRadioSelect, GkaForm, SegmentedRadioSelect
from gka.models import Ouder, School, Toestemming
from gka.privacy import texts
from gka.templatetags.formatting import date_medium
from gka.workflow import (
    ALLEEN_LEERLING_VANAF,
    EIGEN_TOESTEMMING_VANAF,
    Doel,
    Gever,
    Relatie,
    Toestemmingstand,
    Wijze,
)

OVERSLAAN = "overslaan"
WIJZEN = [(wijze.value, wijze.label) for wijze in Wijze if wijze != Wijze.APP]

# The standing answers by purpose and giver, for the parent who speaks now and for the pupil.
Huidig = Mapping[tuple[Doel, Gever], Toestemming]


@dataclass(frozen=True)
class Vraag:
    """One purpose on the page: its explanation and a field per giver who is asked."""

    titel: str
    uitleg: str
    velden: list[BoundField]


class ToestemmingForm(GkaForm):
    """Nothing is chosen beforehand: a default answer would become a false record."""

    tekstversie = forms.CharField(widget=forms.HiddenInput)
    vo_school = forms.CharField(widget=forms.HiddenInput, required=False)
    bekende_ouders = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        ouder: Ouder | None,
        bekende_ouders: int,
        gewenst: School | None,
        huidig: Huidig,
        jaren: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ouder, self.gewenst, self.huidig = ouder, gewenst, huidig
        self.initial = {
            "tekstversie": texts.huidige_versie(),
            "vo_school": gewenst.brin_vestiging if gewenst else "",
            "bekende_ouders": bekende_ouders,
        }
        self.gevers = [gever for gever in Gever if _wordt_gevraagd(gever, jaren)]
        if ouder is None and Gever.OUDER in self.gevers:
            self._vraag_ouder()
        self.teksten = texts.teksten(texts.huidige_versie())
        self.doelen = [doel for doel in Doel if doel != Doel.DELEN or gewenst]
        for doel in self.doelen:
            for gever in self.gevers:
                self.fields[f"{gever}_{doel}"] = self._antwoordveld(doel, gever)
        self.fields["wijze"] = forms.ChoiceField(
            label="Hoe is dit gezegd?",
            choices=WIJZEN,
            widget=ButtonRadioSelect,
            error_messages={"required": "Kies hoe dit gezegd is."},
        )

    hide_optional = frozenset({f"{gever}_{doel}" for gever in Gever for doel in Doel} | {"relatie"})

    def _vraag_ouder(self) -> None:
        self.fields["relatie"] = forms.ChoiceField(
            label="Wie spreekt er?", choices=Relatie.choices, widget=ButtonRadioSelect, required=False
        )
        self.fields["gezag"] = forms.BooleanField(
            label="Deze ouder of verzorger heeft gezag over de leerling", required=False, initial=True
        )

    def _antwoordveld(self, doel: Doel, gever: Gever) -> forms.ChoiceField:
        staand = self.huidig.get((doel, gever))
        anders = Toestemmingstand.NEE
        uitleg = ""
        if staand is not None:
            uitleg = (
                f"Nu: {staand.get_stand_display()}, {staand.get_wijze_display()}, {date_medium(staand.vastgelegd_op)}."
            )
            anders = Toestemmingstand.INGETROKKEN if staand.stand == Toestemmingstand.JA else anders
        ja, nee = ("Nog steeds ja", "Trekt in") if anders == Toestemmingstand.INGETROKKEN else ("Ja", "Nee")
        keuzes = [(Toestemmingstand.JA.value, ja), (anders.value, nee), (OVERSLAAN, "Overslaan")]
        tekst = self.teksten[doel]
        vraag = tekst.vraag_ouder if gever == Gever.OUDER else tekst.vraag_leerling
        wie = str(self.ouder).capitalize() if self.ouder else "Ouder of verzorger"
        return forms.ChoiceField(
            label=f"{wie if gever == Gever.OUDER else 'Leerling'}: {vraag}",
            help_text=uitleg,
            choices=keuzes,
            widget=SegmentedRadioSelect,
            required=False,
        )

    @property
    def vragen(self) -> list[Vraag]:
        """The purposes in order, for the template."""
        return [
            Vraag(
                titel=doel.label.capitalize() + (f": {self.gewenst}" if doel == Doel.DELEN else ""),
                uitleg=self.teksten[doel].uitleg,
                velden=[self[f"{gever}_{doel}"] for gever in self.gevers],
            )
            for doel in self.doelen
        ]

    @property
    def antwoorden(self) -> list[Antwoord]:
        """What was answered now."""
        return [
            Antwoord(doel, gever, Toestemmingstand(gezegd), self.gewenst if doel == Doel.DELEN else None)
            for doel in self.doelen
            for gever in self.gevers
            if (gezegd := self.cleaned_data.get(f"{gever}_{doel}")) and gezegd != OVERSLAAN
        ]

    @property
    def spreker(self) -> Ouder | NieuweOuder | None:
        """The parent these answers are of."""
        if self.ouder or not self.cleaned_data.get("relatie"):
            return self.ouder
        gezag, bekend = self.cleaned_data["gezag"], self.cleaned_data["bekende_ouders"]
        return NieuweOuder(Relatie(self.cleaned_data["relatie"]), gezag, bekend)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("tekstversie") != texts.huidige_versie():
            raise forms.ValidationError("De tekst van de vragen is intussen veranderd. Lees de vragen opnieuw voor.")
        if self.cleaned_data.get("vo_school", "") != (self.gewenst.brin_vestiging if self.gewenst else ""):
            raise forms.ValidationError("De gewenste school is intussen veranderd. Vraag opnieuw of delen mag.")
        if not self.antwoorden:
            raise forms.ValidationError("Vul ten minste één antwoord in.")
        if "relatie" in self.fields and not self.cleaned_data.get("relatie"):
            if any(antwoord.gever == Gever.OUDER for antwoord in self.antwoorden):
                self.add_error("relatie", "Kies wie er spreekt voor de ouders.")
        return self.cleaned_data


def _wordt_gevraagd(gever: Gever, jaren: int) -> bool:
    """From 12 the pupil is asked too, from 16 only the pupil (UAVG art. 5)."""
    return jaren >= EIGEN_TOESTEMMING_VANAF if gever == Gever.LEERLING else jaren < ALLEEN_LEERLING_VANAF

"""One row of the board: who was there, why, and what the table chooses."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms

from gka.forms import SegmentedRadioSelect
from gka.forms.tekst import GeenBsn
from gka.models import Keuze
from overdracht.actions.besprekingen import Rijgegevens
from overdracht.board import Rij
from overdracht.forms import getoond
from overdracht.forms.aanwezig import AanwezigForm, aanwezig_nu
from overdracht.forms.bespreking import KEUZEN, WAAROM, in_woorden, tik
from overdracht.forms.tekst import KorteTekst
from overdracht.workflow import Keus


class RijForm(GeenBsn, AanwezigForm):
    """The fields lie in several cells of a table, so each names its form; the reasons are handed over once a board."""

    vrije_tekst = ("reden",)

    versie = forms.IntegerField(widget=forms.HiddenInput)
    merk = forms.CharField(widget=forms.HiddenInput, required=False)
    getoond = forms.CharField(widget=forms.HiddenInput, required=False)
    reden_1 = forms.ChoiceField(label="Eerste reden", required=False)
    reden_2 = forms.ChoiceField(label="Tweede reden", required=False)
    iedereen = forms.BooleanField(required=False)
    keus = forms.ChoiceField(label="Besluit", choices=KEUZEN, required=False, widget=SegmentedRadioSelect)
    reden = KorteTekst(label=WAAROM)
    bevestigd = forms.BooleanField(required=False, widget=forms.HiddenInput)

    hide_optional = AanwezigForm.hide_optional | frozenset({"reden_1", "reden_2", "keus", "reden"})

    def __init__(
        self, *args: Any, rij: Rij, redenen: Sequence[Keuze], ingevuld: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """`ingevuld`: what to show in place of what is saved."""
        waarden = _beginwaarden(rij) | dict(ingevuld or {})
        super().__init__(*args, prefix=None, auto_id=f"rij-{rij.sleutel}-%s", initial=waarden, **kwargs)
        self.rij = rij
        self.vraag_ouders(rij.bespreking, rij.plekken)
        # What was chosen before stays possible, also when the list changed since.
        gekozen = [keuze for keuze in (rij.bespreking.reden_1, rij.bespreking.reden_2) if keuze]
        self.redenen = {str(keuze.pk): keuze for keuze in (*redenen, *gekozen)}
        for nummer, naam in enumerate(("reden_1", "reden_2")):
            leeg = ("Kies een reden", "Nog een reden")[nummer]
            labels = [(pk, str(keuze)) for pk, keuze in self.redenen.items()]
            self.fields[naam].choices = [("", leeg), *labels]  # type: ignore[attr-defined]
        self.fields["reden"].widget.attrs["rows"] = 2
        self.fields["iedereen"].label = tik("Wie aan tafel zit en nog open staat, zei nu ja", rij)
        self.toon_reden = False  # one is asked why once the choice needs it
        if not rij.begonnen:
            self.sluit()
        for veld in self.fields.values():
            veld.widget.attrs["form"] = rij.formulier

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        een, twee = data.get("reden_1"), data.get("reden_2")
        if een and een == twee:
            self.add_error("reden_2", "Kies twee verschillende redenen, of één.")
        return data

    def gegevens(self) -> Rijgegevens:
        gekozen = [self.redenen[pk] for pk in (self.cleaned_data["reden_1"], self.cleaned_data["reden_2"]) if pk]
        reden_1, reden_2 = (*gekozen, None, None)[:2]
        return Rijgegevens(reden_1, reden_2, **self.aanwezig())

    def keuze(self) -> Keus | None:
        return Keus(self.cleaned_data["keus"]) if self.cleaned_data["keus"] else None

    def verschillen(self, namen: Collection[str]) -> list[dict[str, str]]:
        """What was filled in beside what is saved now, for each of these fields where they differ."""
        result = []
        for naam in self._bewaarde_velden(namen):
            veld = self[naam]
            nu, getypt = in_woorden(veld, self.initial[naam]), in_woorden(veld, veld.value())
            if nu != getypt:
                result.append({"label": str(veld.label), "bewaard": nu or "niets", "getypt": getypt or "niets"})
        return result

    def in_woorden(self, namen: Collection[str]) -> list[dict[str, str]]:
        """What stands in these fields: label and value in words."""
        velden = [self[naam] for naam in self._bewaarde_velden(namen)]
        return [{"label": str(veld.label), "waarde": in_woorden(veld, veld.value()) or "niets"} for veld in velden]

    def _bewaarde_velden(self, namen: Collection[str]) -> list[str]:
        velden = ("leerling_aanwezig", self.oudervraag.name, "reden_1", "reden_2", "keus")
        return [naam for naam in velden if naam in namen]


def _beginwaarden(rij: Rij) -> dict[str, Any]:
    row = rij.bespreking
    waarden = {
        **aanwezig_nu(row),
        "reden_1": str(row.reden_1_id or ""),
        "reden_2": str(row.reden_2_id or ""),
        "keus": rij.besluit.keus if rij.besluit else "",
    }
    return waarden | {"versie": row.versie, "merk": rij.merk, getoond.VELD: getoond.inpakken(waarden)}

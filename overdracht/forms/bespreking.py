"""One pupil at the table: what was said, every party's stance, the decision. One form, one save."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from gka.exceptions import NietToegestaan
from gka.forms import ButtonCheckboxSelectMultiple, SegmentedRadioSelect
from gka.forms.tekst import GeenBsn
from gka.models import Aanstelling, Keuze, School
from gka.workflow import Wijze
from overdracht.actions.besluiten import RedenNodig
from overdracht.actions.besprekingen import Bespreekgegevens
from overdracht.actions.instemmingen import Gehoord, WaaromNiet
from overdracht.board import Rij
from overdracht.forms import getoond
from overdracht.forms.aanwezig import AanwezigForm, aanwezig_nu, ja_nee
from overdracht.forms.tekst import KorteTekst
from overdracht.models import Bespreking
from overdracht.stand import Plek, tekstmerk, zit_aan_tafel
from overdracht.workflow import PROFESSIONALS, ZONDER_WIJZE, Besprekingstatus, Keus, Partij, Standpunt

# The IB-er puts down what others said; nobody answers in the application here.
WIJZEN = [(wijze.value, wijze.label) for wijze in Wijze if wijze != Wijze.APP]
STANDPUNTEN = [(standpunt.value, str(standpunt.label).capitalize()) for standpunt in Standpunt]
ZONDER_BESCHIKBAAR = [keuze for keuze in STANDPUNTEN if keuze[0] != Standpunt.NIET_BESCHIKBAAR]
KEUZEN = [(keus.value, str(keus.label).capitalize()) for keus in Keus]
WAAROM = "Waarom dit besluit?"
WAAROM_HULP = (
    "Alleen nodig als het besluit verandert, als er op de gewenste school geen plek is, of als u geen traject kiest "
    "terwijl het gezin dat wel wil of nog niet is gehoord."
)
NIET_OPSCHRIJVEN = "Schrijf geen diagnose, medische gegevens of testscores op. Ouders mogen dit lezen."


class VastGezicht(forms.ModelChoiceField):
    def label_from_instance(self, stoel: Aanstelling) -> str:
        return f"{stoel.medewerker.naam}, {stoel.werkplek_school}"


class BesprekingForm(GeenBsn, AanwezigForm):
    """`plekken` are the parties of this pupil; each gets a stance and a way, unless it spoke for itself.

    `begonnen`: the day of the overleg is there. Where `rij` may need a reason, it is shown from the start where to
    write why; otherwise it appears when the action asks for it.
    """

    vrije_tekst: ClassVar[tuple[str, ...]] = ("wens_leerling", "wens_ouders", "aandachtspunten", "reden")
    hide_optional = AanwezigForm.hide_optional | frozenset({"redenen", "vo_school", "keus", "reden"})

    versie = forms.IntegerField(widget=forms.HiddenInput)
    tekstmerk = forms.CharField(widget=forms.HiddenInput, required=False)
    getoond = forms.CharField(widget=forms.HiddenInput, required=False)
    leerling_aanwezig = ja_nee("Is de leerling erbij?")
    ouder_aanwezig = ja_nee("Is een ouder erbij?")
    ouders_aanwezig = forms.MultipleChoiceField(
        label="Welke ouders zijn erbij?", required=False, widget=ButtonCheckboxSelectMultiple
    )
    redenen = forms.ModelMultipleChoiceField(
        label="Waarom extra steun?",
        help_text="Kies er hoogstens twee.",
        queryset=Keuze.objects.none(),
        required=False,
        widget=ButtonCheckboxSelectMultiple,
    )
    wens_leerling = KorteTekst(label="Wat wil de leerling?")
    wens_ouders = KorteTekst(label="Wat willen de ouders?")
    aandachtspunten = KorteTekst(label="Waar letten we op?", help_text=NIET_OPSCHRIJVEN)
    vo_school = forms.ModelChoiceField(
        label="Gewenste middelbare school",
        queryset=School.objects.none(),
        required=False,
        empty_label="Nog niet bekend",
    )
    vast_gezicht = VastGezicht(
        label="Vast gezicht",
        help_text="De schoolmaatschappelijk werker van de gewenste school die deze leerling gaat begeleiden.",
        queryset=Aanstelling.objects.none(),
        required=False,
        empty_label="Nog niet bekend",
    )
    iedereen = forms.BooleanField(required=False)
    keus = forms.ChoiceField(label="Wat kiest u samen?", choices=KEUZEN, required=False, widget=SegmentedRadioSelect)
    reden = KorteTekst(label=WAAROM, help_text=WAAROM_HULP)

    def __init__(
        self,
        *args: Any,
        row: Bespreking,
        plekken: Sequence[Plek],
        redenen: QuerySet[Keuze],
        scholen: QuerySet[School],
        school_bekend: bool,
        gezichten: QuerySet[Aanstelling],
        rij: Rij,
        begonnen: bool,
        zelf_gegeven: Collection[Plek] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plekken = list(plekken)
        self.vraag_ouders(row, plekken)
        for naam, rows in (("redenen", redenen), ("vo_school", scholen), ("vast_gezicht", gezichten)):
            self.fields[naam].queryset = rows  # type: ignore[attr-defined]
        if school_bekend:  # a wish is changed, never taken back
            self.fields["vo_school"].empty_label = None  # type: ignore[attr-defined]
        self.toon_reden = rij.reden_nodig and begonnen
        self.begonnen = begonnen
        zei_ja = "Iedereen die aan tafel zit en hieronder nog open staat, zei nu ja tegen het traject"
        self.fields["iedereen"].label = tik(zei_ja, rij)
        for plek in self.plekken:
            if plek not in zelf_gegeven:
                self._voeg_plek_toe(plek)
        if not begonnen:
            self.sluit()

    def _voeg_plek_toe(self, plek: Plek) -> None:
        keuzes = STANDPUNTEN if plek.partij == Partij.SMW_PO else ZONDER_BESCHIKBAAR
        self.fields[f"standpunt_{plek.sleutel}"] = forms.ChoiceField(
            label=f"Standpunt van {plek.voluit}", choices=keuzes, required=False, widget=SegmentedRadioSelect
        )
        gewoon = gewone_wijze(self.row, plek, begonnen=self.begonnen)
        wijzen = [wijze for wijze in WIJZEN if gewoon == Wijze.GESPREK or wijze[0] != Wijze.GESPREK]
        self.fields[f"wijze_{plek.sleutel}"] = forms.ChoiceField(
            label=f"Hoe liet {plek.voluit} het weten?", choices=wijzen, required=False, initial=gewoon.value
        )
        naam = f"waarom_{plek.sleutel}"
        self.fields[naam] = KorteTekst(label=f"Waarom zegt {plek.voluit} nee?", widget=forms.TextInput())
        self.vrije_tekst = (*self.vrije_tekst, naam)  # type: ignore[misc]
        if plek.partij in PROFESSIONALS and self.row.status == Besprekingstatus.OPGENOMEN:
            self.hide_optional = self.hide_optional | {naam}  # type: ignore[misc]

    def rijen(self) -> list[dict[str, Any]]:
        """The table of stances: the place and its fields."""
        return [
            {"plek": plek}
            | {
                naam: self[f"{naam}_{plek.sleutel}"]
                for naam in ("standpunt", "wijze", "waarom")
                if self._mag_hier(plek)
            }
            for plek in self.plekken
        ]

    def _mag_hier(self, plek: Plek) -> bool:
        return f"standpunt_{plek.sleutel}" in self.fields

    def clean_redenen(self) -> list[Keuze]:
        gekozen = list(self.cleaned_data["redenen"])
        if len(gekozen) > 2:
            raise forms.ValidationError(f"Kies hoogstens twee redenen. U koos er {len(gekozen)}.")
        return gekozen

    def gegevens(self) -> Bespreekgegevens:
        data = self.cleaned_data
        reden_1, reden_2 = (*data["redenen"], None, None)[:2]
        namen = ("wens_leerling", "wens_ouders", "aandachtspunten", "vo_school", "vast_gezicht")
        rest = {naam: data[naam] for naam in namen}
        return Bespreekgegevens(reden_1=reden_1, reden_2=reden_2, **rest, **self.aanwezig())

    def gehoord(self) -> list[Gehoord]:
        """What was filled in per party; what was left open says nothing."""
        data, result = self.cleaned_data, []
        for plek in filter(self._mag_hier, self.plekken):
            if waarde := data[f"standpunt_{plek.sleutel}"]:
                naam = f"wijze_{plek.sleutel}"
                standpunt, wijze = Standpunt(waarde), Wijze(data[naam] or self.fields[naam].initial)
                hoe, waarom = None if standpunt in ZONDER_WIJZE else wijze, data[f"waarom_{plek.sleutel}"]
                result.append(Gehoord(plek.partij, standpunt, hoe, plek.ouder, waarom))
        return result

    def weiger(self, weigering: NietToegestaan) -> None:
        """Put the sentence of a refusal where it belongs, and ask why where that is what is missing."""
        naam = "reden" if isinstance(weigering, RedenNodig) else None
        if isinstance(weigering, WaaromNiet):
            naam = f"waarom_{weigering.partij.value}"
        self.add_error(naam, str(weigering))
        self.toon_reden = self.toon_reden or naam == "reden"

    def verschillen(self, nu: "BesprekingForm", namen: Collection[str] | None = None) -> list[dict[str, str]]:
        """Where this differs from what is saved now (`nu`, unbound): the label, and both values in words.

        With `namen` only of these fields.
        """
        paren = zip(nu.in_woorden(), self.in_woorden(), strict=True)
        return [
            {"label": een["label"], "bewaard": een["waarde"] or "niets", "getypt": ander["waarde"] or "niets"}
            for een, ander in paren
            if een["waarde"] != ander["waarde"] and (namen is None or een["naam"] in namen)
        ]

    def in_woorden(self, namen: Collection[str] | None = None) -> list[dict[str, str]]:
        """What stands in the fields that are kept, or only in these: name, label and value in words."""
        return [
            {"naam": veld.name, "label": str(veld.label), "waarde": in_woorden(veld, veld.value())}
            for veld in self.visible_fields()
            if veld.name not in ("iedereen", "geen_bsn", "reden") and (namen is None or veld.name in namen)
        ]

    def keuze(self) -> Keus | None:
        return Keus(self.cleaned_data["keus"]) if self.cleaned_data["keus"] else None


def gewone_wijze(bespreking: Bespreking, plek: Plek, *, begonnen: bool) -> Wijze:
    """How a party lets it be known: at this table, on its day, if somebody sits there for it, or if it said so before;
    else by phone."""
    zei_het_hier = plek.instemming is not None and plek.instemming.wijze == Wijze.GESPREK
    hier = begonnen and zit_aan_tafel(bespreking, plek.partij)
    return Wijze.GESPREK if zei_het_hier or hier else Wijze.TELEFOON


def tik(zei_ja: str, rij: Rij) -> str:
    """What the tick for everyone says: who said yes, and of whom of the family it also says that they were there."""
    return f"{zei_ja}; {rij.gezin_zegt_ja}" if rij.gezin_zegt_ja else zei_ja


def in_woorden(veld: BoundField, value: Any) -> str:
    """A value of a field as the screen shows it."""
    gekozen = {str(one) for one in (value if isinstance(value, (list, tuple)) else [value]) if one not in (None, "")}
    keuzes = getattr(veld.field, "choices", None)
    if keuzes is None:
        return str(value or "").replace("\r\n", "\n").strip()
    return ", ".join(str(label) for key, label in keuzes if str(key) in gekozen)


def beginwaarden(
    bespreking: Bespreking, plekken: Sequence[Plek], school: School | None, keus: str, *, begonnen: bool
) -> dict[str, Any]:
    """What is saved now, as the form shows it."""
    waarden: dict[str, Any] = {
        "redenen": [pk for pk in (bespreking.reden_1_id, bespreking.reden_2_id) if pk],
        "wens_leerling": bespreking.wens_leerling,
        "wens_ouders": bespreking.wens_ouders,
        "aandachtspunten": bespreking.aandachtspunten,
        **aanwezig_nu(bespreking),
        "vo_school": school.pk if school else None,
        "vast_gezicht": bespreking.vast_gezicht_id,
        "keus": keus,
    }
    for plek in plekken:
        gegeven, gewoon = plek.instemming, gewone_wijze(bespreking, plek, begonnen=begonnen)
        waarden[f"standpunt_{plek.sleutel}"] = gegeven.standpunt if gegeven else ""
        waarden[f"waarom_{plek.sleutel}"] = gegeven.reden if gegeven else ""
        waarden[f"wijze_{plek.sleutel}"] = (gegeven.wijze if gegeven else "") or gewoon.value
    merken = {"versie": bespreking.versie, "tekstmerk": tekstmerk(bespreking)}
    return waarden | merken | {getoond.VELD: getoond.inpakken(waarden)}

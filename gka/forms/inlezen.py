"""Forms of putting in a list: choose the file, and decide about the pupils that are in it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gka.exceptions import NietToegestaan
from gka.forms import GkaForm
from gka.imports import refusals
from gka.imports.decisions import Gelijkend, Keuzes
from gka.imports.layout import lees_lijst
from gka.imports.preview import Kandidaat, Lijst, Preview
from gka.imports.rows import Naam
from gka.models import Leerling, School
from gka.templatetags.formatting import date_medium
from gka.workflow import geboortedatum_kan

DATUMVORMEN = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]
SOORTEN = ".xml,.csv,.txt,.xlsx,text/xml,application/xml,text/csv,text/plain"
GELIJKEND = [
    (Gelijkend.ZELFDE, "Het is dezelfde leerling: niets wijzigen"),
    (Gelijkend.OVERNEMEN, "Dezelfde leerling: gegevens uit het bestand overnemen"),
    (Gelijkend.ANDER, "Een andere leerling: toevoegen"),
]


class BestandForm(GkaForm):
    """Choose a file, and the school when there is a choice. Its validation is reading it.

    `cleaned_data["gelezen"]` is the list, or what to ask about its columns first.
    """

    bestand = forms.FileField(
        label="Bestand",
        help_text="Een lijst in EDEXML (.xml), Excel (.xlsx) of CSV, van ten hoogste 5 MB.",
        widget=forms.FileInput(attrs={"accept": SOORTEN}),
        error_messages={"required": "Kies eerst een bestand.", "empty": refusals.LEEG},
    )

    def __init__(self, *args: Any, scholen: Sequence[School], dag: date, te_groot: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scholen, self.dag = scholen, dag
        if te_groot:
            self.fields["bestand"].error_messages["required"] = refusals.TE_GROOT
        if len(scholen) > 1:
            keuzes = [(str(school.pk), f"{school.naam} ({school.brin_vestiging})") for school in scholen]
            school = forms.ChoiceField(
                label="School",
                choices=keuzes,
                widget=forms.RadioSelect,
                error_messages={"required": "Kies voor welke school deze lijst is."},
            )
            self.fields = {"school": school, **self.fields}

    @property
    def gekozen_school(self) -> School:
        gekozen = self.cleaned_data.get("school", "")
        return next((school for school in self.scholen if str(school.pk) == gekozen), self.scholen[0])

    def clean(self) -> dict[str, Any]:
        bestand: UploadedFile | None = self.cleaned_data.get("bestand")
        if bestand is None or self.errors:
            return self.cleaned_data
        try:
            gelezen = lees_lijst(bestand.read(), bestand.name or "", school=self.gekozen_school, dag=self.dag)
        except NietToegestaan as weigering:
            raise forms.ValidationError({"bestand": str(weigering)}) from None
        return self.cleaned_data | {"gelezen": gelezen}


class SchooljaarForm(GkaForm):
    """A list of another school year is only used when a person says so."""

    toch_gebruiken = forms.BooleanField(
        error_messages={
            "required": "Zet een vinkje als u deze lijst toch wilt gebruiken. Anders kiest u een ander bestand."
        }
    )

    def __init__(self, *args: Any, lijst: Lijst, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["toch_gebruiken"].label = f"Dit is een lijst van {lijst.schooljaar}. Toch gebruiken?"


class ToevoegenForm(GkaForm):
    """A tick per new pupil, a choice per look-alike, and what the file leaves open about them: a date, a name."""

    def __init__(self, *args: Any, preview: Preview, lijst: Lijst, dag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who needs an answer first, then as a class list reads.
        self.leeftijdvragen = {rij.nummer: vraag for rij in preview.nieuw if (vraag := lijst.vreemde_leeftijd(rij))}
        self.nieuw = sorted(preview.nieuw, key=lambda rij: (not self._vraagt(rij), rij.kenmerken.persoon[1::-1]))
        self.gelijkend, self.opnieuw = preview.lijkt_op, preview.opnieuw
        self.gezien = {paar.nummer: paar for paar in lijst.paren}
        self.paren = {paar.nummer: paar for paar in preview.paren}
        self.dag = dag
        for rij in self.nieuw:
            label = f"{rij.lijstnaam} (groep {rij.groep})" if rij.groep else rij.lijstnaam
            self.fields[f"kies_{rij.nummer}"] = forms.BooleanField(
                label=label, required=False, initial=not (rij.groep or rij.nummer in self.leeftijdvragen)
            )
            self._velden_voor(rij)
        for rij, _ in self.gelijkend:
            self.fields[f"keuze_{rij.nummer}"] = forms.ChoiceField(
                label=f"Wie is {rij.naam}?", choices=GELIJKEND, widget=forms.RadioSelect, required=False
            )
            self._velden_voor(rij)
        for rij, _ in self.opnieuw:
            label = f"{rij.lijstnaam} (groep {rij.groep})" if rij.groep else rij.lijstnaam
            self.fields[f"opnieuw_{rij.nummer}"] = forms.BooleanField(
                label=label, required=False, initial=not rij.groep
            )
        self.hide_optional = set(self.fields)  # what is needed depends on the tick or the choice beside it

    def _vraagt(self, rij: Kandidaat) -> bool:
        return rij.geboortedatum is None or bool(rij.lezingen or rij.groep or rij.nummer in self.leeftijdvragen)

    def _velden_voor(self, rij: Kandidaat) -> None:
        if rij.geboortedatum is None:
            self.fields[f"geboortedatum_{rij.nummer}"] = _geboortedatumveld(rij)
        if rij.lezingen:
            self.fields[f"naam_{rij.nummer}"] = _naamveld(rij)

    @property
    def rijen(self) -> Iterator[dict[str, Any]]:
        """Each new pupil with the fields of that row, for the template."""
        for rij in self.nieuw:
            yield {
                "kandidaat": rij,
                "kies": self[f"kies_{rij.nummer}"],
                "leeftijdvraag": self.leeftijdvragen.get(rij.nummer, ""),
                **self._vragen(rij),
            }

    @property
    def paarrijen(self) -> Iterator[dict[str, Any]]:
        """Each look-alike with the known pupil and the fields."""
        for rij, leerling in self.gelijkend:
            yield {
                "kandidaat": rij,
                "leerling": leerling,
                "keuze": self[f"keuze_{rij.nummer}"],
                "verschil": _verschil(rij, leerling),
                "zelfde_nummer": bool(rij.sleutel) and rij.sleutel == leerling.leerlingnummer,
                **self._vragen(rij),
            }

    @property
    def opnieuwrijen(self) -> list[Any]:
        """The ticks of who takes part again."""
        return [self[f"opnieuw_{rij.nummer}"] for rij, _ in self.opnieuw]

    def _vragen(self, rij: Kandidaat) -> dict[str, Any]:
        vragen = ("geboortedatum", "naam")
        return {vraag: self[naam] if (naam := f"{vraag}_{rij.nummer}") in self.fields else None for vraag in vragen}

    @property
    def knop(self) -> str:
        """The button names the act: how many are ticked as the page is shown."""
        vinkjes = [*(self[f"kies_{rij.nummer}"] for rij in self.nieuw), *self.opnieuwrijen]
        aantal = sum(bool(vinkje.value()) for vinkje in vinkjes)
        wie = "1 leerling toevoegen" if aantal == 1 else f"{aantal} leerlingen toevoegen"
        if not self.gelijkend:
            return wie
        return f"{wie} en keuzes opslaan" if vinkjes else "Keuzes opslaan"

    @property
    def keuzes(self) -> Keuzes:
        """What the person decided."""
        gelijkend = {
            rij.nummer: Gelijkend(keuze)
            for rij, _ in self.gelijkend
            if (keuze := self.cleaned_data.get(f"keuze_{rij.nummer}"))
        }
        beslist = self._aangevinkt | gelijkend.keys()
        lezingen = {rij.nummer: rij.lezingen for rij in self._alle}
        return Keuzes(
            aangevinkt=self._aangevinkt,
            gelijkend=gelijkend,
            datums={nummer: dag for nummer in beslist if (dag := self.cleaned_data.get(f"geboortedatum_{nummer}"))},
            namen={
                nummer: lezingen[nummer][int(plaats)]
                for nummer in beslist
                if (plaats := self.cleaned_data.get(f"naam_{nummer}"))
            },
            opnieuw=self._opnieuw,
        )

    @property
    def _alle(self) -> list[Kandidaat]:
        return [*self.nieuw, *(rij for rij, _ in self.gelijkend)]

    @property
    def _aangevinkt(self) -> set[int]:
        return {rij.nummer for rij in self.nieuw if self.cleaned_data.get(f"kies_{rij.nummer}")}

    @property
    def _opnieuw(self) -> set[int]:
        return {rij.nummer for rij, _ in self.opnieuw if self.cleaned_data.get(f"opnieuw_{rij.nummer}")}

    def clean(self) -> dict[str, Any]:
        """For whom something will be written: a date that a pupil can have, and a name that is read in one way."""
        keuzes = {rij.nummer: self.cleaned_data.get(f"keuze_{rij.nummer}", "") for rij, _ in self.gelijkend}
        if self.fields and not (self._aangevinkt or self._opnieuw or any(keuzes.values())):
            zin = (
                "Zet een vinkje bij ten minste één leerling."
                if self.nieuw or self.opnieuw
                else "Maak ten minste één keuze."
            )
            raise forms.ValidationError(zin)
        toevoegen = self._aangevinkt | {nummer for nummer, keuze in keuzes.items() if keuze == Gelijkend.ANDER}
        schrijven = toevoegen | {nummer for nummer, keuze in keuzes.items() if keuze == Gelijkend.OVERNEMEN}
        for rij in self._alle:
            self._controleer_datum(rij, nodig=rij.nummer in toevoegen, gebruikt=rij.nummer in schrijven)
            self._controleer_naam(rij, nodig=rij.nummer in schrijven)
        for nummer, keuze in keuzes.items():
            if keuze:
                self._controleer_paar(nummer, keuze, keuzes)
        return self.cleaned_data

    def _controleer_datum(self, rij: Kandidaat, *, nodig: bool, gebruikt: bool) -> None:
        naam = f"geboortedatum_{rij.nummer}"
        if not gebruikt:
            self.errors.pop(naam, None)
        if not gebruikt or naam not in self.fields or naam in self.errors:
            return
        geboren = self.cleaned_data.get(naam)
        if geboren is None:
            if nodig:
                self.add_error(naam, f"Vul de geboortedatum van {rij.naam} in.")
        elif not geboortedatum_kan(geboren, self.dag):
            self.add_error(naam, f"Controleer de geboortedatum van {rij.naam}: deze kan niet kloppen.")

    def _controleer_naam(self, rij: Kandidaat, *, nodig: bool) -> None:
        naam = f"naam_{rij.nummer}"
        if nodig and naam in self.fields and naam not in self.errors and not self.cleaned_data.get(naam):
            self.add_error(naam, f"Kies wat de roepnaam en wat de achternaam is van {rij.naam}.")

    def _controleer_paar(self, nummer: int, keuze: str, keuzes: dict[int, str]) -> None:
        """The choice was about the known pupil as shown; and two rows cannot both give that pupil its data."""
        veld, paar = f"keuze_{nummer}", self.paren[nummer]
        if self.gezien.get(nummer) != paar:
            self.add_error(veld, "De bekende leerling is intussen gewijzigd. Kijk opnieuw en kies.")
        anderen = (
            ander
            for ander, ook in keuzes.items()
            if ander < nummer and ook == Gelijkend.OVERNEMEN and self.paren[ander].leerling == paar.leerling
        )
        if keuze == Gelijkend.OVERNEMEN and any(anderen):
            self.add_error(veld, "U koos deze bekende leerling al bij een andere rij. Kies er één.")


def _verschil(rij: Kandidaat, leerling: Leerling) -> list[dict[str, Any]]:
    """Side by side, what is the same and what is not."""
    paren = [
        ("Roepnaam", rij.roepnaam, leerling.roepnaam),
        ("Tussenvoegsel", rij.tussenvoegsel, leerling.tussenvoegsel),
        ("Achternaam", rij.achternaam, leerling.achternaam),
        ("Geboortedatum", date_medium(rij.geboortedatum), date_medium(leerling.geboortedatum)),
        ("Leerlingnummer", rij.sleutel, leerling.leerlingnummer),
    ]
    return [
        {"wat": wat, "bestand": hier or "–", "bekend": daar or "–", "anders": hier != daar}
        for wat, hier, daar in paren
        if hier or daar
    ]


def _naamveld(rij: Kandidaat) -> forms.ChoiceField:
    lezingen = [(str(plaats), _lezing(naam)) for plaats, naam in enumerate(rij.lezingen)]
    return forms.ChoiceField(
        label=f"Hoe leest u de naam {rij.naam}?", choices=[("", "Kies"), *lezingen], required=False
    )


def _lezing(naam: Naam) -> str:
    return f"roepnaam {naam.roepnaam}, achternaam {' '.join(naam[1:]).strip()}"


def _geboortedatumveld(rij: Kandidaat) -> forms.DateField:
    return forms.DateField(
        label=f"Geboortedatum van {rij.naam} (dd-mm-jjjj)",
        help_text=rij.datumvraag,
        required=False,
        input_formats=DATUMVORMEN,
        widget=forms.DateInput(attrs={"autocomplete": "off"}, format="%d-%m-%Y"),
        error_messages={
            "invalid": f"De geboortedatum van {rij.naam} moet een bestaande datum zijn, bijvoorbeeld 27-3-2014."
        },
    )

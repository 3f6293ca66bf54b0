"""Forms of the pupil pages: putting in a list, and searching."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gka.exceptions import NietToegestaan
from gka.forms import GkaForm
from gka.imports import edexml
from gka.imports.preview import Kandidaat, Lijst, selecteer
from gka.models import School

DATUMVORMEN = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]
OUDSTE_JAREN = 25


class BestandForm(GkaForm):
    """Choose a file, and the school when there is a choice. Its validation is reading it: `cleaned_data["lijst"]`."""

    bestand = forms.FileField(
        label="Bestand",
        help_text="Een EDEXML-bestand (.xml) van ten hoogste 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".xml,text/xml,application/xml"}),
        error_messages={"required": "Kies eerst een bestand.", "empty": edexml.LEEG},
    )

    def __init__(self, *args: Any, scholen: Sequence[School], dag: date, te_groot: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scholen, self.dag = scholen, dag
        if te_groot:
            self.fields["bestand"].error_messages["required"] = edexml.TE_GROOT
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
            gelezen = edexml.lees(bestand.read(), bestand.name or "")
            lijst = selecteer(gelezen, school=self.gekozen_school, dag=self.dag)
        except NietToegestaan as weigering:
            raise forms.ValidationError({"bestand": str(weigering)}) from None
        return self.cleaned_data | {"lijst": lijst}


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
    """A tick per new pupil, and a date of birth where the file has none."""

    def __init__(self, *args: Any, nieuw: Iterable[Kandidaat], dag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who needs a date first, then as a class list reads.
        self.nieuw = sorted(nieuw, key=lambda rij: (rij.geboortedatum is not None, rij.kenmerken.persoon[1::-1]))
        self.dag = dag
        for rij in self.nieuw:
            self.fields[f"kies_{rij.nummer}"] = forms.BooleanField(label=rij.lijstnaam, required=False, initial=True)
            if rij.geboortedatum is None:
                self.fields[f"geboortedatum_{rij.nummer}"] = _geboortedatumveld(rij)

    @property
    def rijen(self) -> list[dict[str, Any]]:
        """Each pupil with the fields of that row, for the template."""
        return [
            {
                "kandidaat": rij,
                "kies": self[f"kies_{rij.nummer}"],
                "geboortedatum": None if rij.geboortedatum else self[f"geboortedatum_{rij.nummer}"],
            }
            for rij in self.nieuw
        ]

    @property
    def knop(self) -> str:
        """The button names the act: how many are ticked as the page is shown."""
        aantal = sum(bool(self[f"kies_{rij.nummer}"].value()) for rij in self.nieuw)
        return "1 leerling toevoegen" if aantal == 1 else f"{aantal} leerlingen toevoegen"

    @property
    def gekozen(self) -> set[int]:
        return {rij.nummer for rij in self.nieuw if self.cleaned_data.get(f"kies_{rij.nummer}")}

    @property
    def datums(self) -> dict[int, date]:
        zonder = [rij.nummer for rij in self.nieuw if rij.geboortedatum is None and rij.nummer in self.gekozen]
        return {nummer: dag for nummer in zonder if (dag := self.cleaned_data.get(f"geboortedatum_{nummer}"))}

    def clean(self) -> dict[str, Any]:
        """Only for who is ticked: a date, and one that a pupil can have."""
        if self.nieuw and not self.gekozen:
            raise forms.ValidationError("Zet een vinkje bij ten minste één leerling.")
        for rij in self.nieuw:
            naam = f"geboortedatum_{rij.nummer}"
            if rij.nummer not in self.gekozen:
                self.errors.pop(naam, None)
            if rij.nummer not in self.gekozen or naam not in self.fields or naam in self.errors:
                continue
            geboren = self.cleaned_data.get(naam)
            if geboren is None:
                self.add_error(naam, f"Vul de geboortedatum van {rij.naam} in.")
            elif not self.dag.year - OUDSTE_JAREN <= geboren.year or geboren >= self.dag:
                self.add_error(naam, f"Controleer de geboortedatum van {rij.naam}: deze kan niet kloppen.")
        return self.cleaned_data


def _geboortedatumveld(rij: Kandidaat) -> forms.DateField:
    return forms.DateField(
        label=f"Geboortedatum van {rij.naam} (dd-mm-jjjj)",
        required=False,
        input_formats=DATUMVORMEN,
        widget=forms.DateInput(attrs={"autocomplete": "off"}, format="%d-%m-%Y"),
        error_messages={
            "invalid": f"De geboortedatum van {rij.naam} moet een bestaande datum zijn, bijvoorbeeld 27-3-2014."
        },
    )

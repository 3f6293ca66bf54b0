"""Forms of reading in hours: the file, its columns, and what its words mean."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField

from begeleiding.imports import uren_kolommen
from begeleiding.imports.uren_concept import Concept
from begeleiding.imports.uren_kolommen import Urenkolommen, Urenveld
from begeleiding.imports.uren_woorden import Kennis
from begeleiding.models import Traject
from begeleiding.urencodes import LEERLING, code
from begeleiding.workflow import Woordsoort
from gka.forms import GkaForm
from gka.forms.kolommen import NIET_LEZEN, heeft_cijfer, met_voorbeelden
from gka.imports.dates import Datumstijl
from gka.imports.refusals import BestandGeweigerd
from gka.imports.table import met_eerste_rij_als_kop
from gka.models import Organisatie
from gka.templatetags.formatting import join_and

VELDNAMEN = {
    Urenveld.DATUM: "Datum",
    Urenveld.MEDEWERKER: "Medewerker",
    Urenveld.COLLEGAS: "Collega's erbij",
    Urenveld.LEERLING: "Leerling (nummer)",
    Urenveld.SOORT: "Soort contact",
    Urenveld.MET: "Met wie",
    Urenveld.MINUTEN: "Minuten",
    Urenveld.UREN: "Uren",
    Urenveld.REISMINUTEN: "Reistijd in minuten",
    Urenveld.OVERIGE: "Andere kinderen erbij",
    Urenveld.SLEUTEL: "Sleutel van de boeking",
}
DATUMKEUZES = [
    (str(Datumstijl.DAG), "De dag staat voorop (27-3-2026)"),
    (str(Datumstijl.MAAND), "De maand staat voorop (3/27/2026)"),
    (str(Datumstijl.EXCEL), "Het zijn dagnummers van Excel (46108 is 27 maart 2026)"),
]


class UrenbestandForm(GkaForm):
    """Choose a file. Its validation is reading it; `concept` is what came out."""

    bestand = forms.FileField(
        label="Bestand",
        help_text="Een export van uren in CSV of Excel (.xlsx), van ten hoogste 5 MB en 2.000 rijen.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,text/csv,text/plain"}),
        error_messages={"required": "Kies eerst een bestand.", "empty": "Dit bestand is leeg."},
    )

    def __init__(self, *args: Any, organisatie: Organisatie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisatie = organisatie

    def clean_bestand(self) -> UploadedFile:
        bestand: UploadedFile = self.cleaned_data["bestand"]
        try:
            tabel = uren_kolommen.lees(bestand.read(), bestand.name or "")
        except BestandGeweigerd as weigering:
            raise forms.ValidationError(str(weigering)) from None
        self.concept = Concept(*uren_kolommen.voorstel(tabel, self.organisatie))
        return bestand


class UrenkolommenForm(GkaForm):
    """A choice per column; when it is valid, `concept` has the columns as chosen."""

    datumstijl = forms.ChoiceField(
        label="Hoe zijn de datums geschreven?", choices=DATUMKEUZES, widget=forms.RadioSelect, required=False
    )
    eerste_rij_is_kop = forms.BooleanField(
        label="In de eerste rij staan de namen van de kolommen, geen uren", required=False
    )

    def __init__(self, *args: Any, concept: Concept, met_medewerker: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concept, self.met_medewerker = concept, met_medewerker
        tabel, keuzes = concept.tabel, [("", NIET_LEZEN), *((str(veld), naam) for veld, naam in VELDNAMEN.items())]
        for plaats, veld in enumerate(concept.kolommen.velden):
            self.fields[f"kolom_{plaats}"] = forms.ChoiceField(
                label=tabel.naam_van(plaats), choices=keuzes, initial=veld, required=False
            )
        self.hide_optional = set(self.fields)  # type: ignore[misc]
        self.initial["datumstijl"] = concept.kolommen.datumstijl
        self.initial["eerste_rij_is_kop"] = not heeft_cijfer(" ".join(tabel.rijen[0][1]))
        self.stijlen: set[str] = set()
        if not self.is_bound:
            self.stijlen = uren_kolommen.datumkeuzes(tabel, concept.kolommen)

    @property
    def kolommen(self) -> list[dict[str, Any]]:
        """Each column with its choice and some of its values."""
        return met_voorbeelden(self, self.concept.tabel)

    @property
    def vragen(self) -> list[BoundField]:
        """The other questions that this file gives rise to."""
        vragen = [self["eerste_rij_is_kop"]] * (not self.concept.tabel.heeft_kop)
        return vragen + [self["datumstijl"]] * bool(self.stijlen)

    def clean(self) -> dict[str, Any]:
        """Every field at most once, and nothing missing."""
        schoon = self.cleaned_data
        tabel, gekozen = self.concept.tabel, []
        for plaats in range(len(tabel.koppen)):
            veld = schoon.get(f"kolom_{plaats}", "")
            if veld and veld in gekozen:
                self.add_error(f"kolom_{plaats}", f"‘{VELDNAMEN[Urenveld(veld)]}’ is al gekozen. Kies er één.")
            gekozen.append(veld)
        kolommen = Urenkolommen(tuple(gekozen), schoon.get("datumstijl", ""))
        if not tabel.heeft_kop and schoon.get("eerste_rij_is_kop") and len(tabel.rijen) > 1:
            tabel = met_eerste_rij_als_kop(tabel)
        self.concept = replace(self.concept, tabel=tabel, kolommen=kolommen)
        self._eis_volledig()
        return schoon

    def _eis_volledig(self) -> None:
        kolommen = self.concept.kolommen
        if mist := uren_kolommen.mist(kolommen, met_medewerker=self.met_medewerker):
            namen = join_and([VELDNAMEN[veld].lower() for veld in mist])
            self.add_error(None, f"Kies in welke kolom dit staat: {namen}.")
        self.stijlen = uren_kolommen.datumkeuzes(self.concept.tabel, kolommen)
        if self.stijlen and not kolommen.datumstijl:
            self.add_error("datumstijl", "Kies hoe de datums geschreven zijn.")


class WoordenForm(GkaForm):
    """What each word means; nothing chosen means that its rows are not read in."""

    def __init__(
        self,
        *args: Any,
        woorden: Mapping[Woordsoort, Sequence[str]],
        weet: Kennis,
        medewerkers: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.woorden = woorden
        self.trajecten = list(weet.trajecten.values())
        self.leerlingen = {_leerlingnaam(traject): str(key) for key, traject in weet.trajecten.items()}
        soorten = {str(keuze.pk): keuze.label for keuze in weet.soorten.values() if keuze.vervallen_op is None}
        keuzes = {Woordsoort.SOORT: list(soorten.items()), Woordsoort.MEDEWERKER: list(medewerkers)}
        for soort, lijst in woorden.items():
            for nummer, woord in enumerate(lijst):
                betekenis = weet.kent(soort).get(woord.casefold())
                naam = f"{soort}_{nummer}"
                if soort == Woordsoort.LEERLING:
                    self.fields[naam] = forms.CharField(
                        label=woord,
                        required=False,
                        widget=forms.TextInput(attrs={"list": "leerlingen", "autocomplete": "off"}),
                        initial=_leerlingnaam(betekenis) if betekenis else "",
                    )
                else:
                    self.fields[naam] = forms.ChoiceField(
                        label=woord,
                        required=False,
                        choices=[("", NIET_LEZEN), *keuzes[soort]],
                        initial=str(getattr(betekenis, "pk", betekenis) or ""),
                    )
        self.hide_optional = set(self.fields)  # type: ignore[misc]

    def velden(self, soort: Woordsoort) -> list[BoundField]:
        """The fields of one kind of word."""
        return [self[f"{soort}_{nummer}"] for nummer in range(len(self.woorden[soort]))]

    @property
    def vraagt_leerlingen(self) -> bool:
        """Is there a pupil to choose, so that their names must be on the page?"""
        return bool(self.woorden[Woordsoort.LEERLING])

    @property
    def groepen(self) -> list[dict[str, Any]]:
        """The kinds of words that are asked, for the template."""
        koppen = {
            Woordsoort.SOORT: "Welke soort contact is dit?",
            Woordsoort.MEDEWERKER: "Welke medewerker is dit?",
            Woordsoort.LEERLING: "Welke leerling is dit?",
        }
        return [
            {"kop": koppen[soort], "velden": self.velden(soort), str(soort): True}
            for soort, lijst in self.woorden.items()
            if lijst
        ]

    def clean(self) -> dict[str, Any]:
        schoon = self.cleaned_data
        for nummer in range(len(self.woorden[Woordsoort.LEERLING])):
            naam = f"{Woordsoort.LEERLING}_{nummer}"
            if tekst := schoon.get(naam, "").strip():
                if tekst not in self.leerlingen:
                    self.add_error(naam, "Kies een leerling uit de lijst, of laat dit leeg.")
                schoon[naam] = self.leerlingen.get(tekst, "")
        return schoon

    @property
    def antwoorden(self) -> dict[str, dict[str, str]]:
        """Per kind of word what it means; words that are not read in are left out."""
        return {
            str(soort): {
                woord: gekozen
                for nummer, woord in enumerate(lijst)
                if (gekozen := self.cleaned_data.get(f"{soort}_{nummer}", ""))
            }
            for soort, lijst in self.woorden.items()
        }


def _leerlingnaam(traject: Traject) -> str:
    return f"{traject.leerling.naam} ({code(LEERLING, traject.pk)})"

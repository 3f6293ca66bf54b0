"""The form that asks what is in each column of a list, and how to read its dates and names."""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from gka.actions.inlezen import Kolomkeuze
from gka.forms import GkaForm
from gka.imports.columns import Indeling, Veld
from gka.imports.dates import Datumstijl, lees_datum
from gka.imports.doubts import GROEPSVELDEN, Twijfel, datumkeuzes, namen_onduidelijk, twijfels
from gka.imports.groups import lees_groep
from gka.imports.layout import kolomkeuze
from gka.imports.names import Naamvolgorde
from gka.imports.table import Tabel, met_eerste_rij_als_kop
from gka.templatetags.formatting import date_medium

NIET_LEZEN = "Niet inlezen"
KEUZES = [
    ("", NIET_LEZEN),
    (Veld.ROEPNAAM, "Roepnaam"),
    (Veld.TUSSENVOEGSEL, "Tussenvoegsel"),
    (Veld.ACHTERNAAM, "Achternaam"),
    (Veld.NAAM, "Hele naam (roepnaam en achternaam samen)"),
    (Veld.GEBOORTEDATUM, "Geboortedatum"),
    (Veld.GROEP, "Groep of klas"),
    (Veld.JAARGROEP, "Jaargroep of leerjaar"),
    (Veld.LEERLINGNUMMER, "Leerlingnummer"),
]
DATUMKEUZES = {
    Datumstijl.DAG: "De dag staat voorop (27-3-2014)",
    Datumstijl.MAAND: "De maand staat voorop (3/27/2014)",
    Datumstijl.EXCEL: "Het zijn dagnummers van Excel (41725 is 27 maart 2014)",
}
VOORBEELDEN = 3


class KolommenForm(GkaForm):
    """A choice per column. When it is valid, `tabel` and `indeling` say how to read the list."""

    hide_optional = {"datumstijl", "naamvolgorde"}
    datumstijl = forms.ChoiceField(
        label="Hoe zijn de geboortedatums geschreven?",
        choices=[(str(stijl), tekst) for stijl, tekst in DATUMKEUZES.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    naamvolgorde = forms.ChoiceField(
        label="Wat staat voorop in de hele naam?",
        choices=[(Naamvolgorde.ROEPNAAM, "De roepnaam"), (Naamvolgorde.ACHTERNAAM, "De achternaam")],
        widget=forms.RadioSelect,
        required=False,
    )
    alles_groep_8 = forms.BooleanField(label="Alle leerlingen in dit bestand zitten in groep 8", required=False)
    eerste_rij_is_kop = forms.BooleanField(
        label="De eerste rij is geen leerling: daar staan de namen van de kolommen", required=False
    )

    def __init__(self, *args: Any, tabel: Tabel, indeling: Indeling, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tabel, self.voorstel = tabel, indeling
        for plaats, veld in enumerate(indeling.velden):
            self.fields[f"kolom_{plaats}"] = forms.ChoiceField(
                label=tabel.naam_van(plaats), choices=KEUZES, initial=veld, required=False
            )
            self.hide_optional = self.hide_optional | {f"kolom_{plaats}"}
        self.fields["datumstijl"].initial = indeling.datumstijl
        self.fields["naamvolgorde"].initial = indeling.naamvolgorde
        self.fields["eerste_rij_is_kop"].initial = not tabel.heeft_kop and _lijkt_kop(tabel)
        self._vragen: list[str] = []
        if not self.is_bound:
            self._stel_vragen(*self._gelezen())

    @property
    def kolommen(self) -> list[dict[str, Any]]:
        """Each column with its choice and some of its values, for the template."""
        return met_voorbeelden(self, self.tabel)

    @property
    def vragen(self) -> list[BoundField]:
        """The questions that these columns give rise to."""
        return [self[naam] for naam in self._vragen]

    @property
    def keuze(self) -> Kolomkeuze | None:
        """What the school's next list with these headings needs."""
        return kolomkeuze(self.cleaned_data["tabel"], self.cleaned_data["indeling"])

    def clean(self) -> dict[str, Any]:
        """Every field at most once, and no doubt left."""
        gekozen: dict[str, str] = {}
        for plaats in range(len(self.tabel.koppen)):
            naam = f"kolom_{plaats}"
            veld = self.cleaned_data.get(naam, "")
            if veld and veld in gekozen:
                self.add_error(naam, f"‘{dict(KEUZES)[Veld(veld)]}’ is al gekozen bij ‘{gekozen[veld]}’. Kies er één.")
            elif veld:
                gekozen[veld] = self.tabel.naam_van(plaats)
        tabel, indeling = self._gelezen()
        self._stel_vragen(tabel, indeling)
        if self.errors:
            return self.cleaned_data
        for twijfel in twijfels(tabel, indeling, gezien=True):
            self.add_error(*_fout(twijfel))
        return self.cleaned_data | {"tabel": tabel, "indeling": indeling}

    def _stel_vragen(self, tabel: Tabel, indeling: Indeling) -> None:
        """Before anything is shown: which questions, and between which answers."""
        stijlen = datumkeuzes(tabel, indeling)
        if stijlen:
            veld = self.fields["datumstijl"]
            veld.choices = [keuze for keuze in veld.choices if keuze[0] in stijlen]
            veld.choice_help = _datumvoorbeelden(tabel, indeling, stijlen)
        groepen = [waarde for veld in GROEPSVELDEN for waarde in _waarden(tabel, indeling, veld) if lees_groep(waarde)]
        stel = {
            "eerste_rij_is_kop": not self.tabel.heeft_kop,
            "datumstijl": bool(stijlen),
            "naamvolgorde": namen_onduidelijk(tabel, indeling),
            "alles_groep_8": not groepen,
        }
        self._vragen = [naam for naam, waar in stel.items() if waar]

    def _gelezen(self) -> tuple[Tabel, Indeling]:
        """The table and the layout as the form has them now."""
        velden = tuple(str(self._waarde(f"kolom_{plaats}") or "") for plaats in range(len(self.tabel.koppen)))
        indeling = replace(
            self.voorstel,
            velden=velden,
            datumstijl=str(self._waarde("datumstijl") or ""),
            naamvolgorde=str(self._waarde("naamvolgorde") or ""),
            alles_groep_8=bool(self._waarde("alles_groep_8")),
        )
        kop = not self.tabel.heeft_kop and len(self.tabel.rijen) > 1 and self._waarde("eerste_rij_is_kop")
        return (met_eerste_rij_als_kop(self.tabel) if kop else self.tabel), indeling

    def _waarde(self, naam: str) -> Any:
        if not self.is_bound:
            return self.fields[naam].initial
        return getattr(self, "cleaned_data", {}).get(naam)


def _fout(twijfel: Twijfel) -> tuple[str, str]:
    """Where the sentence stands, and what to do."""
    fouten = {
        Twijfel.NAAM: ("kolom_0", "Kies een kolom met de roepnaam en een met de achternaam, of een met de hele naam."),
        Twijfel.GROEP: ("alles_groep_8", "Kies een kolom met de groep, of zet een vinkje als iedereen in groep 8 zit."),
        Twijfel.DATUMSTIJL: ("datumstijl", "Kies hoe de geboortedatums zijn geschreven."),
        Twijfel.NAAMVOLGORDE: ("naamvolgorde", "Kies wat voorop staat in de hele naam."),
    }
    return fouten[twijfel]


def _waarden(tabel: Tabel, indeling: Indeling, veld: Veld) -> list[str]:
    plaats = indeling.plaats(veld)
    return [] if plaats is None else tabel.kolom(plaats)


def met_voorbeelden(form: forms.Form, tabel: Tabel) -> list[dict[str, Any]]:
    """Each column of the table with its field (`kolom_0`, `kolom_1`, …) and some of its values."""
    return [
        {"veld": form[f"kolom_{plaats}"], "voorbeelden": list(dict.fromkeys(tabel.kolom(plaats)))[:VOORBEELDEN]}
        for plaats in range(len(tabel.koppen))
    ]


def _lijkt_kop(tabel: Tabel) -> bool:
    """Words only in the first row, and numbers below it."""
    eerste, *rest = (" ".join(cellen) for _, cellen in tabel.rijen)
    return not heeft_cijfer(eerste) and any(map(heeft_cijfer, rest))


def heeft_cijfer(tekst: str) -> bool:
    """Whether there is a digit in it: a heading seldom has one."""
    return any(map(str.isdigit, tekst))


def _datumvoorbeelden(tabel: Tabel, indeling: Indeling, stijlen: set[str]) -> dict[str, str]:
    """What the date that raises the question would become."""
    waarden = [
        waarde for waarde in _waarden(tabel, indeling, Veld.GEBOORTEDATUM) if lees_datum(waarde, Datumstijl.DAG)[1]
    ]
    zinnen = {}
    for stijl in stijlen:
        gelezen = ((waarde, lees_datum(waarde, stijl)[0]) for waarde in waarden)
        if voorbeeld := next(((waarde, dag) for waarde, dag in gelezen if dag), None):
            zinnen[stijl] = f"Dan is {voorbeeld[0]} in uw bestand {date_medium(voorbeeld[1])}."
    return zinnen

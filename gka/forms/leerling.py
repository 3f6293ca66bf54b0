"""One pupil by hand: a new one, or a correction. The rules are those of the actions, told here beside the field."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms

from gka.actions.dubbelen import AlBekend, LijktOp
from gka.actions.leerlingen import BSN, GEBOORTEDATUM, Nieuw
from gka.exceptions import NietToegestaan
from gka.forms import GkaForm
from gka.models import Cohort, Leerling, School
from gka.privacy.bsn import naam_met_bsn, verboden_nummer
from gka.templatetags.formatting import date_numeric
from gka.workflow import geboortedatum_kan, schooljaar

DATUMVORMEN = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]
GEEN_JAAR = "Er staat nog geen jaar open. Vraag de projectcoördinator om het te openen."
NAMEN = ("roepnaam", "tussenvoegsel", "achternaam")


class LeerlingForm(GkaForm):
    """What a school says of a pupil. `gelijkend` are pupils to look at first, `bekende` is the one it already is."""

    roepnaam = forms.CharField(label="Roepnaam", max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    tussenvoegsel = forms.CharField(
        label="Tussenvoegsel",
        help_text="Bijvoorbeeld ‘van den’.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--short"}),
    )
    achternaam = forms.CharField(
        label="Achternaam", max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    geboortedatum = forms.DateField(
        label="Geboortedatum",
        help_text="Bijvoorbeeld 27-3-2014.",
        input_formats=DATUMVORMEN,
        widget=forms.DateInput(attrs={"autocomplete": "off", "class": "input--short"}, format="%d-%m-%Y"),
        error_messages={"invalid": "De geboortedatum moet een bestaande datum zijn, bijvoorbeeld 27-3-2014."},
    )
    leerlingnummer = forms.CharField(
        label="Leerlingnummer van de school",
        help_text="Het nummer uit ParnasSys of ESIS. Nooit het burgerservicenummer.",
        max_length=256,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--medium"}),
    )
    andere_leerling = forms.BooleanField(label="Dit is een andere leerling", required=False)

    def __init__(self, *args: Any, dag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dag = dag
        self.gelijkend: Sequence[Leerling] = ()
        self.bekende: Leerling | None = None

    @property
    def velden(self) -> list[forms.BoundField]:
        """The fields in order; the tick has its own place, beside the pupils it is about."""
        return [veld for veld in self.visible_fields() if veld.name != "andere_leerling"]

    @property
    def andere_dan(self) -> frozenset[str]:
        """Of whom the person said that this is another pupil: those who were shown when the tick was set."""
        getoond = self.data.getlist("vergeleken") if hasattr(self.data, "getlist") else []
        return frozenset(getoond) if self.cleaned_data["andere_leerling"] else frozenset()

    @property
    def getypt(self) -> Leerling:
        """What was typed, as a pupil who is not saved: to lay beside who looks alike."""
        return Leerling(**asdict(self.gegevens()))

    def gegevens(self) -> Nieuw:
        """What the actions ask for."""
        schoon = self.cleaned_data
        namen = {naam: " ".join(schoon[naam].split()) for naam in (*NAMEN, "leerlingnummer")}
        return Nieuw(geboortedatum=schoon["geboortedatum"], **namen)

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        geboren = schoon.get("geboortedatum")
        if geboren and not geboortedatum_kan(geboren, self.dag):
            self.add_error("geboortedatum", GEBOORTEDATUM)
        for naam in NAMEN:
            if naam_met_bsn(schoon.get(naam, "")):
                self.add_error(naam, BSN)
        if verboden_nummer(schoon.get("leerlingnummer", "")):
            self.add_error("leerlingnummer", BSN)
        return schoon

    def weiger(self, weigering: NietToegestaan) -> None:
        """Put the sentence of a refusal beside what it is about, with the pupils to look at."""
        veld = None
        if isinstance(weigering, LijktOp):
            self.gelijkend, veld = weigering.leerlingen, "andere_leerling"
            self.data = self.data.copy()
            self.data.pop("andere_leerling", None)  # somebody else than was shown before: look again
        elif isinstance(weigering, AlBekend):
            self.bekende, veld = weigering.leerling, weigering.veld or None
        self.add_error(veld, str(weigering))


class NieuweLeerlingForm(LeerlingForm):
    """With the school when there is a choice, and the year when more than one is open."""

    field_order = ("school", "jaar")

    def __init__(self, *args: Any, scholen: Sequence[School], cohorten: Sequence[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scholen, self.cohorten = scholen, cohorten
        self.jaren = sorted({cohort.jaar for cohort in cohorten})
        if len(scholen) > 1:
            self.fields["school"] = forms.ChoiceField(
                label="School",
                choices=[(str(school.pk), f"{school.naam} ({school.brin_vestiging})") for school in scholen],
                widget=forms.RadioSelect,
                error_messages={"required": "Kies de school van deze leerling."},
            )
        if len(self.jaren) > 1:
            dit_schooljaar = int(schooljaar(self.dag)[-4:])
            self.fields["jaar"] = forms.TypedChoiceField(
                label="Jaar waarin de begeleiding zou zijn",
                choices=[(jaar, str(jaar)) for jaar in self.jaren],
                coerce=int,
                widget=forms.RadioSelect,
                initial=dit_schooljaar if dit_schooljaar in self.jaren else self.jaren[0],
                error_messages={"required": "Kies het jaar."},
            )
        self.order_fields(self.field_order)

    @property
    def gekozen_school(self) -> School:
        gekozen = self.cleaned_data.get("school", "")
        return next((school for school in self.scholen if str(school.pk) == gekozen), self.scholen[0])

    def clean(self) -> dict[str, Any]:
        schoon = super().clean()
        if "school" in self.errors or "jaar" in self.errors:
            return schoon
        jaren = [schoon["jaar"]] if "jaar" in self.fields else self.jaren
        regio = self.gekozen_school.regio_id
        cohort = next((cohort for cohort in self.cohorten if cohort.regio_id == regio and cohort.jaar in jaren), None)
        if cohort is None:
            self.add_error("jaar" if "jaar" in self.fields else None, GEEN_JAAR)
        return schoon | {"cohort": cohort}


class BewerkForm(LeerlingForm):
    """A correction of the version that was shown."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def beginwaarden(cls, leerling: Leerling) -> dict[str, Any]:
        """The pupil as it is now."""
        return {naam: getattr(leerling, naam) for naam in (*NAMEN, "geboortedatum", "leerlingnummer", "versie")}

    def verschillen(self, leerling: Leerling) -> list[tuple[str, str, str]]:
        """Label, as it is in the records now, as it was typed: where the two differ."""
        nu, getypt = Nieuw.van(leerling), self.gegevens()
        return [
            (veld.label, _tekst(getattr(nu, veld.name)), _tekst(getattr(getypt, veld.name)))
            for veld in self.velden
            if getattr(nu, veld.name) != getattr(getypt, veld.name)
        ]


def _tekst(waarde: str | date) -> str:
    return str(date_numeric(waarde)) if isinstance(waarde, date) else waarde or "(leeg)"

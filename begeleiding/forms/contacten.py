"""Forms beside that of one contact: several pupils at once, a correction, taking back, a week of cells."""

# mypy: disable-error-code="attr-defined"

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.text import capfirst

from begeleiding.forms.contact import ANDERS, MET_WIE, ContactForm, MetSoort, als_invoer
from begeleiding.models import Contact, Contactdeelname, Traject
from begeleiding.workflow import HOORT_BIJ, Gezelschap, Kenmerk, Onjuist, eis_gezelschap, lees_minuten
from gka.forms import ButtonRadioSelect, GkaForm, SegmentedRadioSelect
from gka.models import Aanstelling, Keuze, Medewerker
from gka.privacy.bsn import bevat_bsn
from gka.templatetags.formatting import DAYS, counted, date_medium, lower_first, weekday_short

NIET_OP_UW_LIJST = "Iemand staat niet (meer) op uw lijst. Kies opnieuw uit de leerlingen hieronder."
NIET_VERSCHENEN = (
    "Bij ‘niet verschenen’ was de leerling er niet. Haal het vinkje weg, "
    "en kies de leerling bij ‘Over welke leerlingen ging het?’."
)
ANDEREN_ERBIJ = [(wie.value, wie.label) for wie in Gezelschap if wie != Gezelschap.LEERLING]
CELVELD = "cel-"
ALLE_DAGEN = "alle"


class GroepscontactForm(ContactForm):
    """One contact for several pupils. Nobody is ticked: who is named, was there or was talked about."""

    leerlingen = forms.MultipleChoiceField(
        label="Welke leerlingen waren erbij?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": NIET_OP_UW_LIJST},
    )
    over = forms.MultipleChoiceField(
        label="Over welke leerlingen ging het?",
        help_text="Leerlingen die er zelf niet bij waren.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": NIET_OP_UW_LIJST},
    )
    collega = forms.ChoiceField(
        label="Tweede medewerker",
        help_text="De tijd telt voor ieder van u heel.",
        required=False,
        error_messages={"invalid_choice": "Kies een collega uit de lijst."},
    )

    field_order: ClassVar[list[str]] = ["leerlingen", "over", "soort", "met"]

    hide_optional: ClassVar[set[str]] = ContactForm.hide_optional | {"leerlingen", "over"}

    def __init__(
        self, *args: Any, trajecten: Sequence[tuple[Traject, str]], collegas: Sequence[Aanstelling], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.trajecten = {str(traject.pk): traject for traject, _ in trajecten}
        self.collegas = {str(collega.pk): collega for collega in collegas}
        namen = [(str(traject.pk), naam) for traject, naam in trajecten]
        self.fields["leerlingen"].choices = namen
        self.fields["over"].choices = namen
        self.fields["met"].label = "Wie was er nog meer bij?"
        self.fields["met"].choices = ANDEREN_ERBIJ
        self.fields["collega"].choices = [
            ("", "Niemand"),
            *((str(een.pk), f"{een.medewerker.naam}, {een.werkplek_school or een.organisatie}") for een in collegas),
        ]

    @property
    def over_open(self) -> bool:
        return bool(self["over"].value() or self["over"].errors)

    @property
    def meer_open(self) -> bool:
        return super().meer_open or bool(self["collega"].value() or self["collega"].errors)

    @property
    def volledig(self) -> bool:
        """Whether everybody of the contact that is repeated can be chosen again."""
        wie = {*self.initial["leerlingen"], *self.initial["over"]}
        return wie <= self.trajecten.keys() and self.initial["collega"] in dict(self.fields["collega"].choices)

    def in_woorden(self) -> str:
        over, woorden = len(self.initial["over"]), super().in_woorden()
        return f"{woorden}, over {counted(over, 'leerling,leerlingen')}" if over and woorden else woorden

    def _wie_in_woorden(self) -> list[str]:
        begin = self.initial
        erbij, anderen = len(begin["leerlingen"]), begin["overige_deelnemers"] or 0
        wie = [counted(erbij, "leerling,leerlingen")] if erbij else []
        wie += [counted(anderen, "ander kind,andere kinderen")] if anderen else []
        collega = self.collegas.get(begin["collega"])
        return [*wie, *super()._wie_in_woorden(), *([collega.medewerker.naam] if collega else [])]

    def clean(self) -> dict[str, Any]:
        schoon = self.cleaned_data
        erbij, over = schoon.get("leerlingen", []), schoon.get("over", [])
        if erbij and "met" in schoon:
            schoon["met"] = [Gezelschap.LEERLING.value, *schoon["met"]]
        schoon = super().clean()
        if not erbij and not over and not self.errors.keys() & {"leerlingen", "over"}:
            self.add_error("leerlingen", "Kies ten minste één leerling.")
        if dubbel := set(erbij) & set(over):
            namen = dict(self.fields["over"].choices)
            self.add_error("over", f"{namen[min(dubbel)]} staat ook bij wie erbij was. Kies één van de twee.")
        return schoon

    def _clean_soort(self, code: str, met: list[str]) -> None:
        """What a kind says about the pupil stands where the pupils are ticked."""
        soort, erbij = self.soorten.get(code), Gezelschap.LEERLING in met
        if erbij and soort and soort.kenmerk == Kenmerk.NIET_VERSCHENEN:
            self.add_error("leerlingen", NIET_VERSCHENEN)
        elif not erbij and Gezelschap.LEERLING in HOORT_BIJ.get(code, ()):
            self.add_error("leerlingen", "Bij deze soort was de leerling er zelf bij. Vink aan wie erbij was.")
        else:
            super()._clean_soort(code, met)

    def gegevens(self) -> dict[str, Any]:
        """What the action `vastleggen` asks for."""
        schoon = self.cleaned_data
        erbij = [self.trajecten[pk] for pk in schoon["leerlingen"]]
        return super().gegevens() | {
            "trajecten": [*erbij, *(self.trajecten[pk] for pk in schoon["over"])],
            "aanwezig": erbij,
            "collegas": [self.collegas[schoon["collega"]]] if schoon["collega"] else [],
        }


def gedeeld(contact: Contact) -> bool:
    """Whether the time was of more children or more workers than one: the page for one pupil cannot say that."""
    return contact.overige_deelnemers > 0 or contact.deelnames.count() > 1 or contact.inzet.count() > 1


def als_groepsinvoer(contact: Contact, *, door: Medewerker) -> dict[str, Any]:
    """A contact as GroepscontactForm would have been filled in for it by somebody who worked in it."""
    deelnames = [(str(een.traject_id), een.aanwezig) for een in contact.deelnames.order_by("traject")]
    werkers = {een.aanstelling.medewerker_id: een for een in contact.inzet.select_related("aanstelling")}
    collegas = [een for key, een in werkers.items() if key != door.pk] if door.pk in werkers else []
    return als_invoer(contact) | {
        "leerlingen": [pk for pk, aanwezig in deelnames if aanwezig],
        "over": [pk for pk, aanwezig in deelnames if not aanwezig],
        "met": [wie.value for wie in contact.gezelschap if wie != Gezelschap.LEERLING],
        "collega": str(collegas[0].aanstelling_id) if collegas else "",
        "overige_deelnemers": contact.overige_deelnemers or None,
    }


class RedenForm(GkaForm):
    """Why a contact is changed: a tap, so that nobody types about a pupil; else a few words."""

    REDENEN: ClassVar[tuple[str, ...]] = ()

    reden = forms.ChoiceField(label="Waarom", widget=ButtonRadioSelect, error_messages={"required": "Kies een reden."})
    reden_anders = forms.CharField(
        label="Andere reden", help_text="Kort, zonder namen.", max_length=280, required=False
    )

    hide_optional: ClassVar[set[str]] = {"reden_anders"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reden"].choices = [*((reden, reden) for reden in self.REDENEN), (ANDERS, "Anders")]

    def clean_reden_anders(self) -> str:
        tekst: str = self.cleaned_data["reden_anders"].strip()
        if bevat_bsn(tekst):
            raise forms.ValidationError("Hier staat een getal dat op een BSN lijkt. Haal het weg.")
        return tekst

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        if schoon.get("reden") == ANDERS and not schoon.get("reden_anders") and "reden_anders" not in self.errors:
            self.add_error("reden_anders", "Schrijf kort op waarom.")
        return schoon

    @property
    def gekozen_reden(self) -> str:
        schoon = self.cleaned_data
        return str(schoon["reden_anders"] if schoon["reden"] == ANDERS else schoon["reden"])


class IntrekForm(RedenForm):
    """Take back a contact that never was."""

    REDENEN = ("Dubbel vastgelegd", "Verkeerde leerling", "Ging niet door")

    sleutel = forms.UUIDField(widget=forms.HiddenInput)


class CorrectieForm(ContactForm, RedenForm):
    """A better version of a contact, filled in as the newest one is. Its pupils and workers stay."""

    REDENEN = ("Verkeerde duur", "Verkeerde dag", "Verkeerde soort", "Verkeerd gezelschap")

    erbij = forms.MultipleChoiceField(
        label="Welke leerlingen waren erbij?", widget=forms.CheckboxSelectMultiple, required=False
    )

    hide_optional: ClassVar[set[str]] = ContactForm.hide_optional | RedenForm.hide_optional | {"erbij"}

    def __init__(
        self, *args: Any, contact: Contact, deelnames: Sequence[Contactdeelname], verborgen: Iterable[Contactdeelname],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.contact = contact
        self.zichtbaar = {str(deelname.traject_id): deelname for deelname in deelnames}
        self.verborgen_erbij = [deelname.traject for deelname in verborgen if deelname.aanwezig]
        self.verborgen = list(verborgen)
        kwargs["initial"] = kwargs.get("initial", {}) | self._begin(contact)
        super().__init__(*args, **kwargs)
        self.fields["erbij"].choices = [
            (pk, deelname.traject.leerling.korte_naam) for pk, deelname in self.zichtbaar.items()
        ]
        if self.met_meer:
            self.fields["met"].label = "Wie was er nog meer bij?"
            self.fields["met"].choices = ANDEREN_ERBIJ
        # Presence is asked of pupils whose names may be seen: of the others it stays as it was.
        if not self.met_meer or not self.zichtbaar:
            del self.fields["erbij"]

    @property
    def met_meer(self) -> bool:
        """Whether presence is asked per pupil."""
        return len(self.zichtbaar) + len(self.verborgen) > 1

    def _begin(self, contact: Contact) -> dict[str, Any]:
        return als_invoer(contact) | {
            "gebeurd_op": contact.gebeurd_op,
            "reisminuten": contact.reisminuten or None,
            "overige_deelnemers": contact.overige_deelnemers or None,
            "erbij": [pk for pk, deelname in self.zichtbaar.items() if deelname.aanwezig],
        }

    def _dagen(self, dag: date) -> list[tuple[str, str]]:
        """The day it was said to be on is chosen, and in the list."""
        eigen = self.initial["gebeurd_op"]
        keuzes = super()._dagen(dag)
        if eigen.isoformat() not in dict(keuzes):
            keuzes.insert(-1, (eigen.isoformat(), date_medium(eigen)))
        self.initial["wanneer"] = eigen.isoformat()
        return keuzes

    def clean(self) -> dict[str, Any]:
        schoon = self.cleaned_data
        if self.met_meer and "met" in schoon and (schoon.get("erbij") or self.verborgen_erbij):
            schoon["met"] = [Gezelschap.LEERLING.value, *schoon["met"]]
        schoon = super().clean()
        if not self.errors and self._ongewijzigd():
            self.add_error(None, "U hebt nog niets gewijzigd.")
        return schoon

    def _ongewijzigd(self) -> bool:
        gegevens = self.gegevens()
        gegevens.pop("sleutel")
        erbij = {traject.pk for traject in gegevens.pop("aanwezig") or ()}
        was = {een.traject_id for een in (*self.zichtbaar.values(), *self.verborgen) if een.aanwezig}
        zelfde = all(getattr(self.contact, naam) == waarde for naam, waarde in gegevens.items())
        return zelfde and (not self.met_meer or erbij == was)

    def gegevens(self) -> dict[str, Any]:
        """What the action `corrigeren` asks for, but the reason."""
        erbij = None
        if self.met_meer:
            gekozen = self.cleaned_data.get("erbij", [])
            erbij = [self.zichtbaar[pk].traject for pk in gekozen] + self.verborgen_erbij
        return super().gegevens() | {"aanwezig": erbij}


@dataclass(frozen=True)
class Vak:
    """A cell of the week: for this pupil on this day; `dicht` says why nothing can be filled in."""

    traject: Traject
    naam: str
    dag: date
    dicht: str = ""

    @property
    def veld(self) -> str:
        return f"{CELVELD}{self.traject.pk}-{self.dag:%Y%m%d}"

    @property
    def label(self) -> str:
        return f"{self.naam}, {DAYS[self.dag.weekday()]} {self.dag.day}-{self.dag.month}"


class WeekForm(MetSoort, GkaForm):
    """A week: one kind and one company for all, and per pupil and day how long."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    # Nothing is done with it: on a phone the stylesheet shows the column of this day only.
    toon = forms.ChoiceField(label="Welke dag", widget=SegmentedRadioSelect, required=False)

    hide_optional: ClassVar[set[str]] = {"met", "toon"}

    def __init__(
        self, *args: Any, soorten: Sequence[Keuze], vakken: Sequence[Vak], vandaag: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._dagen({vak.dag for vak in vakken if vak.dag <= vandaag}, vandaag)
        self.soorten = {soort.code: soort for soort in soorten}
        self.fields["soort"].choices = [(code, capfirst(soort.label)) for code, soort in self.soorten.items()]
        self.vakken = {vak.veld: vak for vak in vakken}
        for naam, vak in self.vakken.items():
            # A cell that closed after it was filled in keeps what was typed, and says why it is refused.
            if not vak.dicht or (self.is_bound and self.data.get(naam, "").strip()):
                self.fields[naam] = forms.CharField(label=vak.label, max_length=20, required=False)

    def _dagen(self, dagen: set[date], vandaag: date) -> None:
        """Today is shown first, where it is in this week; of one day there is nothing to choose."""
        if len(dagen) < 2:
            del self.fields["toon"]
            return
        keuzes = [(str(dag.isoweekday()), f"{weekday_short(dag)} {dag.day}-{dag.month}") for dag in sorted(dagen)]
        self.fields["toon"].choices = [*keuzes, (ALLE_DAGEN, "Alle dagen")]
        self.initial["toon"] = str(vandaag.isoweekday()) if vandaag in dagen else ALLE_DAGEN

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        self._clean_soort()
        self.minuten: dict[str, int] = {}
        for naam, vak in self.vakken.items():
            if tekst := schoon.get(naam):
                self._clean_vak(naam, vak, tekst)
        if any(naam.startswith(CELVELD) and naam not in self.vakken and self.data[naam].strip() for naam in self.data):
            self.add_error(None, NIET_OP_UW_LIJST)
        elif not self.minuten and not self.errors:
            self.add_error(None, "Vul ten minste één vak in, bijvoorbeeld 45 of 1u15.")
        return schoon

    def _clean_vak(self, naam: str, vak: Vak, tekst: str) -> None:
        try:
            self.minuten[naam] = lees_minuten(tekst)
        except Onjuist as weigering:
            self.add_error(naam, f"{vak.label}: {lower_first(str(weigering))}")
            return
        if vak.dicht:
            self.add_error(naam, f"{vak.label}: {vak.dicht}. Maak dit vak leeg.")

    def _clean_soort(self) -> None:
        soort = self.soorten.get(self.cleaned_data.get("soort", ""))
        met = self.cleaned_data.get("met")
        if soort is None or met is None:
            return
        if not met and soort.kenmerk in (Kenmerk.DIRECT, Kenmerk.GROEP):
            self.add_error("met", MET_WIE)
            return
        try:
            eis_gezelschap(soort.code, soort.kenmerk, [Gezelschap(wie) for wie in met])
        except Onjuist as weigering:
            self.add_error("met", str(weigering))

    def gevuld(self) -> list[tuple[Vak, int]]:
        """The filled cells with their minutes, in the order of the page."""
        return [(self.vakken[naam], minuten) for naam, minuten in self.minuten.items()]

    def gegevens(self) -> dict[str, Any]:
        """What the action asks for, but the cells."""
        schoon = self.cleaned_data
        return {"soort": self.soorten[schoon["soort"]], "sleutel": schoon["sleutel"]} | {
            f"met_{wie}": wie in schoon["met"] for wie in Gezelschap.values
        }

    def weiger_vak(self, traject: UUID, dag: date, zin: str) -> None:
        """Put a refusal at its cell, with the cell's name."""
        for naam, vak in self.vakken.items():
            if (vak.traject.pk, vak.dag) == (traject, dag):
                self.add_error(naam, f"{vak.label}: {lower_first(zin)}")

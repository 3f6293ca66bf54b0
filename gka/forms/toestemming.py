"""Consent in a conversation: a question per purpose, for one parent and for the pupil. An empty one changes nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from gka.actions.toestemming import Antwoord, NieuweOuder, intussen, vroegste_dag
from gka.forms import ButtonRadioSelect, DateInput, GkaForm, SegmentedRadioSelect
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
ELDERS = "Dit ja is voor een andere school dan de gewenste. Intrekken mag altijd."
WIJZEN = [(wijze.value, wijze.label) for wijze in Wijze if wijze != Wijze.APP]


@dataclass(frozen=True)
class Vraag:
    """One purpose on the page: its explanation and a field per giver who is asked."""

    titel: str
    uitleg: str
    velden: list[BoundField]


class ToestemmingForm(GkaForm):
    """Nothing is chosen beforehand: a default answer would become a false record.

    `staand` are the standing answers of the parent who speaks now and of the pupil. Of those about sharing with another
    school than the wished one, a yes can be taken back.
    """

    tekstversie = forms.CharField(widget=forms.HiddenInput)
    vo_school = forms.CharField(widget=forms.HiddenInput, required=False)
    bekende_ouders = forms.IntegerField(widget=forms.HiddenInput)
    gezien = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        ouder: Ouder | None,
        bekende_ouders: int,
        gewenst: School | None,
        staand: Collection[Toestemming],
        gevers: Collection[Gever],
        andere_ouder: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ouder, self.gewenst, self.andere_ouder = ouder, gewenst, andere_ouder
        self.gevers = list(gevers)
        self.staand = {self._veldnaam(rij): rij for rij in staand if rij.gever in self.gevers}
        self.initial = {
            "tekstversie": texts.huidige_versie(),
            "vo_school": gewenst.brin_vestiging if gewenst else "",
            "bekende_ouders": bekende_ouders,
            "gezien": self._staande(),
        }
        if ouder is None and Gever.OUDER in self.gevers:
            self._vraag_ouder()
        self.teksten = texts.teksten(texts.huidige_versie())
        self.doelen = [doel for doel in Doel if doel != Doel.DELEN or gewenst]
        for doel in self.doelen:
            for gever in self.gevers:
                self.fields[f"{gever}_{doel}"] = self._antwoordveld(doel, gever)
        self.elders = {naam: rij for naam, rij in self.staand.items() if self._is_ja_voor_een_ander(rij)}
        for naam, rij in self.elders.items():
            self.fields[naam] = self._intrekveld(rij)
        self.hide_optional = self.hide_optional | set(self.elders)
        self.fields["wijze"] = forms.ChoiceField(
            label="Hoe is dit gezegd?",
            choices=WIJZEN,
            widget=ButtonRadioSelect,
            error_messages={"required": "Kies hoe dit gezegd is."},
        )
        vandaag = timezone.localdate()
        vroegst = vroegste_dag(texts.huidige_versie(), vandaag)
        self.fields["gegeven_op"] = forms.DateField(
            label="Op welke dag?",
            help_text="Is het vandaag? Laat dit dan leeg. Op papier: de dag van de handtekening.",
            widget=DateInput({"min": vroegst.isoformat(), "max": vandaag.isoformat()}),
            required=False,
            error_messages={"invalid": "Kies een dag die bestaat, bijvoorbeeld 27-3-2026."},
        )

    hide_optional = frozenset({f"{gever}_{doel}" for gever in Gever for doel in Doel} | {"relatie", "gegeven_op"})

    def _veldnaam(self, rij: Toestemming) -> str:
        anders = rij.ontvangende_school_id not in {None, self.gewenst.pk if self.gewenst else None}
        return f"{rij.gever}_elders_{rij.ontvangende_school_id}" if anders else f"{rij.gever}_{rij.doel}"

    def _is_ja_voor_een_ander(self, rij: Toestemming) -> bool:
        return rij.stand == Toestemmingstand.JA and self._veldnaam(rij) != f"{rij.gever}_{rij.doel}"

    def _wie(self, gever: str) -> str:
        if gever == Gever.LEERLING:
            return "Leerling"
        return str(self.ouder).capitalize() if self.ouder else "Ouder of verzorger"

    def _intrekveld(self, rij: Toestemming) -> forms.ChoiceField:
        sinds = f"van {date_medium(rij.gegeven_op)}"
        return forms.ChoiceField(
            label=f"{self._wie(rij.gever)}: ja tegen delen met {rij.ontvangende_school}, {sinds}",
            choices=[(Toestemmingstand.INGETROKKEN.value, "Trekt in"), (OVERSLAAN, "Overslaan")],
            widget=SegmentedRadioSelect,
            required=False,
        )

    def _vraag_ouder(self) -> None:
        self.fields["relatie"] = forms.ChoiceField(
            label="Wie spreekt er?", choices=Relatie.choices, widget=ButtonRadioSelect, required=False
        )
        self.fields["gezag"] = forms.BooleanField(
            label="Deze ouder of verzorger heeft gezag over de leerling", required=False, initial=True
        )

    def _antwoordveld(self, doel: Doel, gever: Gever) -> forms.ChoiceField:
        staand, tekst = self.staand.get(f"{gever}_{doel}"), self.teksten[doel]
        vraag = tekst.vraag_ouder if gever == Gever.OUDER else tekst.vraag_leerling
        return forms.ChoiceField(
            label=f"{self._wie(gever)}: {vraag}",
            help_text=_nu(staand, tekst) if staand else "",
            choices=[*self._keuzes(gever, staand), (OVERSLAAN, "Overslaan")],
            widget=SegmentedRadioSelect,
            required=False,
        )

    def _keuzes(self, gever: Gever, staand: Toestemming | None) -> list[tuple[str, str]]:
        """A standing yes is taken back; an objection is against the yes of another parent."""
        if staand and staand.stand == Toestemmingstand.JA:
            return [(Toestemmingstand.JA.value, "Nog steeds ja"), (Toestemmingstand.INGETROKKEN.value, "Trekt in")]
        keuzes = [(Toestemmingstand.JA.value, "Ja"), (Toestemmingstand.NEE.value, "Nee")]
        if gever == Gever.OUDER and self.andere_ouder and (self.ouder is None or self.ouder.gezag):
            keuzes.append((Toestemmingstand.BEZWAAR.value, "Bezwaar"))
        return keuzes

    def _staande(self) -> str:
        """The keys of the standing answers the page shows now."""
        return " ".join(str(staand.pk) for staand in self.staand.values())

    @property
    def gezien_toen(self) -> list[str]:
        """The keys of the standing answers the page showed when it was filled in."""
        return str(self.cleaned_data.get("gezien", "")).split()

    def toon_nu(self) -> None:
        """What is shown again is answered against what stands now, which the page then shows too."""
        self.data = {**self.data.dict(), "gezien": self._staande()}

    @property
    def vragen(self) -> list[Vraag]:
        """The purposes in order, for the template."""
        vragen = [
            Vraag(
                titel=doel.label.capitalize() + (f": {self.gewenst}" if doel == Doel.DELEN else ""),
                uitleg=self.teksten[doel].uitleg,
                velden=[self[f"{gever}_{doel}"] for gever in self.gevers],
            )
            for doel in self.doelen
        ]
        if self.elders:
            vragen.append(Vraag("Ja tegen delen met een andere school", ELDERS, [self[naam] for naam in self.elders]))
        return vragen

    @property
    def antwoorden(self) -> list[Antwoord]:
        """What was answered now."""
        gevraagd: list[tuple[str, Doel, Gever, School | None]] = [
            (f"{gever}_{doel}", doel, gever, self.gewenst if doel == Doel.DELEN else None)
            for doel in self.doelen
            for gever in self.gevers
        ]
        gevraagd += [(naam, Doel.DELEN, Gever(rij.gever), rij.ontvangende_school) for naam, rij in self.elders.items()]
        return [
            Antwoord(doel, gever, Toestemmingstand(gezegd), school)
            for naam, doel, gever, school in gevraagd
            if (gezegd := self.cleaned_data.get(naam)) and gezegd != OVERSLAAN
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
        if self._is_iets_anders_vastgelegd():
            return self.cleaned_data
        if not self.antwoorden:
            raise forms.ValidationError("Vul ten minste één antwoord in.")
        if "relatie" in self.fields and not self.cleaned_data.get("relatie"):
            if any(antwoord.gever == Gever.OUDER for antwoord in self.antwoorden):
                self.add_error("relatie", "Kies wie er spreekt voor de ouders.")
        return self.cleaned_data

    def _is_iets_anders_vastgelegd(self) -> bool:
        """Say so at each question that was answered against an answer which stands no more."""
        anders = {}
        for naam, staand in self.staand.items():
            gezegd = self.data.get(naam) or OVERSLAAN
            if gezegd != OVERSLAAN and (zin := intussen(staand, gezegd, self.gezien_toen)):
                anders[naam] = zin
        for naam, zin in anders.items():
            self.errors.pop(naam, None)  # the choice may be no choice any more
            self.add_error(naam if naam in self.fields else None, zin)
        return bool(anders)


def _nu(staand: Toestemming, tekst: texts.Vraagtekst) -> str:
    """What stands, and what taking it back would mean."""
    hoe = f"{staand.get_wijze_display()}, {date_medium(staand.gegeven_op)}"
    nu = f"Nu: {staand.get_stand_display()}, {hoe}."
    return f"{nu} Intrekken? {tekst.na_intrekken}" if staand.stand == Toestemmingstand.JA else nu


def worden_gevraagd(jaren: int) -> list[Gever]:
    """From 12 the pupil is asked too, from 16 only the pupil (UAVG art. 5)."""
    ouder = [Gever.OUDER] if jaren < ALLEEN_LEERLING_VANAF else []
    return [*ouder, Gever.LEERLING] if jaren >= EIGEN_TOESTEMMING_VANAF else ouder


class FormulierForm(GkaForm):
    """Which forms to print. `leeg` leaves the name out."""

    doel = forms.MultipleChoiceField(
        label="Welke formulieren?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één formulier."},
    )
    leeg = forms.BooleanField(label="Zonder de naam van de leerling", required=False)
    groot = forms.BooleanField(label="Met grote letters", required=False)

    def __init__(self, *args: Any, doelen: Collection[Doel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doel"].choices = [(doel.value, doel.label.capitalize()) for doel in doelen]  # type: ignore[attr-defined]

    @property
    def doelen(self) -> list[Doel]:
        """In the order of the texts."""
        return [doel for doel in Doel if doel in self.cleaned_data["doel"]]

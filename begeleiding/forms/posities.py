"""Forms about the first class. They clean input; what may be recorded is for the actions to say."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from begeleiding.actions.posities import GeenReden
from begeleiding.brugklas import Rij
from begeleiding.klasniveau import Correctiereden, Klas, bij_advies, klassen
from gka.exceptions import NietToegestaan
from gka.forms import ButtonRadioSelect, DateInput, GkaForm

ANDERS, ONBEKEND = "anders", "onbekend"
KLASSEN = {klas.code: klas for klas in klassen()}
SNEL = {klas.code: klas.naam for klas in KLASSEN.values() if not klas.breed}


class PositieForm(GkaForm):
    """One pupil of the table. Left empty: nothing changes. Nothing is chosen beforehand."""

    gezien = forms.UUIDField(widget=forms.HiddenInput, required=False)
    snel = forms.ChoiceField(choices=[*SNEL.items(), (ANDERS, "Anders")], widget=ButtonRadioSelect, required=False)
    klas = forms.ChoiceField(required=False)
    reden = forms.ChoiceField(
        label="Waarom verbetert u dit?", choices=[("", "Kies een reden"), *Correctiereden.choices], required=False
    )

    hide_optional: ClassVar[set[str]] = {"snel", "klas", "reden"}

    def __init__(self, *args: Any, rij: Rij, **kwargs: Any) -> None:
        gezien = {"gezien": rij.positie.pk if rij.positie else None}
        super().__init__(*args, prefix=str(rij.leerling.pk), initial=gezien, **kwargs)
        self.rij, self.keus = rij, ""
        self.verbetert = rij.positie is not None and rij.positie.klas is not None
        naam = rij.leerling.naam
        self.fields["snel"].label, self.fields["klas"].label = f"Snelle keuze voor {naam}", f"Klas van {naam}"
        self.fields["klas"].choices = _keuzes()  # type: ignore[attr-defined]
        # Any class may have been offered when the page was made; now these are.
        self.snelle = bij_advies(rij.klas_van_advies)
        self.fields["snel"].widget.choices = [*((klas.code, klas.naam) for klas in self.snelle), (ANDERS, "Anders")]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        snel, klas = data.get("snel", ""), data.get("klas", "")
        naam = self.rij.leerling.naam
        if snel == ANDERS and not klas:
            self.add_error("klas", f"Kies de klas van {naam} uit de lijst.")
        elif snel not in ("", ANDERS) and klas not in ("", snel):
            self.add_error("klas", f"Kies één klas voor {naam}: met een knop of uit de lijst.")
        elif data.get("reden") and not klas:
            self.add_error("klas", f"Kies ook de juiste klas van {naam}.")
        self.keus = klas if snel in ("", ANDERS) else snel
        return data

    @property
    def klas_gekozen(self) -> Klas | None:
        """None stands for: the school does not know yet."""
        return KLASSEN.get(self.keus)

    def weiger(self, weigering: NietToegestaan) -> None:
        """Put the sentence of a refusal next to what it is about."""
        naam = f"{self.rij.leerling.naam}: {weigering}"
        self.add_error("reden" if isinstance(weigering, GeenReden) else "klas", naam)

    def over(self, rij: Rij) -> "PositieForm":
        """The same choice and its errors, over what stands now."""
        staat = rij.positie.pk if rij.positie else None
        if staat == self.cleaned_data.get("gezien"):
            return self
        data = {"gezien": staat, "klas": self.keus}
        form = PositieForm({f"{self.prefix}-{naam}": waarde for naam, waarde in data.items()}, rij=rij)
        for veld, zinnen in self.errors.items():
            for zin in zinnen:
                form.add_error(veld, zin)
        return form


class ToelatingForm(GkaForm):
    """Which pupils were admitted, and from which day that school counts."""

    leerling = forms.MultipleChoiceField(
        label="Wie komt op uw school?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Zet een vinkje bij wie op uw school komt."},
    )
    vanaf = forms.DateField(
        label="Toegelaten sinds",
        widget=DateInput,
        error_messages={"required": "Vul in sinds wanneer deze leerlingen zijn toegelaten."},
    )

    def __init__(self, *args: Any, namen: Mapping[str, str], uitleg: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = self.fields["leerling"]
        # Who is no longer on the list left or was confirmed in the meantime: that is no mistake of who sends the form.
        gepost = self.data.getlist("leerling") if hasattr(self.data, "getlist") else []
        veld.choices = [(sleutel, sleutel) for sleutel in {*namen, *gepost}]  # type: ignore[attr-defined]
        veld.widget.choices = list(namen.items())  # type: ignore[attr-defined]
        veld.choice_help = uitleg  # type: ignore[attr-defined]


def _keuzes() -> list[tuple[str, Any]]:
    """Grouped as people think of them: one level, two levels, a broad class."""
    groepen: dict[str, list[tuple[str, str]]] = {"Eén niveau": [], "Twee niveaus": [], "Brede klas": []}
    for klas in KLASSEN.values():
        naam = "Brede klas" if klas.breed else "Eén niveau" if klas.laag == klas.hoog else "Twee niveaus"
        groepen[naam].append((klas.code, klas.naam))
    return [("", "Kies een klas"), *groepen.items(), (ONBEKEND, "nog niet bekend")]

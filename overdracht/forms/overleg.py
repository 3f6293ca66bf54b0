"""Plan an overleg, and change it."""

from typing import Any

from django import forms
from django.db.models import Model

from gka.forms import DateInput, GkaForm, TimeInput
from gka.models import Aanstelling, Leerling
from overdracht.actions.overleg_wijzigen import Afspraakgegevens
from overdracht.workflow import KORTSTE, LANGSTE, Functie


class Leerlingen(forms.ModelMultipleChoiceField):
    def label_from_instance(self, leerling: Leerling) -> str:
        gewenst = [keuze.school.naam for keuze in leerling.beoogde_keuzes]  # type: ignore[attr-defined]
        return f"{leerling.korte_naam}, wil naar {gewenst[0]}" if gewenst else leerling.korte_naam


class Collegas(forms.ModelMultipleChoiceField):
    def label_from_instance(self, stoel: Aanstelling) -> str:
        return f"{stoel.medewerker.naam}, {stoel.get_rol_display()}, {stoel.werkplek_school}"


class TafelForm(GkaForm):
    """When, where, who. The view hands over the choices: they are already in scope."""

    datum = forms.DateField(label="Datum", widget=DateInput)
    tijd = forms.TimeField(label="Tijd", widget=TimeInput)
    duur = forms.IntegerField(
        label="Duur in minuten",
        initial=60,
        min_value=KORTSTE,
        max_value=LANGSTE,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Vul een duur in van {KORTSTE} tot en met {LANGSTE} minuten."
        ),
    )
    plaats = forms.CharField(label="Waar", max_length=100, help_text="Bijvoorbeeld: lokaal 3.")
    deelnemers = Collegas(
        label="Wie zit aan tafel?",
        queryset=Aanstelling.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Van uw school en van de scholen waar deze leerlingen heen willen. Haal weg wie niet komt.",
    )
    anderen = Collegas(
        label="Nog een collega van een middelbare school",
        queryset=Aanstelling.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    functies = forms.MultipleChoiceField(
        label="Wie komt er nog meer?", choices=Functie.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    hide_optional = frozenset({"deelnemers", "anderen", "functies"})

    def __init__(self, *args: Any, deelnemers: list[Aanstelling], anderen: list[Aanstelling], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._beperk("deelnemers", Aanstelling, deelnemers)
        self._beperk("anderen", Aanstelling, anderen)
        self.fields["deelnemers"].initial = [stoel.pk for stoel in deelnemers]

    def _beperk(self, naam: str, model: type[Model], rows: list[Any]) -> None:
        """Only these rows; the labels come from the objects at hand, so the form asks the database nothing."""
        veld = self.fields[naam]
        assert isinstance(veld, forms.ModelMultipleChoiceField)  # noqa: S101 - so that the type is known
        veld.queryset = model._default_manager.filter(pk__in=[row.pk for row in rows])
        veld.choices = [(row.pk, veld.label_from_instance(row)) for row in rows]

    @property
    def stoelen(self) -> list[Aanstelling]:
        """Everybody with an account who was ticked."""
        return [*self.cleaned_data["deelnemers"], *self.cleaned_data["anderen"]]

    @property
    def gekozen_functies(self) -> list[Functie]:
        return [Functie(waarde) for waarde in self.cleaned_data["functies"]]


class PlanForm(TafelForm):
    """A new overleg, with the pupils on its list."""

    leerlingen = Leerlingen(
        label="Welke leerlingen bespreekt u?",
        queryset=Leerling.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één leerling om te bespreken."},
    )

    def __init__(
        self, *args: Any, leerlingen: Any, deelnemers: list[Aanstelling], anderen: list[Aanstelling], **kwargs: Any
    ) -> None:
        super().__init__(*args, deelnemers=deelnemers, anderen=anderen, **kwargs)
        self.voorgesteld = deelnemers
        self.fields["deelnemers"].help_text += " Van een school waar geen gekozen leerling heen wil, komt niemand."
        self._beperk("leerlingen", Leerling, leerlingen)

    @property
    def weggelaten(self) -> list[Aanstelling]:
        """Who was suggested and is not to come."""
        return [stoel for stoel in self.voorgesteld if stoel not in self.stoelen]


class WijzigForm(TafelForm):
    """An overleg that is planned already, as it was shown. `dag_staat`: something was said or decided on that day."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, dag_staat: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["datum"].widget.attrs["readonly"] = dag_staat

    def gegevens(self) -> Afspraakgegevens:
        """What the action needs."""
        data = self.cleaned_data
        return Afspraakgegevens(
            data["datum"], data["tijd"], data["duur"], data["plaats"], self.stoelen, self.gekozen_functies
        )

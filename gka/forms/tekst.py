"""Free text: a few lines with a maximum, and a warning when it seems to hold a BSN."""

from typing import Any, ClassVar

from django import forms

from gka.privacy.bsn import bevat_bsn


class Tekst(forms.CharField):
    """A few lines with a maximum. Line ends count once: a browser counts one character and sends two.

    The browser does not enforce the maximum, for then it cuts what is pasted without a word: too long is an error that
    says by how much. `leeg` is what to do when nothing was written.
    """

    def __init__(
        self,
        *,
        label: str,
        max_length: int,
        rows: int,
        leeg: str = "",
        widget: forms.Widget | None = None,
        **kwargs: Any,
    ) -> None:
        te_lang = f"Maak ‘{label}’ korter: hoogstens %(limit_value)d tekens, nu %(show_value)d."
        super().__init__(
            label=label,
            max_length=max_length,
            widget=widget or forms.Textarea(attrs={"rows": rows}),
            error_messages={"max_length": te_lang} | ({"required": leeg} if leeg else {}),
            **kwargs,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {("data-maximum" if naam == "maxlength" else naam): waarde for naam, waarde in attrs.items()}

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class GeenBsn(forms.Form):
    """Asks "is dit een BSN?" when one of the free texts seems to hold one; whoever says it is not, may save."""

    vrije_tekst: ClassVar[tuple[str, ...]] = ()

    geen_bsn = forms.BooleanField(label="Dit is geen BSN", required=False)

    def lijkt_bsn(self) -> bool:
        """Whether the page must show the question."""
        return self.is_bound and any(bevat_bsn(str(self[naam].value() or "")) for naam in self._nieuwe_tekst())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("geen_bsn"):
            for naam in self._nieuwe_tekst():
                if bevat_bsn(cleaned.get(naam) or ""):
                    wat = f"In ‘{self.fields[naam].label}’ staat een getal dat op een BSN lijkt."
                    self.add_error(naam, f"{wat} Haal het weg, of zet onderaan een vinkje bij ‘Dit is geen BSN’.")
        return cleaned

    def _nieuwe_tekst(self) -> list[str]:
        """What was confirmed before is not asked again."""
        return [naam for naam in self.vrije_tekst if naam in self.changed_data]

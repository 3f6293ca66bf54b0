"""Short free text: at most 280 characters."""

from typing import Any

from django import forms

from overdracht.actions.besprekingen import TEKENS


class KorteTekst(forms.CharField):
    """A few lines. Line ends count once: a browser counts one character and sends two."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        te_lang = f"Maak ‘{label}’ korter: hoogstens %(limit_value)d tekens, nu %(show_value)d."
        super().__init__(
            label=label,
            required=False,
            max_length=TEKENS,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"max_length": te_lang},
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

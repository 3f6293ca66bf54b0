"""A refusal of an action, on the page."""

from django import forms

from gka.exceptions import NietToegestaan


class Weigerbaar(forms.Form):
    """A form that shows a refusal of the action next to the field it is about."""

    def weiger(self, weigering: NietToegestaan) -> None:
        """Put the sentence at the field that the refusal names; above the form when it names none that is here."""
        veld = getattr(weigering, "veld", "")
        self.add_error(veld if veld in self.fields else None, str(weigering))

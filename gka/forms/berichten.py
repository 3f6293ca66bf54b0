"""Which mails somebody gets."""

from django import forms

from gka.forms import GkaForm


class BerichtenForm(GkaForm):
    """The weekly mail, on or off."""

    weekoverzicht = forms.BooleanField(label="Stuur mij elke week een overzicht", required=False)

"""What is being typed on the page of one pupil, before anybody pressed a button."""

from django import forms

from gka.forms import GkaForm
from gka.forms.tekst import GeenBsn
from overdracht.actions.besprekingen import Teksten
from overdracht.forms.tekst import KorteTekst
from overdracht.stand import TEKSTVELDEN


class TekstenForm(GeenBsn, GkaForm):
    """Only the free texts; what looks like a BSN is not saved until somebody says that it is not."""

    vrije_tekst = TEKSTVELDEN

    versie = forms.IntegerField()
    tekstmerk = forms.CharField(required=False)
    wens_leerling = KorteTekst(label="Wat wil de leerling?")
    wens_ouders = KorteTekst(label="Wat willen de ouders?")
    aandachtspunten = KorteTekst(label="Waar letten we op?")

    def teksten(self) -> Teksten:
        return Teksten(**{naam: self.cleaned_data[naam] for naam in TEKSTVELDEN})

"""What is on the page of a pupil when somebody does something else than save it: nothing of it gets lost."""

from django.http import HttpResponse
from django.utils import timezone

from gka.exceptions import NietToegestaan, Verouderd
from overdracht import stand
from overdracht.actions import besprekingen
from overdracht.forms import getoond
from overdracht.forms.afspraak import AfspraakForm
from overdracht.forms.concept import inpakken
from overdracht.forms.teksten import TekstenForm
from overdracht.models import Bespreking
from overdracht.views.besprekingen import BesprekingPagina

BSN = "In wat u invulde, staat een getal dat op een BSN lijkt. Haal het weg, of kies eerst Bewaar."


class TekstVeranderd(Verouderd):
    """A colleague changed a text that was changed here too."""


class MetGetypt(BesprekingPagina):
    """The texts are saved; the rest waits for the button and for who filled it in. No stance and no decision is
    recorded."""

    @property
    def meegestuurd(self) -> bool:
        """Whether the form of the page came along: it is there for who may decide."""
        return self.mag_besluiten and "versie" in self.request.POST

    def houd_getypt(self, afspraak: AfspraakForm | None = None) -> None:
        """Keep all that was filled in, with the agreement (bound) that is still being written. All or nothing."""
        if not self.meegestuurd:
            return
        if self.maak_form(self.object, data=self.request.POST).lijkt_bsn():
            raise NietToegestaan(BSN)
        self.zet_klaar(afspraak)
        if not any(getoond.aangeraakt(self.request.POST, naam) for naam in stand.TEKSTVELDEN):
            return
        form = self.teksten_form()
        if not form.is_valid():
            raise NietToegestaan(" ".join(str(fout) for fouten in form.errors.values() for fout in fouten))
        try:
            self.bewaar_teksten(form)
        except Verouderd:
            raise TekstVeranderd from None

    def zet_klaar(self, afspraak: AfspraakForm | None) -> bool:
        """Keep everything but the texts; whether there is something that the button must still save."""
        ingevuld = inpakken(self.maak_form(self.object, data=self.request.POST), afspraak)
        self.houd_concept(ingevuld)
        return bool(ingevuld)

    def teksten_form(self) -> TekstenForm:
        nu = {naam: getattr(self.object, naam) for naam in stand.TEKSTVELDEN}
        return TekstenForm(self.request.POST, initial=nu)

    def bewaar_teksten(self, form: TekstenForm) -> Bespreking:
        """Save the texts of this valid form."""
        return besprekingen.teksten_bijwerken(
            bespreking=self.object,
            versie=form.cleaned_data["versie"],
            merk=form.cleaned_data["tekstmerk"],
            teksten=form.teksten(),
            door=self.medewerker,
            op=timezone.now(),
            dag=timezone.localdate(),
        )

    def toon_getypt(self, **context: object) -> HttpResponse:
        """The page with everything as it was filled in, of which nothing was saved."""
        form = self.maak_form(self.object, data=self.request.POST) if self.meegestuurd else None
        return self.toon(form, page_has_errors=True, **context)

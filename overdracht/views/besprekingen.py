"""One pupil at the table."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from gka.access.rights import Recht
from gka.access.scopes import rechten_bij
from gka.access.views import ScopedObjectMixin
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Keuze, Leerling, School
from overdracht import board, feiten, stand, tafel, verloop
from overdracht.actions import besprekingen
from overdracht.actions.besprekingen import REDENENLIJST
from overdracht.actions.instemmingen import zelf_gegeven
from overdracht.board import Rij
from overdracht.forms import getoond
from overdracht.forms.afspraak import AfspraakForm
from overdracht.forms.bespreking import BesprekingForm, beginwaarden
from overdracht.forms.concept import alleen_afspraak, uitpakken
from overdracht.forms.standpunt import StandpuntForm
from overdracht.models import Bespreking, Overleg
from overdracht.querysets import BesprekingQuerySet
from overdracht.sprekers import spreekt_voor
from overdracht.views.bord import mag_bewerken
from overdracht.views.klaargezet import MetConcept
from overdracht.workflow import OPEN, ZONDER_WIJZE, Besprekingstatus, Partij


class AlleenVersturen:
    """An address that only takes what is sent. Whoever comes without had to log in on the way: nothing came along."""

    object: Bespreking

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.error(request, "Niet bewaard: u was uitgelogd. Vul het opnieuw in en bewaar.")
        return redirect(self.object)


class BesprekingPagina(MetConcept, ScopedObjectMixin, DetailView):
    """Everyone at the table reads; who may decide saves everything of the page at once."""

    model, recht, gezien = Bespreking, Recht.OVERLEG_INZIEN, "bespreking.gezien"
    template_name = "overdracht/bespreking/inzien.html"

    def get_queryset(self) -> BesprekingQuerySet:
        inhoud = ("reden_1", "reden_2", "vast_gezicht__medewerker", "inhoud_door")
        return super().get_queryset().met_stand().select_related(*inhoud)  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, rij, toestemming_url = self.object, self.rij, self._toestemming_url()
        nieuwste = Bespreking.objects.nieuwste().filter(pk=row.pk).exists() and not rij.alleen_lezen
        bewerken = self.mag_besluiten and nieuwste and rij.mag_bespreken
        if bewerken:
            self.template_name = "overdracht/bespreking/bewerken.html"
            ingevuld, afspraak = uitpakken(self.concept.ingevuld if self.concept else "")
            if "form" not in kwargs:
                kwargs["form"] = self.maak_form(row, ingevuld=ingevuld)
                kwargs["klaargezet"] = kwargs["form"].verschillen(self.maak_form(row)) if ingevuld else []
            kwargs.setdefault(
                "afspraak_form", AfspraakForm(initial=AfspraakForm(self.request.POST).getypt() or afspraak)
            )
        elif nieuwste and rij.mag_bespreken:
            kwargs.setdefault("standpunt_form", self._standpunt_form(row))
        return super().get_context_data(**kwargs) | {
            "rij": rij,
            "nieuwste": nieuwste,
            "brief": self.mag_besluiten and nieuwste and feiten.mag_schrijven(row, timezone.localdate()),
            "concept": bewerken and self.concept,
            "van_de_lijst": bewerken and row.status in OPEN,
            "toestemming_url": toestemming_url,
            "overleg_zichtbaar": self._overleg_zichtbaar(),
            "zonder_stoel": tafel.zonder_stoel([row]) if bewerken else [],
            "afspraken": row.afspraken.op_volgorde(),
            "mag_melden": self.mag_melden,
            "mag_vervallen": self.mag_besluiten,
            "volgende": board.volgende(row, self.medewerker),
            "verloop": verloop.van(row, met_gever=bool(toestemming_url)),
        }

    @cached_property
    def rij(self) -> Rij:
        return board.rij(self.object, self.medewerker, timezone.localdate())

    @cached_property
    def opgenomen(self) -> bool:
        return self.object.status == Besprekingstatus.OPGENOMEN

    @cached_property
    def mag_besluiten(self) -> bool:
        return mag_bewerken(self.object, self.medewerker)

    @cached_property
    def mag_melden(self) -> list[Partij]:
        """The parties whose agreements this person may report as done: the own one, or all for who decides."""
        if self.mag_besluiten:
            return list(Partij)
        return spreekt_voor(self.medewerker, self.object, dag=timezone.localdate())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.mag_besluiten:
            raise PermissionDenied
        form = self.maak_form(self.object, data=request.POST)
        if not form.is_valid():
            return self.toon(form)
        try:
            self._bewaar(form)
        except Verouderd:
            return self.toon_verschil()
        except NietToegestaan as fout:
            form.weiger(fout)
            return self.toon(form)
        return redirect(self.object)

    def _bewaar(self, form: BesprekingForm) -> None:
        bespreking = besprekingen.bewaren(
            bespreking=self.object,
            versie=form.cleaned_data["versie"],
            gegevens=form.gegevens(),
            gehoord=form.gehoord(),
            iedereen=form.cleaned_data["iedereen"],
            keus=form.keuze(),
            reden=form.cleaned_data.get("reden", ""),
            door=self.medewerker,
            op=timezone.now(),
            dag=timezone.localdate(),
        )
        afspraak = AfspraakForm(self.request.POST)
        self.houd_concept(alleen_afspraak(afspraak))
        if afspraak.lijkt_bsn():
            messages.error(self.request, "De afspraak is niet bewaard: er staat een getal in dat op een BSN lijkt.")
        huidig = bespreking.besluiten.huidig().first()
        messages.success(self.request, f"Bewaard. {huidig.toelichting if huidig else 'Er is nog geen besluit.'}")

    def maak_form(self, row: Bespreking, data: Any = None, ingevuld: dict[str, Any] | None = None) -> BesprekingForm:
        """`ingevuld`: what to show in place of what is saved."""
        vandaag = timezone.localdate()
        huidig, begonnen = stand.besluit(row), stand.begonnen(row.overleg, vandaag)
        keus, plekken, school = huidig.keus if huidig else "", stand.plekken(row), stand.gewenste_school(row)
        scholen = School.objects.zichtbaar_voor(self.medewerker).vo().deelnemend().order_by("naam")
        in_gebruik = Keuze.objects.van_lijst(row.leerling.regio_id, REDENENLIJST, op=vandaag)
        gekozen = Keuze.objects.filter(pk__in=[row.reden_1_id, row.reden_2_id])
        return BesprekingForm(
            data,
            row=row,
            plekken=plekken,
            redenen=(in_gebruik | gekozen).distinct(),
            scholen=scholen,
            school_bekend=school in scholen,
            gezichten=tafel.mogelijke_gezichten(row, vandaag),
            rij=self.rij,
            begonnen=begonnen,
            zelf_gegeven=[plek for plek in plekken if plek.instemming and zelf_gegeven(plek.instemming, dag=vandaag)],
            initial=beginwaarden(row, plekken, school, keus, begonnen=begonnen) | (ingevuld or {}),
        )

    def toon(self, form: BesprekingForm | None = None, **context: Any) -> HttpResponse:
        """The page again, with everything that was typed in this form or in another one of the page."""
        return self.render_to_response(self.get_context_data(**({"form": form} if form else {}), **context))

    def toon_verschil(self) -> HttpResponse:
        """Somebody else was first: what they saved beside what was typed; saving again is a choice now."""
        self.object = self.get_queryset().get(pk=self.object.pk)
        del self.rij
        nu, data = self.maak_form(self.object), self.request.POST.copy()
        gewijzigd, overgenomen = getoond.neem_over(data, nu)
        for naam in getoond.MERKEN:
            data[naam] = str(nu[naam].value())
        form = self.maak_form(self.object, data=data)
        form.is_valid()
        response = self.toon(
            form,
            verschillen=form.verschillen(nu, gewijzigd),
            overgenomen=nu.in_woorden(overgenomen),
            page_has_errors=True,
        )
        response.status_code = 409
        return response

    def _standpunt_form(self, row: Bespreking) -> StandpuntForm | None:
        """For who speaks for a party at this table."""
        partijen = spreekt_voor(self.medewerker, row, dag=timezone.localdate())
        mag = Recht.STANDPUNT_GEVEN in rechten_bij(row, self.medewerker, timezone.localdate())
        if not partijen or not mag:
            return None
        gegeven = next((plek.instemming for plek in stand.plekken(row) if [plek.partij] == partijen), None)
        return StandpuntForm(
            partijen=partijen,
            opgenomen=self.opgenomen,
            gegeven=gegeven if gegeven and gegeven.standpunt not in ZONDER_WIJZE else None,
        )

    def _toestemming_url(self) -> str:
        """Where consent is asked, for who may."""
        mag = Leerling.objects.zichtbaar_voor(self.medewerker, recht=Recht.TOESTEMMING_VASTLEGGEN)
        leerling_id = self.object.leerling_id
        return reverse("gka:toestemming", kwargs={"pk": leerling_id}) if mag.filter(pk=leerling_id).exists() else ""

    def _overleg_zichtbaar(self) -> bool:
        overleggen = Overleg.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        return bool(overleggen.filter(pk=self.object.overleg_id).exists())

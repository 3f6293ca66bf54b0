"""For a secondary school: who comes, and what was agreed about them."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from gka.access.rights import Recht
from gka.access.views import RechtMixin
from gka.audit.record import leg_vast
from gka.models import Leerling
from gka.workflow import Keuzesoort
from overdracht import feiten, plaatsen
from overdracht.models import Bespreking


class NaarMijnSchool(RechtMixin, TemplateView):
    """The pupils a school may know of: shared with it, or admitted. What was agreed only after sharing."""

    recht = Recht.OVERDRACHT_ONTVANGEN
    template_name = "overdracht/naar_school.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vandaag = timezone.localdate()
        leerlingen = list(
            Leerling.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
            .filter(cohortdeelnames__cohort__jaar__gte=vandaag.year)
            .distinct()
            .met_schoolweg()
            .order_by("achternaam", "roepnaam", "pk")
        )
        besprekingen = Bespreking.objects.zichtbaar_voor(self.medewerker, recht=self.recht).filter(
            leerling__in=leerlingen
        )
        gevonden = list(besprekingen.nieuwste().met_stand().met_afspraken())
        wachten = plaatsen.wachtplekken(gevonden, dag=vandaag)
        gedeeld = {
            rij.leerling_id: feiten.van(rij, op=vandaag, wachtplek=wachten.get(rij.leerling_id)) for rij in gevonden
        }
        keys = [leerling.pk for leerling in leerlingen]
        nu = timezone.now()
        leg_vast("overdracht.naar_school_gezien", door=self.medewerker, op=nu, sleutels=keys, aantal=len(keys))
        rijen = [_rij(leerling) | {"feiten": gedeeld.get(leerling.pk)} for leerling in leerlingen]
        zeker = all(rij["keuze"] and rij["keuze"].soort == Keuzesoort.DEFINITIEF for rij in rijen)
        return super().get_context_data(**kwargs) | {"rijen": rijen, "misschien": not zeker}


def _rij(leerling: Leerling) -> dict[str, Any]:
    keuzes = {keuze.soort: keuze for keuze in leerling.lopende_schoolkeuzes}  # type: ignore[attr-defined]
    hier = keuzes.get(Keuzesoort.DEFINITIEF) or keuzes.get(Keuzesoort.BEOOGD)
    vandaan = keuzes.get(Keuzesoort.BASISSCHOOL)
    return {"leerling": leerling, "keuze": hier, "basisschool": vandaan.school if vandaan else None}

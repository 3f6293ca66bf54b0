"""What goes home and what stays at the table: the letter for parents, and the recap of an overleg."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import DetailView, View

from gka import pdf
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet, rechten_bij
from gka.access.views import ScopedObjectMixin
from gka.audit.record import leg_vast
from overdracht import board, feiten, plaatsen, stand
from overdracht.models import Bespreking, Overleg


class VanBespreking(ScopedObjectMixin):
    """One pupil of whom something was decided; else there is nothing to write."""

    model, recht = Bespreking, Recht.BESLUIT_VASTLEGGEN

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().met_stand().met_afspraken()  # type: ignore[attr-defined,no-any-return]

    def brief(self) -> dict[str, Any]:
        dag = timezone.localdate()
        wachtplek = plaatsen.wachtplekken([self.object], dag=dag).get(self.object.leerling_id)
        gevonden = feiten.van(self.object, op=dag, wachtplek=wachtplek)
        if not feiten.mag_schrijven(self.object, dag):
            raise Http404
        return {"feiten": gevonden, "vandaag": dag, "met_inhoud": feiten.mag_bespreken(self.object, dag)}


class Brief(VanBespreking, DetailView):
    """The letter for parents, to print, once the decision follows from what everyone said."""

    gezien = "bespreking.brief_gezien"
    template_name = "overdracht/brief/pagina.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | self.brief() | {"pdf": pdf.beschikbaar()}


class BriefPdf(VanBespreking, View):
    """The same letter as a file. Its name names nobody."""

    gezien = "bespreking.brief_gezien"
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not pdf.beschikbaar():
            raise Http404
        brief = self.brief()
        if not brief["feiten"].klopt:
            raise Http404
        inhoud = pdf.maak(render_to_string("overdracht/brief/bestand.html", brief))
        headers = {"Content-Disposition": 'attachment; filename="brief.pdf"'}
        return HttpResponse(inhoud, content_type="application/pdf", headers=headers)


class VanOverleg(ScopedObjectMixin):
    """What was said in an overleg, as far as this person may see it: per secondary school, pupil by pupil.

    Whoever may open a bespreking reads everything in it, so the recap holds no more than that.
    """

    model, recht, gezien = Overleg, Recht.OVERLEG_INZIEN, "overleg.verslag_gezien"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("school", "cohort")

    def verslag(self) -> dict[str, Any]:
        overleg, dag = self.object, timezone.localdate()
        rijen = list(board.besprekingen(overleg, self.medewerker).met_stand().met_afspraken())
        wachten = plaatsen.wachtplekken(rijen, dag=dag)
        besproken = [
            feiten.van(rij, op=dag, wachtplek=wachten.get(rij.leerling_id))
            for rij in rijen
            if feiten.mag_bespreken(rij, dag)
        ]
        keys = [een.leerling.pk for een in besproken]
        leg_vast("besprekingen.gezien", door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        stoelen = overleg.deelnemers.select_related("aanstelling__medewerker", "aanstelling__werkplek_school")
        return {
            "overleg": overleg,
            "scholen": feiten.per_school(besproken),
            "aantal": len(besproken),
            "mag_plannen": Recht.OVERLEG_PLANNEN in rechten_bij(overleg, self.medewerker, dag),
            "besloten": sum(stand.is_definitief(een.besluit) for een in besproken),
            "deelnemers": stoelen.order_by("aanstelling__rol", "functie", "pk"),
        }


class Verslag(VanOverleg, DetailView):
    """The recap on screen."""

    template_name = "overdracht/overleg/verslag.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | self.verslag() | {"pdf": pdf.beschikbaar()}


class VerslagPdf(VanOverleg, View):
    """The same recap as a file. Its name names nobody."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not pdf.beschikbaar():
            raise Http404
        inhoud = pdf.maak(render_to_string("overdracht/overleg/verslag_bestand.html", self.verslag()))
        headers = {"Content-Disposition": 'attachment; filename="verslag.pdf"'}
        return HttpResponse(inhoud, content_type="application/pdf", headers=headers)

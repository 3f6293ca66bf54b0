"""Hours as a file for another package."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import View

from begeleiding import urenbestand
from begeleiding.querysets.uren import werkers
from begeleiding.views.uren_organisatie import VanOrganisatie
from gka import spreadsheet
from gka.access.rights import Recht
from gka.audit.record import leg_vast
from gka.models import Medewerker

HOOGSTENS = timedelta(days=366)


class UrenCsv(VanOrganisatie, View):
    """From `?van=` to `?tot=`: the own hours, or those of the own organisation; `?medewerker=` names one worker."""

    recht = Recht.UREN_INZIEN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        van, tot = _dag(request.GET.get("van", "")), _dag(request.GET.get("tot", ""))
        if van is None or tot is None or not timedelta(0) <= tot - van < HOOGSTENS:
            messages.error(request, "Kies een periode van ten hoogste een jaar. Er is niets gedownload.")
            return redirect("begeleiding:uren")
        bestand = urenbestand.maak(
            kijker=self.medewerker, organisatie=self.organisatie, van=van, tot=tot, medewerker=self._werker()
        )
        leg_vast(
            "uren.gedownload",
            door=self.medewerker,
            op=timezone.now(),
            sleutels=bestand.leerlingen,
            aantal=len(bestand.rijen),
            van=van,
            tot=tot,
        )
        naam = f"uren_{van:%Y-%m-%d}_{tot:%Y-%m-%d}.csv"
        return spreadsheet.response([urenbestand.KOLOMMEN, *bestand.rijen], naam)

    def _werker(self) -> Medewerker | None:
        """Who is asked for; somebody else's key gives the own hours and nothing more, the rows are scoped already."""
        gevraagd = self.request.GET.get("medewerker", "")
        if not gevraagd or gevraagd == str(self.medewerker.pk):
            return self.medewerker if gevraagd else None
        mogelijk = (een.medewerker for een in werkers(self.organisaties) if str(een.medewerker_id) == gevraagd)
        return next(mogelijk, self.medewerker)


def _dag(tekst: str) -> date | None:
    try:
        return parse_date(tekst)
    except ValueError:
        return None

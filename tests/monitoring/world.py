"""States for the figures: supported pupils at schools, months that are over, research files that were asked for."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import time_machine
from django.utils import timezone

from begeleiding.models import Traject
from gka.models import Regio, School
from monitoring import tasks
from monitoring.actions import exports, rapporten
from monitoring.models import Export, Exportaanvraag, Rapport
from monitoring.onthulling import lezen
from monitoring.onthulling.lezen import Cijfer, Kijker, kijker
from tests import build
from tests.cast import Cast

CANARIES = ("Kanarieroep", "Kanarieachter", "kanariewens", "kanarieouders", "kanariepunten", "kanarie@contact.example")


MAART = date(2026, 3, 1)
IN_APRIL = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)
IN_JULI = datetime(2026, 7, 2, 8, 0, tzinfo=UTC)


def school(naam: str) -> School:
    """Compass (Brunssum), Herle and Emma (Heerlen), Holz (Kerkrade), Brandenburg (Landgraaf, onder voorbehoud)."""
    return School.objects.get(naam=naam)


def ondersteund(cast: Cast, aantal: int, naar: str = "Compass", *, minuten: int = 60) -> list[Traject]:
    """Pupils with a traject and one contact of today: as `build.besluit_traject`, but many at one table."""
    if not aantal:
        return []
    pupils = [build.met_toestemming(cast, build.leerling(cast)) for _ in range(aantal)]
    for pupil in pupils:
        build.wil_naar(cast, pupil, school(naar))
    trajecten = []
    for row in build.overleg(cast, *pupils).besprekingen.order_by("pk"):
        build.iedereen_eens(cast, row)
        traject = build.besluit(cast, row, reden=build.ZONDER_PLEK).traject
        build.contact(cast, traject, minuten=minuten)
        trajecten.append(traject)
    return trajecten


def rapport(cast: Cast, maand: date = MAART, *, regio: Regio | None = None) -> Rapport:
    """The report of a month, made now."""
    return rapporten.maken(regio=regio or cast.regio, maand=maand, op=timezone.now())


def rapport_in_april(cast: Cast, clock: time_machine.Traveller) -> Rapport:
    """The report over March, made on 2 April."""
    clock.move_to(IN_APRIL)
    return rapport(cast)


def kern(report: Rapport) -> dict[str, tuple[int | None, str]]:
    """Value and reason by indicator, of the newest cohort of a report."""
    stand = lezen.rapportcijfers(report)[0]
    return {code: (cijfer.waarde, cijfer.reden) for code, cijfer in stand.cijfers.items()}


def ogen(cast: Cast, wie: str = "projectcoordinator") -> Kijker:
    found = kijker(cast[wie], recht=lezen.Recht.DASHBOARD_INZIEN, op=timezone.localdate())
    assert found is not None
    return found


def per_gemeente(cast: Cast, wie: str = "projectcoordinator") -> dict[str, Cijfer]:
    """What this person sees of the table of municipalities, by name."""
    return {cijfer.naam: cijfer for cijfer in lezen.gemeentecijfers(ogen(cast, wie), cast.cohort)}


def waarden(cijfers: dict[str, Cijfer]) -> dict[str, Any]:
    return {naam: cijfer.waarde for naam, cijfer in cijfers.items()}


def aanvraag(cast: Cast, wie: str = "onderzoeker") -> Exportaanvraag:
    return exports.aanvragen(regio=cast.regio, cohorten=[cast.cohort], door=cast[wie], op=timezone.now())


def maak(cast: Cast) -> Export:
    """A request, made by the worker's task."""
    row = aanvraag(cast)
    assert row.opdracht
    tasks.export_maken(opdracht_id=str(row.opdracht.pk))
    return Export.objects.get(aanvraag=row)


def inhoud(cast: Cast, export: Export) -> bytes:
    return exports.downloaden(export=export, door=cast["onderzoeker"], op=timezone.now())


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}

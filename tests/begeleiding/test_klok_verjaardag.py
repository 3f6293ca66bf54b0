"""The clock on a twelfth birthday: consent becomes the pupil's own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from time_machine import Traveller

from begeleiding.models import Traject
from gka import taken
from gka.models import Leerling
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.paginas import start
from tests.cast import Cast

HIER = ZoneInfo("Europe/Amsterdam")
NAAM = "Vermeulen"


def op(dag: str, tijd: str = "10:00:00") -> datetime:
    return datetime.fromisoformat(f"{dag}T{tijd}").replace(tzinfo=HIER)


def test_op_de_twaalfde_verjaardag_telt_het_nee_van_de_leerling(cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast, achternaam=NAAM, geboortedatum=date(2014, 5, 4))
    leerling = traject.leerling
    build.zegt(cast, leerling, Doel.DEELNEMEN, Toestemmingstand.NEE, zelf=True)

    for dag, mag in [(date(2026, 5, 3), True), (date(2026, 5, 4), False)]:
        clock.move_to(op(dag.isoformat()))
        assert Traject.objects.zichtbaar_voor(cast["smw_vo"]).exists() is mag, dag
        assert ("Test V." in start(cast, "smw_vo")) is mag, dag
        assert Leerling.objects.zichtbaar_voor(cast["ib_er"]).exists()


def test_op_de_twaalfde_verjaardag_wordt_eigen_toestemming_een_taak(cast: Cast, clock: Traveller) -> None:
    build.traject(cast, achternaam=NAAM, geboortedatum=date(2014, 5, 4))

    for dag, verwacht in [("2026-05-03", False), ("2026-05-04", True)]:
        clock.move_to(op(dag))
        for naam in ("ib_er", "smw_vo"):
            soorten = {groep.soort for groep in taken.overzicht(cast[naam], timezone.localdate())}
            assert ("toestemming-zelf" in soorten) is verwacht, (naam, dag)
    clock.move_to(op("2026-08-01"))
    assert "toestemming-zelf" in {groep.soort for groep in taken.overzicht(cast["smw_vo"], date(2026, 8, 1))}
    assert taken.overzicht(cast["ib_er"], date(2026, 8, 1)) == []

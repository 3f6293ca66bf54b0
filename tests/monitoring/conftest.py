"""Pupils for a research file."""

from datetime import date

import pytest

from gka.models import Leerling
from gka.workflow import Advieswaarde, Doel
from overdracht.models import Bespreking
from tests import build
from tests.cast import Cast
from tests.monitoring import world
from tests.monitoring.world import CANARIES


@pytest.fixture
def kinderen(cast: Cast) -> list[Leerling]:
    """Three supported pupils; the first two agreed to research, and the first has something planted in every text."""
    pupils = [traject.leerling for traject in world.ondersteund(cast, 3, minuten=50)]
    for pupil in pupils[:2]:
        build.met_toestemming(cast, pupil, Doel.ONDERZOEK)
    eerste = pupils[0]
    Leerling.objects.filter(pk=eerste.pk).update(
        roepnaam=CANARIES[0], achternaam=CANARIES[1], leerlingnummer="777123777", leerlingnummer_van=cast.school
    )
    Bespreking.objects.filter(leerling=eerste).update(
        wens_leerling=CANARIES[2], wens_ouders=CANARIES[3], aandachtspunten=CANARIES[4]
    )
    ouder = eerste.ouders.get()
    ouder.contact = CANARIES[5]
    ouder.save(update_fields=["contact"])
    # A correction of an earlier day than what it replaces: the corrected one counts.
    build.advies(cast, eerste, waarde=Advieswaarde.HAVO)
    build.advies(cast, eerste, waarde=Advieswaarde.BB_KB, datum=date(2026, 1, 20))
    return pupils

"""The table of today at the demo school: whatever the day, there is something to decide and something ahead."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from demo import regions, telling
from demo.demotafel import vandaag_of_vrijdag
from demo.moments import Tafel, moment, tafels
from demo.people import ACCOUNTS, DEMO_VO, Personeel, bemens
from demo.regions import DEMOSCHOOL, Gebied
from demo.stories import Verloop, lijstjaar
from gka.workflow import EIGEN_TOESTEMMING_VANAF, Doel, Toestemmingstand

pytestmark = pytest.mark.django_db

# The turn of the year, a Sunday in spring, the summer before and after pupils change schools, and the new lists.
DAGEN = [
    date(2026, 1, 1),
    date(2026, 3, 15),
    date(2026, 7, 20),
    date(2026, 8, 1),
    date(2026, 9, 10),
    date(2026, 10, 1),
    date(2026, 12, 31),
]


@pytest.fixture(scope="module")
def gebied(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gebied]:
    anchor: Path = tmp_path_factory.mktemp("anchor") / "anchor.log"
    with django_db_blocker.unblock(), override_settings(AUDIT_ANCHOR_FILE=anchor), transaction.atomic():
        parkstad, _ = regions.inrichten(jaren=[2026, 2027], basisscholen=12, vergroting=1)
        personeel = Personeel(Random(1), van=date(2025, 8, 1), op=moment(date(2025, 8, 1), 9))
        bemens(parkstad, personeel, demo=True, leerlingen_per_jaar=80)
        yield parkstad
        transaction.set_rollback(True)


def tafels_van_de_demoschool(gebied: Gebied, vandaag: date) -> list[Tafel]:
    """Those that were called by now, with 36 pupils as next year's list of an unasked demo has."""
    jaar = lijstjaar(vandaag)
    verhalen = list(telling.verhalen(gebied, Random(f"{vandaag}"), jaar=jaar, aantal=36, vandaag=vandaag))
    return [
        tafel
        for tafel in tafels(verhalen)
        if tafel.po.brin_vestiging == DEMOSCHOOL and tafel.gepland_op <= min(tafel.dag, vandaag)
    ]


@pytest.mark.parametrize("vandaag", DAGEN, ids=str)
def test_demo_ib_er_always_has_a_meeting_ahead(gebied: Gebied, vandaag: date) -> None:
    komend = [tafel.dag for tafel in tafels_van_de_demoschool(gebied, vandaag) if tafel.dag > vandaag]

    assert komend
    assert min(komend) <= vandaag + timedelta(days=28)
    assert min(komend) < gebied.cohorten[lijstjaar(vandaag)].fase_vo_vanaf, "then the pupils are gone"


@pytest.mark.parametrize("vandaag", DAGEN, ids=str)
def test_the_four_of_the_demo_have_six_pupils_to_decide_about_today(gebied: Gebied, vandaag: date) -> None:
    (tafel,) = [een for een in tafels_van_de_demoschool(gebied, vandaag) if een.dag == vandaag_of_vrijdag(vandaag)]
    open_ = [verhaal for verhaal in tafel.verhalen if verhaal.verloop == Verloop.KANDIDAAT]
    demo_vo = [verhaal for verhaal in open_ if verhaal.vo.naam == DEMO_VO]

    assert len(open_) >= 6
    assert len(demo_vo) >= 4
    assert {verhaal.smw.medewerker.naam for verhaal in demo_vo} == {ACCOUNTS["smw-vo"]}
    assert {stoel.medewerker.naam for stoel in tafel.stoelen(gebied)} >= {
        ACCOUNTS[account] for account in ("ib-er", "smw-po", "smw-vo", "zorgcoordinator")
    }
    for verhaal in open_:
        vooraf = [antwoord for antwoord in verhaal.antwoorden if antwoord.dag < tafel.dag]
        gezag = {nummer for nummer, ouder in enumerate(verhaal.ouders) if ouder.gezag}
        for doel in (Doel.BESPREKEN, Doel.DEELNEMEN):
            ja = {een.ouder for een in vooraf if een.doel == doel and een.stand == Toestemmingstand.JA}
            assert ja - {None} == gezag
            assert None in ja or verhaal.leeftijd(tafel.dag - timedelta(days=1)) < EIGEN_TOESTEMMING_VANAF


@pytest.mark.parametrize(
    ("vandaag", "dag"),
    [
        (date(2026, 12, 4), date(2026, 12, 4)),
        (date(2026, 12, 5), date(2026, 12, 4)),
        (date(2026, 12, 6), date(2026, 12, 4)),
        (date(2026, 12, 7), date(2026, 12, 7)),
    ],
)
def test_nobody_meets_in_a_weekend(vandaag: date, dag: date) -> None:
    assert vandaag_of_vrijdag(vandaag) == dag

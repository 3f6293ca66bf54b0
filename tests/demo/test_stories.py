"""The stories themselves: places, dates and sizes, on any day of the year."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from demo import invariants, regions, telling
from demo.contacts import contacten, eerste_dag, einde, verwacht
from demo.making import maak
from demo.moments import moment, tafels
from demo.people import Personeel, bemens
from demo.regions import DEMOSCHOOL, Gebied
from demo.schooldays import Kalender, vakanties
from demo.stories import MET_TRAJECT, Verhaal, lijstjaar, verdeel_naar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anchor")]

DAGEN = [
    date(2026, 1, 1),
    date(2026, 3, 10),
    date(2026, 7, 20),
    date(2026, 9, 30),
    date(2026, 10, 1),
    date(2026, 12, 31),
]


@pytest.fixture
def gebied() -> Gebied:
    parkstad, _ = regions.inrichten(jaren=[2025, 2026, 2027], basisscholen=12, vergroting=1)
    personeel = Personeel(Random(1), van=date(2024, 8, 1), op=moment(date(2024, 8, 1), 9))
    bemens(parkstad, personeel, demo=True, leerlingen_per_jaar=80)
    return parkstad


def cohort(gebied: Gebied, jaar: int, vandaag: date, aantal: int = 72) -> list[Verhaal]:
    return list(telling.verhalen(gebied, Random(f"{vandaag} {jaar}"), jaar=jaar, aantal=aantal, vandaag=vandaag))


def test_a_cohort_fills_the_places_and_no_more(gebied: Gebied) -> None:
    verhalen = cohort(gebied, 2026, date(2026, 3, 10))

    begeleid = Counter(verhaal.vo.naam for verhaal in verhalen if verhaal.verloop in MET_TRAJECT)

    assert sum(begeleid.values()) == 55
    assert begeleid["Compass"] == 10
    assert all(begeleid[naam] <= 15 for naam in ("Herle", "Emma", "Holz"))
    assert begeleid["Brandenburg"] <= 1


@pytest.mark.parametrize("vandaag", DAGEN, ids=str)
def test_demo_ib_er_always_has_a_meeting_ahead(gebied: Gebied, vandaag: date) -> None:
    verhalen = cohort(gebied, lijstjaar(vandaag), vandaag, 40)

    komend = [
        tafel
        for tafel in tafels(verhalen)
        if tafel.po.brin_vestiging == DEMOSCHOOL and vandaag < tafel.dag and tafel.gepland_op <= vandaag
    ]

    assert komend
    assert all(tafel.dag <= vandaag + timedelta(days=50) for tafel in komend[:1])


def test_contacts_are_as_many_as_asked_and_within_the_guidance(gebied: Gebied) -> None:
    vandaag, kalender = date(2026, 11, 20), gebied.kalenders[2026]
    verhalen = cohort(gebied, 2026, vandaag)

    plannen = list(contacten(verhalen, kalender, Random(3), vandaag=vandaag, totaal=777))

    assert len(plannen) == 777
    assert verwacht(verhalen, kalender, vandaag) > 777
    for plan in plannen:
        for verhaal in plan.verhalen:
            eerste = eerste_dag(verhaal, kalender)
            assert eerste is not None
            assert eerste <= plan.dag <= min(vandaag, einde(verhaal))
        assert len({verhaal.smw.pk for verhaal in plan.verhalen}) == 1


def test_there_are_no_contacts_before_anybody_is_guided(gebied: Gebied) -> None:
    verhalen = cohort(gebied, 2026, date(2025, 11, 1))

    assert list(contacten(verhalen, gebied.kalenders[2026], Random(3), vandaag=date(2025, 11, 1), totaal=50)) == []


@pytest.mark.parametrize(
    ("gewichten", "totaal", "verwachting"),
    [([1, 1, 1], 10, [4, 3, 3]), ([0, 0], 5, [0, 0]), ([2, 1], 0, [0, 0]), ([0.1, 0.9], 7, [1, 6])],
)
def test_verdeel_naar_adds_up(gewichten: list[float], totaal: int, verwachting: list[int]) -> None:
    assert verdeel_naar(gewichten, totaal) == verwachting


def test_holidays_and_the_busy_autumn() -> None:
    kalender = Kalender(2026)
    namen = {vakantie.naam: (vakantie.van, vakantie.tot) for vakantie in vakanties(2026)}

    september = kalender.drukte(date(2026, 9, 1), date(2026, 9, 30))
    zomer = kalender.drukte(*namen["Zomervakantie"])

    assert namen["Voorjaarsvakantie"] == (date(2026, 2, 14), date(2026, 2, 22))
    assert namen["Zomervakantie"] == (date(2026, 7, 11), date(2026, 8, 23))
    assert zomer < september / 10
    assert kalender.schooldag_vanaf(date(2026, 7, 20)) == date(2026, 8, 24)
    assert kalender.schooldag_vanaf(date(2026, 12, 25)) is None
    assert all(dag.weekday() < 5 for dag in kalender.trek(Random(5), 300, date(2026, 1, 6), date(2026, 12, 16)))


@pytest.mark.long
@pytest.mark.parametrize("vandaag", [*DAGEN, date(2028, 2, 29), date(2026, 8, 31)], ids=str)
def test_demo_holds_on_any_day_of_the_year(vandaag: date) -> None:
    op = datetime(vandaag.year, vandaag.month, vandaag.day, 10, 0, tzinfo=UTC)

    maak(zaad=5, op=op, leerlingen=40)

    assert invariants.controleer(op=op) == []


@pytest.mark.long
def test_demo_in_bulk_holds_at_a_larger_size() -> None:
    op = datetime(2026, 9, 9, 12, 0, tzinfo=UTC)

    made = maak(zaad=5, op=op, leerlingen=2_000, aantal_contacten=20_000)

    assert (made.leerlingen, made.contacten) == (2_000, 20_000)
    assert invariants.controleer(op=op) == []

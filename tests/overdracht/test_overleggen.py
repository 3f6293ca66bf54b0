"""Planning an overleg: who may be on the list, who may sit at the table, and when."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import Traveller

from gka.exceptions import NietToegestaan
from gka.models import Cohort, Gebeurtenis, Leerling
from gka.workflow import Doel, Toestemmingstand
from overdracht.actions import overleggen
from overdracht.models import Bespreking, Overleg, Statuswissel
from overdracht.workflow import Functie, Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast


@pytest.fixture
def kandidaat(cast: Cast, leerling: Leerling) -> Leerling:
    return build.met_toestemming(cast, leerling)


def plan(cast: Cast, *leerlingen: Leerling, **anders: Any) -> Overleg:
    gegevens = {
        "school": cast.school,
        "cohort": cast.cohort,
        "datum": date(2026, 3, 12),
        "tijd": time(14),
        "plaats": "Lokaal 1",
        "leerlingen": leerlingen,
        "deelnemers": [cast.aanstelling["smw_po"], cast.aanstelling["smw_vo"]],
        "door": cast["ib_er"],
        "op": timezone.now(),
    }
    return overleggen.plannen(**gegevens | anders)


def test_planning_makes_the_list_the_table_and_the_history(cast: Cast, kandidaat: Leerling) -> None:
    overleg = plan(cast, kandidaat, functies=[Functie.JEUGDARTS, Functie.JEUGDARTS])

    bespreking = overleg.besprekingen.get()
    assert bespreking.status == "voorgesteld"
    assert list(bespreking.statuswissels.values_list("van", "naar")) == [("", "voorgesteld")]
    assert {stoel.aanstelling for stoel in overleg.deelnemers.filter(functie="")} == {
        cast.aanstelling[naam] for naam in ("ib_er", "smw_po", "smw_vo")
    }
    assert list(overleg.deelnemers.exclude(functie="").values_list("functie", flat=True)) == ["jeugdarts"]
    assert Gebeurtenis.objects.filter(soort="overleg.gepland", onderwerp_id=str(overleg.pk)).count() == 1


def test_a_pupil_without_consent_is_refused_with_a_sentence(cast: Cast, leerling: Leerling) -> None:
    with pytest.raises(NietToegestaan, match="Test L. kan niet op de lijst. Er is nog geen toestemming"):
        plan(cast, leerling)

    assert not Overleg.objects.exists() and not Statuswissel.objects.exists()


def test_withdrawn_consent_is_refused(cast: Cast, kandidaat: Leerling) -> None:
    build.zegt(cast, kandidaat, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    with pytest.raises(NietToegestaan, match="trok het ja in"):
        plan(cast, kandidaat)


def test_one_pupil_without_consent_stops_the_whole_plan(cast: Cast, kandidaat: Leerling) -> None:
    with pytest.raises(NietToegestaan):
        plan(cast, kandidaat, build.leerling(cast))

    assert not Overleg.objects.exists()


def test_a_pupil_of_another_school_is_refused(cast: Cast) -> None:
    elders = build.met_toestemming(cast, build.leerling(cast, school=cast.andere_school))

    with pytest.raises(NietToegestaan, match="zit niet op Basisschool De Regenboom"):
        plan(cast, elders)


def test_a_pupil_of_another_year_is_refused(cast: Cast, kandidaat: Leerling) -> None:
    later = Cohort.objects.create(regio=cast.regio, jaar=2027, fase_vo_vanaf=date(2027, 8, 1))

    with pytest.raises(NietToegestaan, match="maakt de overstap in een ander jaar"):
        plan(cast, kandidaat, cohort=later)


@pytest.mark.parametrize(("anders", "zin"), [
    ({"datum": date(2026, 1, 8)}, "Kies een datum van 9-1-2026 tot en met 11-3-2027"),
    ({"datum": date(2027, 3, 12)}, "Kies een datum van"),
    ({"plaats": "  "}, "Vul in waar"),
])  # fmt: skip
def test_day_and_place_must_make_sense(cast: Cast, kandidaat: Leerling, anders: dict[str, Any], zin: str) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        plan(cast, kandidaat, **anders)


@pytest.mark.parametrize("dagen", [-60, 0, 366])
def test_two_months_back_and_a_year_ahead_are_fine(cast: Cast, kandidaat: Leerling, dagen: int) -> None:
    datum = date(2026, 3, 10) + timedelta(days=dagen)

    assert plan(cast, kandidaat, datum=datum, deelnemers=[]).datum == datum


def test_an_overleg_is_about_somebody(cast: Cast) -> None:
    with pytest.raises(NietToegestaan, match="ten minste één leerling"):
        plan(cast)


def test_a_secondary_school_or_another_region_calls_no_overleg(cast: Cast, kandidaat: Leerling) -> None:
    for anders in ({"school": cast.vo_school}, {"cohort": cast.elders_cohort}):
        with pytest.raises(NietToegestaan, match="Kies een basisschool uit dezelfde regio"):
            plan(cast, kandidaat, **anders)


@pytest.mark.parametrize(
    ("wie", "zin"),
    [
        ("buitenstaander_ib_er", "werkt op een andere basisschool"),
        ("buitenstaander_smw_po", "werkt op een andere basisschool"),
        ("teamleider", "hoort niet aan deze tafel"),
        ("gemeente", "hoort niet aan deze tafel"),
        ("vreemdeling_smw_vo", "hoort niet aan deze tafel"),
    ],
)
def test_who_does_not_belong_at_the_table_is_refused(cast: Cast, kandidaat: Leerling, wie: str, zin: str) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        plan(cast, kandidaat, deelnemers=[cast.aanstelling[wie]])


def test_an_ended_appointment_has_no_seat(cast: Cast, kandidaat: Leerling) -> None:
    stoel = cast.aanstelling["smw_vo"]
    stoel.tot = date(2026, 3, 11)
    stoel.save()

    with pytest.raises(NietToegestaan, match="niet meer of nog niet"):
        plan(cast, kandidaat, deelnemers=[stoel])


def test_one_list_at_a_time(cast: Cast, kandidaat: Leerling) -> None:
    overleg = plan(cast, kandidaat)

    with pytest.raises(NietToegestaan, match="staat al op de lijst van het overleg van 12-3-2026"):
        plan(cast, kandidaat, datum=date(2026, 4, 1))
    with pytest.raises(NietToegestaan, match="staat al op de lijst"):
        overleggen.leerlingen_toevoegen(overleg=overleg, leerlingen=[kandidaat], door=cast["ib_er"], op=timezone.now())


def test_after_waiting_a_pupil_may_be_on_a_later_list_only(cast: Cast, kandidaat: Leerling, clock: Traveller) -> None:
    eerste = plan(cast, kandidaat).besprekingen.get()
    clock.move_to(datetime(2026, 3, 12, 13, tzinfo=UTC))
    build.besluit(cast, eerste, Keus.LATER)
    clock.move_to(datetime(2026, 3, 10, 10, tzinfo=UTC))

    with pytest.raises(NietToegestaan, match="is besproken op 12-3-2026. Kies een later moment"):
        plan(cast, kandidaat, datum=date(2026, 3, 11))
    tweede = plan(cast, kandidaat, datum=date(2026, 4, 1)).besprekingen.get()

    assert list(Bespreking.objects.nieuwste()) == [tweede]
    with pytest.raises(NietToegestaan, match="later overleg"):
        build.besluit(cast, eerste, Keus.TRAJECT)
    with pytest.raises(NietToegestaan, match="later overleg"):
        build.vindt(cast, eerste, Partij.LEERLING, Standpunt.NEE)


def test_who_is_in_the_traject_is_not_planned_again(cast: Cast, leerling: Leerling) -> None:
    build.besluit_traject(cast, leerling)

    with pytest.raises(NietToegestaan, match="al opgenomen in het traject"):
        plan(cast, leerling, datum=date(2026, 4, 1))


def test_a_pupil_can_be_added_to_the_list(cast: Cast, kandidaat: Leerling) -> None:
    overleg = plan(cast, kandidaat)
    nog_een = build.met_toestemming(cast, build.leerling(cast, roepnaam="Nog"))

    (bespreking,) = overleggen.leerlingen_toevoegen(
        overleg=overleg, leerlingen=[nog_een], door=cast["ib_er"], op=timezone.now()
    )

    assert bespreking.status == "voorgesteld" and overleg.besprekingen.count() == 2
    with pytest.raises(NietToegestaan, match="nog geen toestemming"):
        overleggen.leerlingen_toevoegen(
            overleg=overleg, leerlingen=[build.leerling(cast)], door=cast["ib_er"], op=timezone.now()
        )


def test_nobody_is_added_to_a_list_of_long_ago(cast: Cast, kandidaat: Leerling) -> None:
    overleg = plan(cast, kandidaat)
    nog_een = build.met_toestemming(cast, build.leerling(cast, roepnaam="Nog"))

    with pytest.raises(NietToegestaan, match="te lang geleden"):
        overleggen.leerlingen_toevoegen(
            overleg=overleg, leerlingen=[nog_een], door=cast["ib_er"], op=timezone.now() + timedelta(days=70)
        )

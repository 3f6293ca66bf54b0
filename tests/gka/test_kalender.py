"""What the calendar asks for, on which day, for whom, and how loudly."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gka.models import Cohort, Leerling
from gka.taken import Taak
from gka.workflow import Adviessoort, Doel, Keuzesoort, Toestemmingstand
from tests import build
from tests.cast import Cast
from tests.pages import tekst

V, T, D = Adviessoort.VOORLOPIG, Adviessoort.TOETS, Adviessoort.DEFINITIEF
VOORLOPIG, TOETS = "Vul het voorlopige advies in.", "Vul het toetsadvies in."
DEFINITIEF, WENS = "Vul het definitieve advies in.", "Leg de gewenste school vast."
TOELATING = "Leg de definitieve school vast."
DELEN = "Vraag de ouders om toestemming om te delen met Compass."


@pytest.fixture
def leerling(cast: Cast, clock: time_machine.Traveller) -> Leerling:
    """A pupil with both consents, on a list of December."""
    clock.move_to("2025-12-15T10:00:00+01:00")
    return build.met_toestemming(cast, build.leerling(cast))


class Kijker:
    """Looks at the page of a pupil on a day."""

    def __init__(self, cast: Cast, clock: time_machine.Traveller, wie: str = "ib_er") -> None:
        self.cast, self.clock, self.wie, self.client = cast, clock, wie, Client()

    def taken(self, leerling: Leerling, dag: str) -> list[Taak]:
        self.clock.move_to(f"{dag}T10:00:00+01:00")
        self.cast.log_in(self.client, self.wie)
        return list(self.client.get(leerling.get_absolute_url()).context["taken"])

    def zinnen(self, leerling: Leerling, dag: str) -> list[str]:
        return [taak.zin for taak in self.taken(leerling, dag)]


@pytest.fixture
def kijker(cast: Cast, clock: time_machine.Traveller) -> Kijker:
    return Kijker(cast, clock)


@pytest.mark.parametrize(
    ("dag", "zinnen"),
    [
        ("2026-01-09", []),
        ("2026-01-10", [VOORLOPIG, WENS]),  # three weeks before 31 January
        ("2026-02-01", [VOORLOPIG, WENS]),  # late, and still there
        ("2026-02-21", [VOORLOPIG, WENS]),
        ("2026-02-22", [VOORLOPIG, WENS, TOETS]),
        ("2026-03-16", [VOORLOPIG, WENS, TOETS]),
        ("2026-03-17", [VOORLOPIG, WENS, TOETS, DEFINITIEF]),
        ("2026-05-11", [VOORLOPIG, WENS, TOETS, DEFINITIEF]),
        ("2026-05-12", [VOORLOPIG, WENS, TOETS, DEFINITIEF, TOELATING]),
        ("2026-12-31", [VOORLOPIG, WENS, TOETS, DEFINITIEF, TOELATING]),
        ("2027-01-01", []),  # of a year that is over nothing need be done
    ],
)
def test_what_is_asked_on_a_day(kijker: Kijker, leerling: Leerling, dag: str, zinnen: list[str]) -> None:
    Leerling.objects.filter(pk=leerling.pk).update(geboortedatum=date(2015, 6, 1))  # eleven all year: one task less
    Cohort.objects.update(fase_vo_vanaf=date(2027, 8, 1))  # or the pupil is out of sight from August on
    assert kijker.zinnen(leerling, dag) == zinnen


def test_a_task_says_its_day_and_gets_loud_after_it(kijker: Kijker, leerling: Leerling) -> None:
    for dag, toon in (("2026-01-31", "quiet"), ("2026-02-01", "attention")):
        eerste = kijker.taken(leerling, dag)[0]
        assert (eerste.label, eerste.voor, eerste.toon) == ("Voor 31 januari", date(2026, 1, 31), toon)
    laatste = kijker.taken(leerling, "2026-05-13")[-1]
    assert (laatste.zin, laatste.label, laatste.toon) == (TOELATING, "Na 12 mei", "attention")


def test_what_is_recorded_is_asked_no_more(cast: Cast, kijker: Kijker, leerling: Leerling) -> None:
    kijker.taken(leerling, "2026-05-20")
    build.advies(cast, leerling, V)
    build.wil_naar(cast, leerling, cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    assert kijker.zinnen(leerling, "2026-05-20") == [TOETS, DEFINITIEF, TOELATING]

    build.advies(cast, leerling, D)
    assert kijker.zinnen(leerling, "2026-05-20") == [TOELATING], "a test result may never come"
    build.wil_naar(cast, leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    assert kijker.zinnen(leerling, "2026-05-20") == []


def test_the_task_leads_to_the_form_with_the_kind_chosen(kijker: Kijker, leerling: Leerling) -> None:
    for taak in kijker.taken(leerling, "2026-05-20"):
        pagina = kijker.client.get(taak.url)
        assert pagina.status_code == 200
        if "advies" in taak.soort:
            assert pagina.context["form"]["soort"].value() in taak.soort


@pytest.mark.parametrize(
    "antwoord",
    [
        None,
        (Doel.BESPREKEN, Toestemmingstand.INGETROKKEN),
        (Doel.DEELNEMEN, Toestemmingstand.NEE),
        (Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN),
    ],
)
def test_nothing_is_asked_about_a_pupil_who_is_only_on_the_list(
    cast: Cast, kijker: Kijker, leerling: Leerling, antwoord: tuple[Doel, Toestemmingstand] | None
) -> None:
    if antwoord is None:
        leerling = build.leerling(cast, roepnaam="Alleen")
    else:
        build.zegt(cast, leerling, *antwoord)

    assert [taak for taak in kijker.taken(leerling, "2026-05-20") if taak.label != "Toestemming"] == []


def test_the_calendar_is_data(cast: Cast, kijker: Kijker, leerling: Leerling) -> None:
    cast.cohort.stappen.filter(code="voorlopig-advies").update(datum=date(2026, 6, 30), naam="Iets anders")
    cast.cohort.stappen.filter(code="toetsadvies").delete()

    assert kijker.zinnen(leerling, "2026-04-01") == [DEFINITIEF]
    assert kijker.taken(leerling, "2026-06-20")[-1].label == "Voor 30 juni"


def test_a_cohort_without_steps_asks_nothing(cast: Cast, kijker: Kijker, leerling: Leerling) -> None:
    cast.cohort.stappen.all().delete()

    assert kijker.zinnen(leerling, "2026-05-20") == []


# --- sharing with the wished school


def test_another_wish_asks_for_another_consent(cast: Cast, kijker: Kijker, leerling: Leerling) -> None:
    kijker.taken(leerling, "2026-01-05")
    build.wil_naar(cast, leerling, cast.andere_vo_school)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.andere_vo_school)
    assert kijker.zinnen(leerling, "2026-01-06") == []

    build.wil_naar(cast, leerling, cast.vo_school)
    assert kijker.zinnen(leerling, "2026-01-06") == [DELEN]
    build.zegt(cast, leerling, Doel.DELEN, Toestemmingstand.NEE, school=cast.vo_school)
    assert kijker.zinnen(leerling, "2026-01-06") == [], "no is an answer"


def test_sharing_is_not_asked_before_discussing(cast: Cast, kijker: Kijker) -> None:
    pupil = build.wil_naar(cast, build.leerling(cast), cast.vo_school)

    assert DELEN not in kijker.zinnen(pupil, "2026-03-10")


# --- who


def test_each_role_gets_the_work_it_may_do(cast: Cast, clock: time_machine.Traveller, leerling: Leerling) -> None:
    build.wil_naar(cast, leerling, cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)

    def soorten(wie: str) -> set[str]:
        taken = Kijker(cast, clock, wie).zinnen(leerling, "2026-05-20")
        return {zin for zin in taken if "zelf" not in zin}

    assert soorten("ib_er") == {VOORLOPIG, TOETS, DEFINITIEF, TOELATING}
    assert soorten("zorgcoordinator") == {TOELATING}
    assert soorten("smw_po") == set()


def test_the_start_page_counts_and_asks_a_fixed_number_of_questions(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    aantallen = []
    for tot in (2, 8):
        for nummer in range(Leerling.objects.count(), tot):
            build.met_toestemming(cast, build.leerling(cast, roepnaam=f"Kind{nummer}"))
        clock.move_to("2026-03-30T10:00:00+02:00")
        cast.log_in(client, "ib_er")
        with CaptureQueriesContext(connection) as vragen:
            pagina = client.get(reverse("gka:start"))
        aantallen.append(len(vragen))

    assert "8 leerlingen Vul het definitieve advies in, voor 7 april" in tekst(pagina)
    assert len(client.get(reverse("gka:leerlingen") + "?taak=advies-definitief").context["rijen"]) == 8
    assert aantallen[0] == aantallen[1] <= 30

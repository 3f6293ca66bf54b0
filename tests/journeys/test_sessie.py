"""The warning before the idle time-out and the cover after it, with the clock of the browser moved on."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from gka.models import Leerling
from overdracht.models import Bespreking
from tests import build
from tests.cast import Cast
from tests.journeys.conftest import PASSWORD, Visitor
from tests.journeys.test_pages import enter

BIJNA, VOORBIJ = "28:10", "31:00"  # of half an hour; the question comes two minutes before


@pytest.fixture
def bespreking(cast: Cast) -> Bespreking:
    return build.bespreking(cast, build.leerling(cast, roepnaam="Bo", achternaam="Verzonnen"))


@pytest.fixture
def ib_er(cast: Cast, visitor: Callable[..., Visitor]) -> Visitor:
    person = visitor()
    person.page.clock.install()
    enter(person, cast, "ib_er")
    return person


def sessies_voorbij() -> None:
    """The server forgot who was logged in, as it does when nobody asked anything for half an hour."""
    Session.objects.all().delete()


def vraag(page: Page) -> object:
    return page.get_by_role("alertdialog")


def dicht(page: Page) -> object:
    return page.get_by_role("dialog", name="U bent uitgelogd")


def test_a_question_two_minutes_before_that_keeps_one_in(ib_er: Visitor) -> None:
    page = ib_er.visit("/leerlingen/nieuw/")
    page.get_by_label("Roepnaam").fill("Bo")
    page.clock.fast_forward("27:50")
    expect(vraag(page)).to_be_hidden()
    page.clock.fast_forward("00:15")

    expect(vraag(page)).to_contain_text("Over 115 seconden loggen wij u uit.")
    expect(page.get_by_role("button", name="Blijf ingelogd")).to_be_focused()
    ib_er.check_page()
    page.clock.run_for(58_000)
    expect(vraag(page).get_by_role("status")).to_have_text("Nog 60 seconden.")
    page.get_by_role("button", name="Blijf ingelogd").click()

    expect(vraag(page)).to_be_hidden()
    expect(page.get_by_label("Roepnaam")).to_be_focused()
    expect(page.get_by_label("Roepnaam")).to_have_value("Bo")
    page.clock.fast_forward("27:50")
    expect(vraag(page)).to_be_hidden()


def test_escape_stays_and_the_other_button_leaves(ib_er: Visitor) -> None:
    page = ib_er.visit("/leerlingen/")
    page.clock.fast_forward(BIJNA)
    page.keyboard.press("Escape")
    expect(vraag(page)).to_be_hidden()
    page.clock.fast_forward(BIJNA)
    vraag(page).get_by_role("button", name="Uitloggen").click()

    page.wait_for_url("**/inloggen/**")
    page.goto(ib_er.origin + "/leerlingen/")
    expect(page).to_have_title("Inloggen – Overstap")


def test_work_in_another_tab_counts(ib_er: Visitor) -> None:
    page = ib_er.visit("/leerlingen/")
    page.clock.fast_forward(BIJNA)
    expect(vraag(page)).to_be_visible()
    other = page.context.new_page()
    other.clock.install()
    other.clock.fast_forward(BIJNA)
    other.goto(ib_er.origin + "/")

    expect(vraag(page)).to_be_hidden()
    assert page.evaluate("Object.entries(localStorage).map(([key, value]) => key + isNaN(value))") == [
        "overstap-actieffalse"
    ], "nothing but a moment"


def test_after_it_no_name_is_to_be_seen_and_one_comes_back_to_the_same_page(
    cast: Cast, ib_er: Visitor, bespreking: Bespreking
) -> None:
    page = ib_er.visit(bespreking.leerling.get_absolute_url())
    naam = page.get_by_role("heading", name="Bo Verzonnen")
    expect(naam).to_be_visible()
    sessies_voorbij()
    page.clock.fast_forward(VOORBIJ)

    expect(dicht(page)).to_be_visible()
    expect(naam).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(dicht(page)).to_be_visible()
    ib_er.check_page()
    page.get_by_role("link", name="Log opnieuw in").click()
    page.get_by_label("E-mailadres").fill("ib_er@test.example")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()

    page.wait_for_url(ib_er.origin + bespreking.leerling.get_absolute_url())
    expect(naam).to_be_visible()


def log_in_beside(page: Page) -> Page:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log opnieuw in").click()
    other = opened.value
    other.get_by_label("E-mailadres").fill("ib_er@test.example")
    other.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Inloggen", exact=True).click()
    return other


def test_what_was_chosen_in_the_form_is_still_there(cast: Cast, ib_er: Visitor, bespreking: Bespreking) -> None:
    page = ib_er.visit(bespreking.get_absolute_url())
    page.locator("[name=wens_leerling]").fill("Ik wil met Sem mee.")
    page.locator("[name=keus][value=later]").check(force=True)
    page.clock.run_for(5_000)
    expect(page.locator("[data-draft-state]")).to_contain_text("Tekst bewaard")
    sessies_voorbij()
    page.clock.fast_forward(VOORBIJ)
    expect(dicht(page)).to_contain_text("Wat u invulde, staat er nog.")
    ib_er.problems.clear()
    log_in_beside(page)

    expect(dicht(page)).to_be_hidden()
    page.get_by_role("button", name="Bewaar").first.click()
    expect(page.get_by_text("Bewaard. Wacht: we praten er later opnieuw over.")).to_be_visible()
    bespreking.refresh_from_db()
    assert bespreking.wens_leerling == "Ik wil met Sem mee."


def test_the_board_saves_what_was_chosen_when_one_is_back(cast: Cast, ib_er: Visitor, bespreking: Bespreking) -> None:
    page = ib_er.visit(bespreking.overleg.get_absolute_url())
    sessies_voorbij()
    page.locator("[name=keus][value=later]").check(force=True)
    page.clock.run_for(2_000)
    expect(page.locator("[data-stand]").first).to_contain_text("u bent uitgelogd")
    page.clock.fast_forward(VOORBIJ)
    expect(dicht(page)).to_be_visible()
    log_in_beside(page)

    expect(dicht(page)).to_be_hidden()
    expect(page.locator("[data-stand]").first).to_contain_text("Bewaard om")
    assert bespreking.besluiten.get().keus == "later"
    ib_er.problems.clear()


def test_somebody_else_who_logs_in_does_not_get_to_see_it(cast: Cast, ib_er: Visitor, leerling: Leerling) -> None:
    page = ib_er.visit(leerling.get_absolute_url())
    sessies_voorbij()
    page.clock.fast_forward(VOORBIJ)
    expect(dicht(page)).to_be_visible()
    enter(ib_er, cast, "gemeente")
    other = page.context.new_page()
    other.goto(ib_er.origin + "/")
    page.wait_for_timeout(300)

    expect(dicht(page)).to_be_visible()


def test_a_server_that_counted_longer_is_believed(ib_er: Visitor) -> None:
    page = ib_er.visit("/leerlingen/")
    page.clock.fast_forward(VOORBIJ)

    expect(vraag(page)).to_be_visible()
    expect(dicht(page)).to_be_hidden()

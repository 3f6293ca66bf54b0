"""The page of one pupil in a real browser: what was filled in does not get lost on the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gka.workflow import Keuzesoort
from overdracht.models import Afspraak, Bespreking
from tests import build
from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.journeys.test_pages import enter

KWIJT = 5  # seconds of work that may be lost


@pytest.mark.parametrize("hoe", ["with the button", "with Enter", "without scripts"])
def test_an_agreement_takes_along_what_was_filled_in(cast: Cast, visitor: Callable[..., Visitor], hoe: str) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor(scripts=hoe != "without scripts")
    enter(person, cast, "ib_er")
    person.visit(row.get_absolute_url())
    page = person.page
    page.locator("[name=standpunt_leerling][value=ja]").check(force=True)
    page.locator("[name=leerling_aanwezig][value=ja]").check(force=True)
    page.get_by_label("Wat is er afgesproken?").fill("Belt de ouders.")
    page.get_by_label("Wie doet dat?").select_option("smw_vo")
    page.get_by_label("Voor welke dag?").fill(f"{timezone.localdate() + timedelta(days=7):%Y-%m-%d}")

    if hoe == "with Enter":
        page.get_by_label("Voor welke dag?").press("Enter")
    else:
        page.get_by_role("button", name="Afspraak toevoegen").click()

    page.get_by_text("De afspraak is vastgelegd.").wait_for()
    assert row.afspraken.get().wat == "Belt de ouders." and not row.instemmingen.exists()
    expect(page.get_by_role("heading", name="Nog niet bewaard")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar", exact=True).click()
    row.refresh_from_db()
    assert (row.leerling_aanwezig, row.instemmingen.get().standpunt) == (True, "ja")
    expect(page.get_by_role("heading", name="Nog niet bewaard")).to_be_hidden()


def test_a_killed_browser_keeps_what_was_chosen_and_what_was_being_agreed(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor()
    enter(person, cast, "ib_er")
    page = person.visit(row.get_absolute_url())
    page.locator("[name=standpunt_leerling][value=ja]").check(force=True)
    page.locator("[name=keus][value=traject]").check(force=True)
    page.get_by_label("Wat is er afgesproken?").fill("Belt de ouders.")
    page.wait_for_timeout(KWIJT * 1000)
    page.context.close()

    assert not row.instemmingen.exists() and not row.besluiten.exists() and not row.afspraken.exists()
    opnieuw = visitor()
    enter(opnieuw, cast, "ib_er")
    page = opnieuw.visit(row.get_absolute_url())
    expect(page.locator("[name=standpunt_leerling][value=ja]")).to_be_checked()
    expect(page.locator("[name=keus][value=traject]")).to_be_checked()
    expect(page.get_by_label("Wat is er afgesproken?")).to_have_value("Belt de ouders.")
    opnieuw.check_page()


def test_an_agreement_that_is_being_written_is_not_left_by_accident(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor()
    enter(person, cast, "ib_er")
    person.visit(row.get_absolute_url())
    vragen: list[str] = []
    person.page.on("dialog", lambda vraag: (vragen.append(vraag.type), vraag.accept()))
    person.page.get_by_label("Wat is er afgesproken?").fill("Belt de ouders.")

    person.page.get_by_role("link", name="Terug naar het overleg").click()

    person.page.wait_for_url(f"**{row.overleg.get_absolute_url()}")
    assert vragen == ["beforeunload"]


def test_in_the_name_of_somebody_else_nothing_is_saved(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    """A colleague logs in beside it, in the same browser: the page says so, and promises no other try."""
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor()
    enter(person, cast, "ib_er")
    page = person.visit(row.get_absolute_url())
    build.werkt_ook(cast, "buitenstaander_ib_er", "ib_er")  # who may write here too
    for wie in ("smw_vo", "buitenstaander_ib_er"):
        page.context.clear_cookies()
        enter(person, cast, wie)
        page.get_by_label("Wat wil de leerling?").fill(f"Rust, {wie}")

        stand = page.locator("[data-draft-state]")
        expect(stand).to_contain_text("in deze browser is nu iemand anders ingelogd. Log weer in als uzelf")
        expect(stand).not_to_contain_text("proberen")
        page.get_by_role("button", name="Bewaar", exact=True).click()
        expect(stand).to_contain_text("iemand anders ingelogd")
        expect(page.get_by_label("Wat wil de leerling?")).to_have_value(f"Rust, {wie}")
        row.refresh_from_db()
        assert row.wens_leerling == ""
    page.context.close()  # what was refused is in the console by then
    person.problems.clear()


def test_who_may_no_longer_write_is_told_so(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor()
    enter(person, cast, "ib_er")
    page = person.visit(row.get_absolute_url())
    build.wil_naar(cast, row.leerling, cast.andere_school, Keuzesoort.BASISSCHOOL)

    page.get_by_label("Wat wil de leerling?").fill("Rust")

    stand = page.locator("[data-draft-state]")
    expect(stand).to_contain_text("u kunt hier bij deze leerling niets meer wijzigen. Kopieer wat u typte")
    person.problems.clear()


def test_what_is_pasted_is_counted_and_not_cut(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor()
    enter(person, cast, "ib_er")
    page = person.visit(row.get_absolute_url())

    page.get_by_label("Wat wil de leerling?").fill("x" * 300)

    expect(page.get_by_text("20 tekens te veel")).to_be_visible()
    expect(page.locator("[data-draft-state]")).to_contain_text("hoogstens 280 tekens, nu 300")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_role("heading", name="Er is een probleem").wait_for()
    expect(page.get_by_label("Wat wil de leerling?")).to_have_value("x" * 300)
    person.check_page()
    person.problems.clear()


def test_one_long_word_stays_on_the_recap(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    Bespreking.objects.filter(pk=row.pk).update(wens_leerling="w" * 280, status="besproken")
    Afspraak.objects.create(bespreking=row, wat="v" * 280, wie="smw_vo", voor=timezone.localdate())
    person = visitor()
    enter(person, cast, "ib_er")
    page = person.visit(f"{row.overleg.get_absolute_url()}verslag/")

    for media, breed in (("screen", 390), ("screen", 1280), ("print", 695)):
        page.emulate_media(media=media)
        page.set_viewport_size({"width": breed, "height": 900})
        nodig, er = page.evaluate(
            "(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('.table-wrap'))"
        )
        assert nodig <= er, (media, breed, nodig, er)

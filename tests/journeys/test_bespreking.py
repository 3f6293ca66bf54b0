"""The page of one pupil in a real browser: what was filled in does not get lost on the way."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from tests import build
from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.journeys.test_pages import enter


def test_an_agreement_takes_along_what_was_filled_in(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor()
    enter(person, cast, "ib_er")
    person.visit(row.get_absolute_url())
    page = person.page
    page.locator("[name=standpunt_leerling][value=ja]").check(force=True)
    page.locator("[name=leerling_aanwezig][value=ja]").check(force=True)
    page.get_by_label("Wat is er afgesproken?").fill("Belt de ouders.")
    page.get_by_label("Wie doet dat?").select_option("smw_vo")
    page.get_by_label("Voor welke dag?").fill(f"{timezone.localdate() + timedelta(days=7):%Y-%m-%d}")

    page.get_by_role("button", name="Afspraak toevoegen").click()

    page.get_by_text("De afspraak is vastgelegd.").wait_for()
    row.refresh_from_db()
    assert row.afspraken.get().wat == "Belt de ouders."
    assert (row.leerling_aanwezig, row.instemmingen.get().standpunt) == (True, "ja")


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

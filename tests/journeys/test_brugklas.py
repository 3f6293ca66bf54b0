"""The zorgcoördinator in a real browser: confirm who comes, fill in classes with the keyboard, correct one."""

from collections.abc import Callable

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from begeleiding.models import Positie
from gka.workflow import Adviessoort, Advieswaarde, Doel, Keuzesoort
from tests import build
from tests.begeleiding.posities import PAGINA, TOELATING, VWO, positie, toegelaten
from tests.cast import Cast
from tests.journeys.conftest import Visitor


def enter(person: Visitor, cast: Cast) -> None:
    cookie = cast.log_in(Client(), "zorgcoordinator").cookies[settings.SESSION_COOKIE_NAME].value
    person.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": person.origin}])


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, False)])
def test_from_the_wish_to_the_class(
    cast: Cast, visitor: Callable[..., Visitor], clock: time_machine.Traveller, width: int, scripts: bool
) -> None:
    komt = build.traject(cast, roepnaam="Bo", achternaam="Verzonnen").leerling
    build.zegt(cast, komt, Doel.DELEN, school=cast.vo_school)
    build.advies(cast, komt, Adviessoort.VOORLOPIG, Advieswaarde.KB_GT)
    gevuld = toegelaten(cast, roepnaam="Sem", achternaam="Denkbeeld").leerling
    clock.move_to("2026-04-02T10:00:00+02:00")
    person = visitor(width=width, scripts=scripts)
    enter(person, cast)

    page = person.visit(TOELATING)
    if scripts:
        person.check_page()
    page.get_by_label("Bo Verzonnen").check()
    page.get_by_role("button", name="Toelating bevestigen").click()
    expect(page.get_by_text("Bevestigd: 1 leerling.")).to_be_visible()
    assert komt.schoolkeuzes.lopend().filter(soort=Keuzesoort.DEFINITIEF).exists()

    clock.move_to("2026-10-02T10:00:00+02:00")
    enter(person, cast)
    positie(cast, gevuld, VWO)
    page = person.visit(PAGINA)
    if scripts:
        person.check_page()
    page.get_by_label("Anders").check()
    page.get_by_role("button", name="Klassen opslaan").click()
    expect(page.get_by_role("alert").first).to_contain_text("Kies de klas van Bo Verzonnen uit de lijst.")
    if scripts:
        person.check_page()
        page.locator("[role=alert] a").first.click()
        expect(page.locator("select:focus")).to_have_count(1)
    page.get_by_label("Vmbo kader", exact=True).check()
    page.locator("summary", has_text="Verbeter").click()
    page.get_by_label("Klas van Sem Denkbeeld").select_option("havo/vwo")
    page.get_by_label("Waarom verbetert u dit?").select_option("het was verkeerd ingevuld")
    page.get_by_role("button", name="Klassen opslaan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alles is ingevuld")
    assert {str(rij) for rij in Positie.objects.huidig()} == {"vmbo kader", "havo/vwo"}

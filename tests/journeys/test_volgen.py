"""The board follows colleagues: two people at two screens, with the clock of the one who watches moved on."""

import re
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from gka.models import Keuze, Plaatsen
from overdracht.actions import overleg_wijzigen, overleggen
from overdracht.models import Bespreking
from overdracht.workflow import Keus
from tests import build
from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.journeys.test_bord import BEWAARD, alleen_mislukte_verzoeken, ib_er, overleg_van, rijen, stand, veld
from tests.journeys.test_pages import enter

STAND = "**/overleggen/*/stand/"


def kijkt(cast: Cast, visitor: Callable[..., Visitor], wie: str, row: Bespreking) -> Visitor:
    person = visitor()
    person.page.clock.install()
    enter(person, cast, wie)
    person.visit(row.overleg.get_absolute_url())
    return person


def kijk(page: Page) -> None:
    """Time passes until the board asks, and stands still: what it does with the answer is for `expect` to wait for.

    Only a question asked from now on counts, an answer still on its way does not. The board asks again only when it is
    done with the last answer, so after looking twice the first answer is certainly taken in.
    """
    with page.expect_request(STAND) as asked:
        while not asked.is_done():
            page.clock.run_for(500)
    asked.value.response()


def rij(page: Page, row: Bespreking) -> object:
    return page.locator(f"#rij-{row.pk.hex}")


def test_a_colleagues_decision_comes_in_quietly(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 3)
    eerste, tweede, derde = rijen(overleg)
    een, ander = kijkt(cast, visitor, "ib_er", eerste), visitor()
    lezer = kijkt(cast, visitor, "smw_vo", eerste)
    enter(ander, cast, "ib_er")
    ander.visit(overleg.get_absolute_url())
    kijk(een.page)
    een.page.locator(f"#rij-{tweede.pk.hex} [name=keus]").first.focus()
    veld(ander.page, eerste, "keus", "later")
    expect(stand(ander.page, eerste)).to_contain_text("Bewaard om")

    build.besluit(cast, derde, Keus.GEEN_TRAJECT)

    kijk(een.page)

    expect(stand(een.page, eerste)).to_have_text("Bijgewerkt door een collega")
    expect(rij(een.page, eerste).locator("[name=keus][value=later]")).to_be_checked()
    expect(een.page.locator("[data-volg-melding]")).to_contain_text("Besluit over K.V. bijgewerkt door een collega.")
    expect(een.page.locator(f"#rij-{tweede.pk.hex} [name=keus]").first).to_be_focused()
    expect(een.page.locator("[data-deel=voortgang]")).to_have_text("1 van 3 besloten.")
    een.check_page()
    kijk(lezer.page)
    expect(stand(lezer.page, eerste)).to_have_text("Bijgewerkt door een collega")
    expect(rij(lezer.page, eerste)).to_contain_text("Wacht")

    veld(een.page, eerste, "keus", "traject")
    een.page.clock.run_for(2_000)
    expect(stand(een.page, eerste)).to_contain_text("Bewaard om")
    assert [besluit.keus for besluit in eerste.besluiten.order_by("vastgelegd_op")] == ["later", "traject"]
    kijk(een.page)
    kijk(een.page)
    expect(stand(een.page, eerste)).to_contain_text("Bewaard om"), "one's own work is no colleague's"


def test_a_row_somebody_works_in_is_left_alone_or_asks(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 2)
    eerste, tweede = rijen(overleg)
    person = kijkt(cast, visitor, "ib_er", eerste)
    page = person.page
    kijk(page)
    keus = rij(page, eerste).locator("[name=keus]").first
    keus.focus()
    build.besluit(cast, eerste, Keus.LATER)
    kijk(page)
    kijk(page)
    expect(keus).to_be_focused()
    expect(stand(page, eerste)).to_have_text("")

    page.locator(f"#rij-{tweede.pk.hex} [name=keus]").first.focus()
    kijk(page)
    expect(stand(page, eerste)).to_have_text("Bijgewerkt door een collega")

    page.evaluate(
        "document.querySelector('[data-bord]').addEventListener('input', e => e.stopImmediatePropagation(), true)"
    )
    veld(page, tweede, "keus", "traject")
    build.besluit(cast, tweede, Keus.GEEN_TRAJECT)
    kijk(page)
    expect(rij(page, tweede)).to_contain_text("Iemand anders heeft deze rij intussen gewijzigd")
    expect(rij(page, tweede)).to_contain_text("u koos: Traject")
    assert tweede.besluiten.get().keus == Keus.GEEN_TRAJECT
    person.problems.clear()


def test_pupils_come_and_go(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 2)
    eerste, tweede = rijen(overleg)
    page = kijkt(cast, visitor, "ib_er", eerste).page
    kijk(page)
    nieuw = build.met_toestemming(cast, build.leerling(cast, roepnaam="Kind005", achternaam="Verzonnen"))
    (erbij,) = overleggen.leerlingen_toevoegen(
        overleg=overleg, leerlingen=[nieuw], door=cast["ib_er"], op=timezone.now()
    )
    overleg_wijzigen.leerling_van_lijst(bespreking=tweede, door=cast["ib_er"], op=timezone.now())

    kijk(page)

    expect(page.locator("[data-rij]")).to_have_count(2)
    expect(page.locator("[data-volg-melding]")).to_contain_text("K.V. staat niet meer op de lijst.")
    page.locator(f"#rij-{eerste.pk.hex} [name=keus]").first.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#rij-{erbij.pk.hex} [name=keus]:focus")).to_have_count(1)
    veld(page, erbij, "keus", "later")
    page.clock.run_for(2_000)
    expect(stand(page, erbij)).to_contain_text("Bewaard om")


def test_asking_stops_after_the_time_out_and_keeps_nobody_in(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 1)
    person = kijkt(cast, visitor, "ib_er", rijen(overleg)[0])
    verloopt = Session.objects.latest("expire_date").expire_date
    gevraagd: list[str] = []
    person.page.on(
        "request",
        lambda request: (
            gevraagd.append(request.url)
            if re.search(r"/overleggen/[^/]+/stand/$", request.url) and "next" not in request.url
            else None
        ),
    )
    kijk(person.page)
    kijk(person.page)
    assert len(gevraagd) >= 2 and Session.objects.latest("expire_date").expire_date == verloopt

    Session.objects.all().delete()
    kijk(person.page)
    aantal = len(gevraagd)
    for _ in range(60):
        person.page.clock.run_for(1_000)

    assert len(gevraagd) == aantal, "not logged in: no more questions"
    person.problems.clear()


def test_other_places_and_another_advice_come_in(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    eerste, tweede = rijen(overleg_van(cast, 2))
    person = kijkt(cast, visitor, "ib_er", eerste)
    page = person.page
    page.locator(f"#rij-{tweede.pk.hex} [name=keus]").first.focus()

    Plaatsen.objects.create(school=cast.vo_school, cohort=cast.cohort, aantal=33, vanaf=timezone.localdate())
    build.advies(cast, eerste.leerling)
    kijk(page)  # the first time it looks, since the page was made

    expect(page.locator("[data-deel=tegels]")).to_contain_text("33")
    expect(rij(page, eerste)).to_contain_text("nog 33 van 33 plekken")
    expect(rij(page, eerste).locator("[data-deel=advies]")).to_contain_text("vmbo kader")
    expect(page.locator(f"#rij-{tweede.pk.hex} [name=keus]").first).to_be_focused()
    expect(stand(page, tweede)).to_have_text(""), "nothing of that row changed"
    person.check_page()


def test_who_the_tick_said_was_there_stays_there(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    """The row shows it too, and so the next save does not take it back."""
    overleg = overleg_van(cast, 1)
    person, (row,) = ib_er(cast, visitor, overleg), rijen(overleg)
    page = person.page
    page.locator("[name=iedereen]").check()
    veld(page, row, "keus", "traject")
    expect(stand(page, row)).to_have_text(BEWAARD)
    expect(page.locator("[name=leerling_aanwezig][value=ja]")).to_be_checked()

    with page.expect_response(lambda response: "/rij/" in response.url):
        page.locator("[name=reden_1]").select_option(index=1)

    expect(stand(page, row)).to_have_text(BEWAARD)
    row.refresh_from_db()
    assert (row.leerling_aanwezig, row.ouder_aanwezig) == (True, True) and row.reden_1 is not None


def test_who_only_chose_takes_over_the_colleagues_reason(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 2)
    person, row = ib_er(cast, visitor, overleg), rijen(overleg)[0]
    page, collega = person.page, person.page.context.new_page()
    collega.goto(f"{person.origin}{overleg.get_absolute_url()}")
    een = str(Keuze.objects.van_lijst(cast.regio.pk, "domein", op=overleg.datum)[0].pk)
    collega.locator(f"#rij-{row.pk.hex} [name=reden_1]").select_option(een)
    collega.locator(f"#bewaar-{row.pk.hex} button[type=submit]").click()
    expect(stand(collega, row)).to_have_text(BEWAARD)
    collega.close()

    veld(page, row, "keus", "later")

    rij = page.locator(f"#rij-{row.pk.hex}")
    expect(rij).to_contain_text("Dit had u niet veranderd. Het blijft zoals uw collega het bewaarde: Eerste reden:")
    expect(rij).not_to_contain_text("u koos:")
    expect(rij.locator("[name=reden_1]")).to_have_value(een)
    person.check_page()
    page.get_by_role("button", name="Bewaar wat ik koos").click()
    expect(stand(page, row)).to_have_text(BEWAARD)
    row.refresh_from_db()
    assert (str(row.reden_1_id), row.besluiten.get().keus) == (een, "later")
    alleen_mislukte_verzoeken(person)

"""The board in a real browser: by keyboard, without scripts, small, and with all that can go wrong on the way."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from gka.models import Keuze, Plaatsen
from gka.workflow import Relatie
from overdracht.models import Bespreking, Concept, Overleg
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.journeys.test_pages import enter

# The keystroke model of Card, Moran and Newell, in seconds, for a skilled typist.
TOETS, DENKEN = 0.28, 1.35
KEUZEN = [Keus.TRAJECT, Keus.GEEN_TRAJECT, Keus.LATER]
BEWAARD = re.compile(r"^Bewaard om \d+\.\d\d$")
KWIJT = 5  # seconds of work that may be lost at most

# Where the bar at the bottom of the board begins, or the window ends when it does not stay there.
RAND = """
    const balk = document.querySelector('.board-next');
    const rand = getComputedStyle(balk).position === 'sticky' ? balk.getBoundingClientRect().top : innerHeight;
    const vak = (veld) => (veld.closest('label') ?? veld).getBoundingClientRect();
    const nu = document.activeElement;
"""
ONDER_DE_BALK = f"""() => {{ {RAND}
    const rij = nu.closest('[data-rij]');
    const velden = [...rij.querySelectorAll('a, button, select, textarea, input:not([type=hidden])')];
    const verder = velden.slice(velden.indexOf(nu) + 1);
    const volgende = verder.find((veld) => veld.type !== 'radio' || veld.name !== nu.name);
    if (volgende) scrollBy(0, vak(volgende).top - rand - 6);
}}"""
IN_ZICHT = f"""() => {{ {RAND} return [nu.name ?? '', vak(nu).top, vak(nu).bottom, rand + 1]; }}"""


def overleg_van(cast: Cast, aantal: int) -> Overleg:
    pupils = [build.leerling(cast, roepnaam=f"Kind{nummer:02}", achternaam="Verzonnen") for nummer in range(aantal)]
    scholen = (cast.vo_school, cast.andere_vo_school)
    for nummer, pupil in enumerate(pupils):
        build.wil_naar(cast, build.met_toestemming(cast, pupil), scholen[nummer % 2])
    return build.overleg(cast, *pupils)


def wil_niet(cast: Cast, row: Bespreking) -> None:
    """The pupil said so before: then *geen traject* asks for no reason."""
    build.vindt(cast, row, Partij.LEERLING, Standpunt.NEE)


def rijen(overleg: Overleg) -> list[Bespreking]:
    return list(overleg.besprekingen.order_by("leerling__roepnaam").select_related("leerling"))


def ib_er(cast: Cast, visitor: Callable[..., Visitor], overleg: Overleg, **scherm: object) -> Visitor:
    person = visitor(**scherm)
    enter(person, cast, "ib_er")
    person.visit(overleg.get_absolute_url())
    return person


def veld(page: Page, row: Bespreking, naam: str, waarde: str) -> None:
    """A click on a choice; its label is the target."""
    page.locator(f"#rij-{row.pk.hex} [name={naam}][value={waarde}]").check(force=True)


def stand(page: Page, row: Bespreking) -> object:
    return page.locator(f"#rij-{row.pk.hex} [data-stand]")


def alleen_mislukte_verzoeken(person: Visitor) -> None:
    """What was provoked shows in the console as a request that failed, and nothing else does."""
    assert all("Failed to load resource" in problem for problem in person.problems), person.problems
    person.problems.clear()


@dataclass
class Toetsenbord:
    """Presses keys and counts what a person would need for them."""

    page: Page
    seconden: list[float] = field(default_factory=list)

    def druk(self, *toetsen: str) -> None:
        for toets in toetsen:
            self.page.keyboard.press(toets)
            self.seconden[-1] += TOETS * (1 + toets.count("+"))

    def kies(self, nummer: int) -> None:
        """The choice with this number out of a row of which nothing was chosen yet; each choice takes thought."""
        self.seconden[-1] += DENKEN
        self.druk(*(["ArrowRight"] * nummer or ["Space"]))


def besluit_per_toetsenbord(cast: Cast, person: Visitor, overleg: Overleg, aantal: int) -> None:
    """Per pupil: everyone said yes to the traject, who was there, one reason, the decision; then the next pupil."""
    for row in rijen(overleg)[1::3]:
        wil_niet(cast, row)
    person.visit(overleg.get_absolute_url())
    page, toetsen = person.page, Toetsenbord(person.page)
    page.locator("[name=iedereen]").first.focus()
    for nummer in range(aantal):
        toetsen.seconden.append(0)
        if KEUZEN[nummer % 3] == Keus.TRAJECT:  # a yes of everyone is about the traject
            toetsen.kies(0)
        toetsen.druk("Tab")
        toetsen.kies(nummer % 2)
        toetsen.druk("Tab")
        toetsen.kies(0)
        toetsen.druk("Tab")
        toetsen.seconden[-1] += DENKEN
        toetsen.druk("ArrowDown", "Tab", "Tab")
        toetsen.kies(nummer % 3)
        toetsen.druk("Tab", "Tab", "Tab", "Tab")

    for row in rijen(overleg):
        expect(stand(page, row)).to_contain_text("Bewaard om")
    eerste = Keuze.objects.van_lijst(cast.regio.pk, "domein", op=overleg.datum)[0]
    for nummer, row in enumerate(rijen(overleg)):
        gevonden = (row.besluiten.get().keus, row.leerling_aanwezig, row.ouder_aanwezig, row.reden_1)
        assert gevonden == (KEUZEN[nummer % 3], nummer % 2 == 0, True, eerste), nummer
        assert row.besluiten.count() == 1, "what the arrows passed by was never a decision"
    assert max(toetsen.seconden) <= 12, toetsen.seconden


def test_five_decisions_by_keyboard(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 5)
    person = ib_er(cast, visitor, overleg, width=1024)

    besluit_per_toetsenbord(cast, person, overleg, 5)
    person.check_page()


@pytest.mark.long
def test_thirty_decisions_by_keyboard(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 30)
    begin = time.monotonic()

    besluit_per_toetsenbord(cast, ib_er(cast, visitor, overleg, width=1024), overleg, 30)

    assert time.monotonic() - begin < 600


def test_choices_that_arrows_pass_by_are_no_decision(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    """Whoever looks for "later" goes past "geen traject"; a decision is never unmade, so it must not be made."""
    overleg = overleg_van(cast, 1)
    person, (row,) = ib_er(cast, visitor, overleg), rijen(overleg)
    page = person.page
    page.locator("[name=keus]").first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(500)

    expect(stand(page, row)).to_contain_text("Bewaard om")
    assert row.besluiten.get().keus == "later"


def test_the_next_pupil_keeps_the_question(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 3)
    een, twee, drie = rijen(overleg)
    build.ouder(cast, twee.leerling, relatie=Relatie.VADER)
    page = ib_er(cast, visitor, overleg).page

    for naam in ("keus", "reden_1", "ouder"):
        page.locator(f"#rij-{een.pk.hex} [name^={naam}]").first.focus()
        page.keyboard.press("Control+Enter")
        expect(page.locator(f"[name^={naam}][form=bewaar-{twee.pk.hex}]").first).to_be_focused()
        page.get_by_role("button", name="Volgende leerling").click()
        expect(page.locator(f"[name^={naam}][form=bewaar-{drie.pk.hex}]").first).to_be_focused()
        page.keyboard.press("Control+Enter")
        expect(page.locator(f"[name^={naam}][form=bewaar-{een.pk.hex}]").first).to_be_focused()


@pytest.mark.parametrize("width", [1024, 512], ids=["1024x768", "200%"])
def test_four_clicks_without_scripts(cast: Cast, visitor: Callable[..., Visitor], width: int) -> None:
    overleg = overleg_van(cast, 3)
    person = ib_er(cast, visitor, overleg, scripts=False, width=width)
    row = rijen(overleg)[1]
    expect(person.page.get_by_text("Deelt u uw scherm?")).to_be_hidden()

    veld(person.page, row, "leerling_aanwezig", "ja")
    veld(person.page, row, "ouder_aanwezig", "nee")
    veld(person.page, row, "keus", "later")
    person.page.locator(f"#bewaar-{row.pk.hex} button[type=submit]").click()

    expect(person.page).to_have_url(
        f"{person.origin}{overleg.get_absolute_url()}?bewaard={row.pk.hex}#rij-{row.pk.hex}"
    )
    expect(stand(person.page, row)).to_have_text("Bewaard")
    row.refresh_from_db()
    assert (row.leerling_aanwezig, row.ouder_aanwezig, row.besluiten.get().keus) == (True, False, "later")
    breed = person.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert breed[0] <= breed[1]


def test_a_colleague_in_the_same_row(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 2)
    person, row = ib_er(cast, visitor, overleg), rijen(overleg)[0]
    page = person.page
    for choose, keus in (("Bewaar wat ik koos", "traject"), ("Laat staan wat er nu is", "later")):
        build.besluit(cast, row, Keus.LATER, reden="Een collega.")
        veld(page, row, "keus", "geen_traject" if keus == "later" else keus)

        rij = page.locator(f"#rij-{row.pk.hex}")
        expect(rij).to_contain_text("Iemand anders heeft deze rij intussen gewijzigd")
        expect(rij).to_contain_text("nu bewaard: Later")
        person.check_page()
        page.get_by_role("button", name=choose).or_(page.get_by_role("link", name=choose)).click()
        expect(rij).not_to_contain_text("Iemand anders")
        expect(stand(page, row)).to_have_text("Zo staat het er nu." if keus == "later" else BEWAARD)
        assert row.besluiten.huidig().get().keus == keus
        expect(page.locator(f"#rij-{row.pk.hex} [name=keus][value={keus}]")).to_be_checked()
    alleen_mislukte_verzoeken(person)


def test_the_network_and_the_session_go_away(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 2)
    een, twee = rijen(overleg)
    wil_niet(cast, twee)
    person = ib_er(cast, visitor, overleg)
    page, context = person.page, person.page.context
    gevraagd: list[str] = []
    page.on("dialog", lambda dialog: (gevraagd.append(dialog.type), dialog.dismiss()))

    context.set_offline(True)
    veld(page, een, "keus", "later")
    expect(stand(page, een)).to_contain_text("Niet bewaard: geen verbinding.")
    with page.expect_event("dialog"):
        page.evaluate("location.assign('/overleggen/')")
    assert gevraagd == ["beforeunload"]
    context.set_offline(False)
    expect(stand(page, een)).to_contain_text("Bewaard om")
    assert een.besluiten.get().keus == "later"

    context.clear_cookies()
    veld(page, twee, "keus", "geen_traject")
    expect(stand(page, twee)).to_contain_text("u bent uitgelogd. Log in een ander tabblad in")
    enter(person, cast, "ib_er")
    page.locator(f"#bewaar-{twee.pk.hex} button[type=submit]").click()
    expect(stand(page, twee)).to_contain_text("Bewaard om")
    assert twee.besluiten.get().keus == "geen_traject"
    bewaard = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(bewaard) <= {"overstap-actief", "names-hidden"}, "a moment and a switch, nothing of a pupil"
    alleen_mislukte_verzoeken(person)


def niets_onder_de_balk(page: Page, row: Bespreking) -> None:
    """Whatever Tab reaches in this row is in sight, also when it lay under the bar at the bottom of the window."""
    for breed, hoog in ((390, 844), (1024, 768), (640, 400)):  # the last one is 1280 x 800 at 200%
        page.set_viewport_size({"width": breed, "height": hoog})
        page.locator(f"#rij-{row.pk.hex} [name=leerling_aanwezig]").first.focus()
        bereikt = []
        for _ in range(7):
            page.evaluate(ONDER_DE_BALK)
            page.keyboard.press("Tab")
            naam, boven, onder, rand = page.evaluate(IN_ZICHT)
            assert 0 <= boven and onder <= rand, (breed, naam, boven, onder, rand)
            bereikt.append(naam)
        assert "reden" in bereikt, bereikt
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_full_school_asks_why_in_the_row(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=1)
    overleg = overleg_van(cast, 3)
    person, (een, _, drie) = ib_er(cast, visitor, overleg), rijen(overleg)
    page = person.page

    for row in (een, drie):
        page.locator(f"#rij-{row.pk.hex} [name=iedereen]").check()
        veld(page, row, "keus", "traject")
        page.locator(f"#bewaar-{row.pk.hex} button[type=submit]").click()
        expect(stand(page, row)).not_to_contain_text("Bewaren")
    expect(page.locator(f"#rij-{drie.pk.hex}")).to_contain_text("De leerling komt als 1e op de wachtlijst")
    expect(page.locator("[data-deel=tegels]")).to_contain_text("0 van 1 plek over")
    niets_onder_de_balk(page, drie)
    page.locator(f"#rij-{drie.pk.hex} textarea").fill("Kan niet wachten.")
    page.locator(f"#rij-{een.pk.hex} [name=leerling_aanwezig]").first.focus()
    expect(page.locator(f"#rij-{drie.pk.hex}")).to_contain_text("wachtlijst: 1e voor Compass")
    assert drie.besluiten.get().reden == "Kan niet wachten."
    person.check_page()
    alleen_mislukte_verzoeken(person)


def test_a_reason_is_saved_when_it_is_finished(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    """A pause to think, or to look elsewhere, is no end: a decision keeps the reason it was taken with for good."""
    overleg = overleg_van(cast, 2)
    een, _ = rijen(overleg)
    build.besluit(cast, een, Keus.GEEN_TRAJECT)
    person = ib_er(cast, visitor, overleg)
    page = person.page
    page.clock.install()
    veld(page, een, "keus", "later")
    page.clock.run_for(1_500)
    reden = page.locator(f"#rij-{een.pk.hex} [name=reden]")
    expect(reden).to_be_focused()

    page.keyboard.type("Moeder wil")
    with page.expect_response(lambda response: response.status == 204):
        page.clock.run_for(KWIJT * 1_000)
    assert "Moeder wil" in Concept.objects.get().ingevuld, "whoever closes the lid now finds it again"
    page.clock.run_for(20_000)
    page.keyboard.type(" eerst nadenken.")
    expect(stand(page, een)).to_have_text("Wordt bewaard als u dit vak verlaat.")
    assert een.besluiten.count() == 1
    page.locator(f"#bewaar-{een.pk.hex} button[type=submit]").focus()
    page.keyboard.press("Enter")

    expect(stand(page, een)).to_have_text(BEWAARD)
    expect(reden).to_have_count(0)
    expect(page.locator(f"#bewaar-{een.pk.hex} button[type=submit]")).to_be_focused()
    assert een.besluiten.huidig().get().reden == "Moeder wil eerst nadenken."
    assert not Concept.objects.exists()
    alleen_mislukte_verzoeken(person)


def typ_en_stop(cast: Cast, visitor: Callable[..., Visitor], na: float) -> None:
    """Type until the browser is killed after `na` seconds; what was typed more than five seconds before is there."""
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor()
    enter(person, cast, "ib_er")
    page = person.visit(row.get_absolute_url())
    page.locator("[name=wens_leerling]").focus()
    begin, getypt = time.monotonic(), []
    while time.monotonic() - begin < na:
        letter = random.choice("abcdefgh")
        page.keyboard.type(letter)
        getypt.append((time.monotonic(), letter))
        page.wait_for_timeout(120)
    einde = time.monotonic()
    page.context.close()

    row.refresh_from_db()
    moest = "".join(letter for moment, letter in getypt if moment < einde - KWIJT)
    alles = "".join(letter for _, letter in getypt)
    assert alles.startswith(row.wens_leerling), (row.wens_leerling, alles)
    assert len(row.wens_leerling) >= len(moest), (na, row.wens_leerling, moest)
    assert not row.instemmingen.exists() and not row.besluiten.exists()


def test_killing_the_browser_loses_five_seconds_at_most(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    typ_en_stop(cast, visitor, random.uniform(6, 9))


@pytest.mark.long
def test_killing_the_browser_at_many_moments(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    for _ in range(20):
        typ_en_stop(cast, visitor, random.uniform(0.5, 14))


def test_killing_the_board_loses_nothing_older_than_five_seconds(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    overleg = overleg_van(cast, 1)
    person, (row,) = ib_er(cast, visitor, overleg), rijen(overleg)
    veld(person.page, row, "keus", "later")
    person.page.wait_for_timeout(KWIJT * 1_000)
    person.page.context.close()

    assert row.besluiten.get().keus == "later"


def test_the_page_of_one_pupil_after_typing(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    """The button right after typing is no conflict with the text that was saved by itself, also after a new log-in."""
    row = build.bespreking(cast, build.leerling(cast))
    person = visitor()
    enter(person, cast, "ib_er")
    page = person.visit(row.get_absolute_url())

    page.locator("[name=wens_ouders]").fill("Dicht bij huis.")
    page.locator("[name=aandachtspunten]").focus()
    page.locator("[name=keus][value=later]").check(force=True)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Bewaard.")
    row.refresh_from_db()
    assert (row.wens_ouders, row.besluiten.get().keus) == ("Dicht bij huis.", "later")

    person.page.context.clear_cookies()
    page.locator("[name=wens_ouders]").fill("Toch verder weg.")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("[data-draft-state]")).to_contain_text("u bent uitgelogd")
    enter(person, cast, "ib_er")
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar", exact=True).click()
    row.refresh_from_db()
    assert row.wens_ouders == "Toch verder weg."
    alleen_mislukte_verzoeken(person)

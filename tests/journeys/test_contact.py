"""Contact on a phone: four taps and nothing typed, light, without JavaScript; group and week by keyboard."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from begeleiding.models import Contact, Traject
from begeleiding.views import panels
from gka import werk
from gka.access.rights import Recht
from tests import build
from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.journeys.test_pages import enter

HOOGSTENS = 60 * 1024
KLEIN = """
() => [...document.querySelectorAll(`main label.choice, main button, main a.nl-button, main summary,
    main a[href^="/contacten/"], main .contact-cards a, main .todo a, main .timeline a,
    main .name-list a`)]
  .filter((e) => e.checkVisibility())
  .map((e) => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([text, box]) => `${text} ${box.width}x${box.height}`)
"""


@pytest.fixture
def twaalf(cast: Cast) -> list[Traject]:
    return [build.traject(cast, roepnaam=f"Kind{nummer}", achternaam="Verzonnen") for nummer in range(9)]


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_vier_tikken_op_een_telefoon(cast: Cast, visitor: Callable[..., Visitor], scripts: bool) -> None:
    traject = build.traject(cast, roepnaam="Bo", achternaam="Verzonnen")
    smw = visitor(width=390, scripts=scripts)
    enter(smw, cast, "smw_vo")
    page, tikken = smw.page, 0
    smw.visit("/")
    assert not scripts or page.evaluate(KLEIN) == []

    def tik(wat: str) -> None:
        nonlocal tikken
        page.locator(wat).first.click()
        tikken += 1

    tik(f"a[href*='{traject.pk}'][href*='soort=huisbezoek']")
    expect(page.locator("h1")).to_contain_text("Contact met")
    if scripts:
        assert page.evaluate(KLEIN) == []
        assert gewicht(visitor(width=390), page.context.cookies(), page.url) <= HOOGSTENS
    tik("label:has([name=met][value=leerling])")
    tik("label:has([name=duur][value='45'])")
    tik("button:has-text('Contact opslaan')")

    expect(page.get_by_role("status").first).to_contain_text("Opgeslagen: huisbezoek, 45 minuten")
    assert tikken == 4
    contact = Contact.objects.get()
    assert (contact.minuten, contact.met) == (45, ["leerling"])

    smw.visit("/")
    page.get_by_role("link", name="Nog zo’n contact").click()
    expect(page.locator("main")).to_contain_text("Huisbezoek, 45 minuten, met leerling")
    page.get_by_role("button", name="Zo opslaan voor vandaag").click()
    expect(page.get_by_role("alert").first).to_contain_text("Klopt het dat dit er nog een is?")
    page.get_by_role("button", name="Ja, dit klopt. Opslaan").click()
    expect(page.get_by_role("status").first).to_contain_text("Opgeslagen: huisbezoek")
    assert Contact.objects.count() == 2
    smw.visit(traject.get_absolute_url())
    assert not scripts or page.evaluate(KLEIN) == []


def gewicht(vers: Visitor, cookies: list[Any], adres: str) -> int:
    """Bytes of the page as they are sent, and of all it loads the first time as WhiteNoise would send that."""
    antwoorden: list[Response] = []
    vers.page.context.add_cookies(cookies)
    vers.page.on("response", lambda antwoord: antwoorden.append(antwoord))
    vers.page.goto(adres)
    vers.page.wait_for_load_state("networkidle")
    som = 0
    for antwoord in antwoorden:
        if antwoord.status != 200:
            continue
        inhoud = antwoord.body()
        if "text/html" in antwoord.headers["content-type"]:
            gestuurd = antwoord.request.sizes()["responseBodySize"]
            assert antwoord.headers["content-encoding"] == "gzip" and gestuurd < len(inhoud) / 2
            som += gestuurd
        else:
            som += min(len(inhoud), len(gzip.compress(inhoud, 6)))
    assert som > 45_000, "the stylesheet and the font are in it"
    return som


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_op_de_startpagina_zijn_de_leerlingen_dichtbij(
    cast: Cast,
    twaalf: list[Traject],
    visitor: Callable[..., Visitor],
    scripts: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However much there is to do: three lines stand open, and every pupil is two taps away."""
    monkeypatch.setattr(panels, "ZOEKEN_VANAF", 5)
    veel = [werk.Werkregel("Voor 12 maart", f"Een taak op meer dan één regel, {n}", "/") for n in range(9)]
    monkeypatch.setattr(werk, "_BRONNEN", {"proef": (1, Recht.CONTACT_VASTLEGGEN, lambda wie, dag: veel)})
    smw = visitor(width=390, scripts=scripts)
    enter(smw, cast, "smw_vo")
    page = smw.page
    smw.visit("/")
    assert page.locator(".contact-cards .card").first.bounding_box()["y"] < 844 * 1.25, "one short scroll"
    assert page.locator("#werk .todo__item:visible").count() == 3
    page.get_by_text("Nog 6 taken").click()
    assert page.locator("#werk .todo__item:visible").count() == 9
    page.get_by_text("Zoek een leerling").click()
    if scripts:
        page.get_by_label("Typ een deel van de naam").fill("kind7")
        expect(page.locator(".name-list li >> visible=true")).to_have_count(1)
        assert page.evaluate(KLEIN) == []
        smw.check_page()
    page.locator(".name-list").get_by_role("link", name="Kind7 V.").click()
    expect(page.locator("section", has=page.get_by_role("link", name="Kind7 V.", exact=True))).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_een_groep_met_het_toetsenbord(
    cast: Cast, twaalf: list[Traject], visitor: Callable[..., Visitor], scripts: bool
) -> None:
    smw = visitor(width=390, scripts=scripts)
    enter(smw, cast, "smw_vo")
    page = smw.page
    smw.visit("/contacten/nieuw/")
    if scripts:
        page.get_by_label("Zoek een leerling", exact=True).focus()
        page.keyboard.type("kind7")
        expect(page.locator("[name=leerlingen] >> visible=true")).to_have_count(1)
        page.keyboard.press("Enter")
        assert not Contact.objects.exists()
        smw.check_page()
    for veld in ("[name=leerlingen] >> nth=7", "[name=soort][value=groep]", "[name=duur][value='60']"):
        kies(page, veld)
    if scripts:
        page.get_by_label("Zoek een leerling", exact=True).fill("")
    kies(page, "[name=leerlingen] >> nth=2")
    page.locator("button:has-text('Contact opslaan')").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("1 uur, 2 leerlingen")
    assert set(Contact.objects.get().deelnames.values_list("minuten", "aanwezig")) == {(30, True)}


def kies(page: Page, veld: str) -> None:
    """Tick or choose without a mouse."""
    page.locator(veld).focus()
    page.keyboard.press("Space")


@pytest.mark.parametrize("width", [390, 1280])
def test_een_week_met_het_toetsenbord(
    cast: Cast, twaalf: list[Traject], visitor: Callable[..., Visitor], width: int
) -> None:
    smw = visitor(width=width)
    enter(smw, cast, "smw_vo")
    page = smw.page
    smw.visit("/contacten/week/")
    smw.check_page()
    assert page.get_by_text("moet nog komen").first.is_visible() is (width == 1280)
    assert page.get_by_role("button", name="Week opslaan").bounding_box()["y"] < 900, "in sight without scrolling"
    assert page.get_by_text("nog geen traject").first.is_visible() is (width == 1280), "a phone shows today"
    assert page.get_by_text("Welke dag").is_visible() is (width == 390)
    kies(page, "[name=soort][value=telefoon]")
    kies(page, "[name=met][value=ouder]")
    page.get_by_label("Kind0 V., dinsdag 10-3").focus()
    page.keyboard.type("1u15")
    page.keyboard.press("Tab")  # to the next pupil: the other days have still to come
    page.keyboard.press("Tab")
    page.keyboard.type("veel")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert").first).to_contain_text("Kind1 V., dinsdag 10-3")
    smw.check_page()
    expect(page.get_by_label("Kind0 V., dinsdag 10-3")).to_have_value("1u15")
    page.get_by_label("Kind1 V., dinsdag 10-3").fill("20")
    if width == 390:
        kies(page, "[name=toon][value='1']")
        expect(page.get_by_text("nog geen traject").first).to_be_visible()
        expect(page.get_by_label("Kind1 V., dinsdag 10-3")).to_be_visible()  # what is filled in stays in sight
        expect(page.get_by_label("Kind2 V., dinsdag 10-3")).to_be_hidden()
        page.get_by_label("Kind1 V., dinsdag 10-3").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("2 contacten, samen 1 uur 35")
    assert {een.minuten for een in Contact.objects.all()} == {75, 20}

"""Fifteen pupils from a CSV file, in a real browser: at most 25 clicks, with scripts and without."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gka.models import Leerling
from tests import build
from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.tabellen import KOP, csv_bestand, rij

KLIKKEN = 25


class Teller:
    """Counts what a person clicks; choosing a file in the browser's own window counts for two."""

    def __init__(self, page: Page) -> None:
        self.page, self.klikken = page, 0

    def klik(self, rol: str, naam: str) -> None:
        self.klikken += 1
        self.page.get_by_role(rol, name=naam).first.click()  # type: ignore[arg-type]

    def kies(self, naam: str, waarde: str) -> None:
        """A list box: open it, choose."""
        self.klikken += 2
        self.page.select_option(f"[name={naam}]", waarde)

    def vink(self, naam: str, waarde: str) -> None:
        self.klikken += 1
        self.page.locator(f"[name={naam}][value={waarde}]").check(force=True)

    def bestand(self, pad: Path) -> None:
        self.klikken += 2
        self.page.locator("input[type=file]").set_input_files(pad)


def controleer(persoon: Visitor, scripts: bool) -> None:
    """The checks of a page are scripts themselves."""
    if scripts:
        persoon.check_page()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_fifteen_pupils_from_a_file(cast: Cast, visitor: Callable[..., Visitor], tmp_path: Path, scripts: bool) -> None:
    """The hard way: headings nobody knows, dates with the month first, and a pupil who looks like a known one."""
    bekend = build.leerling(cast, roepnaam="Bo", achternaam="Toetz 1", geboortedatum=rij(1)[4])
    kop = ["Nummertje", "Kind", "Tussen", "Familie", "Verjaardag", "Lokaal", "Adres"]
    rijen = [
        [*cellen[:4], f"{cellen[4].month}/{cellen[4].day}/2013", "8", "Straat 1"] for cellen in map(rij, range(16))
    ]
    pad = tmp_path / "leerlingen.csv"
    pad.write_bytes(csv_bestand([["Groep 8"], kop, *rijen[:7], *rijen[7:]]))
    persoon = visitor(scripts=scripts)
    persoon.log_in("ib_er@test.example")
    teller = Teller(persoon.page)

    teller.klik("link", "Leerlingen")
    teller.klik("link", "Leerlingen inlezen")
    teller.bestand(pad)
    teller.klik("button", "Bestand bekijken")
    expect(persoon.page.get_by_role("heading", level=1)).to_have_text("Wat staat er in welke kolom?")
    controleer(persoon, scripts)
    for plaats, veld in enumerate(["leerlingnummer", "roepnaam", "", "achternaam", "geboortedatum", "groep"]):
        if veld:
            teller.kies(f"kolom_{plaats}", veld)
    teller.klik("button", "Lijst bekijken")
    expect(persoon.page.locator("[role=alert]")).to_contain_text("Kies hoe de geboortedatums zijn geschreven.")
    controleer(persoon, scripts)
    teller.vink("datumstijl", "maand")
    teller.klik("button", "Lijst bekijken")
    expect(persoon.page.get_by_role("heading", level=1)).to_contain_text("15 nieuwe leerlingen")
    controleer(persoon, scripts)
    teller.vink("keuze_4", "zelfde")
    teller.klik("button", "15 leerlingen toevoegen en keuzes opslaan")
    expect(persoon.page.get_by_role("status").first).to_contain_text("15 leerlingen toegevoegd.")

    assert teller.klikken <= KLIKKEN, teller.klikken
    assert Leerling.objects.count() == 16
    assert Leerling.objects.get(leerlingnummer="20014").geboortedatum == rij(14)[4]
    assert Leerling.objects.get(pk=bekend.pk).versie == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_usual_file_takes_six_clicks(
    cast: Cast, visitor: Callable[..., Visitor], tmp_path: Path, scripts: bool
) -> None:
    pad = tmp_path / "leerlingen.csv"
    pad.write_bytes(csv_bestand([KOP, *map(rij, range(15))]))
    persoon = visitor(scripts=scripts, width=390)
    persoon.log_in("ib_er@test.example")
    persoon.visit("/leerlingen/importeren/")
    teller = Teller(persoon.page)

    teller.bestand(pad)
    teller.klik("button", "Bestand bekijken")
    controleer(persoon, scripts)
    teller.klik("button", "15 leerlingen toevoegen")
    expect(persoon.page.get_by_role("status").first).to_contain_text("15 leerlingen toegevoegd.")

    assert teller.klikken + 2 <= 6
    assert Leerling.objects.count() == 15

"""A file of hours on a phone without scripts and at a desk: answer what is a group, correct with a reason, go on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from begeleiding.models import Contact, Inzet
from tests import build
from tests.begeleiding.urenbestanden import bestand, rij
from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.journeys.test_pages import enter


@pytest.mark.parametrize(("width", "scripts"), [(390, False), (1280, True)], ids=["phone", "desk"])
def test_een_groep_en_een_correctie(
    cast: Cast, visitor: Callable[..., Visitor], tmp_path: Path, width: int, scripts: bool
) -> None:
    namen = ("Bo", "Sem", "Noor", "Yara")
    kinderen = [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in namen]
    dag = max(een.vanaf for een in kinderen)
    staat = build.contact(cast, kinderen[0], minuten=45, gebeurd_op=dag)
    smw, cellen = cast["smw_vo"], {"datum": dag.isoformat()}
    pad = tmp_path / "uren.csv"
    pad.write_bytes(
        bestand(
            [
                *(rij(een, smw, soort="groep", minuten="60", **cellen) for een in kinderen),
                rij(kinderen[0], smw, sleutel=str(staat.sleutel), minuten="50", **cellen),
                rij(kinderen[1], smw, minuten="601", **cellen),
            ]
        )
    )
    person = visitor(width=width, scripts=scripts)
    kijk = person.check_page if scripts else lambda: None  # axe is a script
    enter(person, cast, "smw_vo")
    page = person.page
    person.visit("/uren/inlezen/")
    page.locator("input[type=file]").set_input_files(pad)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("4 rijen wachten op uw antwoord")
    kijk()

    page.get_by_label("Rij 6: Bo Verzonnen").check(force=True)
    page.get_by_role("button", name="Aangevinkte contacten corrigeren").click()
    expect(page.get_by_role("link", name="Kies een reden.")).to_be_visible()
    kijk()
    page.get_by_label("Eén contact met 4 leerlingen").check(force=True)
    page.locator("[name=reden][value='Verkeerde duur']").check(force=True)
    page.get_by_role("button", name="Antwoorden verwerken").click()
    expect(page.locator("h1")).to_have_text("1 nieuw contact")
    kijk()
    page.get_by_role("button", name="1 contact toevoegen en aangevinkte contacten corrigeren").click()

    expect(page.locator("main")).to_contain_text("1 contact toegevoegd.")
    expect(page.locator("main")).to_contain_text("1 contact gecorrigeerd.")
    assert (staat.nieuwste().minuten, Contact.objects.count()) == (50, 3)
    assert sum(Inzet.objects.geldig().values_list("minuten", flat=True)) == 110

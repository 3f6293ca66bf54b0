"""The thread, by its people, in a real browser: pupil list in, consent, decision, hours, dashboard, report, CSV out.

Once with scripts and once without. Five colleagues' pupils stand ready, so that the figures are large enough to show.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from celery import current_app
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from gka.models import Gebeurtenis, Leerling
from gka.workflow import Doel
from monitoring.models import Export, Rapport
from tests import build
from tests.cast import Cast
from tests.edexml import edexml, gewoon
from tests.journeys.conftest import Visitor

ANDEREN = 11


@pytest.fixture
def worker(cast: Cast) -> Iterator[None]:
    """A Celery worker on the real broker, in a thread of this process so that it sees the same clock."""
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        pytest.skip("needs Redis: run it with script/test")
    with start_worker(current_app, perform_ping_check=False, pool="threads", concurrency=2, loglevel="WARNING"):
        yield


@pytest.fixture
def anderen(cast: Cast) -> None:
    """Pupils who are in the traject already, each with an hour of contact and consent for research."""
    for nummer in range(ANDEREN):
        traject = build.traject(cast, roepnaam=f"Ander{nummer}", achternaam="Verzonnen")
        build.zegt(cast, traject.leerling, Doel.ONDERZOEK)
        build.contact(cast, traject, minuten=30, sleutel=uuid4())  # eleven on one day: less than ten hours together


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_thread(
    cast: Cast,
    anderen: None,
    worker: None,
    visitor: Callable[..., Visitor],
    clock: time_machine.Traveller,
    tmp_path: Path,
    scripts: bool,
) -> None:
    bestand = tmp_path / "export.xml"
    bestand.write_text(edexml([gewoon(nummer) for nummer in range(3)]), encoding="utf-8")

    ib_er = visitor(scripts=scripts)
    ib_er.log_in("ib_er@test.example")
    lees_in(ib_er.page, bestand)
    leg_toestemming_vast(ib_er.page, "Proef 0")
    leerling = Leerling.objects.get(achternaam="Proef 0")
    leg_wens_vast(ib_er, leerling)
    bespreek(ib_er, leerling)

    smw = visitor(width=390, scripts=scripts)
    smw.log_in("smw_vo@test.example")
    leg_contact_vast(smw.page, leerling)
    assert leerling.trajecten.get().contactdeelnames.get().minuten == 45

    clock.move_to("2026-04-01T07:07:00+02:00")
    for task in ("gka.opdrachten_vegen", "monitoring.rapporten_bijwerken", "gka.logboek_verzegelen"):
        current_app.send_task(task)
    wacht_op(Rapport.objects.filter(regio=cast.regio), "the report of March")

    gemeente = visitor(scripts=scripts)
    gemeente.log_in("gemeente@test.example")
    gemeente.visit("/dashboard/")
    expect(gemeente.page.get_by_role("heading", level=1)).to_contain_text(f"{ANDEREN + 1} leerlingen")
    coordinator = visitor(scripts=scripts)
    coordinator.log_in("projectcoordinator@test.example")
    bekijk_rapport(coordinator.page)

    onderzoeker = visitor(scripts=scripts)
    onderzoeker.log_in("onderzoeker@test.example")
    haal_export_op(onderzoeker)

    soorten = set(Gebeurtenis.objects.values_list("soort", flat=True))
    assert {
        "medewerker.ingelogd",
        "leerlingen.ingelezen",
        "leerling.gezien",
        "toestemming.vastgelegd",
        "overleg.gepland",
        "besluit.vastgelegd",
        "contact.vastgelegd",
        "dashboard.gezien",
        "rapport.gemaakt",
        "export.aangevraagd",
        "export.gedownload",
    } <= soorten


def lees_in(page: Page, bestand: Path) -> None:
    page.get_by_role("link", name="Leerlingen", exact=True).first.click()
    page.get_by_role("link", name="Leerlingen inlezen").first.click()
    page.locator("input[type=file]").set_input_files(bestand)
    page.get_by_role("button", name="Bestand bekijken").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 nieuwe leerlingen")
    assert not Leerling.objects.filter(achternaam="Proef 0").exists()
    page.get_by_role("button", name="3 leerlingen toevoegen").click()
    expect(page.get_by_role("status").first).to_contain_text("3 leerlingen")


def leg_toestemming_vast(page: Page, achternaam: str) -> None:
    page.goto(page.url.split("/leerlingen/")[0] + "/leerlingen/")
    page.get_by_role("link", name=re.compile(achternaam)).first.click()
    page.get_by_role("link", name=re.compile("oestemming")).first.click()
    kies(page, "relatie", "moeder")
    for doel in ("bespreken", "deelnemen", "onderzoek"):
        kies(page, f"ouder_{doel}", "ja")
    kies(page, "wijze", "gesprek")
    page.get_by_role("button", name="Antwoorden opslaan").click()
    expect(page.get_by_role("status").first).to_be_visible()


def leg_wens_vast(visitor: Visitor, leerling: Leerling) -> None:
    """Before the overleg is planned, so that the people of that school get a seat."""
    page = visitor.page
    visitor.visit(f"/leerlingen/{leerling.pk}/school/?soort=beoogd")
    page.select_option("[name=school]", label="Compass")
    page.fill("[name=vanaf]", str(timezone.localdate()))
    page.get_by_role("button", name=re.compile("opslaan|vastleggen", re.IGNORECASE)).click()
    expect(page.get_by_role("status").first).to_contain_text("Compass")


def bespreek(visitor: Visitor, leerling: Leerling) -> None:
    page = visitor.page
    visitor.visit(f"/overleggen/nieuw/?leerling={leerling.pk}")
    page.fill("[name=datum]", str(timezone.localdate()))
    page.fill("[name=tijd]", "14:00")
    page.fill("[name=plaats]", "Lokaal 3")
    page.get_by_label(re.compile("^Aad P")).set_checked(True)
    page.get_by_role("button", name="Overleg plannen").click()
    page.get_by_role("link", name=re.compile("^Bespreken")).first.click()
    page.select_option("[name=vast_gezicht]", index=1)
    kies(page, "keus", "traject")
    page.locator("[name=iedereen]").check()
    page.fill("[name=reden]", "Kan niet wachten op een plek.")  # eleven others came before, for ten places
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("body")).to_contain_text("pgenomen in het traject")


def leg_contact_vast(page: Page, leerling: Leerling) -> None:
    page.locator(f"a[href*='{leerling.trajecten.get().pk}'][href*='soort=huisbezoek']").click()
    kies(page, "met", "leerling")
    kies(page, "duur", "45")
    page.get_by_role("button", name="Contact opslaan").click()
    expect(page.get_by_role("status").first).to_contain_text("Opgeslagen: huisbezoek, 45 minuten")


def bekijk_rapport(page: Page) -> None:
    page.get_by_role("link", name="Rapporten", exact=True).first.click()
    page.get_by_role("link", name="Maart 2026").click()
    expect(page.locator("main")).to_contain_text(f"{ANDEREN + 1}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig")), delimiter=";"))
    assert any(str(ANDEREN + 1) in row for row in rows), rows


def haal_export_op(visitor: Visitor) -> None:
    page = visitor.page
    visitor.visit("/exports/")
    page.locator("input[name=cohorten]").first.check()
    page.get_by_role("button", name="Export aanvragen").click()
    wacht_op(Export.objects.all(), "the export")
    visitor.visit("/exports/")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"\.zip$")).click()
    assert download.value.suggested_filename.startswith("C_PERSOONSGEGEVENS_pseudoniem_um_2026")
    with zipfile.ZipFile(download.value.path()) as archive:
        inhoud = {name: archive.read(name).decode() for name in archive.namelist()}
    leerlingen = list(csv.DictReader(io.StringIO(inhoud["leerlingen.csv"])))
    assert len(leerlingen) == ANDEREN + 1
    assert not re.search("Verzonnen|Proef|Aad|anoniem|anonym", "".join(inhoud.values()))


def kies(page: Page, naam: str, waarde: str) -> None:
    """Choose a radio button or tick box with the space bar: its label may be under the bar that stays in sight."""
    vak = page.locator(f"[name='{naam}'][value='{waarde}']")
    vak.press("Space")
    expect(vak).to_be_checked()


def wacht_op(rows: object, wat: str) -> None:
    """Until the worker made the row; bounded by real time, which the fixed clock leaves alone."""
    from time import monotonic, sleep

    einde = monotonic() + 30
    while not rows.exists():  # type: ignore[attr-defined]
        assert monotonic() < einde, f"{wat} did not come"
        sleep(0.1)

"""The dashboard and the reports through the front door."""

import csv
import io
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gka.actions import regio as regio_acties
from gka.models import Gebeurtenis
from monitoring.models import Publicatie
from tests import build
from tests.cast import Cast
from tests.monitoring import world

DASHBOARD, RAPPORTEN = "/dashboard/", "/rapporten/"
LEZERS = ["gemeente", "projectcoordinator", "onderzoeker", "fg"]
ANDEREN = ["ib_er", "smw_po", "smw_vo", "zorgcoordinator", "teamleider", "beheerder", "zonder_rol"]


@pytest.fixture
def maart(cast: Cast, clock: time_machine.Traveller) -> Any:
    """Seven pupils for Brunssum, six for Kerkrade, none for Heerlen, and the report over March."""
    world.ondersteund(cast, 7, minuten=90)
    world.ondersteund(cast, 6, "Holz", minuten=90)
    return world.rapport_in_april(cast, clock)


def table(response: Any) -> list[list[str]]:
    """The cells of the first table of a page, hidden texts left out."""
    html = response.content.decode()
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.S)
    assert body
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.S)
    clean = [re.sub(r'<span class="(visually-hidden|cell__sub)">.*?</span>', "", row, flags=re.S) for row in rows]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S)]
        for row in clean
    ]


def sheet(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    "path", [DASHBOARD, "/dashboard/csv", RAPPORTEN, "/rapporten/2026-03/", "/rapporten/2026-03/csv"]
)
def test_wie_de_cijfers_mag_zien(client: Client, cast: Cast, maart: Any, path: str) -> None:
    seen = {who: cast.log_in(client, who).get(path).status_code for who in [*LEZERS, *ANDEREN, "anoniem"]}

    assert seen == dict.fromkeys(LEZERS, 200) | dict.fromkeys(ANDEREN, 403) | {"anoniem": 302}


@pytest.mark.parametrize("path", ["/dashboard/csv", "/rapporten/2026-03/", "/rapporten/2026-03/csv"])
def test_een_vreemdeling_vindt_hier_niets(client: Client, cast: Cast, maart: Any, path: str) -> None:
    assert cast.log_in(client, "vreemdeling_gemeente").get(path).status_code == 404
    assert b"nog geen cijfers" in client.get(DASHBOARD).content
    assert b"nog geen rapport" in client.get(RAPPORTEN).content


def test_dashboard_geeft_antwoord(client: Client, cast: Cast, maart: Any) -> None:
    page = cast.log_in(client, "gemeente").get(DASHBOARD).content.decode()

    assert "13 leerlingen kregen extra steun" in page
    assert "Cohort 2026 · stand van 31 maart 2026" in page
    assert "Brunssum: 7 van 10 plekken gebruikt" in page
    assert "geen effect: er is geen vergelijkingsgroep" in page
    assert "Leerlingen, Brunssum" in page
    assert 'style="' not in page


def test_gemeente_ziet_nergens_het_getal_van_een_ander(client: Client, cast: Cast, maart: Any) -> None:
    page = cast.log_in(client, "gemeente").get(DASHBOARD).content.decode()
    file = client.get("/dashboard/csv").content.decode()

    assert "Kerkrade" not in page + file
    assert "Heerlen" not in page + file
    assert "Plekken op dit moment" not in page


def test_scherm_bestand_en_publicatie_zijn_gelijk(client: Client, cast: Cast, maart: Any) -> None:
    cast.log_in(client, "projectcoordinator")
    stored = Publicatie.objects.get(tabel="ondersteund-gemeente").cellen

    shown, file = table(client.get(DASHBOARD)), sheet(client.get("/dashboard/csv"))

    published = {cel["naam"]: str(cel["waarde"]) for cel in stored}
    assert {row[0]: row[1] for row in shown} == published
    assert {row[0].capitalize(): row[1] for row in file[1:]} == {naam.capitalize(): w for naam, w in published.items()}
    assert published == {"Brunssum": "7", "Heerlen": "0", "Kerkrade": "6", "Hele project": "13"}


def test_verborgen_cellen_zijn_overal_een_x(client: Client, cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 3)
    world.ondersteund(cast, 6, "Holz")
    world.rapport_in_april(cast, clock)
    cast.log_in(client, "projectcoordinator")

    page = client.get(DASHBOARD)

    assert [row[:2] for row in table(page)] == [
        ["Brunssum", "x"],
        ["Heerlen", "0"],
        ["Kerkrade", "x"],
        ["Hele project", "9"],
    ]
    assert [row[1] for row in sheet(client.get("/dashboard/csv"))[1:]] == ["x", "0", "x", "9"]
    plot = re.search(r"<svg class=\"chart__plot.*?</svg>", page.content.decode(), re.S)
    assert plot
    assert "x van 10" in plot[0]
    assert not re.search(r">\s*[36] van", plot[0])
    assert "te weinig leerlingen" in page.content.decode()


def test_later_contact_verandert_dashboard_en_rapport_niet(client: Client, cast: Cast, maart: Any) -> None:
    cast.log_in(client, "gemeente")
    pages = [DASHBOARD, "/dashboard/csv", "/rapporten/2026-03/", "/rapporten/2026-03/csv"]

    def bytes_of_pages() -> list[bytes]:
        token = rb'name="csrfmiddlewaretoken" value="[^"]+"'  # new on every page
        return [re.sub(token, b"", client.get(path).content) for path in pages]

    voor = bytes_of_pages()

    world.ondersteund(cast, 6)

    assert bytes_of_pages() == voor


def test_alleen_de_projectcoordinator_ziet_de_plekken_van_nu(client: Client, cast: Cast, maart: Any) -> None:
    world.ondersteund(cast, 2)
    seen = {who: b"Plekken op dit moment" in cast.log_in(client, who).get(DASHBOARD).content for who in LEZERS}
    page = cast.log_in(client, "projectcoordinator").get(DASHBOARD).content.decode()

    assert seen == {"gemeente": False, "projectcoordinator": True, "onderzoeker": False, "fg": False}
    assert re.search(r"<strong class=\"places__used\">9</strong> van 10 plekken", page)
    assert "nog geen plekken afgesproken" in page


def test_zonder_cijfers_zegt_het_dashboard_dat_eerlijk(client: Client, cast: Cast) -> None:
    world.ondersteund(cast, 6)

    page = cast.log_in(client, "gemeente").get(DASHBOARD).content.decode()

    assert "Er zijn nog geen cijfers" in page
    assert ">6<" not in page
    assert client.get("/dashboard/csv").status_code == 404


def test_cohort_kiezen(client: Client, cast: Cast, maart: Any) -> None:
    regio_acties.cohort_openen(regio=cast.regio, jaar=2027, plaatsen={})
    cast.log_in(client, "gemeente")

    assert b"13 leerlingen" in client.get(DASHBOARD).content  # the newest with figures
    assert b"13 leerlingen" in client.get(DASHBOARD, {"cohort": "2026"}).content
    assert b"nog geen cijfers" in client.get(DASHBOARD, {"cohort": "2027"}).content
    for fout in ("2031", "x", "2026 "):
        assert client.get(DASHBOARD, {"cohort": fout}).status_code == 404


def test_rapport_toont_elke_indicator_met_betekenis(client: Client, cast: Cast, maart: Any) -> None:
    page = cast.log_in(client, "onderzoeker").get("/rapporten/2026-03/")

    rows = table(page)

    assert [row[1] for row in rows] == ["13", "13", "13", "24%", "2 uur", "2 uur"]
    assert "ten minste één contact" in page.content.decode()
    assert maart.momentopname.checksum[:16] in page.content.decode()
    assert [row[3] for row in sheet(client.get("/rapporten/2026-03/csv"))[1:]] == ["13", "13", "13", "24", "2", "2"]


@pytest.mark.parametrize("maand", ["2026-04", "2025-12", "2026-13", "2026-3", "0000-01", "maart"])
def test_rapport_dat_er_niet_is(client: Client, cast: Cast, maart: Any, maand: str) -> None:
    assert cast.log_in(client, "gemeente").get(f"/rapporten/{maand}/").status_code == 404


def test_kijken_wordt_vastgelegd_zonder_namen(client: Client, cast: Cast, maart: Any) -> None:
    cast.log_in(client, "gemeente")
    for path in (DASHBOARD, "/dashboard/csv", RAPPORTEN, "/rapporten/2026-03/", "/rapporten/2026-03/csv"):
        client.get(path)

    soorten = set(Gebeurtenis.objects.filter(door=str(cast["gemeente"].pk)).values_list("soort", flat=True))

    assert {
        "dashboard.gezien",
        "dashboard.gedownload",
        "rapporten.gezien",
        "rapport.gezien",
        "rapport.gedownload",
    } <= soorten


def test_start_toont_het_antwoord_en_het_nieuwste_rapport(client: Client, cast: Cast, maart: Any) -> None:
    page = cast.log_in(client, "gemeente").get("/").content.decode()

    assert "13 leerlingen kregen extra steun" in page
    assert reverse("monitoring:rapport", kwargs={"maand": maart.maand}) in page
    assert "extra steun" not in cast.log_in(client, "ib_er").get("/").content.decode()


def test_menu_volgt_de_rechten(client: Client, cast: Cast) -> None:
    def menu(who: str) -> set[str]:
        page = cast.log_in(client, who).get("/").content.decode()
        return {label for label in ("Dashboard", "Rapporten", "Exports") if f">{label}</a>" in page}

    assert menu("gemeente") == menu("projectcoordinator") == menu("fg") == {"Dashboard", "Rapporten"}
    assert menu("onderzoeker") == {"Dashboard", "Rapporten", "Exports"}
    assert menu("ib_er") == menu("beheerder") == set()


def test_aantal_vragen_groeit_niet_mee(
    client: Client, cast: Cast, maart: Any, django_assert_max_num_queries: Any
) -> None:
    cast.log_in(client, "projectcoordinator")
    build.traject(cast)

    for path, most in ((DASHBOARD, 26), (RAPPORTEN, 14), ("/rapporten/2026-03/", 14)):
        with django_assert_max_num_queries(most):
            client.get(path)


def test_een_gemeentenaam_wordt_geen_formule(client: Client, cast: Cast, maart: Any) -> None:
    from monitoring import files

    assert sheet(files.response([["=1+1", "-x", "7"]], "proef")) == [["'=1+1", "'-x", "7"]]

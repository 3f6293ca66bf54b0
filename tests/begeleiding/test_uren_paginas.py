"""Own hours and those of the organisation: what stands on the page, for whom, and with how many queries."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from begeleiding.actions import trajecten, urenbudgetten
from begeleiding.models import Traject
from gka.actions import aanstellingen
from gka.models import Gebeurtenis, Vakantie
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.begeleiding.urenbestanden import JAAR, download, kop, lees, medewerker, rijen
from tests.cast import Cast

MAAND = "/uren/?maand=2026-03"


@pytest.fixture
def bo(cast: Cast) -> Traject:
    traject = build.traject(cast, roepnaam="Bo", achternaam="Verzonnen")
    Traject.objects.filter(pk=traject.pk).update(vanaf=date(2026, 1, 12))
    traject.refresh_from_db()
    return traject


def budget(cast: Cast, wie: str = "smw_vo", **anders: object) -> None:
    gewoon = {
        "aanstelling": cast.aanstelling[wie],
        "van": date(2026, 1, 1),
        "minuten_per_week": 600,
        "door": cast["teamleider"],
        "op": timezone.now(),
    }
    urenbudgetten.vaststellen(**gewoon | anders)


def tegels(pagina: str) -> dict[str, str]:
    vorm = r'<dt class="tile__label">(.*?)</dt><dd class="tile__number">(.*?)</dd>'
    return dict(re.findall(vorm, pagina))


# --- own hours


def test_de_eigen_week(client: Client, cast: Cast, bo: Traject) -> None:
    build.contact(cast, bo, minuten=60, reisminuten=25)
    build.contact(cast, bo, soort="overleg-school", minuten=30, met_leerling=False)
    build.contact(cast, bo, soort="niet-verschenen", minuten=15, met_leerling=False, gebeurd_op=date(2026, 3, 9))
    build.contact(cast, bo, minuten=99, gebeurd_op=date(2026, 3, 8))
    build.contact(cast, bo, minuten=77, wie="smw_po")
    cast.log_in(client, "smw_vo")

    pagina = lees(client.get("/uren/"))

    assert kop(pagina) == "1,75 uur inzet"
    assert tegels(pagina) == {
        "Inzet": "1,75 uur",
        "Direct contact": "1 uur",
        "Indirect": "0,75 uur",
        "Reistijd": "25 min",
    }
    assert "Bo Verzonnen" in pagina and "Woensdag 11 maart 2026: geen uren" in pagina
    assert "?week=2026-W10" in pagina and "?week=2026-W12" in pagina and "?maand=2026-03" in pagina
    assert "99 min" not in pagina and "77 min" not in pagina
    gezien = Gebeurtenis.objects.filter(soort="uren.gezien").get()
    assert gezien.details["sleutels"] == [str(bo.leerling_id)]


def test_de_maand_telt_ook_de_dag_ervoor(client: Client, cast: Cast, bo: Traject) -> None:
    build.contact(cast, bo, minuten=60, gebeurd_op=date(2026, 3, 8))
    build.contact(cast, bo, minuten=60, gebeurd_op=date(2026, 3, 1))
    build.contact(cast, bo, minuten=60, gebeurd_op=date(2026, 2, 28))
    cast.log_in(client, "smw_vo")

    assert kop(lees(client.get(MAAND))) == "2 uur inzet"
    assert kop(lees(client.get("/uren/?maand=2026-02"))) == "1 uur inzet"
    assert kop(lees(client.get("/uren/?week=2026-W10"))) == "1 uur inzet", "Sunday belongs to the week before"


@pytest.mark.parametrize(
    "vraag",
    ["?week=2026-W54", "?week=x", "?maand=2026-00", "?week=9999-W52", "?maand=0000-01", "?week=", "?maand=²026-01"],
)
def test_een_onbegrijpelijke_periode_is_deze_week(client: Client, cast: Cast, vraag: str) -> None:
    cast.log_in(client, "smw_vo")

    assert "Mijn uren, week 11" in lees(client.get(f"/uren/{vraag}"))


def test_wie_u_niet_meer_ziet_telt_mee_zonder_naam(client: Client, cast: Cast, bo: Traject) -> None:
    sem = build.traject(cast, roepnaam="Sem", achternaam="Denkbeeld")
    build.contact(cast, bo, minuten=60)
    build.contact(cast, bo, sem, soort="groep", minuten=60)
    cast.log_in(client, "smw_vo")
    assert "Bo Verzonnen" in lees(client.get("/uren/"))
    build.zegt(cast, bo.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    pagina = lees(client.get("/uren/"))

    assert kop(pagina) == "2 uur inzet"
    assert "Verzonnen" not in pagina and str(bo.pk) not in pagina and "Sem Denkbeeld" in pagina
    assert pagina.count('<span class="muted">een leerling die u niet meer begeleidt') == 2
    cast.log_in(client, "teamleider")
    pagina = lees(client.get(f"/uren/medewerker/{cast.people['smw_vo'].pk}/"))
    assert kop(pagina) == "2 uur inzet" and "Verzonnen" not in pagina and "die u niet kunt zien" in pagina


def test_de_uren_blijven_van_wie_werkte(client: Client, cast: Cast, bo: Traject) -> None:
    """Also after another SMW took over: the hours stay, the name goes."""
    build.contact(cast, bo, minuten=60, gebeurd_op=date(2026, 3, 9))
    trajecten.toewijzen(
        traject=bo,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=date(2026, 3, 10),
        door=cast["teamleider"],
        op=timezone.now(),
    )
    cast.log_in(client, "smw_vo")

    pagina = lees(client.get("/uren/"))
    assert kop(pagina) == "1 uur inzet" and "Verzonnen" not in pagina
    assert len(download(client).splitlines()) == 2
    cast.log_in(client, "buitenstaander_smw_vo")
    assert kop(lees(client.get("/uren/"))) == "0 uur inzet"
    assert len(download(client).splitlines()) == 1


def test_een_correctie_is_te_zien_en_wat_ingetrokken_is_niet(client: Client, cast: Cast, bo: Traject) -> None:
    corrigeer(cast, build.contact(cast, bo, minuten=540), minuten=54)
    cast.log_in(client, "smw_vo")

    pagina = lees(client.get("/uren/"))

    assert f'<a class="nl-link" href="/trajecten/{bo.pk}/#contacten">gecorrigeerd</a>' in pagina
    assert kop(pagina) == "0,9 uur inzet"


def test_gepland_naast_gedaan(client: Client, cast: Cast, bo: Traject) -> None:
    """Ten hours a week is two on each school day; a day off counts for nothing."""
    Vakantie.objects.all().delete()
    Vakantie.objects.create(regio=cast.regio, naam="Vrij", van=date(2026, 3, 12), tot=date(2026, 3, 15))
    budget(cast)
    budget(cast, "buitenstaander_smw_vo", minuten_per_week=60)
    build.contact(cast, bo, minuten=90)
    cast.log_in(client, "smw_vo")

    assert kop(lees(client.get("/uren/"))) == "1,5 uur van 6 uur gepland"
    assert kop(lees(client.get(MAAND))) == "1,5 uur van 40 uur gepland"
    assert kop(lees(client.get("/uren/?week=2025-W50"))) == "0 uur inzet"


def test_gepland_stopt_met_de_aanstelling(client: Client, cast: Cast) -> None:
    budget(cast)
    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["smw_vo"],
        laatste_dag=date(2026, 3, 31),
        door=cast["teamleider"],
        op=timezone.now(),
    )
    cast.log_in(client, "teamleider")

    overzicht = client.get("/uren/organisatie/?jaar=2026").context["overzicht"]

    (werker,) = [een for een in overzicht.werkers if een.medewerker == cast.people["smw_vo"]]
    assert [bool(cel.gepland) for cel in werker.maanden] == [True] * 3 + [False] * 9
    assert "31 maart 2026<" in lees(client.get(f"/uren/medewerker/{cast.people['smw_vo'].pk}/budget/"))


def test_reistijd_met_een_collega_is_van_samen(client: Client, cast: Cast, bo: Traject) -> None:
    sem = build.traject(cast, roepnaam="Sem", achternaam="Denkbeeld")
    groep = {"soort": "groep", "minuten": 60, "reisminuten": 20}
    build.contact(cast, bo, sem, collegas=[cast.aanstelling["smw_po"]], **groep)
    cast.log_in(client, "smw_vo")

    assert "samen met een collega" in lees(client.get("/uren/"))
    assert [een["reisminuten"] for een in rijen(download(client))] == ["20", "0"], "once for each contact"
    build.contact(cast, bo, gebeurd_op=date(2026, 3, 2), **groep)
    assert "samen met een collega" not in lees(client.get("/uren/?week=2026-W10"))


# --- the organisation


def test_het_jaar_van_de_organisatie_noemt_geen_leerling(client: Client, cast: Cast, bo: Traject) -> None:
    build.contact(cast, bo, minuten=60)
    build.contact(cast, bo, minuten=30, gebeurd_op=date(2026, 2, 27), collegas=[cast.aanstelling["smw_po"]])
    build.contact(cast, bo, minuten=600, wie="buitenstaander_smw_vo")
    budget(cast)
    cast.log_in(client, "teamleider")

    pagina = lees(client.get("/uren/", follow=True))

    assert kop(pagina) == "2 uur inzet"
    assert "Verzonnen" not in pagina and str(bo.pk) not in pagina and str(bo.leerling_id) not in pagina
    assert str(cast.people["smw_po"].pk) in pagina and str(cast.people["buitenstaander_smw_vo"].pk) not in pagina
    assert len(download(client).splitlines()) == 3
    assert kop(lees(client.get("/uren/organisatie/?jaar=2025"))) == "0 uur inzet"


def test_per_organisatie_staan_er_alleen_haar_uren(client: Client, cast: Cast, bo: Traject) -> None:
    """For who looks after two of them, and for who works at one and looks after the other: page and file agree."""
    ander, smw = "buitenstaander_smw_vo", cast.people["smw_vo"]
    build.contact(cast, bo, minuten=45)
    build.contact(cast, bo, minuten=30, collegas=[cast.aanstelling[ander]])
    build.werkt_ook(cast, "teamleider", "buitenstaander_teamleider")
    build.werkt_ook(cast, "smw_vo", "buitenstaander_teamleider")
    hier, daar = (str(cast.aanstelling[naam].organisatie_id) for naam in ("smw_vo", ander))
    cast.log_in(client, "teamleider")

    for organisatie, werker, minuten, inzet in (
        (hier, "smw_vo", ["30", "45"], "1,25 uur inzet"),
        (daar, ander, ["30"], "0,5 uur inzet"),
    ):
        assert kop(lees(client.get(f"/uren/organisatie/?organisatie={organisatie}"))) == inzet
        wie = f"/uren/medewerker/{cast.people[werker].pk}/?organisatie={organisatie}"
        assert kop(lees(client.get(wie))) == inzet and f"2026-02&amp;organisatie={organisatie}" in lees(client.get(wie))
        bestand = rijen(download(client, organisatie=organisatie))
        assert sorted(een["minuten"] for een in bestand) == minuten
        assert {een["medewerker"] for een in bestand} == {medewerker(cast.people[werker])}, (
            "whose file it is comes first"
        )
    assert client.get(f"/uren/medewerker/{smw.pk}/?organisatie={daar}").status_code == 404

    cast.log_in(client, "smw_vo")
    assert [een["minuten"] for een in rijen(download(client, organisatie=daar))] == ["30"]
    assert len(rijen(download(client, medewerker=str(smw.pk), organisatie=daar))) == 2, "the own hours are all of them"


@pytest.mark.parametrize(
    ("naam", "verwacht"),
    [
        ("teamleider", 200),
        ("buitenstaander_teamleider", 404),
        ("smw_vo", 404),
        ("smw_po", 404),
        ("ib_er", 404),
        ("zorgcoordinator", 404),
        ("gemeente", 404),
        ("vreemdeling_smw_vo", 404),
        ("zonder_rol", 404),
    ],
)
def test_een_medewerker_is_er_voor_de_eigen_teamleider(
    client: Client, cast: Cast, bo: Traject, naam: str, verwacht: int
) -> None:
    build.contact(cast, bo)
    wie = f"/uren/medewerker/{cast.people['smw_vo'].pk}/"
    cast.log_in(client, naam)

    assert client.get(wie).status_code == verwacht
    assert client.get(f"{wie}budget/").status_code == verwacht
    antwoord = client.post(f"{wie}budget/", {"aanstelling": str(cast.aanstelling["smw_vo"].pk), "uren": "9"})
    assert antwoord.status_code == verwacht
    assert client.get(f"/uren/medewerker/{cast.people['ib_er'].pk}/").status_code == 404


@pytest.mark.parametrize("naam", ["smw_po", "buitenstaander_smw_vo", "buitenstaander_teamleider", "vreemdeling_smw_vo"])
def test_de_uren_van_een_ander_zijn_niet_te_downloaden(client: Client, cast: Cast, bo: Traject, naam: str) -> None:
    build.contact(cast, bo)
    cast.log_in(client, naam)

    for vraag in ({}, {"medewerker": str(cast.people["smw_vo"].pk)}, {"medewerker": "x"}):
        assert len(download(client, **vraag).splitlines()) == 1
    cast.log_in(client, "teamleider")
    assert len(download(client, medewerker=str(cast.people["smw_po"].pk)).splitlines()) == 1
    assert len(download(client, medewerker=str(cast.people["smw_vo"].pk)).splitlines()) == 2


@pytest.mark.parametrize(
    "vraag", [{}, {"van": "x"}, {"van": "2026-02-30"}, {"tot": "2025-12-31"}, {"van": "2024-01-01"}]
)
def test_een_onmogelijke_periode_geeft_geen_bestand(client: Client, cast: Cast, vraag: dict[str, str]) -> None:
    cast.log_in(client, "smw_vo")

    antwoord = client.get("/uren/csv/", JAAR | vraag if vraag else {}, follow=True)

    assert "Kies een periode van ten hoogste een jaar" in antwoord.content.decode()


# --- queries


BLADEN = [
    ("smw_vo", "/uren/"),
    ("smw_vo", MAAND),
    ("teamleider", "/uren/organisatie/"),
    ("teamleider", "/uren/maand/?maand=2026-03"),
    ("teamleider", "/uren/medewerker/{}/"),
]


def test_niet_meer_zoekvragen_voor_meer_uren(client: Client, cast: Cast, bo: Traject) -> None:
    budget(cast)
    aantallen = []
    for keer in (1, 8):
        for nummer in range(keer):
            ander = build.traject(cast, roepnaam=f"Sem{'abcdefgh'[nummer]}", achternaam=f"Nep{keer}")
            build.contact(cast, bo, ander, soort="groep", minuten=10 + nummer, collegas=[cast.aanstelling["smw_po"]])
        if keer > 1:
            budget(cast, "smw_po")
        per_blad = {}
        for naam, adres in BLADEN:
            cast.log_in(client, naam)
            with CaptureQueriesContext(connection) as vragen:
                lees(client.get(adres.format(cast.people["smw_vo"].pk)))
            per_blad[adres] = len(vragen)
        aantallen.append(per_blad)

    assert aantallen[0] == aantallen[1]

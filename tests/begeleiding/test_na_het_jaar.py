"""A contact after the year of its traject: asked about on every page that records one, refused on none."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding.models import Contact, Traject
from monitoring.onthulling.tellingen import tel
from tests import build
from tests.begeleiding.paginas import adres, invoer
from tests.begeleiding.urenbestanden import bestand, fouten, rij, stuur, toevoegen
from tests.cast import Cast
from tests.pages import tekst

VRAAG = "Het jaar van het traject was op 31 december 2026 voorbij"


@pytest.fixture
def twee(cast: Cast, clock: Traveller) -> list[Traject]:
    """Two trajecten of 2026 that nobody closed; it is Tuesday 12 January 2027."""
    made = [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in ("Aad", "Bo")]
    clock.move_to("2027-01-12T10:00:00+01:00")
    return made


def test_een_los_contact(client: Client, cast: Cast, twee: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")

    antwoord = client.post(adres(twee[0]), invoer())

    assert f"{VRAAG} (Aad V.). De uren tellen mee bij 2026." in tekst(antwoord)
    assert not Contact.objects.exists()
    assert client.post(adres(twee[0]), invoer(bevestigd="ja")).status_code == 302
    assert Contact.objects.get().gebeurd_op == date(2027, 1, 12)


@pytest.mark.parametrize("dag, vraagt", [("2026-12-31", False), ("2027-01-01", True)])
def test_de_laatste_dag_van_het_jaar_hoort_erbij(
    client: Client, cast: Cast, twee: list[Traject], dag: str, vraagt: bool
) -> None:
    gestuurd = invoer(wanneer="anders", datum=dag)

    assert (VRAAG in tekst(cast.log_in(client, "smw_vo").post(adres(twee[0]), gestuurd, follow=True))) is vraagt


def test_een_latere_dag_van_afronden_schuift_de_vraag_op(client: Client, cast: Cast, twee: list[Traject]) -> None:
    cast.cohort.stappen.filter(code="afronden").update(datum=date(2027, 1, 12))
    assert cast.log_in(client, "smw_vo").post(adres(twee[0]), invoer()).status_code == 302

    cast.cohort.stappen.filter(code="afronden").update(datum=date(2026, 12, 15))
    eerder = invoer(wanneer="anders", datum="2026-12-20")
    assert client.post(adres(twee[0]), eerder).status_code == 302, "the year itself is not over"


def test_een_groep_en_een_week(client: Client, cast: Cast, twee: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")
    groep = invoer(soort="groep", leerlingen=[str(een.pk) for een in twee], over=[], met=[], collega="")
    week: dict[str, Any] = {"soort": "huisbezoek", "met": ["leerling"], "sleutel": str(uuid4())}
    week |= {f"cel-{een.pk}-20270111": "45" for een in twee}

    for waar, gestuurd in (("/contacten/nieuw/", groep), ("/contacten/week/", week)):
        pagina = tekst(client.post(waar, gestuurd))
        assert pagina.count("Het jaar van het traject") == 1, "one question, however many it is about"
        assert "Aad V. en Bo V." in pagina
        assert not Contact.objects.exists()
    assert client.post("/contacten/week/", week | {"bevestigd": "ja"}).status_code == 302
    assert Contact.objects.count() == 2


def test_een_bestand_vraagt_het_bij_de_rij(client: Client, cast: Cast, twee: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")
    rijen = [rij(twee[0], cast["smw_vo"], datum=dag) for dag in ("2026-12-31", "2027-01-11")]

    pagina = stuur(client, bestand(rijen))

    assert f"{VRAAG} (rij 3)" in pagina and fouten(pagina) == {}
    toevoegen(client, pagina)
    assert Contact.objects.count() == 2


def test_een_wijziging_vraagt_alleen_wat_nieuw_is(client: Client, cast: Cast, twee: list[Traject]) -> None:
    ervoor = build.contact(cast, twee[0], gebeurd_op=date(2026, 12, 14))
    erna = build.contact(cast, twee[1], gebeurd_op=date(2027, 1, 11))
    cast.log_in(client, "smw_vo")
    beter = invoer(duur="60", wanneer="anders", datum="2027-01-11", reden="Verkeerde duur", reden_anders="")

    assert VRAAG in tekst(client.post(f"/contacten/{ervoor.pk}/wijzigen/", beter))
    assert client.post(f"/contacten/{erna.pk}/wijzigen/", beter | {"sleutel": str(uuid4())}).status_code == 302


def test_binnen_het_jaar_kost_de_vraag_geen_query(client: Client, cast: Cast, twee: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")

    with CaptureQueriesContext(connection) as gezien:
        client.post(adres(twee[0]), invoer(wanneer="anders", datum="2026-12-14"))

    assert not [een for een in gezien.captured_queries if "gka_stap" in een["sql"]]


def test_de_uren_tellen_bij_het_jaar_van_het_traject_vanaf_hun_dag(cast: Cast, twee: list[Traject]) -> None:
    """In the figures of the cohort of 2026, phase vo: not in those of December, and in those of January."""
    build.contact(cast, twee[0], gebeurd_op=date(2026, 12, 14), minuten=60)
    build.contact(cast, twee[0], gebeurd_op=date(2027, 1, 11), minuten=45)

    def minuten(dag: date) -> int:
        nu: datetime = timezone.now()
        return tel(cohort=cast.cohort, peildatum=dag, moment=nu).minuten.get(twee[0].leerling_id, 0)

    assert minuten(date(2026, 12, 31)) == 60
    assert minuten(date(2027, 1, 31)) == 105

"""Closing a month and opening it again: who may, what stands then, and that everything about it stays on record."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import contacten, maanden
from begeleiding.models import Contact, Maandafsluiting, Traject
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Organisatie
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.begeleiding.urenbestanden import JAAR
from tests.cast import Cast

FEBRUARI = date(2026, 2, 1)
MAAND = "/uren/maand/?maand=2026-02"
DICHT = "Februari 2026 is gesloten"


@pytest.fixture
def in_februari(traject: Traject) -> Traject:
    Traject.objects.filter(pk=traject.pk).update(vanaf=date(2026, 1, 12))
    traject.refresh_from_db()
    return traject


def organisatie(cast: Cast, naam: str = "teamleider") -> Organisatie:
    return cast.aanstelling[naam].organisatie


def sluit(cast: Cast, maand: date = FEBRUARI, **anders: Any) -> Maandafsluiting:
    gewoon = {
        "organisatie": organisatie(cast),
        "maand": maand,
        "door": cast["teamleider"],
        "op": timezone.now(),
        "dag": timezone.localdate(),
    }
    return maanden.sluiten(**gewoon | anders)


# --- what stands


def test_in_een_gesloten_maand_kan_niets_meer(cast: Cast, in_februari: Traject) -> None:
    er_was = build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 27))
    nu = build.contact(cast, in_februari)
    sluit(cast)
    daden = [
        lambda: build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 1)),
        lambda: build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 28)),
        lambda: corrigeer(cast, er_was, minuten=50),
        lambda: corrigeer(cast, er_was, gebeurd_op=date(2026, 3, 2)),
        lambda: corrigeer(cast, nu, gebeurd_op=date(2026, 2, 27)),
        lambda: contacten.intrekken(
            contact=er_was,
            reden="Was er niet",
            door=cast["smw_vo"],
            op=timezone.now(),
            dag=timezone.localdate(),
            sleutel=uuid4(),
        ),
        # The other worker's organisation is closed.
        lambda: build.contact(
            cast,
            in_februari,
            gebeurd_op=date(2026, 2, 27),
            wie="buitenstaander_smw_vo",
            collegas=[cast.aanstelling["smw_vo"]],
        ),
    ]

    for daad in daden:
        with pytest.raises(NietToegestaan, match=DICHT):
            daad()
    assert Contact.objects.count() == 2
    build.contact(cast, in_februari, gebeurd_op=date(2026, 3, 1))
    build.contact(cast, in_februari, gebeurd_op=date(2026, 1, 31))
    build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 27), wie="buitenstaander_smw_vo")


def test_heropend_kan_het_weer_en_een_zelfde_formulier_blijft_een_contact(cast: Cast, in_februari: Traject) -> None:
    sleutel = uuid4()
    build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 27), sleutel=sleutel)
    afsluiting = sluit(cast)
    build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 27), sleutel=sleutel)
    assert Contact.objects.count() == 1, "a resent form is an answer, not a new contact"

    maanden.heropenen(afsluiting=afsluiting, reden=" Vergeten huisbezoek ", door=cast["teamleider"], op=timezone.now())

    build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 27))
    sluit(cast)
    rijen = Maandafsluiting.objects.order_by("gesloten_op")
    assert [(rij.reden, rij.heropend_op is None) for rij in rijen] == [("Vergeten huisbezoek", False), ("", True)]
    soorten = Gebeurtenis.objects.filter(soort__startswith="maand.").order_by("moment").values_list("soort", flat=True)
    assert list(soorten) == ["maand.gesloten", "maand.heropend", "maand.gesloten"]


@pytest.mark.parametrize(
    ("maand", "zin"),
    [(date(2026, 3, 1), "nog niet voorbij"), (date(2026, 4, 1), "nog niet voorbij"), (FEBRUARI, "al gesloten")],
)
def test_deze_maanden_sluiten_niet(cast: Cast, maand: date, zin: str) -> None:
    sluit(cast)

    with pytest.raises(NietToegestaan, match=zin):
        sluit(cast, maand)
    assert Maandafsluiting.objects.count() == 1


def test_op_de_laatste_dag_nog_niet_en_de_dag_erna_wel(cast: Cast, clock: Traveller) -> None:
    clock.move_to("2026-03-31T23:59:00+02:00")
    with pytest.raises(NietToegestaan):
        sluit(cast, date(2026, 3, 1))
    clock.move_to("2026-04-01T00:01:00+02:00")
    sluit(cast, date(2026, 3, 1))


def test_een_maand_is_haar_eerste_dag(cast: Cast) -> None:
    with pytest.raises(ValueError, match="first day"):
        sluit(cast, date(2026, 2, 2))


@pytest.mark.parametrize("reden", ["", "  "])
def test_heropenen_zonder_reden_kan_niet(cast: Cast, reden: str) -> None:
    afsluiting = sluit(cast)

    with pytest.raises(NietToegestaan, match="waarom"):
        maanden.heropenen(afsluiting=afsluiting, reden=reden, door=cast["teamleider"], op=timezone.now())
    maanden.heropenen(afsluiting=afsluiting, reden="Fout", door=cast["teamleider"], op=timezone.now())
    with pytest.raises(NietToegestaan, match="al weer open"):
        maanden.heropenen(afsluiting=afsluiting, reden="Nog eens", door=cast["teamleider"], op=timezone.now())


@pytest.mark.parametrize(
    "fout",
    [
        {"maand": date(2026, 2, 2)},
        {"maand": FEBRUARI},
        {"maand": date(2026, 1, 1), "reden": "zomaar"},
        {"maand": date(2026, 1, 1), "heropend_op": timezone.now()},
    ],
)
def test_de_database_weigert_het_ook(cast: Cast, fout: dict[str, Any]) -> None:
    sluit(cast)
    wie = {"organisatie": organisatie(cast), "gesloten_door": cast["teamleider"], "gesloten_op": timezone.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Maandafsluiting.objects.create(**wie | fout)


# --- in the browser


def test_sluiten_vraagt_eerst_wie_geen_uren_heeft(client: Client, cast: Cast, in_februari: Traject) -> None:
    build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 27))
    cast.log_in(client, "teamleider")
    pagina = client.get(MAAND).content.decode()
    assert "Test Schoolmaatschappelijk werker po: in deze maand is niets vastgelegd." in pagina

    assert "Ja, dat klopt: deze medewerker heeft geen uren in deze maand" in pagina

    antwoord = client.post(MAAND, {})
    assert "1 medewerker heeft geen uren in deze maand" in antwoord.content.decode()
    assert not Maandafsluiting.objects.exists()

    assert client.post(MAAND, {"akkoord": "on"}).status_code == 302
    assert Maandafsluiting.objects.get().maand == FEBRUARI
    assert "Deze maand is gesloten" in client.get(MAAND).content.decode()
    assert "al gesloten" in client.post(MAAND, {"akkoord": "on"}).content.decode()


def test_met_uren_van_iedereen_is_er_niets_te_vragen(client: Client, cast: Cast, in_februari: Traject) -> None:
    for wie in ("smw_vo", "smw_po"):
        build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 27), wie=wie)
    cast.log_in(client, "teamleider")

    assert b"akkoord" not in client.get(MAAND).content
    assert client.post(MAAND, {}).status_code == 302


def test_heropenen_met_reden_en_de_geschiedenis_blijft_te_zien(client: Client, cast: Cast) -> None:
    afsluiting = sluit(cast)
    adres = f"/uren/maand/{afsluiting.pk}/heropenen/"
    cast.log_in(client, "teamleider")
    assert adres in client.get(MAAND).content.decode()

    assert "Schrijf kort op waarom" in client.post(adres, {"reden": " "}).content.decode()
    assert client.post(adres, {"reden": "Vergeten huisbezoek"}).status_code == 302
    assert "al weer open" in client.post(adres, {"reden": "Nog eens"}).content.decode()

    pagina = client.get(MAAND).content.decode()
    assert "Vergeten huisbezoek" in pagina and "Maand sluiten" in pagina and adres not in pagina


def test_een_bsn_in_de_reden_wordt_gevraagd(client: Client, cast: Cast) -> None:
    afsluiting = sluit(cast)
    adres, reden = f"/uren/maand/{afsluiting.pk}/heropenen/", "leerling 111222333 klopt niet"
    cast.log_in(client, "teamleider")

    assert "dat op een BSN lijkt" in client.post(adres, {"reden": reden}).content.decode()
    afsluiting.refresh_from_db()
    assert afsluiting.heropend_op is None
    assert client.post(adres, {"reden": reden, "geen_bsn": "on"}).status_code == 302


def test_wie_er_gesloten_heeft_wordt_genoemd(client: Client, cast: Cast, in_februari: Traject) -> None:
    """The own month on the own page; the month of a colleague's organisation with whom to ask."""
    sluit(cast, organisatie=organisatie(cast, "buitenstaander_teamleider"))
    collega = cast.aanstelling["buitenstaander_smw_vo"]
    with pytest.raises(NietToegestaan, match=f"{DICHT} bij Impuls. Vraag de teamleider van Impuls"):
        build.contact(cast, in_februari, gebeurd_op=date(2026, 2, 27), collegas=[collega])
    cast.log_in(client, "smw_vo")
    assert "gesloten" not in client.get("/uren/?maand=2026-02").content.decode()

    sluit(cast)

    zin = f"{DICHT} bij {organisatie(cast)}: die uren staan vast."
    assert zin in client.get("/uren/?maand=2026-02").content.decode()
    assert zin in client.get("/uren/?week=2026-W09").content.decode(), "a week of two months"
    assert zin not in client.get("/uren/?maand=2026-03").content.decode()


@pytest.mark.parametrize(
    ("naam", "maand", "afsluiting"),
    [
        ("smw_vo", 403, 403),
        ("smw_po", 403, 403),
        ("ib_er", 403, 404),
        ("gemeente", 403, 404),
        ("projectcoordinator", 403, 404),
        ("fg", 403, 404),
        ("buitenstaander_smw_vo", 403, 404),
        ("buitenstaander_teamleider", 200, 404),
        ("vreemdeling_smw_vo", 403, 404),
        ("zonder_rol", 403, 404),
    ],
)
def test_een_ander_sluit_en_heropent_niets(client: Client, cast: Cast, naam: str, maand: int, afsluiting: int) -> None:
    gesloten = sluit(cast, date(2026, 1, 1))
    cast.log_in(client, naam)

    assert client.get(MAAND).status_code == maand
    client.post(MAAND, {"akkoord": "on"})
    antwoord = client.post(f"/uren/maand/{gesloten.pk}/heropenen/", {"reden": "Zomaar"})

    assert antwoord.status_code == afsluiting
    gesloten.refresh_from_db()
    assert gesloten.heropend_op is None
    assert not Maandafsluiting.objects.filter(organisatie=organisatie(cast), maand=FEBRUARI).exists()


def test_een_andere_organisatie_noemen_helpt_niet(client: Client, cast: Cast) -> None:
    ander = organisatie(cast, "buitenstaander_teamleider")
    cast.log_in(client, "teamleider")

    for adres in ("/uren/organisatie/", "/uren/maand/", "/uren/csv/", "/uren/inlezen/"):
        for wie in (ander.pk, "x"):
            assert client.get(adres, JAAR | {"organisatie": str(wie)}).status_code == 404
    assert client.post(f"{MAAND}&organisatie={ander.pk}", {"akkoord": "on"}).status_code == 404
    assert not Maandafsluiting.objects.exists()


@pytest.mark.parametrize("vraag", ["", "?maand=2026-13", "?maand=onzin", "?maand=0001-01", "?maand=9999-12"])
def test_een_onbegrijpelijke_maand_is_de_vorige(client: Client, cast: Cast, vraag: str) -> None:
    cast.log_in(client, "teamleider")

    assert "Februari 2026" in client.get(f"/uren/maand/{vraag}").content.decode()

"""A forgotten contact after a hand-over: typed in by who guided on that day, without the name (ADR 0014)."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten
from begeleiding.models import Contact, Traject
from begeleiding.workflow import Trajectstatus
from gka.models import Gebeurtenis, Regio
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import sluit_maart
from tests.begeleiding.paginas import adres, invoer
from tests.begeleiding.urenbestanden import leerling
from tests.cast import Cast
from tests.pages import tekst

PAGINA = "/uren/vergeten/"
NIEMAND = "Er is geen leerling die u net overdroeg"


def draag_over(cast: Cast, traject: Traject, van: date) -> None:
    trajecten.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=van,
        door=cast["teamleider"],
        op=timezone.now(),
    )


@pytest.fixture
def overgedragen(cast: Cast, clock: Traveller) -> Traject:
    """Guided by smw_vo from 10 March, by somebody else from the 13th, which is today."""
    traject = build.traject(cast, roepnaam="Zqbo", achternaam="Zqvermeulen")
    build.contact(cast, traject, minuten=30)
    clock.move_to("2026-03-13T10:00:00+01:00")
    draag_over(cast, traject, date(2026, 3, 13))
    return traject


def vergeten(traject: Traject, dag: str = "2026-03-12", **anders: Any) -> dict[str, Any]:
    return invoer(leerling=str(traject.pk), wanneer="anders", datum=dag, **anders)


def test_wie_toen_begeleidde_legt_het_vast_zonder_naam(client: Client, cast: Cast, overgedragen: Traject) -> None:
    pagina = cast.log_in(client, "smw_vo").get(PAGINA)
    assert f"{leerling(overgedragen)}, door u begeleid tot en met 12 maart 2026" in tekst(pagina)
    assert "uw laatste contact: 10 maart 2026, huisbezoek, 30 minuten" in tekst(pagina)

    antwoord = client.post(PAGINA, vergeten(overgedragen), follow=True)

    assert "Opgeslagen: huisbezoek, 45 minuten." in tekst(antwoord)
    contact = Contact.objects.get(gebeurd_op=date(2026, 3, 12))
    assert contact.inzet.get().aanstelling == cast.aanstelling["smw_vo"]
    assert contact.vastgelegd_op.date() == date(2026, 3, 13)
    for een in (pagina, antwoord, client.get(PAGINA)):
        assert "Zqbo" not in een.text and "Zqv" not in een.text
        assert adres(overgedragen, "traject") not in een.text
    assert client.get(adres(overgedragen, "traject")).status_code == 404
    gezien = Gebeurtenis.objects.filter(soort="leerlingkeuze.gezien").latest("moment").details
    assert gezien["aantal"] == 1


def test_een_vraag_noemt_de_leerling_niet(client: Client, cast: Cast, overgedragen: Traject) -> None:
    cast.log_in(client, "smw_vo")
    dubbel = vergeten(overgedragen, "2026-03-10", duur="30")

    pagina = client.post(PAGINA, dubbel)

    assert "bij deze leerling al hetzelfde vast" in tekst(pagina) and "Zq" not in pagina.text
    assert Contact.objects.count() == 1
    assert client.post(PAGINA, dubbel | {"bevestigd": "ja"}).status_code == 302
    assert client.post(PAGINA, dubbel | {"bevestigd": "ja"}).status_code == 302
    assert Contact.objects.count() == 2, "the same form again adds nothing"


@pytest.mark.parametrize(
    "dag, zin",
    [
        ("2026-03-13", "De medewerker begeleidde deze leerling niet op die dag."),
        ("2026-03-14", "Deze dag moet nog komen."),
        ("2026-03-09", "Het traject begon pas op 10-3-2026."),
    ],
)
def test_alleen_een_dag_waarop_u_begeleidde(
    client: Client, cast: Cast, overgedragen: Traject, dag: str, zin: str
) -> None:
    antwoord = cast.log_in(client, "smw_vo").post(PAGINA, vergeten(overgedragen, dag, bevestigd="ja"))

    assert antwoord.context["form"].errors["datum"] == [zin]
    assert Contact.objects.count() == 1


def test_een_gesloten_maand_blijft_dicht(client: Client, cast: Cast, overgedragen: Traject, clock: Traveller) -> None:
    Regio.objects.update(vergeten_binnen=62)
    sluit_maart(cast, clock)

    antwoord = cast.log_in(client, "smw_vo").post(PAGINA, vergeten(overgedragen))

    assert "Maart 2026 is gesloten" in antwoord.context["form"].errors["datum"][0]
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("dag, kan", [("2026-03-26", True), ("2026-03-27", False)])
def test_na_zoveel_dagen_gaat_de_deur_dicht(
    client: Client, cast: Cast, overgedragen: Traject, clock: Traveller, dag: str, kan: bool
) -> None:
    clock.move_to(f"{dag}T10:00:00+01:00")

    assert (NIEMAND not in tekst(cast.log_in(client, "smw_vo").get(PAGINA))) is kan
    assert (client.post(PAGINA, vergeten(overgedragen)).status_code == 302) is kan
    Regio.objects.update(vergeten_binnen=0)
    assert NIEMAND in tekst(client.get(PAGINA))


def test_niet_voor_een_ander_en_niet_voor_wie_de_leerling_ziet(
    client: Client, cast: Cast, overgedragen: Traject
) -> None:
    for wie in ("buitenstaander_smw_vo", "smw_po", "buitenstaander_smw_po"):
        cast.log_in(client, wie)
        assert NIEMAND in tekst(client.get(PAGINA)), wie
        assert client.post(PAGINA, vergeten(overgedragen)).context["form"].errors["leerling"], wie
    assert cast.log_in(client, "teamleider").get(PAGINA).status_code == 403
    assert Contact.objects.count() == 1


def test_een_ingetrokken_toestemming_of_gesloten_traject_sluit_de_deur(
    client: Client, cast: Cast, overgedragen: Traject, clock: Traveller
) -> None:
    ander = build.traject(cast, roepnaam="Zqsem", achternaam="Zqkuipers")
    draag_over(cast, ander, date(2026, 3, 14))
    cast.log_in(client, "smw_vo")
    build.zegt(cast, overgedragen.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    assert leerling(overgedragen) not in tekst(client.get(PAGINA))
    assert client.post(PAGINA, vergeten(overgedragen)).context["form"].errors["leerling"]
    clock.move_to("2026-03-14T10:00:00+01:00")
    cast.log_in(client, "smw_vo")
    assert leerling(ander) in tekst(client.get(PAGINA))
    wie = cast["buitenstaander_smw_vo"]
    trajecten.afsluiten(traject=ander, status=Trajectstatus.AFGEROND, door=wie, op=timezone.now())
    assert NIEMAND in tekst(client.get(PAGINA))
    assert Contact.objects.count() == 1


def test_de_smw_po_na_de_overstap(client: Client, cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast, roepnaam="Zqbo", achternaam="Zqvermeulen")
    clock.move_to("2026-08-03T10:00:00+02:00")
    cast.log_in(client, "smw_po")
    assert leerling(traject) in tekst(client.get(PAGINA))

    assert client.post(PAGINA, vergeten(traject, "2026-07-31")).status_code == 302
    assert Contact.objects.get().inzet.get().aanstelling == cast.aanstelling["smw_po"]
    assert "niet op die dag" in client.post(PAGINA, vergeten(traject, "2026-08-01")).context["form"].errors["datum"][0]


def test_evenveel_vragen_voor_een_als_voor_veel(
    client: Client, cast: Cast, overgedragen: Traject, clock: Traveller
) -> None:
    cast.log_in(client, "smw_vo")

    def tel() -> int:
        with CaptureQueriesContext(connection) as gezien:
            pagina = client.get(PAGINA)
        aantallen.append(len(pagina.context["form"].trajecten))
        return len(gezien)

    aantallen: list[int] = []
    tel()
    een = tel()
    for nummer in range(3):
        draag_over(cast, build.traject(cast, roepnaam=f"Kind{nummer}"), date(2026, 3, 14))
    clock.move_to("2026-03-14T10:00:00+01:00")
    cast.log_in(client, "smw_vo")
    tel()
    assert tel() == een <= 45
    assert aantallen == [1, 1, 4, 4]


def test_de_database_weigert_een_onmogelijke_grens(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="regio_vergeten_mogelijk"), transaction.atomic():
        Regio.objects.update(vergeten_binnen=63)

"""A traject without a familiar face: whose work it is to give one."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten as acties
from begeleiding.models import Traject
from gka.models import Aanstelling, Medewerker
from tests import build
from tests.access.test_rights import grant
from tests.begeleiding.paginas import adres, start
from tests.cast import Cast
from tests.factories.gka import MedewerkerFactory
from tests.pages import tekst

URL = "/verdeling/"


def ziet(cast: Cast, naam: str, dag: date) -> int:
    return int(Traject.objects.zichtbaar_voor(cast[naam], op=dag).count())


@pytest.fixture
def collega(cast: Cast) -> Aanstelling:
    """A second SMW of the same organisation at the same school."""
    wie: Medewerker = MedewerkerFactory(naam="Col Lega", email="collega@test.example")
    cast.people["collega"] = wie
    cast.aanstelling["collega"] = grant(cast, wie, "smw_vo")
    return cast.aanstelling["collega"]


def test_wie_zonder_vast_gezicht_is_staat_bovenaan_bij_de_goede_organisatie(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling, clock: Traveller
) -> None:
    nooit = build.traject(cast, roepnaam="Sem", achternaam="Nooit", gezicht=None)  # wishes Compass
    assert "1 leerling zonder vast gezicht" in start(cast, "teamleider")
    assert "zonder vast gezicht" not in start(cast, "buitenstaander_teamleider")
    Aanstelling.objects.filter(pk=cast.aanstelling["smw_vo"].pk).update(tot=date(2026, 3, 20))
    clock.move_to("2026-03-21T10:00:00+01:00")

    pagina = tekst(cast.log_in(client, "teamleider").get(URL))
    assert "2 leerlingen wachten op een vast gezicht" in pagina
    assert "Bo Vermeulen" in pagina
    assert ziet(cast, "buitenstaander_teamleider", date(2026, 3, 21)) == 0
    velden = {"trajecten": [traject.pk, nooit.pk], "naar": collega.pk, "van": "2026-03-21", "reden": "Nieuw gezicht"}
    assert client.post(f"{URL}overdragen/", velden).status_code == 302

    nooit.refresh_from_db()
    assert nooit.status == "gestart", "it starts with its familiar face"
    assert ziet(cast, "collega", date(2026, 3, 21)) == 2
    assert "Verdeling: iedereen heeft een vast gezicht" in tekst(client.get(URL))


def test_wie_verdeelt_heropent_voor_wie_weg_is(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling, clock: Traveller
) -> None:
    url = f"{URL}{traject.pk}/heropenen/"
    acties.afsluiten(traject=traject, status="afgerond", nazorg="ja", door=cast["smw_vo"], op=timezone.now())
    cast.log_in(client, "teamleider")
    assert "Deze stap kan nu niet" in tekst(client.get(url)), "the face is there and does it"
    Aanstelling.objects.filter(pk=cast.aanstelling["smw_vo"].pk).update(tot=date(2026, 3, 20))
    clock.move_to("2026-03-21T10:00:00+01:00")
    for naam, status in (("buitenstaander_teamleider", 404), ("smw_po", 403), ("collega", 404)):
        assert cast.log_in(client, naam).get(url).status_code == status

    cast.log_in(client, "teamleider")
    assert f'href="{url}"' in client.get(adres(traject, "traject")).text
    velden = {"versie": Traject.objects.get(pk=traject.pk).versie, "naar": collega.pk, "reden": "Toch nodig"}
    assert "Kies een medewerker" in tekst(client.post(url, velden | {"naar": ""}))
    assert "Iemand anders heeft dit intussen gewijzigd" in tekst(client.post(url, velden | {"versie": 0}))
    assert client.post(url, velden).status_code == 302

    traject.refresh_from_db()
    assert traject.status == "gestart"
    assert traject.toewijzingen.get(tot=None).aanstelling == collega
    assert f'href="{url}"' not in client.get(adres(traject, "traject")).text


def test_de_organisatie_van_wie_het_laatst_begeleidde_gaat_voor(cast: Cast, traject: Traject) -> None:
    acties.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=date(2026, 4, 1),
        tot=date(2026, 4, 30),
        door=cast["teamleider"],
        op=timezone.now(),
    )

    assert ziet(cast, "buitenstaander_teamleider", date(2026, 5, 1)) == 1
    assert ziet(cast, "teamleider", date(2026, 5, 1)) == 0

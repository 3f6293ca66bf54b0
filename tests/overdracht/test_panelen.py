"""What intervention 1 shows on the start page and on the pupil page."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from gka.models import Leerling
from gka.workflow import Doel, Toestemmingstand
from overdracht.models import Bespreking
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst


def test_the_start_page_of_the_ib_er_is_the_work(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, bespreking)

    pagina = tekst(ib_er.get("/"))

    assert "Besluiten die wachten" in pagina and "Vraag het standpunt van de basisschool" in pagina
    assert "1 leerling, 0 besloten" in pagina


def test_an_overleg_that_passed_without_a_decision_is_work(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    build.overleg(cast, build.met_toestemming(cast, leerling), datum=timezone.localdate() - timedelta(days=1))

    pagina = tekst(ib_er.get("/"))

    assert "Leg vast wat er is besloten." in pagina and "Er is nog geen overleg gepland." in pagina


def test_a_reopened_decision_stands_on_the_start_page(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    build.besluit_traject(cast, leerling)
    build.zegt(cast, leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    assert "is niet meer opgenomen in het traject." in tekst(ib_er.get("/"))


def test_who_is_invited_sees_where(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    for wie in ("smw_po", "smw_vo", "zorgcoordinator"):
        assert "U zit aan tafel" in tekst(cast.log_in(client, wie).get("/")), wie
    for wie in ("ib_er", "buitenstaander_smw_vo", "teamleider"):
        assert "U zit aan tafel" not in tekst(cast.log_in(client, wie).get("/")), wie


def test_the_pupil_page_shows_the_decision(cast: Cast, client: Client, leerling: Leerling) -> None:
    assert "nog niet op de lijst" in tekst(cast.log_in(client, "ib_er").get(leerling.get_absolute_url()))
    besluit = build.besluit_traject(cast, leerling)

    for wie in ("ib_er", "smw_po", "smw_vo"):
        pagina = tekst(cast.log_in(client, wie).get(leerling.get_absolute_url()))
        assert besluit.toelichting in pagina and "Vastgelegd op 10 maart 2026" in pagina, wie

"""What was decided, was decided on that day by who sat there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from overdracht.models import Bespreking
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.pages import hoofdformulier


def wijzig(client: Client, row: Bespreking, **anders: Any) -> str:
    adres = f"{row.overleg.get_absolute_url()}wijzigen/"
    response = client.post(adres, hoofdformulier(client.get(adres)) | anders, follow=True)
    row.overleg.refresh_from_db()
    return tekst(response)


@pytest.fixture
def besloten(cast: Cast, bespreking: Bespreking) -> Bespreking:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    return bespreking


def test_the_day_stands(ib_er: Client, besloten: Bespreking) -> None:
    dag = besloten.overleg.datum
    assert "De dag en wie aan tafel zat, blijven" in tekst(ib_er.get(f"{besloten.overleg.get_absolute_url()}wijzigen/"))

    pagina = wijzig(ib_er, besloten, datum=f"{dag + timedelta(days=60):%Y-%m-%d}")

    assert "De dag van dit overleg kan niet meer veranderen." in pagina
    assert besloten.overleg.datum == dag


def test_who_sat_there_stays_and_somebody_may_be_added(cast: Cast, ib_er: Client, besloten: Bespreking) -> None:
    assert "Wie aan tafel zat, kunt u niet meer weghalen." in wijzig(
        ib_er, besloten, deelnemers=[str(cast.aanstelling["ib_er"].pk)]
    )
    assert besloten.overleg.deelnemers.count() == 4
    wijzig(ib_er, besloten, anderen=[str(cast.aanstelling["buitenstaander_smw_vo"].pk)], functies=["jeugdarts"])
    assert besloten.overleg.deelnemers.count() == 6
    assert "niet meer weghalen" in wijzig(ib_er, besloten, functies=[])


def test_the_place_and_the_time_may_be_put_right(ib_er: Client, besloten: Bespreking) -> None:
    wijzig(ib_er, besloten, plaats="Teamkamer", tijd="15:00")

    assert (besloten.overleg.plaats, f"{besloten.overleg.tijd:%H:%M}") == ("Teamkamer", "15:00")

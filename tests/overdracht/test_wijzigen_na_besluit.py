"""What was said and decided, was said on that day; and decided by who sat there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from overdracht.models import Bespreking
from overdracht.workflow import Partij
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import bewaar
from tests.overdracht.test_aan_tafel import bewaar_pagina
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


@pytest.mark.parametrize("wat", ["een standpunt", "leerling erbij", "ouder niet erbij"])
def test_what_was_said_at_the_table_does_not_move_to_another_day(
    cast: Cast, ib_er: Client, bespreking: Bespreking, wat: str
) -> None:
    """Else on the new day the traject would be decided on what nobody said there."""
    if wat == "een standpunt":
        build.vindt(cast, bespreking, Partij.LEERLING)
    else:
        bewaar(ib_er, bespreking, **({"leerling_aanwezig": "ja"} if "leerling" in wat else {"ouder_aanwezig": "nee"}))
    dag = bespreking.overleg.datum
    pagina = ib_er.get(f"{bespreking.overleg.get_absolute_url()}wijzigen/")
    assert (
        "Op deze dag is al gesproken" in tekst(pagina)
        and pagina.context["form"]["datum"].field.widget.attrs["readonly"]
    )

    zin = "Haal die leerling van de lijst en plan een nieuw overleg."
    assert zin in wijzig(ib_er, bespreking, datum=f"{dag + timedelta(days=10):%Y-%m-%d}")

    assert bespreking.overleg.datum == dag
    wijzig(ib_er, bespreking, tijd="15:00", plaats="Teamkamer")
    assert (bespreking.overleg.plaats, f"{bespreking.overleg.tijd:%H:%M}") == ("Teamkamer", "15:00")


def test_what_the_sentence_says_can_be_done(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    """Off the list, and on that of another day, where everybody is asked anew."""
    build.vindt(cast, bespreking, Partij.LEERLING)
    ib_er.post(f"/besprekingen/{bespreking.pk}/van-de-lijst/")

    nieuw = build.overleg(cast, bespreking.leerling, datum=bespreking.overleg.datum + timedelta(days=10))

    assert not nieuw.besprekingen.get().instemmingen.exists()
    wijzig(ib_er, bespreking, datum=f"{bespreking.overleg.datum + timedelta(days=1):%Y-%m-%d}")
    assert nieuw.datum - bespreking.overleg.datum == timedelta(days=9), "nobody on the list was heard there"


def test_what_was_said_by_telephone_moves_along(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    bewaar_pagina(ib_er, bespreking, standpunt_leerling="ja", wijze_leerling="telefoon")
    dag = bespreking.overleg.datum + timedelta(days=10)

    wijzig(ib_er, bespreking, datum=f"{dag:%Y-%m-%d}")

    assert bespreking.overleg.datum == dag


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

"""What the board asks every few seconds: who may ask, that it notices every change of a row, and what it costs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from time_machine import Traveller

from gka.actions import leerlingen
from gka.models import Gebeurtenis, Leerling, Plaatsen
from gka.workflow import Adviessoort, Advieswaarde, Doel, Keuzesoort, Toestemmingstand
from overdracht.actions import overleg_wijzigen
from overdracht.models import Bespreking, Overleg
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht import rijen

AAN_TAFEL = ("ib_er", "smw_po", "smw_vo", "zorgcoordinator")


def adres(overleg: Overleg) -> str:
    return f"{overleg.get_absolute_url()}stand/"


def merken(client: Client, overleg: Overleg) -> dict[str, str]:
    return client.get(adres(overleg)).json()["rijen"]


def merken_op_de_pagina(client: Client, overleg: Overleg) -> dict[str, str]:
    pagina = html.fromstring(client.get(overleg.get_absolute_url()).content)
    return {rij.get("id"): rij.get("data-volgmerk") for rij in pagina.xpath("//tr[@data-rij]")}


def verzet(cast: Cast, overleg: Overleg) -> None:
    """The overleg is on another day."""
    aan_tafel = [cast.aanstelling[wie] for wie in build.AAN_TAFEL]
    morgen = overleg.datum + timedelta(days=1)
    gegevens = overleg_wijzigen.Afspraakgegevens(morgen, overleg.tijd, overleg.duur, overleg.plaats, aan_tafel)
    overleg_wijzigen.wijzigen(
        overleg=overleg, versie=overleg.versie, gegevens=gegevens, door=cast["ib_er"], op=timezone.now()
    )


def heet_voortaan(cast: Cast, pupil: Leerling, roepnaam: str) -> None:
    leerlingen.bijwerken(
        leerling=pupil,
        versie=pupil.versie,
        gegevens=leerlingen.Nieuw(roepnaam, "", pupil.achternaam, pupil.geboortedatum),
        door=cast["ib_er"],
        op=timezone.now(),
    )


def test_only_who_sees_the_board_may_ask(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    assert client.get(adres(bespreking.overleg)).status_code == 302
    for wie in cast.people:
        status = cast.log_in(client, wie).get(adres(bespreking.overleg)).status_code
        assert status == client.get(bespreking.overleg.get_absolute_url()).status_code, wie
        assert status == (200 if wie in AAN_TAFEL else 403 if wie == "fg" else 404), wie
    assert client.post(adres(bespreking.overleg)).status_code == 404, "the last one of the cast"
    assert cast.log_in(client, "ib_er").post(adres(bespreking.overleg)).status_code == 405


def test_one_hears_of_the_rows_one_sees_and_of_nothing_else(cast: Cast, client: Client, leerling: Leerling) -> None:
    ander = build.wil_naar(cast, build.met_toestemming(cast, build.leerling(cast)), cast.andere_vo_school)
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    overleg = build.overleg(cast, leerling, ander)

    for wie, aantal in [("ib_er", 2), ("zorgcoordinator", 1)]:
        gezien = merken(cast.log_in(client, wie), overleg)
        assert len(gezien) == aantal and gezien == merken_op_de_pagina(client, overleg)
    voor = Gebeurtenis.objects.count()
    antwoord = client.get(adres(overleg))
    assert leerling.roepnaam not in antwoord.content.decode() and Gebeurtenis.objects.count() == voor


@pytest.mark.parametrize(
    "verandert",
    [
        lambda cast, row: build.vindt(cast, row, Partij.OUDER, Standpunt.NEE),
        lambda cast, row: build.besluit(cast, row, Keus.LATER),
        lambda cast, row: build.zegt(cast, row.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN),
        lambda cast, row: build.zegt(cast, row.leerling, Doel.DEELNEMEN, zelf=True),
        lambda cast, row: build.wil_naar(cast, row.leerling, cast.andere_vo_school),
        lambda cast, row: build.advies(cast, row.leerling),
        lambda cast, row: build.ouder(cast, row.leerling, build.Relatie.VADER),
        lambda cast, row: heet_voortaan(cast, row.leerling, "Anders"),
        lambda cast, row: verzet(cast, row.overleg),
    ],
    ids=[
        "a stance",
        "a decision",
        "consent withdrawn",
        "consent of the pupil",
        "another wish",
        "an advice",
        "a second parent",
        "another name",
        "another day",
    ],
)
def test_every_change_of_a_row_is_noticed(
    cast: Cast, ib_er: Client, bespreking: Bespreking, verandert: Callable[[Cast, Bespreking], object]
) -> None:
    eerst = merken(ib_er, bespreking.overleg)

    verandert(cast, bespreking)

    later = merken(ib_er, bespreking.overleg)
    assert later.keys() == eerst.keys() and later != eerst
    assert later == merken_op_de_pagina(ib_er, bespreking.overleg), "the page shows it and is up to date"


def test_an_advice_that_takes_the_place_of_another_is_noticed(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    for soort, waarde in ((Adviessoort.VOORLOPIG, Advieswaarde.KB), (Adviessoort.DEFINITIEF, Advieswaarde.HAVO)):
        eerst = merken(ib_er, bespreking.overleg)
        build.advies(cast, bespreking.leerling, soort, waarde)
        assert merken(ib_er, bespreking.overleg) == merken_op_de_pagina(ib_er, bespreking.overleg) != eerst
    eerst = merken(ib_er, bespreking.overleg)
    build.advies(cast, bespreking.leerling, Adviessoort.TOETS, Advieswaarde.KB)
    assert merken(ib_er, bespreking.overleg) == eerst, "a test result is no advice of the school"


def plekken(client: Client, overleg: Overleg) -> str:
    """The mark of the places, which the page has from the start."""
    nu: str = client.get(adres(overleg)).json()["plekken"]
    (bord,) = html.fromstring(client.get(overleg.get_absolute_url()).content).xpath("//*[@data-volg]")
    assert bord.get("data-plekken") == nu
    return nu


def test_other_places_are_noticed_and_replace_no_row(
    cast: Cast, ib_er: Client, bespreking: Bespreking, clock: Traveller
) -> None:
    overleg, besluit = bespreking.overleg, build.besluit_traject(cast, build.leerling(cast, roepnaam="Ander"))
    eerst = merken(ib_er, overleg)
    gezien = [plekken(ib_er, overleg)]

    Plaatsen.objects.create(school=cast.vo_school, cohort=cast.cohort, aantal=3, vanaf=timezone.localdate())
    gezien.append(plekken(ib_er, overleg))
    Plaatsen.objects.filter(vanaf=timezone.localdate()).update(aantal=4)
    gezien.append(plekken(ib_er, overleg))
    clock.shift(timedelta(seconds=1))
    build.wil_naar(cast, besluit.bespreking.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)
    gezien.append(plekken(ib_er, overleg))

    assert len(set(gezien)) == len(gezien), gezien
    assert merken(ib_er, overleg) == eerst and plekken(ib_er, overleg) == gezien[-1]


def test_who_saves_a_row_gets_its_new_mark(ib_er: Client, bespreking: Bespreking) -> None:
    antwoord = rijen.bewaar(ib_er, bespreking, keus="later")

    (rij,) = html.fromstring(antwoord.content).xpath("//tr[@data-rij]")
    assert {rij.get("id"): rij.get("data-volgmerk")} == merken(ib_er, bespreking.overleg)


def test_a_pupil_taken_off_the_list_is_gone(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    overleg_wijzigen.leerling_van_lijst(bespreking=bespreking, door=cast["ib_er"], op=timezone.now())

    assert merken(ib_er, bespreking.overleg) == {}


def test_nothing_new_is_no_answer(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    etag = ib_er.get(adres(bespreking.overleg)).headers["ETag"]

    zelfde = ib_er.get(adres(bespreking.overleg), headers={"If-None-Match": etag})
    assert (zelfde.status_code, zelfde.content) == (304, b"")

    build.besluit(cast, build.iedereen_eens(cast, build.bespreking(cast, build.leerling(cast))))
    anders = ib_er.get(adres(bespreking.overleg), headers={"If-None-Match": etag})
    assert anders.status_code == 200, "a decision elsewhere may take a place"


def test_asking_costs_two_queries_whatever_the_number_of_pupils(cast: Cast, ib_er: Client) -> None:
    aantallen = []
    for aantal in (2, 8):
        pupils = [build.met_toestemming(cast, build.leerling(cast, roepnaam=f"K{aantal}{n}")) for n in range(aantal)]
        overleg = build.overleg(cast, *pupils)
        ib_er.get(adres(overleg), headers={"X-Stil": "1"})
        with CaptureQueriesContext(connection) as vragen:
            ib_er.get(adres(overleg), headers={"X-Stil": "1"})
        aantallen.append(len(vragen))
        eigen = [
            vraag for vraag in vragen if vraag["sql"].startswith("SELECT") and 'FROM "overdracht_be' in vraag["sql"]
        ]
        assert len(eigen) == 2

    assert aantallen[0] == aantallen[1] <= 9, aantallen

"""When a seat at the table shows a pupil no longer, and when a school no longer decides."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from gka.actions import schoolkeuzes
from gka.models import Leerling
from gka.workflow import Keuzesoort
from overdracht.actions import overleg_wijzigen
from overdracht.models import Bespreking
from overdracht.workflow import Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import adres, bewaar, invoer

AAN_TAFEL = ("smw_po", "smw_vo", "zorgcoordinator")


def status(cast: Cast, wie: str, url: str) -> int:
    return int(cast.log_in(Client(), wie).get(url).status_code)


def test_an_overleg_that_was_called_off_shows_no_pupil(cast: Cast, bespreking: Bespreking) -> None:
    overleg = bespreking.overleg
    overleg_wijzigen.afgelasten(overleg=overleg, versie=overleg.versie, door=cast["ib_er"], op=timezone.now())

    for wie in AAN_TAFEL:
        assert status(cast, wie, bespreking.get_absolute_url()) == 404, wie
    for url in (bespreking.leerling.get_absolute_url(), f"/leerlingen/{bespreking.leerling_id}/toestemming/"):
        assert status(cast, "smw_vo", url) == 404, url
    assert status(cast, "ib_er", bespreking.get_absolute_url()) == 200


def test_a_pupil_who_was_taken_off_the_list_is_not_shown(cast: Cast, bespreking: Bespreking) -> None:
    overleg_wijzigen.leerling_van_lijst(bespreking=bespreking, door=cast["ib_er"], op=timezone.now())

    for wie in AAN_TAFEL:
        assert status(cast, wie, bespreking.get_absolute_url()) == 404, wie
    assert status(cast, "smw_vo", bespreking.leerling.get_absolute_url()) == 404


@pytest.mark.parametrize(("weken", "verwacht"), [(6, 200), (7, 404)])
def test_six_weeks_after_a_no_the_seat_ends(
    cast: Cast, bespreking: Bespreking, clock: time_machine.Traveller, weken: int, verwacht: int
) -> None:
    build.vindt(cast, build.iedereen_eens(cast, bespreking), Partij.LEERLING, Standpunt.NEE)
    build.besluit(cast, bespreking)
    clock.shift(timedelta(weeks=weken))

    for wie in AAN_TAFEL:
        assert status(cast, wie, bespreking.get_absolute_url()) == verwacht, wie
    assert status(cast, "smw_vo", bespreking.leerling.get_absolute_url()) == verwacht
    assert status(cast, "ib_er", bespreking.get_absolute_url()) == 200


def test_admitted_elsewhere_the_wished_school_neither_sees_nor_decides(cast: Cast, bespreking: Bespreking) -> None:
    build.wil_naar(cast, bespreking.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)

    for wie in ("smw_vo", "zorgcoordinator"):
        client = cast.log_in(Client(), wie)
        assert client.get(bespreking.get_absolute_url()).status_code == 404, wie
        url = f"{bespreking.get_absolute_url()}standpunt/"
        assert client.post(url, {"partij": "smw_vo", "standpunt": "nee"}).status_code == 404, wie
    assert status(cast, "smw_vo", bespreking.leerling.get_absolute_url()) == 404
    assert not bespreking.instemmingen.exists()


def test_admitted_where_one_wished_the_school_goes_on_deciding(cast: Cast, bespreking: Bespreking) -> None:
    build.wil_naar(cast, bespreking.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)

    client = cast.log_in(Client(), "smw_vo")
    client.post(f"{bespreking.get_absolute_url()}standpunt/", {"partij": "smw_vo", "standpunt": "ja"})

    assert bespreking.instemmingen.get().standpunt == "ja"


def test_the_board_of_the_school_before_is_never_shown(cast: Cast, bespreking: Bespreking) -> None:
    ander = build.met_toestemming(cast, build.leerling(cast, roepnaam="Andere", achternaam="Verzonnen"))
    build.besluit(cast, bespreking)
    build.overleg(cast, ander)
    data = invoer(cast.log_in(Client(), "ib_er"), bespreking)
    schoolkeuzes.vastleggen(
        leerling=bespreking.leerling,
        soort=Keuzesoort.BASISSCHOOL,
        school=cast.andere_school,
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    nieuw = cast.log_in(Client(), "buitenstaander_ib_er")
    assert nieuw.get(bespreking.overleg.get_absolute_url()).status_code == 404

    for velden in (data | {"reden_1": "9999"}, data | {"merk": "x", "versie": "0"}, data | {"keus": "later"}):
        response = nieuw.post(adres(bespreking), velden)
        assert (response.status_code, response["Location"]) == (302, bespreking.get_absolute_url())
        assert bespreking.overleg.plaats not in tekst(nieuw.get(response["Location"]))


def test_logging_in_after_a_lost_session_never_says_saved(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    data = invoer(ib_er, bespreking) | {"keus": "traject", "bevestigd": "on"}
    naar = Client().post(adres(bespreking), data)["Location"]
    assert "/inloggen/" in naar

    response = ib_er.get(adres(bespreking), follow=True)  # where the log-in page leads

    assert "Niet bewaard: u was uitgelogd." in tekst(response)
    assert "bewaard=" not in response.redirect_chain[-1][0] and not bespreking.besluiten.exists()


def test_admitted_elsewhere_the_school_that_admits_is_the_one_that_is_asked(
    cast: Cast, ib_er: Client, leerling: Leerling
) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    build.wil_naar(cast, leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)
    tafel = ("smw_po", "smw_vo", "zorgcoordinator", "buitenstaander_smw_vo")
    row = build.overleg(cast, leerling, met=tafel).besprekingen.get()
    build.besluit(cast, row)

    gevraagd = "Uw standpunt wordt gevraagd"
    assert gevraagd in tekst(cast.log_in(Client(), "buitenstaander_smw_vo").get("/"))
    assert gevraagd not in tekst(cast.log_in(Client(), "smw_vo").get("/"))
    bewaar(ib_er, row, iedereen="on", keus="traject", leerling_aanwezig="ja", ouder_aanwezig="ja")
    ja = set(row.instemmingen.huidig().filter(standpunt="ja").values_list("partij", flat=True))
    assert ja == {"basisschool", "smw_po", "smw_vo", "leerling", "ouder"}, "nobody of the school that admits is there"


def test_whoever_does_not_see_the_board_hears_that_it_was_saved(cast: Cast, bespreking: Bespreking) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    data = invoer(cast.log_in(Client(), "ib_er"), bespreking)
    build.wil_naar(cast, bespreking.leerling, cast.andere_school, Keuzesoort.BASISSCHOOL)

    antwoord = cast.log_in(Client(), "buitenstaander_ib_er").post(
        adres(bespreking), data | {"keus": "later", "reden": "Toch later."}, follow=True
    )

    assert "Bewaard." in tekst(antwoord)

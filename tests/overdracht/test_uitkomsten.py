"""The teamleider reads the outcome of overleggen where the own workers sit, and nothing of how it came about."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gka.access.rights import GRONDSLAG, Recht
from gka.access.table import Gegeven
from gka.actions import aanstellingen
from gka.models import Gebeurtenis, Leerling
from gka.workflow import Doel, Keuzesoort, Toestemmingstand
from overdracht.models import Bespreking
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst

LIJST = "/overleggen/uitkomsten/"


def lees(cast: Cast, client: Client, wie: str = "teamleider") -> str:
    return tekst(cast.log_in(client, wie).get(LIJST))


def wacht(cast: Cast, **wie: str) -> Bespreking:
    """Everybody but the SMW vo, who says nee."""
    row = build.iedereen_eens(cast, build.bespreking(cast, build.leerling(cast, **wie)))
    build.vindt(cast, row, Partij.SMW_VO, Standpunt.NEE)
    return build.besluit(cast, row).bespreking


def ziet(cast: Cast, wie: str = "teamleider") -> set[Bespreking]:
    return set(Bespreking.objects.zichtbaar_voor(cast[wie], recht=Recht.UITKOMST_INZIEN))


# --- what there is to read


def test_the_four_outcomes_each_in_a_word(cast: Cast, client: Client) -> None:
    build.traject(cast, roepnaam="Op", achternaam="Genomen")
    wacht(cast, roepnaam="Wa", achternaam="Cht")
    build.besluit(cast, build.bespreking(cast, build.leerling(cast, roepnaam="La", achternaam="Ter")), Keus.LATER)
    build.besluit(cast, build.bespreking(cast, build.leerling(cast, roepnaam="Ni", achternaam="Et")), Keus.GEEN_TRAJECT)

    pagina = lees(cast, client)

    assert "1 opgenomen, 1 wacht, 1 later, 1 niet opgenomen" in pagina
    for rij in ("W.C. Basisschool De Regenboom wacht 10 maart 2026 wil naar Compass", "N.E. Basisschool De Regenboom "):
        assert rij in pagina
    assert "L.T. Basisschool De Regenboom later 10 maart 2026" in pagina
    assert "Genomen, Op O.G. Basisschool De Regenboom opgenomen 10 maart 2026" in pagina


def test_of_who_waits_only_that_it_waits(cast: Cast, client: Client) -> None:
    row = wacht(cast, roepnaam="Wa", achternaam="Cht")
    besluit = row.besluiten.huidig().get()

    pagina = lees(cast, client) + tekst(client.get("/"))

    assert besluit.toelichting not in pagina and "niet eens" not in pagina
    assert not re.search(r"\bnee\b|\bja\b|nog niet gehoord|toestemming", pagina)


def test_a_name_goes_no_further_than_the_page_of_the_pupil(cast: Cast, client: Client) -> None:
    """Opgenomen for a school where another organisation works: the seat of the SMW po shows that, by initials."""
    eigen = build.traject(cast, roepnaam="Eigen", achternaam="Kind").leerling
    ander = build.besluit_traject(
        cast, build.leerling(cast, roepnaam="Ander", achternaam="Kind"), school=cast.andere_vo_school
    ).bespreking.leerling
    wachtend = wacht(cast, roepnaam="Wachtend", achternaam="Kind").leerling
    bron = cast.log_in(client, "teamleider").get(LIJST).content.decode()

    assert eigen.get_absolute_url() in bron and client.get(eigen.get_absolute_url()).status_code == 200
    for pupil in (ander, wachtend):
        assert pupil.roepnaam not in bron and pupil.initialen in bron
        assert pupil.get_absolute_url() not in bron and client.get(pupil.get_absolute_url()).status_code == 404


def test_the_start_page_counts_and_names_nobody(cast: Cast, client: Client) -> None:
    assert "Besloten in overleggen" not in tekst(cast.log_in(client, "teamleider").get("/"))
    wacht(cast, roepnaam="Wachtend", achternaam="Kind")
    pagina = cast.log_in(client, "teamleider").get("/").content.decode()

    assert "Besloten in overleggen" in pagina and "1 wacht" in pagina and LIJST in pagina
    assert "Wachtend" not in pagina and "W.K." not in pagina
    for wie in ("ib_er", "smw_vo", "fg", "gemeente", "buitenstaander_teamleider"):
        assert "Besloten in overleggen" not in tekst(cast.log_in(client, wie).get("/")), wie


def test_without_a_decision_the_page_says_when(cast: Cast, client: Client) -> None:
    assert "Er is nog niets besloten." in lees(cast, client)


def test_a_new_decision_takes_the_place_of_the_old_one(cast: Cast, client: Client) -> None:
    row = wacht(cast)
    build.vindt(cast, row, Partij.LEERLING, Standpunt.NEE)
    build.besluit(cast, row)

    assert "1 niet opgenomen" in lees(cast, client)


# --- who gets in, and what stays outside


def test_the_page_is_for_the_teamleider_alone(cast: Cast, client: Client) -> None:
    for wie in ["anoniem", *cast.people]:
        verwacht = 302 if wie == "anoniem" else 200 if wie.endswith("teamleider") else 403
        assert cast.log_in(client, wie).get(LIJST).status_code == verwacht, wie
        assert client.post(LIJST).status_code == (405 if verwacht == 200 else verwacht), wie


def test_the_overleg_and_the_bespreking_stay_closed(cast: Cast, client: Client) -> None:
    row, open_ = wacht(cast), build.bespreking(cast, build.leerling(cast))
    cast.log_in(client, "teamleider")

    for naam in (row.get_absolute_url(), f"{row.get_absolute_url()}brief/", f"{row.get_absolute_url()}toezicht/"):
        assert client.get(naam).status_code == 403, naam
        assert cast.log_in(client, "buitenstaander_teamleider").get(naam).status_code == 404, naam
        cast.log_in(client, "teamleider")
    assert client.post(row.get_absolute_url()).status_code == 403
    assert client.get(open_.get_absolute_url()).status_code == 404, "nothing decided, nothing there"
    for naam in ("", "verslag/", "agenda/", "toezicht/", "stand/"):
        assert client.get(f"{row.overleg.get_absolute_url()}{naam}").status_code == 404, naam


def test_no_other_right_reaches_these_rows(cast: Cast) -> None:
    wacht(cast)

    for recht in {een for een, (wat, _) in GRONDSLAG.items() if wat is Gegeven.OVERLEG} - {Recht.UITKOMST_INZIEN}:
        assert not Bespreking.objects.zichtbaar_voor(cast["teamleider"], recht=recht).exists(), recht


@pytest.mark.parametrize("wie", ["buitenstaander_teamleider", "smw_vo", "ib_er", "fg", "zonder_rol"])
def test_nobody_else_sees_an_outcome_in_this_way(cast: Cast, wie: str) -> None:
    wacht(cast)

    assert ziet(cast) and not ziet(cast, wie)


def test_only_where_somebody_of_the_own_organisation_sits(cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    row = build.overleg(cast, leerling, met=("zorgcoordinator",)).besprekingen.get()
    build.besluit(cast, row, Keus.LATER)

    assert not ziet(cast)


def test_a_seat_for_one_school_shows_nothing_of_another(cast: Cast) -> None:
    """The SMW vo of Compass sits there, and the pupil wishes Holz."""
    vandaag = build.wil_naar(cast, build.met_toestemming(cast, build.leerling(cast)), cast.vo_school)
    ander = build.wil_naar(cast, build.met_toestemming(cast, build.leerling(cast)), cast.andere_vo_school)
    overleg = build.overleg(cast, vandaag, ander, met=("smw_vo",))
    for row in overleg.besprekingen.all():
        build.besluit(cast, row, Keus.LATER)

    assert {row.leerling for row in ziet(cast)} == {vandaag}


def test_a_seat_that_was_taken_back_shows_nothing(cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    overleg = build.overleg(cast, leerling, met=("smw_vo", "zorgcoordinator"))
    overleg.deelnemers.filter(aanstelling=cast.aanstelling["smw_vo"]).delete()
    build.besluit(cast, overleg.besprekingen.get(), Keus.LATER)

    assert not ziet(cast)


def test_withdrawn_consent_takes_the_row_away_at_once(cast: Cast, client: Client) -> None:
    row = wacht(cast)
    assert ziet(cast) == {row}

    build.zegt(cast, row.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    assert not ziet(cast) and "Er is nog niets besloten." in lees(cast, client)


def test_another_primary_school_takes_the_row_away_unless_the_seat_is_for_the_secondary(cast: Cast) -> None:
    row = build.besluit(cast, build.bespreking(cast, build.leerling(cast), school=cast.andere_vo_school), Keus.LATER)
    assert ziet(cast) == {row.bespreking}, "through the SMW po"

    build.wil_naar(cast, row.bespreking.leerling, cast.andere_school, Keuzesoort.BASISSCHOOL)

    assert not ziet(cast)


def test_after_the_hand_over_the_seat_shows_nothing(cast: Cast) -> None:
    wacht(cast)

    with time_machine.travel(datetime(2026, 8, 1, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))):
        assert not ziet(cast)


def test_a_no_is_gone_after_six_weeks(cast: Cast) -> None:
    row = build.besluit(cast, build.bespreking(cast, build.leerling(cast)), Keus.GEEN_TRAJECT).bespreking
    nu = timezone.now()

    with time_machine.travel(nu + timedelta(weeks=6)):
        assert ziet(cast) == {row}
    with time_machine.travel(nu + timedelta(weeks=6, days=1)):
        assert not ziet(cast)


def test_who_left_leaves_the_outcome_to_be_planned(cast: Cast) -> None:
    row = wacht(cast)
    for wie in ("smw_po", "smw_vo"):
        aanstellingen.beeindigen(
            aanstelling=cast.aanstelling[wie],
            laatste_dag=timezone.localdate() - timedelta(days=1),
            door=cast["beheerder"],
            op=timezone.now(),
        )

    assert ziet(cast) == {row}


def test_of_a_pupil_who_is_discussed_again_only_the_last(cast: Cast, client: Client, leerling: Leerling) -> None:
    build.besluit(cast, build.bespreking(cast, leerling), Keus.LATER)
    again = build.overleg(cast, leerling, datum=timezone.localdate() + timedelta(days=7)).besprekingen.get()
    assert "Er is nog niets besloten." in lees(cast, client)

    with time_machine.travel(timezone.now() + timedelta(days=7)):
        build.besluit(cast, again, Keus.GEEN_TRAJECT)
        assert "1 niet opgenomen" in lees(cast, client)


# --- the page itself


def test_reading_is_recorded(cast: Cast, client: Client) -> None:
    row = wacht(cast)
    cast.log_in(client, "teamleider").get(LIJST)

    gezien = Gebeurtenis.objects.get(soort="uitkomsten.gezien")
    assert (gezien.door, gezien.details["sleutels"]) == (str(cast["teamleider"].pk), [str(row.leerling_id)])


def test_it_costs_the_same_with_more_pupils(cast: Cast, client: Client) -> None:
    geteld: dict[str, list[int]] = {LIJST: [], "/": []}
    for ronde in (1, 5):
        for _ in range(ronde):
            wacht(cast)
        for url, aantallen in geteld.items():
            cast.log_in(client, "teamleider").get(url)
            with CaptureQueriesContext(connection) as context:
                assert client.get(url).status_code == 200
            aantallen.append(len(context))

    assert all(len(set(aantallen)) == 1 for aantallen in geteld.values()), geteld
    assert geteld[LIJST][0] <= 20, geteld

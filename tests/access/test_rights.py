"""Rights act at once, and the rights of one role do not reach the rows of another (goal G13)."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gka.access.rights import RECHTEN, Recht
from gka.access.scopes import rechten_bij
from gka.access.table import Rol
from gka.actions import aanstellingen, schoolkeuzes
from gka.models import Aanstelling, Leerling, Medewerker, Organisatie, School
from gka.workflow import Doel, Keuzesoort
from tests import build
from tests.cast import VANAF, Cast
from tests.factories.gka import MedewerkerFactory

VANDAAG = date(2026, 3, 10)


def grant(cast: Cast, wie: Medewerker, als: str, *, bevestigd: bool = True, **feiten: object) -> Aanstelling:
    """The same appointment as this person of the cast has, for somebody else."""
    model = cast.aanstelling[als]
    values: dict[str, object] = {
        "organisatie": model.organisatie,
        "werkplek_school": model.werkplek_school,
        "van": VANAF,
        "op": timezone.now(),
    }
    row = aanstellingen.toekennen(
        medewerker=wie,
        rol=Rol(model.rol),
        door=cast["beheerder"],
        **values | feiten,  # type: ignore[arg-type]
    )
    return aanstellingen.bevestigen(aanstelling=row, door=cast["fg"], op=timezone.now()) if bevestigd else row


def page(client: Client, leerling: Leerling) -> int:
    return client.get(leerling.get_absolute_url()).status_code


@pytest.fixture
def nieuw(cast: Cast) -> Medewerker:
    made: Medewerker = MedewerkerFactory(naam="Nieuw Hier", email="nieuw@test.example")
    cast.people["nieuw"] = made
    return made


def test_ending_an_appointment_acts_on_the_next_request(client: Client, cast: Cast, leerling: Leerling) -> None:
    cast.log_in(client, "ib_er")
    assert page(client, leerling) == 200

    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["ib_er"],
        laatste_dag=VANDAAG - timedelta(days=1),
        door=cast["beheerder"],
        op=timezone.now(),
    )

    assert page(client, leerling) == 404
    assert client.get("/leerlingen/").status_code == 403


def test_the_last_day_counts(client: Client, cast: Cast, leerling: Leerling) -> None:
    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["ib_er"], laatste_dag=VANDAAG, door=cast["beheerder"], op=timezone.now()
    )

    assert page(cast.log_in(client, "ib_er"), leerling) == 200


def test_switching_an_account_off_ends_its_session(client: Client, cast: Cast, leerling: Leerling) -> None:
    cast.log_in(client, "ib_er")
    assert page(client, leerling) == 200

    Medewerker.objects.filter(pk=cast["ib_er"].pk).update(is_active=False)

    response = client.get(leerling.get_absolute_url())
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/inloggen/")
    assert not Leerling.objects.zichtbaar_voor(cast["ib_er"]).exists(), "also for work that runs without a session"


def test_an_appointment_counts_after_somebody_else_confirms(
    client: Client, cast: Cast, nieuw: Medewerker, leerling: Leerling
) -> None:
    row = grant(cast, nieuw, "ib_er", bevestigd=False)
    cast.log_in(client, "nieuw")
    assert page(client, leerling) == 404
    assert client.get("/leerlingen/").status_code == 403

    aanstellingen.bevestigen(aanstelling=row, door=cast["fg"], op=timezone.now())

    assert page(client, leerling) == 200


@pytest.mark.parametrize(
    ("van", "tot", "status"),
    [
        (VANDAAG + timedelta(days=1), None, 404),
        (VANDAAG, None, 200),
        (VANDAAG - timedelta(days=9), VANDAAG - timedelta(days=1), 404),
        (VANDAAG, VANDAAG, 200),
    ],
    ids=["future", "from today", "past", "one day"],
)
def test_an_appointment_counts_on_its_days(
    client: Client, cast: Cast, nieuw: Medewerker, leerling: Leerling, van: date, tot: date | None, status: int
) -> None:
    grant(cast, nieuw, "ib_er", van=van, tot=tot)

    assert page(cast.log_in(client, "nieuw"), leerling) == status


def test_moving_a_pupil_takes_it_out_of_sight_at_once(client: Client, cast: Cast, leerling: Leerling) -> None:
    cast.log_in(client, "ib_er")
    assert page(client, leerling) == 200

    schoolkeuzes.vastleggen(
        leerling=leerling,
        soort=Keuzesoort.BASISSCHOOL,
        school=cast.andere_school,
        door=cast["ib_er"],
        op=timezone.now(),
        dag=VANDAAG,
    )

    assert page(client, leerling) == 404


def test_withdrawing_consent_takes_a_pupil_out_of_sight_at_once(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling)
    cast.log_in(client, "smw_po")
    assert page(client, leerling) == 200

    build.zegt(cast, leerling, Doel.BESPREKEN, build.Toestemmingstand.INGETROKKEN)

    assert page(client, leerling) == 404


# --- two roles do not mix


def test_a_right_of_one_role_does_not_reach_the_rows_of_another(
    client: Client, cast: Cast, nieuw: Medewerker, leerling: Leerling
) -> None:
    """IB-er at one school, zorgcoördinator vo elsewhere: consent is recorded by the IB-er of the own school only."""
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    grant(cast, nieuw, "buitenstaander_ib_er")
    grant(cast, nieuw, "zorgcoordinator")
    cast.log_in(client, "nieuw")
    assert {Recht.TOESTEMMING_VASTLEGGEN, Recht.LEERLING_INZIEN} <= nieuw.rechten()

    assert page(client, leerling) == 200, "as zorgcoördinator, after delen"
    assert client.get(f"{leerling.get_absolute_url()}toestemming/").status_code == 403
    assert client.post(f"{leerling.get_absolute_url()}toestemming/").status_code == 403
    assert rechten_bij(leerling, nieuw, VANDAAG) == RECHTEN[Rol.ZORGCOORDINATOR]


def test_a_role_that_sees_all_figures_does_not_widen_the_rows(
    client: Client, cast: Cast, nieuw: Medewerker, leerling: Leerling
) -> None:
    grant(cast, nieuw, "buitenstaander_ib_er")
    grant(cast, nieuw, "projectcoordinator")
    grant(cast, nieuw, "gemeente")
    cast.log_in(client, "nieuw")

    assert page(client, leerling) == 404
    assert leerling.roepnaam not in client.get("/leerlingen/").content.decode()


def test_the_rights_at_a_row_nobody_shows_are_none(cast: Cast, leerling: Leerling) -> None:
    assert rechten_bij(leerling, cast["vreemdeling_ib_er"], VANDAAG) == frozenset()
    assert rechten_bij(leerling, cast["zonder_rol"], VANDAAG) == frozenset()
    assert rechten_bij(leerling, cast["ib_er"], VANDAAG) == RECHTEN[Rol.IB_ER]


def test_two_schools_of_one_person_are_both_seen(cast: Cast, nieuw: Medewerker) -> None:
    here, there = build.leerling(cast), build.leerling(cast, school=cast.andere_school)
    grant(cast, nieuw, "ib_er")
    assert list(Leerling.objects.zichtbaar_voor(nieuw)) == [here]

    grant(cast, nieuw, "buitenstaander_ib_er")

    assert set(Leerling.objects.zichtbaar_voor(Medewerker.objects.get(pk=nieuw.pk))) == {here, there}


# --- regions


@pytest.mark.parametrize("model", [School, Organisatie])
def test_lists_of_schools_and_organisations_stay_in_the_region(
    cast: Cast, model: type[School] | type[Organisatie]
) -> None:
    for name, region in (("ib_er", cast.regio), ("vreemdeling_ib_er", cast.elders), ("projectcoordinator", cast.regio)):
        rows = model.objects.zichtbaar_voor(cast[name])
        assert rows.exists()
        assert set(rows.values_list("regio", flat=True)) == {region.pk}
    assert not model.objects.zichtbaar_voor(cast["zonder_rol"]).exists()


# --- a 404 tells nothing


def test_a_hidden_page_looks_like_one_that_is_not_there(client: Client, cast: Cast, leerling: Leerling) -> None:
    cast.log_in(client, "vreemdeling_ib_er")

    hidden = client.get(leerling.get_absolute_url())
    absent = client.get("/leerlingen/00000000-0000-4000-8000-000000000000/")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    assert token.sub(b"", hidden.content) == token.sub(b"", absent.content)
    assert dict(hidden.items()) == dict(absent.items())

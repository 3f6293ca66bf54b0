"""Who gets in where: 404 outside the scope, 403 inside it without the right, and no link that leads nowhere."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gka.access.table import Rol
from gka.actions import aanstellingen
from gka.models import Gebeurtenis, Leerling, School
from gka.workflow import Doel, Keuzesoort, Toestemmingstand
from overdracht.models import Bespreking, Overleg
from tests import build
from tests.cast import Cast

AAN_TAFEL = {"ib_er", "smw_po", "smw_vo", "zorgcoordinator"}
TOEZICHT = "fg"  # reads along elsewhere, without names: it is there, and not on these pages
ALTIJD = ("ib_er", "smw_po", "smw_vo", "zorgcoordinator")


def status(cast: Cast, client: Client, wie: str, url: str, method: str = "get") -> int:
    return int(getattr(cast.log_in(client, wie), method)(url).status_code)


def iedereen(cast: Cast) -> list[str]:
    return ["anoniem", *cast.people]


def test_the_board_is_for_the_school_and_the_table(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    for wie in iedereen(cast):
        verwacht = 302 if wie == "anoniem" else 200 if wie in AAN_TAFEL else 403 if wie == TOEZICHT else 404
        assert status(cast, client, wie, bespreking.overleg.get_absolute_url()) == verwacht, wie


def test_a_bespreking_is_for_who_may_see_that_pupil(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    for wie in iedereen(cast):
        verwacht = 302 if wie == "anoniem" else 200 if wie in AAN_TAFEL else 403 if wie == TOEZICHT else 404
        assert status(cast, client, wie, bespreking.get_absolute_url()) == verwacht, wie


def test_only_who_decides_may_save(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    for wie in iedereen(cast):
        verwacht = 200 if wie == "ib_er" else 403 if wie in {*AAN_TAFEL, TOEZICHT} else 302 if wie == "anoniem" else 404
        assert status(cast, client, wie, bespreking.get_absolute_url(), "post") == verwacht, wie
    bespreking.refresh_from_db()
    assert bespreking.versie == 1


def test_planning_is_for_the_ib_er(cast: Cast, client: Client) -> None:
    for wie in iedereen(cast):
        verwacht = 302 if wie == "anoniem" else 200 if wie.endswith("ib_er") else 403
        assert status(cast, client, wie, reverse("overdracht:overleg-plannen")) == verwacht, wie
        assert status(cast, client, wie, reverse("overdracht:overleg-plannen"), "post") == verwacht, wie
    assert not Overleg.objects.exists()


def test_planning_for_a_school_of_somebody_else_is_not_found(cast: Cast, client: Client) -> None:
    url = reverse("overdracht:overleg-plannen")

    for school in (cast.andere_school.pk, cast.vo_school.pk, "x", "0"):
        assert status(cast, client, "ib_er", f"{url}?school={school}") == 404


def test_the_list_shows_the_own_overleggen_only(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    url, adres = reverse("overdracht:overleggen"), bespreking.overleg.get_absolute_url()
    for wie in cast.people:
        response = cast.log_in(client, wie).get(url)
        rol = cast.aanstelling[wie].rol if wie in cast.aanstelling else ""
        mag = rol in (Rol.IB_ER, Rol.SMW_PO, Rol.SMW_VO, Rol.ZORGCOORDINATOR)
        assert response.status_code == (200 if mag else 403), wie
        assert (adres in response.content.decode()) is (wie in AAN_TAFEL), wie


def test_addresses_that_do_not_exist(cast: Cast, client: Client) -> None:
    for naam in ("overleg", "bespreking"):
        url = reverse(f"overdracht:{naam}", kwargs={"pk": "00000000-0000-4000-8000-000000000000"})
        for method in ("get", "post", "delete"):
            assert status(cast, client, "ib_er", url, method) == 404


def test_pupils_of_another_school_stay_unseen_at_the_same_table(cast: Cast, client: Client) -> None:
    """SMW vo and zorgcoördinator of Compass sit there, and learn nothing of the pupil who wishes Holz."""
    eigen = build.wil_naar(cast, build.met_toestemming(cast, build.leerling(cast, roepnaam="Eigen")), cast.vo_school)
    ander = build.leerling(cast, roepnaam="Anders")
    build.wil_naar(cast, build.met_toestemming(cast, ander), cast.andere_vo_school)
    overleg = build.overleg(cast, eigen, ander)
    url = overleg.besprekingen.get(leerling=ander).get_absolute_url()

    for wie in ALTIJD:
        alles = wie in ("ib_er", "smw_po")
        bord = cast.log_in(client, wie).get(overleg.get_absolute_url()).content.decode()
        assert "Eigen L." in bord
        assert ("Anders L." in bord) is alles, wie
        assert ("Holz" in bord) is alles, wie
        assert ("2 leerlingen bespreken" in bord) is alles, wie
        assert client.get(url).status_code == (200 if alles else 404), wie
        lijst = client.get(reverse("overdracht:overleggen")).content.decode()
        assert f'data-label="Leerlingen">{2 if alles else 1}<' in lijst, wie


def test_a_seat_for_one_school_shows_nothing_of_the_other(cast: Cast, leerling: Leerling) -> None:
    """Somebody works at Compass and at Holz; the seat is for Compass, the pupil wishes Holz."""
    build.werkt_ook(cast, "smw_vo", "smw_vo", school=cast.andere_vo_school)
    build.bespreking(cast, leerling, school=cast.andere_vo_school)

    assert not Bespreking.objects.zichtbaar_voor(cast["smw_vo"]).exists()
    assert not Leerling.objects.zichtbaar_voor(cast["smw_vo"]).exists()


def test_when_the_wish_changes_the_view_moves_along(cast: Cast, bespreking: Bespreking) -> None:
    build.wil_naar(cast, bespreking.leerling, cast.andere_vo_school)

    assert not Bespreking.objects.zichtbaar_voor(cast["smw_vo"]).exists()
    assert not Bespreking.objects.zichtbaar_voor(cast["buitenstaander_smw_vo"]).exists(), "no seat at the table"


@pytest.mark.parametrize("wie", ["smw_po", "smw_vo", "zorgcoordinator"])
def test_withdrawn_consent_closes_the_page_at_once(
    cast: Cast, client: Client, bespreking: Bespreking, wie: str
) -> None:
    build.zegt(cast, bespreking.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    assert status(cast, client, wie, bespreking.get_absolute_url()) == 404
    assert "Test L." not in client.get(bespreking.overleg.get_absolute_url()).content.decode()


def test_the_ib_er_sees_that_consent_is_missing_and_can_write_nothing(
    cast: Cast, client: Client, bespreking: Bespreking
) -> None:
    build.zegt(cast, bespreking.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    pagina = cast.log_in(client, "ib_er").get(bespreking.get_absolute_url()).content.decode()

    assert "Toestemming om te bespreken ontbreekt" in pagina and "<textarea" not in pagina
    assert reverse("gka:toestemming", kwargs={"pk": bespreking.leerling_id}) in pagina


def test_after_delen_the_zorgcoordinator_needs_no_seat(cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    build.overleg(cast, leerling, met=())
    assert not Bespreking.objects.zichtbaar_voor(cast["zorgcoordinator"]).exists()

    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)

    assert Bespreking.objects.zichtbaar_voor(cast["zorgcoordinator"]).count() == 1
    assert not Bespreking.objects.zichtbaar_voor(cast["buitenstaander_zorgcoordinator"]).exists()


@pytest.mark.parametrize("delen", [False, True])
@pytest.mark.parametrize("stoel", [False, True])
def test_every_link_on_the_pages_works_for_who_sees_it(
    cast: Cast, client: Client, leerling: Leerling, delen: bool, stoel: bool
) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    bespreking = build.overleg(cast, leerling, met=build.AAN_TAFEL if stoel else ()).besprekingen.get()
    if delen:
        build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)

    for wie in ALTIJD:
        cast.log_in(client, wie)
        for url in (bespreking.overleg.get_absolute_url(), bespreking.get_absolute_url()):
            response = client.get(url)
            if response.status_code == 404:
                continue
            for adres in set(re.findall(r'href="(/[^"#]*)"', response.content.decode())):
                if not adres.startswith(("/static", "/uitloggen", "/account", "/inloggen")):
                    assert client.get(adres).status_code == 200, (wie, url, adres)


def test_the_pupil_page_stays_closed_for_the_zorgcoordinator_at_the_table(
    cast: Cast, client: Client, bespreking: Bespreking
) -> None:
    adres = bespreking.leerling.get_absolute_url()

    for wie, link in (("ib_er", True), ("smw_vo", True), ("zorgcoordinator", False)):
        pagina = cast.log_in(client, wie).get(bespreking.get_absolute_url()).content.decode()
        assert (adres in pagina) is link, wie
        assert client.get(adres).status_code == (200 if link else 404), wie


def test_admission_elsewhere_does_not_open_the_bespreking(cast: Cast, leerling: Leerling) -> None:
    build.bespreking(cast, leerling)
    build.wil_naar(cast, leerling, School.objects.get(naam="Herle"), Keuzesoort.DEFINITIEF)

    assert not Bespreking.objects.zichtbaar_voor(cast["buitenstaander_zorgcoordinator"]).exists()


def test_reading_is_recorded(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    cast.log_in(client, "zorgcoordinator")
    client.get(bespreking.get_absolute_url())
    client.get(bespreking.overleg.get_absolute_url())

    gezien = Gebeurtenis.objects.get(soort="bespreking.gezien")
    assert (gezien.leerling_id, gezien.door) == (str(bespreking.leerling_id), str(cast["zorgcoordinator"].pk))
    assert Gebeurtenis.objects.get(soort="besprekingen.gezien").details["sleutels"] == [str(bespreking.leerling_id)]
    cast.log_in(client, "buitenstaander_smw_vo").get(bespreking.get_absolute_url())
    assert Gebeurtenis.objects.filter(soort="bespreking.gezien").count() == 1


def test_an_ended_appointment_closes_the_table(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["smw_vo"],
        laatste_dag=timezone.localdate() - timedelta(days=1),
        door=cast["beheerder"],
        op=timezone.now(),
    )

    assert status(cast, client, "smw_vo", bespreking.get_absolute_url()) == 404


# --- a pupil who is handed over to another primary school


def test_a_handed_over_pupil_leaves_the_list_and_the_sight_of_the_old_school(
    client: Client, cast: Cast, leerling: Leerling
) -> None:
    row = build.bespreking(cast, leerling)
    anderen = {"ib_er": 404, "smw_po": 404, "buitenstaander_ib_er": 200}

    build.wil_naar(cast, leerling, cast.andere_school, Keuzesoort.BASISSCHOOL)

    row.refresh_from_db()
    assert row.status == "vervallen"
    for wie, status in anderen.items():
        assert cast.log_in(client, wie).get(row.get_absolute_url()).status_code == status, wie
    assert "Test L." not in cast.log_in(client, "ib_er").get(row.overleg.get_absolute_url()).content.decode()


def test_what_was_decided_goes_along_to_the_new_school(client: Client, cast: Cast, leerling: Leerling) -> None:
    besluit = build.besluit_traject(cast, leerling)
    row = besluit.bespreking

    build.wil_naar(cast, leerling, cast.andere_school, Keuzesoort.BASISSCHOOL)

    row.refresh_from_db()
    assert row.status == "opgenomen"
    assert cast.log_in(client, "ib_er").get(row.get_absolute_url()).status_code == 404
    pagina = cast.log_in(client, "buitenstaander_ib_er").get(leerling.get_absolute_url()).content.decode()
    assert besluit.toelichting in pagina

"""The list of pupils, one pupil, and the work on the start page."""

import uuid
from datetime import date
from urllib.parse import unquote_plus

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gka.matching import vouw
from gka.models import Cohort, Gebeurtenis, Leerling
from gka.workflow import Doel, Keuzesoort, Toestemmingstand
from tests import build
from tests.cast import Cast
from tests.pages import tekst

LIJST = reverse("gka:leerlingen")
MET_RECHT = {"ib_er", "smw_po", "smw_vo", "zorgcoordinator", "teamleider"}


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def heeft_recht(wie: str) -> bool:
    return any(wie.endswith(rol) for rol in MET_RECHT)


def namen(client: Client, query: str = "") -> list[str]:
    return [rij["leerling"].roepnaam for rij in client.get(LIJST + query).context["rijen"]]


def zinnen(client: Client, leerling: Leerling) -> list[str]:
    """What the page of this pupil says that needs asking; what the calendar asks for is in test_kalender.py."""
    taken = client.get(leerling.get_absolute_url()).context["taken"]
    return [taak.zin for taak in taken if taak.label == "Toestemming"]


# --- the list


def test_who_may_see_the_list_and_whose_pupils(client: Client, cast: Cast, leerling: Leerling) -> None:
    for wie in [*cast.people, "anoniem"]:
        cast.log_in(client, wie)
        antwoord = client.get(LIJST)
        if wie == "anoniem":
            assert antwoord.status_code == 302
        elif not heeft_recht(wie):
            assert antwoord.status_code == 403, wie
        else:
            gezien = [rij["leerling"] for rij in antwoord.context["rijen"]]
            assert gezien == ([leerling] if wie == "ib_er" else []), wie


def test_the_list_reads_as_a_school_list(ib_er: Client, cast: Cast) -> None:
    for roepnaam, achternaam in [("Sem", "Kuipers"), ("Bo", "Aartsen"), ("Adam", "Kuipers")]:
        build.leerling(cast, roepnaam=roepnaam, achternaam=achternaam)
    build.wil_naar(cast, Leerling.objects.get(roepnaam="Bo"), cast.vo_school)

    antwoord = ib_er.get(LIJST)

    assert namen(ib_er) == ["Bo", "Adam", "Sem"]
    assert "3 leerlingen" in tekst(antwoord)
    assert "Aartsen, Bo B.A. Compass gewenst alleen op de lijst nog vragen" in tekst(antwoord)
    assert "Kuipers, Sem S.K. nog niet bekend alleen op de lijst nog vragen" in tekst(antwoord)


@pytest.mark.parametrize(
    ("antwoorden", "woorden"),
    [
        ([], "nog vragen"),
        ([(Doel.BESPREKEN, "nee")], "niet bespreken"),
        ([(Doel.BESPREKEN, "ja"), (Doel.BESPREKEN, "ingetrokken")], "niet bespreken"),
        ([(Doel.BESPREKEN, "ja")], "bespreken: ja, deelnemen: nog vragen"),
        ([(Doel.BESPREKEN, "ja"), (Doel.DEELNEMEN, "nee")], "bespreken: ja, deelnemen: nee"),
        ([(Doel.BESPREKEN, "ja"), (Doel.DEELNEMEN, "ja")], "bespreken en deelnemen"),
        ([(Doel.DEELNEMEN, "ja")], "nog vragen"),
    ],
)
def test_consent_in_words(
    ib_er: Client, cast: Cast, leerling: Leerling, antwoorden: list[tuple[Doel, str]], woorden: str
) -> None:
    for doel, stand in antwoorden:
        build.zegt(cast, leerling, doel, Toestemmingstand(stand))

    (rij,) = ib_er.get(LIJST).context["rijen"]
    assert rij["toestemming"].tekst == woorden


def test_the_yes_of_a_parent_without_authority_does_not_count(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    leerling.ouders.update(gezag=False)
    build.zegt(cast, leerling, Doel.BESPREKEN)

    assert namen(ib_er, "?toestemming=vragen") == ["Test"]
    assert namen(ib_er, "?toestemming=ja") == []


def test_twenty_five_on_a_page(ib_er: Client, cast: Cast) -> None:
    for nummer in range(30):
        build.leerling(cast, roepnaam=f"Kind{nummer:02}")

    assert len(namen(ib_er)) == 25
    assert len(namen(ib_er, "?page=2")) == 5
    assert ib_er.get(LIJST + "?page=9").status_code == 404


def test_the_list_asks_as_many_questions_for_20_pupils_as_for_5(ib_er: Client, cast: Cast) -> None:
    aantallen = []
    for tot in (5, 20):
        for nummer in range(Leerling.objects.count(), tot):
            pupil = build.wil_naar(cast, build.leerling(cast, roepnaam=f"Kind{nummer}"), cast.vo_school)
            build.met_toestemming(cast, pupil)
        with CaptureQueriesContext(connection) as vragen:
            ib_er.get(LIJST + "?toestemming=ja")
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1] <= 20


def test_what_was_seen_is_recorded(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    ib_er.get(LIJST)

    gezien = Gebeurtenis.objects.get(soort="leerlingen.gezien")
    assert gezien.details == {"sleutels": [str(leerling.pk)], "aantal": 1}


def test_an_empty_list_says_where_to_begin(client: Client, cast: Cast) -> None:
    cast.log_in(client, "ib_er")
    assert "Begin met uw lijst uit ParnasSys of ESIS." in tekst(client.get(LIJST))
    assert reverse("gka:leerlingen_importeren") in client.get(LIJST).content.decode()

    cast.log_in(client, "smw_po")
    assert "U hebt nog geen leerlingen." in tekst(client.get(LIJST))
    assert reverse("gka:leerlingen_importeren") not in client.get(LIJST).content.decode()


# --- search and filters


@pytest.mark.parametrize(
    ("zoek", "verwacht"),
    [
        ("öztürk", {"Zoë"}),
        ("OZTURK", {"Zoë"}),
        ("zoe", {"Zoë"}),
        ("oztu zo", {"Zoë"}),
        ("van 't hof", {"Gradje"}),
        ("van ’t", {"Gradje"}),
        ("anne marie", {"Anne-Marie"}),
        ("a", {"Anne-Marie"}),
        ("niemand", set()),
    ],
)
def test_search_by_name(ib_er: Client, cast: Cast, zoek: str, verwacht: set[str]) -> None:
    build.leerling(cast, roepnaam="Zoë", achternaam="Öztürk")
    build.leerling(cast, roepnaam="Anne-Marie", achternaam="Proef")
    build.leerling(cast, roepnaam="Gradje", achternaam="Hof")
    Leerling.objects.filter(roepnaam="Gradje").update(tussenvoegsel="van 't")

    antwoord = ib_er.post(LIJST, {"naam": zoek}, follow=True)

    assert {rij["leerling"].roepnaam for rij in antwoord.context["rijen"]} == verwacht
    if not verwacht:
        assert "Geen leerling gevonden." in tekst(antwoord)


def test_the_name_stays_out_of_the_address_and_other_filters_stay_in(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Bo", achternaam="Zoekgeheim")

    antwoord = ib_er.post(f"{LIJST}?toestemming=vragen&page=3", {"naam": "Zoekgeheim"})

    adres = unquote_plus(antwoord["Location"])
    assert "geheim" not in adres.lower()
    assert "toestemming=vragen" in adres and "page" not in adres
    pagina = ib_er.get(antwoord["Location"])
    assert 'value="Zoekgeheim"' in pagina.content.decode()
    leeg = ib_er.post(antwoord["Location"], {"naam": "  "})
    assert leeg["Location"] == f"{LIJST}?toestemming=vragen"


def test_a_search_is_for_one_person_only(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    adres = ib_er.post(LIJST, {"naam": "Leerling"})["Location"]

    cast.log_in(ib_er, "buitenstaander_ib_er")
    pagina = ib_er.get(adres)

    assert pagina.context["rijen"] == []
    assert pagina.context["filter"].zoekterm == ""


def test_a_search_that_cannot_be_read_finds_nobody(ib_er: Client, leerling: Leerling) -> None:
    assert namen(ib_er, "?zoek=onleesbaar") == []


def test_filters_offer_only_what_one_may_see(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    pagina = ib_er.get(LIJST)
    keuzes = {str(waarde) for waarde, _ in pagina.context["filter"].form.fields["cohort"].choices}

    assert keuzes == {"", str(cast.cohort.pk)}
    assert namen(ib_er, f"?cohort={cast.cohort.pk}") == ["Test"]
    assert namen(ib_er, f"?cohort={cast.elders_cohort.pk}") == [], "not a choice: nobody, instead of everybody"


def test_filter_on_consent(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Vragen")
    build.zegt(cast, build.leerling(cast, roepnaam="Ja"), Doel.BESPREKEN)
    build.zegt(cast, build.leerling(cast, roepnaam="Nee"), Doel.BESPREKEN, Toestemmingstand.NEE)

    assert namen(ib_er, "?toestemming=vragen") == ["Vragen"]
    assert namen(ib_er, "?toestemming=ja") == ["Ja"]
    assert namen(ib_er, "?toestemming=nee") == ["Nee"]


def test_vouw() -> None:
    assert vouw("  Anne-Marie   VAN ’t Öztürk ") == "anne marie van 't ozturk"


# --- one pupil


def test_who_may_open_a_pupil(client: Client, cast: Cast, leerling: Leerling) -> None:
    for wie in [*cast.people, "anoniem"]:
        cast.log_in(client, wie)
        verwacht = 302 if wie == "anoniem" else 200 if wie == "ib_er" else 404
        assert client.get(leerling.get_absolute_url()).status_code == verwacht, wie
    assert client.get(reverse("gka:leerling", kwargs={"pk": uuid.uuid4()})).status_code == 302  # anoniem


def test_consent_opens_the_page_for_the_social_worker_and_sharing_for_the_school(
    client: Client, cast: Cast, leerling: Leerling
) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    cast.log_in(client, "smw_po")
    assert client.get(leerling.get_absolute_url()).status_code == 200
    cast.log_in(client, "zorgcoordinator")
    assert client.get(leerling.get_absolute_url()).status_code == 404

    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)

    pagina = client.get(leerling.get_absolute_url())
    assert pagina.status_code == 200
    # Sees that there is consent, and gets no way to change it.
    assert "Er is toestemming: afspraken delen met de vo-school." in tekst(pagina)
    assert reverse("gka:toestemming", kwargs={"pk": leerling.pk}) not in pagina.content.decode()


def test_another_wish_ends_the_sight_of_the_school_before(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    assert cast.log_in(client, "zorgcoordinator").get(leerling.get_absolute_url()).status_code == 200

    build.wil_naar(cast, leerling, cast.andere_vo_school)

    assert client.get(leerling.get_absolute_url()).status_code == 404
    build.wil_naar(cast, leerling, cast.vo_school)
    assert client.get(leerling.get_absolute_url()).status_code == 200, "the yes was for this school, and still stands"


def test_the_page_says_who_and_what_needs_doing(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, leerling, cast.andere_vo_school, vanaf=date(2026, 2, 1))
    build.wil_naar(cast, leerling, cast.vo_school)

    pagina = tekst(ib_er.get(leerling.get_absolute_url()))

    assert "Geboren op 1 september 2014 · 11 jaar" in pagina
    assert "Basisschool De Regenboom · cohort 2026" in pagina
    assert "Vraag de ouders om toestemming om te bespreken." in pagina
    assert "Er is nog geen toestemming voor bespreken in het knooppuntoverleg: vraag een ouder met gezag." in pagina
    assert "Holz gewenste vo-school Vanaf 1 februari 2026 tot en met 9 maart 2026 · vastgelegd door Test" in pagina
    assert "Compass gewenste vo-school Vanaf 10 maart 2026 · vastgelegd door Test" in pagina


def test_the_title_of_the_page_names_nobody(ib_er: Client, leerling: Leerling) -> None:
    assert "<title>Leerling – Overstap</title>" in ib_er.get(leerling.get_absolute_url()).content.decode()


def test_what_needs_doing_follows_the_answers(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    def te_doen() -> list[str]:
        return zinnen(ib_er, leerling)

    build.zegt(cast, leerling, Doel.BESPREKEN)
    assert te_doen() == ["Vraag de ouders om toestemming om deel te nemen."]
    build.zegt(cast, leerling, Doel.DEELNEMEN)
    assert te_doen() == []
    build.zegt(cast, leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)
    assert te_doen() == []


def test_at_twelve_the_pupil_is_asked_too_and_at_sixteen_alone(
    client: Client, cast: Cast, leerling: Leerling, clock: time_machine.Traveller
) -> None:
    build.met_toestemming(cast, leerling)
    Leerling.objects.update(geboortedatum=date(2014, 6, 1))
    clock.move_to("2026-06-01T09:00:00+02:00")
    cast.log_in(client, "ib_er")
    vraag = "Vraag ook Test zelf (vanaf 12 jaar), voor 1 juli:"
    assert zinnen(client, leerling) == [f"{vraag} bespreken in het knooppuntoverleg en deelnemen aan het traject."]
    build.zegt(cast, leerling, Doel.BESPREKEN, zelf=True)
    assert zinnen(client, leerling) == [f"{vraag} deelnemen aan het traject."]
    build.zegt(cast, leerling, Doel.DEELNEMEN, zelf=True)
    assert zinnen(client, leerling) == []

    Leerling.objects.update(geboortedatum=date(2010, 1, 1))
    assert zinnen(client, leerling) == []  # the own yes of before counts on


def test_opening_a_pupil_is_recorded_once(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    ib_er.get(leerling.get_absolute_url())

    gezien = Gebeurtenis.objects.get(soort="leerling.gezien")
    assert (gezien.leerling_id, gezien.door) == (str(leerling.pk), str(cast.people["ib_er"].pk))


def test_the_page_asks_a_fixed_number_of_questions(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling)
    aantallen = []
    for school in (cast.vo_school, cast.andere_vo_school):
        build.wil_naar(cast, leerling, school)
        build.wil_naar(cast, leerling, school, Keuzesoort.DEFINITIEF)
        for doel in (Doel.VRAGENLIJSTEN, Doel.ONDERZOEK):
            build.zegt(cast, leerling, doel)
            build.zegt(cast, leerling, doel, Toestemmingstand.NEE)
        with CaptureQueriesContext(connection) as vragen:
            ib_er.get(leerling.get_absolute_url())
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1] <= 40


# --- the start page


def test_the_start_page_names_who_to_ask(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Een")
    build.leerling(cast, roepnaam="Twee")
    build.zegt(cast, build.leerling(cast, roepnaam="Drie"), Doel.BESPREKEN, Toestemmingstand.NEE)
    build.leerling(cast, roepnaam="Elders", school=cast.andere_school)

    pagina = ib_er.get(reverse("gka:start"))

    assert "2 leerlingen Vraag toestemming om te bespreken" in tekst(pagina)
    assert f'href="{LIJST}?taak=toestemming-bespreken"' in pagina.content.decode()
    assert "3 leerlingen" in tekst(pagina)
    assert sorted(namen(ib_er, "?taak=toestemming-bespreken")) == ["Een", "Twee"]
    assert sorted(namen(ib_er, "?toestemming=vragen")) == ["Een", "Twee"]


def test_nobody_is_asked_about_a_year_that_is_over(
    client: Client, cast: Cast, leerling: Leerling, clock: time_machine.Traveller
) -> None:
    Cohort.objects.update(fase_vo_vanaf=date(2027, 8, 1))  # or the pupil is out of sight, whatever is asked
    clock.move_to("2027-01-01T09:00:00+01:00")
    cast.log_in(client, "ib_er")

    assert "Vraag toestemming" not in tekst(client.get(reverse("gka:start")))
    assert namen(client, "?taak=toestemming-bespreken") == []
    assert namen(client, "?toestemming=vragen") == []
    assert namen(client) == ["Test"]


def test_the_start_page_says_where_to_begin(ib_er: Client) -> None:
    assert "U hebt nog geen leerlingen. Begin met uw lijst uit ParnasSys of ESIS." in tekst(
        ib_er.get(reverse("gka:start"))
    )


def test_every_role_has_a_start_page(client: Client, cast: Cast) -> None:
    for wie in cast.people:
        cast.log_in(client, wie)
        pagina = client.get(reverse("gka:start"))
        assert pagina.status_code == 200
        assert "dinsdag 10 maart 2026" in tekst(pagina), wie
        if wie == "zonder_rol":
            assert "U hebt nog geen rol in Overstap." in tekst(pagina)
        if wie in ("fg", "beheerder"):
            assert "Voor u is hier nog niets te doen. Zodra" in tekst(pagina)

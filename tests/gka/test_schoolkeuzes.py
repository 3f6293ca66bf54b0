"""The road of a pupil: schools and home, each from a day on, one at a time; and who records what."""

from datetime import date
from itertools import pairwise

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gka.actions import schoolkeuzes
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Gemeente, Leerling, School
from gka.workflow import Doel, Keuzesoort
from overdracht.workflow import Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.pages import tekst

B, D, PO = Keuzesoort.BEOOGD, Keuzesoort.DEFINITIEF, Keuzesoort.BASISSCHOOL
Rij = tuple[str, date, date | None]


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def adres(leerling: Leerling, soort: str = "") -> str:
    return reverse("gka:school", kwargs={"pk": leerling.pk}) + (f"?soort={soort}" if soort else "")


def stuur(
    client: Client, leerling: Leerling, soort: str, school: School, vanaf: str = "2026-03-10", **anders: str
) -> HttpResponse:
    return client.post(adres(leerling, soort), {"school": str(school.pk), "vanaf": vanaf} | anders)


def weg(leerling: Leerling, soort: Keuzesoort) -> list[Rij]:
    rijen = leerling.schoolkeuzes.filter(soort=soort).select_related("school").order_by("van")
    for een, ander in pairwise(rijen):
        assert een.tot is not None and een.tot < ander.van, "periods overlap"
    return [(rij.school.naam, rij.van, rij.tot) for rij in rijen]


# --- one after the other


def test_a_wish_and_another_one(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    stuur(ib_er, leerling, B, cast.andere_vo_school, "2026-02-01")
    stuur(ib_er, leerling, B, cast.vo_school, "2026-03-01")

    assert weg(leerling, B) == [
        ("Holz", date(2026, 2, 1), date(2026, 2, 28)),
        ("Compass", date(2026, 3, 1), None),
    ]


def test_the_wish_stays_beside_the_definite_school(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    stuur(ib_er, leerling, B, cast.vo_school)
    stuur(ib_er, leerling, D, cast.andere_vo_school)

    assert [rij[0] for soort in (B, D) for rij in weg(leerling, soort)] == ["Compass", "Holz"]


def test_an_entry_of_today_is_corrected(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, leerling, cast.andere_vo_school, vanaf=date(2026, 2, 1))
    stuur(ib_er, leerling, B, cast.vo_school, "2026-02-01")  # another school
    assert weg(leerling, B) == [("Compass", date(2026, 2, 1), None)]

    stuur(ib_er, leerling, B, cast.vo_school, "2026-02-20")  # another day
    assert weg(leerling, B) == [("Compass", date(2026, 2, 20), None)]
    assert Gebeurtenis.objects.filter(soort="schoolkeuze.vastgelegd", details__verbeterd=True).count() == 2


def test_taking_back_a_wrong_entry_restores_what_was_before(
    ib_er: Client, cast: Cast, leerling: Leerling, clock: time_machine.Traveller
) -> None:
    build.wil_naar(cast, leerling, cast.vo_school)
    clock.move_to("2026-03-12T10:00:00+01:00")
    cast.log_in(ib_er, "ib_er")

    stuur(ib_er, leerling, B, cast.andere_vo_school, "2026-03-12")
    stuur(ib_er, leerling, B, cast.vo_school, "2026-03-12")

    assert weg(leerling, B) == [("Compass", date(2026, 3, 10), None)]


def test_an_earlier_entry_is_not_rewritten(
    ib_er: Client, cast: Cast, leerling: Leerling, clock: time_machine.Traveller
) -> None:
    build.wil_naar(cast, leerling, cast.vo_school)
    clock.move_to("2026-03-12T10:00:00+01:00")
    cast.log_in(ib_er, "ib_er")

    for dag in ("2026-03-10", "2026-03-09"):
        assert "Compass begon op 10-3-2026. Kies een dag daarna." in tekst(
            stuur(ib_er, leerling, B, cast.andere_vo_school, dag)
        )
    assert "Die dag is niet meer te veranderen." in tekst(stuur(ib_er, leerling, B, cast.vo_school, "2026-03-11"))
    assert stuur(ib_er, leerling, B, cast.vo_school, "2026-03-10").status_code == 302, "no change"
    assert weg(leerling, B) == [("Compass", date(2026, 3, 10), None)]


@pytest.mark.parametrize(
    ("soort", "school", "vanaf", "zin"),
    [
        (B, "vo_school", "2026-03-11", "Deze dag is nog niet geweest."),
        (B, "vo_school", "2024-07-31", "Kies een dag vanaf 1 augustus 2024."),
        (D, "vo_school", "1926-03-10", "Kies een dag vanaf 1 augustus 2024."),
        (B, "vo_school", "", "Vul ‘Vanaf’ in."),
        (B, "school", "2026-03-10", "Kies"),
        (D, "elders_school", "2026-03-10", "Kies"),
        (PO, "vo_school", "2026-03-10", "Kies"),
    ],
)
def test_what_cannot_be_is_refused(
    ib_er: Client, cast: Cast, leerling: Leerling, soort: Keuzesoort, school: str, vanaf: str, zin: str
) -> None:
    antwoord = stuur(ib_er, leerling, soort, getattr(cast, school), vanaf, overdragen="on")

    assert (antwoord.status_code, zin in tekst(antwoord)) == (200, True)
    assert leerling.schoolkeuzes.count() == 1


def test_the_action_refuses_a_school_of_another_kind_or_region(cast: Cast, leerling: Leerling) -> None:
    with pytest.raises(NietToegestaan, match="is geen middelbare school"):
        build.wil_naar(cast, leerling, cast.school)
    with pytest.raises(NietToegestaan, match="hoort niet bij deze regio"):
        build.wil_naar(cast, leerling, School.objects.get(naam="College Elders"))


# --- handing over


def test_a_pupil_is_handed_over_with_a_tick(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    pagina = tekst(ib_er.get(adres(leerling, PO)))
    assert "Uw school ziet de leerling dan niet meer." in pagina
    assert "Zet een vinkje als u de leerling wilt overdragen." in tekst(stuur(ib_er, leerling, PO, cast.andere_school))
    assert ib_er.get(leerling.get_absolute_url()).status_code == 200

    antwoord = stuur(ib_er, leerling, PO, cast.andere_school, overdragen="on")

    assert antwoord.headers["Location"] == reverse("gka:leerlingen")
    assert ib_er.get(leerling.get_absolute_url()).status_code == 404
    assert cast.log_in(ib_er, "buitenstaander_ib_er").get(leerling.get_absolute_url()).status_code == 200


# --- another wish, another school at the table


def test_another_wish_asks_the_school_anew_and_frees_the_familiar_face(ib_er: Client, cast: Cast) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    row.vast_gezicht = cast.aanstelling["smw_vo"]
    row.save(update_fields=["vast_gezicht"])
    build.iedereen_eens(cast, row)
    versie = row.versie

    stuur(ib_er, row.leerling, B, cast.andere_vo_school)

    row.refresh_from_db()
    stand = dict(row.instemmingen.huidig().values_list("partij", "standpunt"))
    assert stand[Partij.VO_SCHOOL] == stand[Partij.SMW_VO] == Standpunt.NIET_GEHOORD
    assert stand[Partij.BASISSCHOOL] == Standpunt.JA
    assert row.vast_gezicht is None and row.versie > versie


def test_whoever_is_in_stays_in_with_another_school(ib_er: Client, cast: Cast) -> None:
    besluit = build.besluit_traject(cast, build.leerling(cast))

    stuur(ib_er, besluit.bespreking.leerling, B, cast.andere_vo_school)

    assert besluit.bespreking.besluiten.huidig().get() == besluit


# --- who


def test_the_first_that_is_missing_is_asked(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    assert "Leg de gewenste vo-school vast" in tekst(ib_er.get(adres(leerling)))
    build.wil_naar(cast, leerling, cast.vo_school)
    assert "Leg de definitieve vo-school vast" in tekst(ib_er.get(adres(leerling)))


def test_the_zorgcoordinator_confirms_the_own_school_only(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    cast.log_in(client, "zorgcoordinator")
    assert stuur(client, leerling, D, cast.vo_school).status_code == 404, "not before delen"
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)

    for soort in (B, PO):
        assert client.get(adres(leerling, soort)).status_code == 403
        assert stuur(client, leerling, soort, cast.vo_school, overdragen="on").status_code == 403
    assert client.get(reverse("gka:woonplaats", kwargs={"pk": leerling.pk})).status_code == 403
    assert "Kies" in tekst(stuur(client, leerling, D, cast.andere_vo_school))
    assert weg(leerling, D) == []
    assert stuur(client, leerling, D, cast.vo_school).status_code == 302
    assert [rij[0] for rij in weg(leerling, D)] == ["Compass"]


def test_the_zorgcoordinator_does_not_take_over_an_admission(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    cast.log_in(client, "zorgcoordinator")
    assert client.get(adres(leerling)).status_code == 200
    build.wil_naar(cast, leerling, cast.andere_vo_school, D)

    assert client.get(adres(leerling)).status_code == 404
    assert stuur(client, leerling, D, cast.vo_school).status_code == 404
    assert [rij[0] for rij in weg(leerling, D)] == ["Holz"]


def test_others_read_the_road_and_do_not_build_it(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.traject(cast, leerling)
    for wie in ("smw_po", "smw_vo", "teamleider"):
        cast.log_in(client, wie)
        pagina = client.get(leerling.get_absolute_url())
        assert "Compass gewenste vo-school" in tekst(pagina), wie
        assert adres(leerling) not in pagina.content.decode(), wie
        assert client.get(adres(leerling)).status_code == stuur(client, leerling, D, cast.vo_school).status_code == 403


# --- home


def woont(client: Client, leerling: Leerling, naam: str, vanaf: str) -> HttpResponse:
    gemeente = str(Gemeente.objects.get(naam=naam).pk)
    return client.post(reverse("gka:woonplaats", kwargs={"pk": leerling.pk}), {"gemeente": gemeente, "vanaf": vanaf})


def thuis(leerling: Leerling) -> list[Rij]:
    return [(str(rij), rij.van, rij.tot) for rij in leerling.woonplaatsen.order_by("van")]


def test_home_follows_home(ib_er: Client, leerling: Leerling) -> None:
    woont(ib_er, leerling, "Kerkrade", "2026-01-01")
    woont(ib_er, leerling, "Heerlen", "2026-01-01")  # a correction
    woont(ib_er, leerling, "Heerlen", "2026-02-01")  # no change
    woont(ib_er, leerling, "Brunssum", "2026-03-01")

    assert thuis(leerling) == [
        ("Heerlen", date(2026, 1, 1), date(2026, 2, 28)),
        ("Brunssum", date(2026, 3, 1), None),
    ]
    assert "Woont in Brunssum" in tekst(ib_er.get(leerling.get_absolute_url()))


def test_a_home_that_cannot_be_is_refused(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    woont(ib_er, leerling, "Kerkrade", "2026-02-01")

    assert "Deze dag is nog niet geweest." in tekst(woont(ib_er, leerling, "Heerlen", "2026-03-11"))
    assert "Kerkrade begon op 1-2-2026." in tekst(woont(ib_er, leerling, "Heerlen", "2026-01-31"))
    assert "Kies" in tekst(woont(ib_er, leerling, "Verzonnenstad", "2026-03-01"))
    with pytest.raises(NietToegestaan, match="hoort niet bij deze regio"):
        schoolkeuzes.woonplaats_vastleggen(
            leerling=leerling,
            gemeente=Gemeente.objects.get(naam="Verzonnenstad"),
            door=cast["ib_er"],
            op=timezone.now(),
            dag=timezone.localdate(),
        )
    assert thuis(leerling) == [("Kerkrade", date(2026, 2, 1), None)]


# --- the road on the page


def test_the_road_reads_from_primary_school_to_what_is_still_to_come(
    ib_er: Client, cast: Cast, leerling: Leerling
) -> None:
    build.wil_naar(cast, leerling, cast.vo_school, vanaf=date(2026, 1, 15))
    build.advies(cast, leerling, datum=date(2026, 1, 20))
    cast.cohort.stappen.filter(code="toelating").update(naam="Toegelaten (hernoemd)", datum=date(2026, 5, 20))

    pagina = tekst(ib_er.get(leerling.get_absolute_url()))

    weg_tekst = pagina[pagina.index("Van basisschool naar vo") :]
    volgorde = ["Compass gewenste vo-school", "Vmbo kader voorlopig advies", "Basisschool De Regenboom basisschool"]
    volgorde += ["Definitief advies uitgewisseld komt nog 7 april 2026", "Toegelaten (hernoemd) komt nog 20 mei 2026"]
    assert [weg_tekst.index(deel) for deel in volgorde] == sorted(weg_tekst.index(deel) for deel in volgorde)
    assert "Voorlopig advies gegeven" not in pagina, "a step that is over"

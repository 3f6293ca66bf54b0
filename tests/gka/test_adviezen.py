"""Advices: three kinds beside each other, corrected without losing what was, and never below the provisional one."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gka.exceptions import NietToegestaan
from gka.models import Advies, Cohortdeelname, Gebeurtenis, Leerling
from gka.workflow import NIVEAUS, Adviessoort, Advieswaarde, is_lager
from tests import build
from tests.cast import Cast
from tests.pages import tekst

V, T, D = Adviessoort.VOORLOPIG, Adviessoort.TOETS, Adviessoort.DEFINITIEF
W = Advieswaarde
VANDAAG = date(2026, 3, 10)


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def adres(leerling: Leerling) -> str:
    return reverse("gka:advies", kwargs={"pk": leerling.pk})


def stuur(client: Client, leerling: Leerling, soort: str, waarde: str, **anders: Any) -> HttpResponse:
    return client.post(adres(leerling), {"soort": soort, "waarde": waarde, "datum": "2026-03-10"} | anders)


def huidig(leerling: Leerling) -> dict[str, str]:
    rijen = list(leerling.adviezen.huidig().values_list("soort", "waarde"))
    assert len(dict(rijen)) == len(rijen), "two advices of one kind"
    return dict(rijen)


# --- the rule


@pytest.mark.parametrize(
    ("waarde", "dan", "lager"),
    [
        (W.KB, W.KB, False),
        (W.BB, W.KB, True),
        (W.KB_GT, W.KB, False),
        (W.KB, W.KB_GT, True),  # the highest level goes down
        (W.GT, W.KB_GT, False),
        (W.GT_HAVO, W.HAVO, True),  # the lowest level goes down
        (W.HAVO, W.GT_HAVO, False),
        (W.KB_LWOO, W.KB, False),  # lwoo is no level
        (W.KB, W.KB_LWOO, False),
        (W.PRO, W.BB_LWOO, True),
        (W.VSO, W.VWO, False),  # no place on the scale
        (W.BB, W.GEEN, False),
        (W.GEEN, W.VWO, False),
    ],
)
def test_lower(waarde: W, dan: W, lager: bool) -> None:
    assert is_lager(waarde, dan) is lager


def test_of_two_different_levels_at_least_one_is_lower() -> None:
    for een, ander in ((een, ander) for een in NIVEAUS for ander in NIVEAUS if NIVEAUS[een] != NIVEAUS[ander]):
        assert is_lager(een, ander) or is_lager(ander, een)
        assert not (is_lager(een, ander) and is_lager(ander, een)), "no value is wider than two levels"


# --- through the page


def test_the_three_kinds_stand_beside_each_other(ib_er: Client, leerling: Leerling) -> None:
    for soort, waarde in ((V, W.KB), (T, W.KB_GT), (D, W.KB_GT)):
        assert stuur(ib_er, leerling, soort, waarde).status_code == 302

    assert huidig(leerling) == {V: W.KB, T: W.KB_GT, D: W.KB_GT}
    pagina = tekst(ib_er.get(leerling.get_absolute_url()))
    assert "Voorlopig advies vmbo kader 10 maart 2026" in pagina
    assert "Definitief advies vmbo kader/gl-tl 10 maart 2026" in pagina


def test_a_correction_keeps_what_it_replaces(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    stuur(ib_er, leerling, V, W.HAVO)
    stuur(ib_er, leerling, V, W.KB, datum="2026-01-20")

    assert huidig(leerling) == {V: W.KB}
    pagina = tekst(ib_er.get(adres(leerling)))
    assert "Vmbo kader voorlopig advies 20 januari 2026 · vastgelegd door Test IB-er" in pagina
    assert "Havo voorlopig advies 10 maart 2026 · vastgelegd door Test IB-er Verbeterd op 10 maart 2026." in pagina
    eerste, tweede = Gebeurtenis.objects.filter(soort="advies.vastgelegd").order_by("moment")
    assert (eerste.details, tweede.details["verbeterd"]) == ({"advies": "voorlopig", "verbeterd": False}, True)


def test_the_same_advice_again_is_no_new_row(ib_er: Client, leerling: Leerling) -> None:
    for _ in range(2):
        assert stuur(ib_er, leerling, V, W.KB).status_code == 302

    assert leerling.adviezen.count() == 1


@pytest.mark.parametrize(
    ("soort", "waarde", "anders", "zin"),
    [
        (D, W.BB_KB, {}, "Een advies gaat nooit omlaag. Het voorlopige advies is vmbo kader: kies dat, of hoger."),
        (D, W.KB, {"datum": "2026-01-19"}, "Het definitieve advies komt na het voorlopige advies."),
        (D, W.KB, {"datum": "2026-03-11"}, "Deze dag is nog niet geweest."),
        (V, W.KB, {"datum": "2025-07-31"}, "Het advies is van groep 8. Vul een dag in vanaf 1 augustus 2025."),
        (D, "MAVO", {}, "Kies"),
        ("gokje", W.KB, {}, "Kies"),
        (D, "", {}, "Kies het advies."),
        (D, W.KB, {"datum": ""}, "Vul ‘Gegeven op’ in."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    ib_er: Client, cast: Cast, leerling: Leerling, soort: str, waarde: str, anders: dict[str, str], zin: str
) -> None:
    build.advies(cast, leerling, V, W.KB, datum=date(2026, 1, 20))

    antwoord = stuur(ib_er, leerling, soort, waarde, **anders)

    assert antwoord.status_code == 200
    assert zin in tekst(antwoord)
    assert "<title>Fout: " in antwoord.content.decode()
    assert huidig(leerling) == {V: W.KB}
    assert antwoord.context["form"]["waarde"].value() == waarde


@pytest.mark.parametrize("dag", ["2025-08-01", "2026-03-10"])
def test_the_first_day_of_group_8_and_today_are_fine(ib_er: Client, leerling: Leerling, dag: str) -> None:
    assert stuur(ib_er, leerling, V, W.KB, datum=dag).status_code == 302

    assert str(leerling.adviezen.get().datum) == dag


def test_a_provisional_advice_is_not_corrected_past_the_definite_one(cast: Cast, leerling: Leerling) -> None:
    build.advies(cast, leerling, V, W.KB, datum=date(2026, 1, 20))
    build.advies(cast, leerling, D, W.KB, datum=date(2026, 3, 1))

    with pytest.raises(NietToegestaan, match="Verbeter eerst het definitieve advies"):
        build.advies(cast, leerling, V, W.GT, datum=date(2026, 1, 20))
    with pytest.raises(NietToegestaan, match="komt na het voorlopige advies"):
        build.advies(cast, leerling, V, W.KB, datum=date(2026, 3, 2))
    build.advies(cast, leerling, V, W.BB, datum=date(2026, 1, 20))
    assert huidig(leerling) == {V: W.BB, D: W.KB}


def test_a_definite_advice_below_the_test_asks_whether_the_school_said_why(
    ib_er: Client, cast: Cast, leerling: Leerling
) -> None:
    build.advies(cast, leerling, V, W.KB)
    build.advies(cast, leerling, T, W.GT_HAVO)
    assert "De school heeft dit gemotiveerd" not in tekst(ib_er.get(adres(leerling)))

    antwoord = stuur(ib_er, leerling, D, W.KB_GT)
    assert "Het definitieve advies is lager dan het toetsadvies." in tekst(antwoord)
    assert "De school heeft dit gemotiveerd" in tekst(antwoord)
    assert huidig(leerling) == {V: W.KB, T: W.GT_HAVO}

    assert stuur(ib_er, leerling, D, W.KB_GT, gemotiveerd="on").status_code == 302
    assert huidig(leerling)[D] == W.KB_GT


def test_motivation_never_excuses_a_lower_advice(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.advies(cast, leerling, V, W.KB)

    assert "nooit omlaag" in tekst(stuur(ib_er, leerling, D, W.BB, gemotiveerd="on"))


def test_a_pupil_in_no_year_of_the_project_has_no_advice(cast: Cast, leerling: Leerling) -> None:
    Cohortdeelname.objects.filter(leerling=leerling).delete()

    with pytest.raises(NietToegestaan, match="geen jaar van het project"):
        build.advies(cast, leerling)


def test_the_kind_is_chosen_beforehand_only_without_doubt(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    def gekozen(query: str = "") -> str:
        return str(ib_er.get(adres(leerling) + query).context["form"]["soort"].value())

    assert gekozen() == V
    build.advies(cast, leerling, V)
    assert gekozen() == ""
    assert gekozen("?soort=toets") == T
    build.advies(cast, leerling, T)
    assert gekozen() == D
    build.advies(cast, leerling, D)
    assert gekozen() == ""


# --- who


def test_only_the_ib_er_of_the_school_records_and_others_read(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.traject(cast, leerling)
    build.zegt(cast, leerling, build.Doel.DELEN, school=cast.vo_school)
    build.advies(cast, leerling)
    for wie in ("smw_po", "smw_vo", "zorgcoordinator", "teamleider"):
        cast.log_in(client, wie)
        pagina = client.get(leerling.get_absolute_url())
        assert "vmbo kader" in tekst(pagina), wie
        assert adres(leerling) not in pagina.content.decode(), wie
        assert client.get(adres(leerling)).status_code == stuur(client, leerling, D, W.VWO).status_code == 403, wie
    cast.log_in(client, "buitenstaander_ib_er")
    assert client.get(adres(leerling)).status_code == stuur(client, leerling, D, W.VWO).status_code == 404
    assert huidig(leerling) == {V: W.KB}


def test_the_board_shows_the_corrected_advice(ib_er: Client, cast: Cast) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    build.advies(cast, row.leerling, V, W.HAVO)
    build.advies(cast, row.leerling, V, W.GT, datum=date(2026, 1, 20))  # an earlier day than what it replaces
    assert "Advies vmbo gl-tl (mavo)" in tekst(ib_er.get(row.get_absolute_url()))

    build.advies(cast, row.leerling, T, W.VWO)
    build.advies(cast, row.leerling, D, W.HAVO, gemotiveerd=True)
    assert "Advies havo" in tekst(ib_er.get(row.get_absolute_url()))


# --- straight at the database


def test_the_database_keeps_every_row(cast: Cast, leerling: Leerling) -> None:
    rij = build.advies(cast, leerling)

    for daad in (
        lambda: Advies.objects.update(waarde=W.VWO),
        lambda: Advies.objects.filter(pk=rij.pk)._raw_delete("default"),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            daad()
    assert Advies.objects.get(pk=rij.pk).waarde == W.KB


@pytest.mark.parametrize("minstens", sorted(set(NIVEAUS.values())))
def test_the_database_refuses_exactly_what_is_lower(cast: Cast, leerling: Leerling, minstens: tuple[int, int]) -> None:
    van_minstens = next(waarde for waarde, niveaus in NIVEAUS.items() if niveaus == minstens)
    for waarde in Advieswaarde:
        rij = Advies(
            leerling=leerling,
            soort=D,
            waarde=waarde,
            datum=VANDAAG,
            minstens_laag=minstens[0],
            minstens_hoog=minstens[1],
            vastgelegd_door=cast["ib_er"],
            vastgelegd_op="2026-03-10T10:00:00Z",
        )
        geweigerd = False
        try:
            with transaction.atomic():
                rij.save(force_insert=True)
                transaction.set_rollback(True)
        except IntegrityError:
            geweigerd = True
        assert geweigerd is is_lager(waarde, van_minstens), (waarde, van_minstens)


def test_the_action_stores_what_the_database_holds_the_advice_to(cast: Cast, leerling: Leerling) -> None:
    build.advies(cast, leerling, V, W.KB_GT)

    rij = build.advies(cast, leerling, D, W.GT)
    assert (rij.minstens_laag, rij.minstens_hoog) == NIVEAUS[W.KB_GT]
    assert build.advies(cast, leerling, D, W.VSO).minstens_laag is None

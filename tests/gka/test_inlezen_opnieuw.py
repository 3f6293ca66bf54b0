"""A pupil of an earlier year who is in group 8 once more takes part again, when a person says so."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from gka.actions import leerlingen, regio
from gka.exceptions import NietToegestaan
from gka.models import Cohort, Gebeurtenis, Leerling
from tests import build
from tests.cast import Cast
from tests.inlezen import bevestig, kies
from tests.pages import tekst
from tests.tabellen import KOP, csv_bestand

RIJ = ["7", "Bo", "", "Proef", "1-2-2013", "8"]
SOORT = "leerling.aan_jaar_toegevoegd"


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


@pytest.fixture
def vorig(cast: Cast) -> Cohort:
    return regio.cohort_openen(regio=cast.regio, jaar=2025, plaatsen={})


@pytest.fixture
def blijver(cast: Cast, vorig: Cohort) -> Leerling:
    (bo,) = leerlingen.toevoegen(
        nieuw=[leerlingen.Nieuw("Bo", "", "Proef", date(2013, 2, 1), "7")],
        school=cast.school,
        cohort=vorig,
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    return bo


def lees(client: Client, *rijen: list[str]) -> object:
    return kies(client, csv_bestand([KOP, *rijen]), "lijst.csv")


def jaren(leerling: Leerling) -> list[int]:
    return sorted(leerling.cohortdeelnames.values_list("cohort__jaar", flat=True))


def test_who_is_in_group_8_again_takes_part_again(ib_er: Client, blijver: Leerling) -> None:
    preview = lees(ib_er, RIJ, ["8", "Isa", "", "Nep", "2-3-2014", "8"])
    assert "Doet dit jaar opnieuw mee" in tekst(preview) and "2 leerlingen toevoegen" in tekst(preview)

    klaar = bevestig(ib_er, preview)

    assert "1 leerling toegevoegd. 1 leerling doet opnieuw mee." in tekst(klaar)
    assert jaren(blijver) == [2025, 2026] and Leerling.objects.count() == 2
    assert Gebeurtenis.objects.get(soort=SOORT).leerling_id == str(blijver.pk)
    assert "Doet dit jaar opnieuw mee" not in tekst(lees(ib_er, RIJ))


def test_without_a_tick_nothing_changes(ib_er: Client, blijver: Leerling) -> None:
    fout = bevestig(ib_er, lees(ib_er, RIJ), opnieuw_2=None)

    assert "Zet een vinkje bij ten minste één leerling." in tekst(fout)
    assert jaren(blijver) == [2025]


def test_who_is_in_this_year_already_is_not_asked(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Bo", achternaam="Proef", geboortedatum=date(2013, 2, 1), nummer="7")

    assert "opnieuw mee" not in tekst(lees(ib_er, RIJ))


def test_the_action_does_it_once_and_only_at_the_own_school(cast: Cast, blijver: Leerling) -> None:
    wie = {"door": cast["ib_er"], "op": timezone.now()}
    elders = build.leerling(cast, roepnaam="Lou", school=cast.andere_school)

    gedaan = [leerlingen.aan_jaar_toevoegen(leerling=blijver, cohort=cast.cohort, **wie) for _ in range(2)]
    with pytest.raises(NietToegestaan, match="andere regio"):
        leerlingen.aan_jaar_toevoegen(leerling=blijver, cohort=cast.elders_cohort, **wie)
    with pytest.raises(NietToegestaan, match="niet meer van uw school"):
        leerlingen.aan_jaar_toevoegen(leerling=elders, cohort=cast.cohort, **wie)

    assert gedaan == [True, False] and Gebeurtenis.objects.filter(soort=SOORT).count() == 1

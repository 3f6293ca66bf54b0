"""Counting school days, and days outside the holidays."""

from datetime import date, timedelta

import pytest

from gka.models import Vakantie
from gka.schooldagen import Schooldagen
from tests.cast import Cast

VRIJ = Schooldagen(((date(2026, 10, 17), date(2026, 10, 25)),))


@pytest.mark.parametrize(
    ("dag", "laatste"),
    [
        (date(2026, 10, 16), date(2026, 10, 16)),
        (date(2026, 10, 25), date(2026, 10, 16)),
        (date(2026, 10, 26), date(2026, 10, 26)),
        (date(2026, 10, 31), date(2026, 10, 30)),
    ],
)
def test_de_laatste_schooldag_tot_een_dag(dag: date, laatste: date) -> None:
    assert VRIJ.tot(dag) == laatste


@pytest.mark.parametrize(
    ("dag", "aantal", "begin"),
    [
        (date(2026, 10, 16), 5, date(2026, 10, 11)),
        (date(2026, 10, 27), 2, date(2026, 10, 25)),
        (date(2026, 10, 27), 3, date(2026, 10, 15)),  # the nine days of the holiday do not count
        (date(2026, 10, 20), 1, date(2026, 10, 15)),
        (date(2026, 10, 20), 0, date(2026, 10, 20)),
    ],
)
def test_dagen_terug_buiten_de_vakanties(dag: date, aantal: int, begin: date) -> None:
    assert VRIJ.terug(dag, aantal) == begin
    geteld = sum(not VRIJ.is_vakantie(begin + n * timedelta(days=1)) for n in range(1, (dag - begin).days + 1))
    assert geteld == aantal


def test_opgehaalde_vakanties_zijn_dezelfde(cast: Cast) -> None:
    Vakantie.objects.create(regio=cast.regio, naam="Herfst", van="2026-10-17", tot="2026-10-25")
    assert Schooldagen.uit(cast.regio.vakanties.all()) == Schooldagen.van(cast.regio.pk) == VRIJ

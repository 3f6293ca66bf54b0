"""The rules about silence and faces, on facts alone; without a database."""

from datetime import date, timedelta
from typing import Any

import pytest

from begeleiding.signalen import Feiten, Grenzen, Signaal, meldingen
from gka.models import Regio
from gka.schooldagen import Schooldagen

ZOMER = (date(2026, 7, 11), date(2026, 8, 23))
MEI = (date(2026, 4, 25), date(2026, 5, 3))
DAG = timedelta(days=1)
VAST, EERSTE, WARM, STIL = Signaal.VAST_GEZICHT, Signaal.EERSTE_CONTACT, Signaal.WARME_START, Signaal.STIL


def signalen(
    dag: date, *, vrij: tuple[tuple[date, date], ...] = (MEI, ZOMER), regio: Regio | None = None, **feiten: Any
):
    """What is signalled on this day about a pupil who was spoken to a lot, unless the facts say otherwise."""
    gewoon: dict[str, Any] = {"regio": 1, "begin": date(2026, 1, 12), "vo_vanaf": date(2026, 8, 1)}
    gewoon |= {"gesproken": dag, "eerste": date(2026, 1, 14), "eerste_vo": date(2026, 8, 25), "direct": 9, "meeste": 9}
    grenzen = Grenzen.op(regio or Regio(), Schooldagen(vrij), dag)
    return [melding.signaal for melding in meldingen(Feiten(**gewoon | feiten), grenzen)]


# --- 21 days


@pytest.mark.parametrize(("na", "stil"), [(20, False), (21, True), (22, True)])
def test_stil_na_21_dagen(na: int, stil: bool) -> None:
    gesproken = date(2026, 3, 2)
    assert (STIL in signalen(gesproken + na * DAG, gesproken=gesproken)) is stil


@pytest.mark.parametrize(("dag", "stil"), [(date(2026, 5, 12), False), (date(2026, 5, 13), True)])
def test_dagen_in_een_vakantie_tellen_niet(dag: date, stil: bool) -> None:
    """Spoken on 13 April: 21 days are over on 4 May, but nine of them were holiday."""
    assert (STIL in signalen(dag, gesproken=date(2026, 4, 13))) is stil
    assert STIL in signalen(date(2026, 5, 4), gesproken=date(2026, 4, 13), vrij=())


def test_niemand_wordt_stil_van_een_zomer_maar_wie_het_was_blijft_het() -> None:
    laatste_week, lang_terug = date(2026, 7, 8), date(2026, 6, 10)
    eerste_dag = date(2026, 8, 24)
    assert STIL not in signalen(eerste_dag, gesproken=laatste_week)
    assert STIL in signalen(eerste_dag, gesproken=lang_terug)
    for dag in (ZOMER[0], ZOMER[0] + 20 * DAG, ZOMER[1]):
        assert STIL in signalen(dag, gesproken=lang_terug)
        assert STIL not in signalen(dag, gesproken=laatste_week)
    # 2 days before the holiday, 19 after it.
    assert STIL not in signalen(date(2026, 9, 10), gesproken=laatste_week)
    assert STIL in signalen(date(2026, 9, 11), gesproken=laatste_week)


def test_wie_nooit_gesproken_is_telt_vanaf_het_besluit() -> None:
    feiten = {"begin": date(2026, 3, 2), "gesproken": None}
    assert STIL not in signalen(date(2026, 3, 22), **feiten)
    assert STIL in signalen(date(2026, 3, 23), **feiten)


# --- after the decision


@pytest.mark.parametrize(("na", "laat"), [(13, False), (14, True)])
def test_eerste_contact_na_het_besluit(na: int, laat: bool) -> None:
    vanaf = date(2026, 3, 2)
    assert (EERSTE in signalen(vanaf + na * DAG, begin=vanaf, eerste=None)) is laat
    assert EERSTE not in signalen(vanaf + na * DAG, begin=vanaf, eerste=vanaf)


# --- the warm start


@pytest.mark.parametrize(
    ("dag", "verwacht"),
    [
        (date(2026, 8, 23), []),  # the phase began, school did not
        (date(2026, 8, 24), [(WARM, False)]),
        (date(2026, 9, 11), [(WARM, False)]),  # the fifteenth school day
        (date(2026, 9, 14), [(WARM, True)]),  # on the Monday after it
    ],
)
def test_eerste_contact_in_de_brugklas_binnen_15_schooldagen(dag: date, verwacht: list[Any]) -> None:
    grenzen = Grenzen.op(Regio(), Schooldagen((ZOMER,)), dag)
    feiten = Feiten(1, date(2026, 1, 12), date(2026, 8, 1), dag, date(2026, 1, 14), None, 9, 9)
    assert [(melding.signaal, melding.laat) for melding in meldingen(feiten, grenzen)] == verwacht


def test_wie_later_begint_heeft_ook_15_schooldagen() -> None:
    feiten = {"begin": date(2026, 10, 1), "eerste": date(2026, 10, 2), "eerste_vo": None}
    grenzen = Grenzen.op(Regio(), Schooldagen(()), date(2026, 10, 21))
    assert grenzen.warme_start(date(2026, 10, 1)) == (date(2026, 10, 1), date(2026, 10, 21))
    assert WARM in signalen(date(2026, 10, 21), **feiten)
    assert WARM not in signalen(date(2026, 10, 21), **feiten | {"eerste_vo": date(2026, 10, 2)})


# --- the familiar face


@pytest.mark.parametrize(
    ("direct", "meeste", "wisselt"), [(0, 0, False), (2, 1, False), (3, 2, True), (5, 4, False), (10, 7, True)]
)
def test_een_vast_gezicht_doet_vier_van_de_vijf(direct: int, meeste: int, wisselt: bool) -> None:
    assert (VAST in signalen(date(2026, 3, 10), direct=direct, meeste=meeste)) is wisselt


def test_wat_lang_is_zegt_de_regio() -> None:
    streng = Regio(stil_na=7, vast_gezicht_vanaf=90)
    feiten = {"gesproken": date(2026, 3, 3), "direct": 5, "meeste": 4}
    assert signalen(date(2026, 3, 10), **feiten) == []
    assert signalen(date(2026, 3, 10), regio=streng, **feiten) == [STIL, VAST]

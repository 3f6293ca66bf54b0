"""Goals, notes and summers of the small demo: they are there, they are invented, and a broken row is named."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from begeleiding.models import (
    Aanmelding,
    Aantekening,
    Aanwezigheidslijst,
    Contact,
    Doel,
    Doelscore,
    Zomeractiviteit,
    Zomerdag,
    Zomerdeelname,
)
from demo.goals import AANTEKENINGEN, TEKSTEN
from demo.invariants_zomer import doelen_en_scores_kloppen, zomer_klopt
from demo.making import Gemaakt
from tests.demo.conftest import Maker

pytestmark = pytest.mark.django_db

OP = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def gemaakt(demodata: Maker) -> Iterator[Gemaakt]:
    with demodata(op=OP, leerlingen=72, aantal_contacten=600) as made:
        yield made


def test_goals_have_scores_and_every_text_is_invented() -> None:
    assert {doel.tekst for doel in Doel.objects.all()} <= set(TEKSTEN)
    assert {rij.tekst for rij in Aantekening.objects.all()} <= set(AANTEKENINGEN)
    assert set(Doelscore.objects.values_list("moment", flat=True)) == {"begin", "tussen", "eind"}
    assert Aantekening.objects.exists() and Aanmelding.objects.filter(wachtte=True).exists()


def test_lists_become_the_contacts_that_were_asked_for(gemaakt: Gemaakt) -> None:
    assert Contact.objects.geldig().count() == gemaakt.contacten == 600
    assert Aanwezigheidslijst.objects.filter(contact__soort__code="groep").exists()
    assert Zomerdeelname.objects.deelnemers().count() > 5


def test_there_is_a_past_and_a_coming_summer_with_somebody_who_waits() -> None:
    dag = timezone.localdate(OP)
    komt = list(Zomeractiviteit.objects.filter(tot__gt=dag).order_by("naam"))
    assert komt and Zomeractiviteit.objects.filter(tot__lt=dag).exists()
    assert any(stand.wachten for stand in Aanmelding.objects.bezetting(komt, op=dag).values())


def _breek_lijst() -> object:
    lijst = Aanwezigheidslijst.objects.filter(contact__isnull=False).order_by("pk")[0]
    Aanwezigheidslijst.objects.filter(pk=lijst.pk).update(overige=F("overige") + 1)
    return lijst.pk


def _breek_dag() -> object:
    deel = Zomerdeelname.objects.order_by("pk")[0]
    Zomerdag.objects.filter(pk=deel.dag_id).update(dag=OP.date() + timedelta(days=3))
    return deel.pk


def _breek_doel() -> object:
    doel = Doel.objects.order_by("pk")[0]
    Doel.objects.filter(pk=doel.pk).update(gemaakt_op=OP + timedelta(days=1))
    return doel.pk


@pytest.mark.parametrize(
    ("breek", "check"),
    [(_breek_lijst, zomer_klopt), (_breek_dag, zomer_klopt), (_breek_doel, doelen_en_scores_kloppen)],
)
def test_checker_names_a_broken_row(
    breek: Callable[[], object], check: Callable[[datetime], Iterator[str]], rol_terug: None
) -> None:
    assert list(check(OP)) == []
    key = str(breek())

    assert any(key in fout for fout in check(OP))

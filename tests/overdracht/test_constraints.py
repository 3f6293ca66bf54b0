"""What must always hold is held by the database: broken here on purpose, past every action."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from gka.models import Keuze, Leerling
from overdracht.models import Afspraak, Besluit, Bespreking, Deelnemer, Instemming, Overleg, Statuswissel
from tests import build
from tests.cast import Cast


@pytest.fixture
def bespreking(cast: Cast, leerling: Leerling) -> Bespreking:
    row = build.besluit_traject(cast, leerling).bespreking
    row.refresh_from_db()
    return row


def breekt(doe: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            doe()
    except DatabaseError:
        return True
    return False


def besluit(row: Bespreking, cast: Cast, **anders: Any) -> Besluit:
    gegevens = {
        "bespreking": row,
        "keus": "traject",
        "uitkomst": "opgenomen",
        "toelichting": "Opgenomen.",
        "vastgelegd_door": cast["ib_er"],
        "vastgelegd_op": timezone.now(),
    }
    return Besluit.objects.create(**gegevens | anders)


def instemming(row: Bespreking, cast: Cast, **anders: Any) -> Instemming:
    gegevens = {
        "bespreking": row,
        "partij": "leerling",
        "standpunt": "ja",
        "wijze": "gesprek",
        "vastgelegd_door": cast["ib_er"],
        "vastgelegd_op": timezone.now(),
        "vervangt": row.instemmingen.huidig().get(partij="leerling"),
    }
    return Instemming.objects.create(**gegevens | anders)


def test_two_current_decisions_are_impossible(cast: Cast, bespreking: Bespreking) -> None:
    eerste = bespreking.besluiten.get()

    assert breekt(lambda: besluit(bespreking, cast))
    assert not breekt(lambda: besluit(bespreking, cast, vervangt=eerste))
    assert breekt(lambda: besluit(bespreking, cast, vervangt=eerste)), "one successor each"
    assert Besluit.objects.huidig().count() == 1


def test_two_current_stances_of_one_party_are_impossible(cast: Cast, bespreking: Bespreking) -> None:
    vorige = bespreking.instemmingen.huidig().get(partij="leerling")
    ouder = bespreking.leerling.ouders.get()

    assert breekt(lambda: instemming(bespreking, cast, vervangt=None))
    assert breekt(lambda: instemming(bespreking, cast, partij="ouder", ouder=ouder, vervangt=None))
    assert not breekt(lambda: instemming(bespreking, cast, vervangt=vorige))
    assert breekt(lambda: instemming(bespreking, cast, vervangt=vorige))


@pytest.mark.parametrize("anders", [
    {"partij": "buurman"},
    {"standpunt": "misschien"},
    {"wijze": ""},
    {"reden": "Waarom ja?"},
    {"wijze": "duif"},
    {"standpunt": "niet_gehoord"},  # with a way in which it was given
    {"standpunt": "niet_beschikbaar", "wijze": ""},
    {"partij": "ouder"},
])  # fmt: skip
def test_a_stance_that_makes_no_sense_is_impossible(cast: Cast, bespreking: Bespreking, anders: dict[str, Any]) -> None:
    assert breekt(lambda: instemming(bespreking, cast, **anders))


def test_a_third_reason_has_no_place_and_a_second_needs_another_first(cast: Cast, bespreking: Bespreking) -> None:
    een, twee = Keuze.objects.filter(lijst__regio=cast.regio, lijst__code="domein")[:2]
    rows = Bespreking.objects.filter(pk=bespreking.pk)

    assert not hasattr(bespreking, "reden_3")
    assert breekt(lambda: rows.update(reden_1=None, reden_2=een))
    assert breekt(lambda: rows.update(reden_1=een, reden_2=een))
    assert not breekt(lambda: rows.update(reden_1=een, reden_2=twee))


def test_a_pupil_is_on_a_list_once(bespreking: Bespreking) -> None:
    assert breekt(lambda: Bespreking.objects.create(overleg=bespreking.overleg, leerling=bespreking.leerling))


@pytest.mark.parametrize("anders", [{"keus": "loten"}, {"uitkomst": "misschien"}])
def test_decisions_hold_known_words_only(cast: Cast, bespreking: Bespreking, anders: dict[str, str]) -> None:
    assert breekt(lambda: besluit(bespreking, cast, vervangt=bespreking.besluiten.get(), **anders))
    assert breekt(lambda: Bespreking.objects.filter(pk=bespreking.pk).update(status="weg"))


def test_the_table_has_chairs_for_people_or_functions(cast: Cast, bespreking: Bespreking) -> None:
    overleg, stoel = bespreking.overleg, cast.aanstelling["buitenstaander_smw_vo"]

    assert breekt(lambda: Deelnemer.objects.create(overleg=overleg))
    assert breekt(lambda: Deelnemer.objects.create(overleg=overleg, aanstelling=stoel, functie="jeugdarts"))
    assert breekt(lambda: Deelnemer.objects.create(overleg=overleg, functie="buurman"))
    assert breekt(lambda: Deelnemer.objects.create(overleg=overleg, aanstelling=cast.aanstelling["smw_po"]))
    assert not breekt(lambda: Deelnemer.objects.create(overleg=overleg, functie="jeugdarts"))
    assert breekt(lambda: Deelnemer.objects.create(overleg=overleg, functie="jeugdarts"))


def test_an_overleg_has_a_place_and_an_agreement_its_words(bespreking: Bespreking) -> None:
    assert breekt(lambda: Overleg.objects.filter(pk=bespreking.overleg_id).update(plaats=""))
    for anders in ({"wat": ""}, {"wie": "buurman"}):
        gegevens = {"bespreking": bespreking, "wat": "Bellen", "wie": "basisschool", "voor": "2026-04-01"}
        assert breekt(lambda anders=anders, gegevens=gegevens: Afspraak.objects.create(**gegevens | anders))


def test_a_status_step_changes_something(cast: Cast, bespreking: Bespreking) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Statuswissel.objects.create(
            bespreking=bespreking, van="wacht", naar="wacht", door=cast["ib_er"], op=timezone.now()
        )


@pytest.mark.parametrize("model", [Instemming, Besluit, Statuswissel])
def test_history_is_append_only(bespreking: Bespreking, model: Any) -> None:
    rows = model.objects.filter(bespreking=bespreking)
    veld = {Instemming: "standpunt", Besluit: "toelichting", Statuswissel: "reden"}[model]
    was = list(rows.order_by("pk").values())

    assert breekt(lambda: rows.update(**{veld: "nee"}))
    assert breekt(lambda: rows.all()._raw_delete(rows.db))
    assert list(rows.order_by("pk").values()) == was != []

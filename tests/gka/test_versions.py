"""Nobody overwrites the work of somebody else unseen (goal G16)."""

import threading

import pytest
from django.db import connection, transaction

from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Leerling
from gka.versions import vergrendel
from tests import build
from tests.cast import build as build_cast


def change(leerling: Leerling, versie: int, naam: str) -> Leerling:
    with transaction.atomic():
        row = vergrendel(leerling, versie=versie)
        row.roepnaam = naam
        row.save(update_fields=["roepnaam"])
        return row


def test_a_change_raises_the_version(leerling: Leerling) -> None:
    row = change(leerling, 1, "Een")

    assert row.versie == 2
    leerling.refresh_from_db()
    assert (leerling.versie, leerling.roepnaam) == (2, "Een")


def test_the_second_of_two_is_told_and_changes_nothing(leerling: Leerling) -> None:
    shown_to_both = leerling.versie
    change(leerling, shown_to_both, "Eerste")

    with pytest.raises(Verouderd, match="Iemand anders heeft dit intussen gewijzigd"):
        change(leerling, shown_to_both, "Tweede")

    leerling.refresh_from_db()
    assert (leerling.roepnaam, leerling.versie) == ("Eerste", 2)


@pytest.mark.parametrize("versie", [0, 2, 99])
def test_a_version_that_never_was_is_refused(leerling: Leerling, versie: int) -> None:
    with pytest.raises(Verouderd):
        change(leerling, versie, "Anders")


def test_it_is_a_refusal_like_any_other(leerling: Leerling) -> None:
    """So that every view that shows refusals shows this one."""
    assert issubclass(Verouderd, NietToegestaan)
    assert str(Verouderd()).endswith("probeer het opnieuw.")


def test_a_row_that_is_gone_is_refused(leerling: Leerling) -> None:
    absent = Leerling(pk="00000000-0000-4000-8000-000000000000")

    with pytest.raises(Verouderd):
        vergrendel(absent, versie=1)


def test_a_failing_change_gives_its_version_back(leerling: Leerling) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        vergrendel(leerling, versie=1)
        raise RuntimeError

    assert change(leerling, 1, "Toch").versie == 2


@pytest.mark.django_db(transaction=True)
def test_of_fifty_at_once_one_wins_and_the_rest_is_told() -> None:
    leerling = build.leerling(build_cast())
    barrier, outcomes = threading.Barrier(10), []

    def writer(number: int) -> None:
        barrier.wait()
        for turn in range(5):
            try:
                change(leerling, 1, f"Schrijver {number} {turn}")
                outcomes.append("written")
            except Verouderd:
                outcomes.append("told")
        connection.close()

    threads = [threading.Thread(target=writer, args=[number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["told"] * 49 + ["written"]
    leerling.refresh_from_db()
    assert leerling.versie == 2

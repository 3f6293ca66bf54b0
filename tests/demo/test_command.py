"""manage.py demo: where it may run, what it says, and that a second run changes nothing."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from begeleiding.models import Contact
from gka.models import Gebeurtenis, Leerling, Medewerker, Regio
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anchor")]


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


def test_demo_outside_demo_mode_is_refused_before_anything_is_written(settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="only made in demo mode: set DEMO=true"):
        run("--leerlingen", "10")

    assert not Regio.objects.exists()
    assert not Medewerker.objects.exists()
    assert not Gebeurtenis.objects.exists()


def test_demo_on_top_of_other_data_is_refused(cast: Cast) -> None:
    voor = Regio.objects.count(), Medewerker.objects.count()

    with pytest.raises(CommandError, match="holds data that is not demo data"):
        run("--leerlingen", "10")

    assert (Regio.objects.count(), Medewerker.objects.count()) == voor


def test_demo_with_only_one_account_in_the_database_is_refused() -> None:
    Medewerker.objects.create(naam="Iemand Anders", email="iemand@school.example", password="!")

    with pytest.raises(CommandError, match="holds data that is not demo data"):
        run("--leerlingen", "10")

    assert not Regio.objects.exists()


@pytest.mark.parametrize("arguments", [("--leerlingen", "0"), ("--leerlingen", "-3"), ("--contacten", "-1")])
def test_demo_refuses_impossible_sizes(arguments: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="must be"):
        run(*arguments)

    assert not Regio.objects.exists()


def test_demo_says_what_it_made_and_a_second_run_changes_nothing() -> None:
    eerste = run("--leerlingen", "20", "--contacten", "40")
    voor = Leerling.objects.count(), Contact.objects.count(), Gebeurtenis.objects.count()

    tweede = run("--leerlingen", "30")

    assert "Made 20 pupils," in eerste
    assert "40 contacts" in eerste
    assert eerste.count("@demo.example") == 10
    assert "overstap-demo" in eerste
    assert "in bulk" not in eerste
    assert tweede == "The demo data is there already; nothing was changed.\n"
    assert (Leerling.objects.count(), Contact.objects.count(), Gebeurtenis.objects.count()) == voor
    assert (Leerling.objects.count(), Contact.objects.geldig().count()) == (20, 40)


def test_demo_of_many_pupils_switches_to_bulk_by_itself() -> None:
    output = run("--leerlingen", "501", "--contacten", "600")

    assert output.startswith("501 pupils: writing in bulk instead of deed by deed.")
    assert (Leerling.objects.count(), Contact.objects.count()) == (501, 600)


@pytest.mark.usefixtures("on_postgresql")
def test_the_planner_knows_how_many_rows_there_are_before_the_figures_are_made() -> None:
    """With a count from when the tables were empty the first report never came."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 0, relpages = 60 WHERE relname ~ '^(gka|overdracht|begel)'")

    run("--leerlingen", "501", "--contacten", "600")

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Leerling._meta.db_table])
        assert cursor.fetchone() == (501,)

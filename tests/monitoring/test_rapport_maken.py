"""Reports that make themselves: the hourly task, the durable task, the command, and two at once."""

import threading
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from gka.models import Opdracht
from gka.workflow import Opdrachtstand
from monitoring import tasks
from monitoring.actions import rapporten
from monitoring.models import Momentopname, Publicatie, Rapport
from tests.cast import Cast
from tests.monitoring import world


def rapport_opdrachten() -> list[Opdracht]:
    return list(Opdracht.objects.filter(taak="monitoring.rapport_maken").order_by("sleutel"))


def command(*args: str) -> str:
    out = StringIO()
    call_command("rapport", *args, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_taak_vraagt_per_regio_een_keer_om_het_rapport_van_de_laatste_maand(cast: Cast) -> None:
    tasks.rapporten_bijwerken()
    tasks.rapporten_bijwerken()

    assert [row.sleutel for row in rapport_opdrachten()] == ["rapport:elders:2026-02", "rapport:parkstad:2026-02"]


def test_taak_doet_niets_voor_een_maand_zonder_cohort(cast: Cast, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 1, 15, 8, 0, tzinfo=UTC))

    tasks.rapporten_bijwerken()

    assert rapport_opdrachten() == []


def test_opdracht_maakt_het_rapport_en_een_tweede_keer_niets(cast: Cast) -> None:
    tasks.rapporten_bijwerken()
    opdracht = rapport_opdrachten()[1]

    tasks.rapport_maken(opdracht_id=str(opdracht.pk))
    tasks.rapport_maken(opdracht_id=str(opdracht.pk))
    tasks.rapporten_bijwerken()

    opdracht.refresh_from_db()
    assert opdracht.stand == Opdrachtstand.GEREED
    assert Rapport.objects.get().maand == date(2026, 2, 1)
    assert Momentopname.objects.count() == 1
    assert len(rapport_opdrachten()) == 2


def test_de_eerste_nacht_van_de_maand_is_de_hele_vorige_maand_voorbij(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    """Seven past midnight in the Netherlands is still the last day of the month in UTC."""
    clock.move_to(datetime(2026, 3, 31, 22, 7, tzinfo=UTC))

    tasks.rapporten_bijwerken()

    assert {row.argumenten["maand"] for row in rapport_opdrachten()} == {"2026-03"}
    tasks.rapport_maken(opdracht_id=str(rapport_opdrachten()[1].pk))
    assert Rapport.objects.get().momentopname.peildatum == date(2026, 3, 31)


@pytest.mark.parametrize("model", [Rapport, Momentopname, Publicatie])
def test_de_database_houdt_een_dubbele_tegen(cast: Cast, model: type[Any]) -> None:
    world.rapport(cast, date(2026, 2, 1))
    row = model.objects.order_by("pk")[0]
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_een_maand_begint_op_de_eerste(cast: Cast) -> None:
    opname = Momentopname.objects.create(
        regio=cast.regio, nummer=1, peildatum=date(2026, 2, 28), moment=timezone.now(), checksum="0" * 64
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Rapport.objects.create(regio=cast.regio, maand=date(2026, 2, 2), momentopname=opname)


@pytest.mark.django_db(transaction=True)
def test_twee_tegelijk_maken_een_rapport(cast: Cast) -> None:
    made: list[int] = []
    failed: list[BaseException] = []

    def make() -> None:
        try:
            made.append(rapporten.maken(regio=cast.regio, maand=date(2026, 2, 1), op=timezone.now()).pk)
        except BaseException as error:  # noqa: BLE001 - a thread must hand its failure over
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(set(made)) == 1
    assert (Rapport.objects.count(), Momentopname.objects.count()) == (1, 1)
    assert connection.vendor in ("sqlite", "postgresql")


# --- manage.py rapport


def test_command_maakt_en_toont_hetzelfde_rapport(cast: Cast) -> None:
    eerste, tweede = command("--maand", "2026-02"), command("--maand", "2026-02")

    assert eerste == tweede
    assert "A3  Ondersteund" in eerste
    assert Momentopname.objects.get(regio=cast.regio).checksum in eerste
    assert "verified" in eerste
    assert Rapport.objects.count() == 2  # one per region


def test_command_neemt_de_laatste_volle_maand(cast: Cast) -> None:
    out = command("--regio", "parkstad")

    assert "rapport 2026-02" in out
    assert Rapport.objects.get().regio == cast.regio


def test_command_toont_x_met_de_reden(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 3)
    clock.move_to(world.IN_APRIL)

    out = command("--regio", "parkstad")

    assert "x (te weinig leerlingen)" in out
    assert "n=x" in out
    assert "n=3" not in out


@pytest.mark.parametrize("maand", ["2026-13", "2026-3", "maart", "2026-03-01", ""])
def test_command_weigert_een_maand_die_er_geen_is(cast: Cast, maand: str) -> None:
    with pytest.raises(CommandError, match="expected a month as YYYY-MM") as refusal:
        command("--maand", maand)

    assert refusal.value.returncode == 1


def test_command_weigert_lopende_maand_en_onbekende_regio(cast: Cast) -> None:
    with pytest.raises(CommandError, match="nog niet voorbij"):
        command("--maand", "2026-03")
    with pytest.raises(CommandError, match="Known regions: elders, parkstad"):
        command("--regio", "limburg")
    assert not Rapport.objects.exists()

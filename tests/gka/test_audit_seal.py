"""Sealing: batches, the anchor file, crashes in between, and two sealers at once."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from gka.audit import anchor, seal
from gka.audit.record import leg_vast, row_hmac
from gka.models import Gebeurtenis, Zegel
from gka.tasks import logboek_verzegelen

OP = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
Sealer = Callable[[], int]


@pytest.fixture(autouse=True)
def anchor_file(settings: Settings, tmp_path: Path) -> Path:
    """An anchor file of its own for every test."""
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchor" / "anchor.log"
    return tmp_path / "anchor" / "anchor.log"


@pytest.fixture
def verzegel(db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Sealer:
    def run() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return seal.verzegel(op=OP)

    return run


def events(count: int, op: datetime = OP) -> None:
    for number in range(count):
        leg_vast("leerling.gezien", door=None, op=op + timedelta(seconds=number), aantal=number)


def test_a_fresh_audit_is_whole(db: None) -> None:
    uitslag = seal.controleer(op=OP)

    assert (uitslag.heel, uitslag.zegels, uitslag.verzegeld, uitslag.open) == (True, 0, 0, 0)
    assert uitslag.waarschuwingen == []


def test_sealing_numbers_in_order_and_chains(verzegel: Sealer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "BATCH", 4)
    events(9)

    assert verzegel() == 9

    assert list(Gebeurtenis.objects.order_by("moment").values_list("volgnummer", flat=True)) == list(range(1, 10))
    assert [(zegel.nummer, zegel.eerste, zegel.laatste) for zegel in Zegel.objects.order_by("nummer")] == [
        (1, 1, 4),
        (2, 5, 8),
        (3, 9, 9),
    ]
    first, second, third = Zegel.objects.order_by("nummer")
    assert (first.vorige, second.vorige, third.vorige) == (seal.BEGIN, first.hmac, second.hmac)
    assert seal.controleer(op=OP).fouten == []


def test_nothing_new_makes_no_seal(verzegel: Sealer, anchor_file: Path) -> None:
    assert verzegel() == 0
    assert not Zegel.objects.exists()
    assert not anchor_file.exists()

    events(1)
    verzegel()
    assert verzegel() == 0

    assert Zegel.objects.count() == 1
    assert len(anchor_file.read_text().splitlines()) == 1


def test_a_late_commit_with_an_early_moment_is_sealed_next_time(verzegel: Sealer) -> None:
    events(3)
    verzegel()
    events(1, op=OP - timedelta(hours=1))

    assert verzegel() == 1

    assert seal.controleer(op=OP).fouten == []


def test_an_anchor_waits_for_the_commit(db: None, anchor_file: Path) -> None:
    events(2)

    seal.verzegel(op=OP)  # inside the transaction of the test, which never commits

    assert not anchor_file.exists(), "an anchor of a seal that is rolled back would raise the alarm for ever"


def test_a_crash_before_the_anchor_is_made_good(
    verzegel: Sealer, anchor_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events(2)
    with monkeypatch.context() as patch:
        patch.setattr(anchor, "append_missing", lambda: None)
        verzegel()
    assert not anchor_file.exists()

    verzegel()

    assert anchor_file.read_text() == anchor.line(Zegel.objects.get()) + "\n"
    assert seal.controleer(op=OP).fouten == []


@pytest.mark.parametrize("kept", [0, 1, 5, 20])
def test_a_crash_in_the_middle_of_an_anchor_is_made_good(verzegel: Sealer, anchor_file: Path, kept: int) -> None:
    for _ in range(2):
        events(2)
        verzegel()
    whole = anchor_file.read_text()
    first, second = whole.splitlines(keepends=True)
    anchor_file.write_text(first + second[:kept])

    assert seal.controleer(op=OP).fouten == [], "a torn end is no tampering"
    events(1)
    verzegel()

    assert seal.controleer(op=OP).fouten == []
    numbers = [nummer for nummer, _ in anchor.lines()]
    assert numbers == [1, 2, 3]
    assert anchor_file.read_text().startswith(first + second[:kept]), "the file only grows"


def test_many_seals_without_anchor_are_a_warning_at_first_and_named(
    verzegel: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    events(1)
    verzegel()
    monkeypatch.setattr(anchor, "append_missing", lambda: None)
    for _ in range(2):
        events(1)
        verzegel()

    uitslag = seal.controleer(op=OP + timedelta(minutes=6))

    assert uitslag.heel
    assert any("seals 2-3 are not in the anchor file yet" in text for text in uitslag.waarschuwingen)


def test_rows_that_stay_open_are_a_warning(db: None) -> None:
    events(1)

    assert seal.controleer(op=OP + timedelta(minutes=4)).waarschuwingen == []
    late = seal.controleer(op=OP + timedelta(minutes=6))

    assert late.heel
    assert (late.open, len(late.waarschuwingen)) == (1, 1)
    assert str(Gebeurtenis.objects.get().pk) in late.waarschuwingen[0]


def test_an_anchor_file_that_disappeared_is_reported_in_the_log(
    verzegel: Sealer, anchor_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        events(1)
        verzegel()
    anchor_file.unlink()
    events(1)

    with caplog.at_level(logging.ERROR):
        verzegel()

    assert "empty or missing" in caplog.text


def test_an_older_key_still_verifies_and_an_unknown_one_is_named(
    verzegel: Sealer, settings: Settings, tmp_path: Path
) -> None:
    old, new = Path(settings.AUDIT_KEY_FILE).read_text().strip(), "n" * 44
    events(2)
    verzegel()
    settings.AUDIT_KEY_FILE = tmp_path / "audit_key"
    settings.AUDIT_KEY_FILE.write_text(f"{new}\n{old}\n")
    events(2)
    verzegel()

    assert seal.controleer(op=OP).fouten == []
    assert Gebeurtenis.objects.values("sleutel_id").distinct().count() == 2

    settings.AUDIT_KEY_FILE = tmp_path / "only_new"
    settings.AUDIT_KEY_FILE.write_text(f"{new}\n")
    fouten = seal.controleer(op=OP).fouten
    assert "record 1 names a key that is not in the key file" in fouten
    assert "seal 1 names a key that is not in the key file" in fouten
    assert not any("record 3" in fout for fout in fouten)


def test_a_number_somebody_wrote_stops_the_sealer_with_an_error(verzegel: Sealer) -> None:
    events(2)
    with without_triggers("gka_gebeurtenis"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE gka_gebeurtenis SET volgnummer = 1 WHERE moment = (SELECT MAX(moment) FROM gka_gebeurtenis)"
        )

    with pytest.raises(Exception, match="append-only|UNIQUE|unique"), transaction.atomic():
        verzegel()

    assert any("which only the sealer gives" in fout for fout in seal.controleer(op=OP).fouten)


@pytest.mark.django_db(transaction=True)
def test_the_scheduled_task_seals_and_anchors(anchor_file: Path) -> None:
    events(3)

    logboek_verzegelen()

    assert not Gebeurtenis.objects.filter(zegel_nummer__isnull=True).exists()
    assert len(anchor_file.read_text().splitlines()) == 1


@pytest.mark.django_db(transaction=True)
def test_sealers_and_writers_at_once_lose_and_double_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "BATCH", 7)
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> threading.Thread:
        def body() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - shown by the assertion below
                errors.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=body)
        thread.start()
        return thread

    events(40)
    threads = [run(lambda: [seal.verzegel(op=OP) for _ in range(4)]) for _ in range(3)]
    threads += [run(lambda: events(15)) for _ in range(2)]
    checks = [seal.controleer(op=OP).fouten for _ in range(3)]
    for thread in threads:
        thread.join()
    seal.verzegel(op=OP)

    assert errors == []
    assert checks == [[], [], []], "checking a living audit gives no false alarm"
    assert seal.controleer(op=OP).fouten == []
    assert sorted(Gebeurtenis.objects.values_list("volgnummer", flat=True)) == list(range(1, 71))
    assert [nummer for nummer, _ in anchor.lines()] == list(range(1, Zegel.objects.count() + 1))


def test_the_command_says_whole_and_counts(verzegel: Sealer) -> None:
    events(3)
    verzegel()
    events(1)
    out = StringIO()

    call_command("logboek", "controleer", stdout=out)

    assert out.getvalue().splitlines() == [
        "1 seals, 3 records sealed, 1 not sealed yet",
        "whole: nothing was changed, removed or moved",
    ]


def test_the_command_seals(db: None) -> None:
    events(3)
    out = StringIO()

    call_command("logboek", "verzegel", stdout=out)

    assert out.getvalue() == "3 records sealed\n"
    assert Zegel.objects.count() == 1


def test_the_command_ends_with_1_and_names_the_record(verzegel: Sealer) -> None:
    events(3)
    verzegel()
    with without_triggers("gka_gebeurtenis"), connection.cursor() as cursor:
        cursor.execute("UPDATE gka_gebeurtenis SET door = 'iemand' WHERE volgnummer = 2")
    out, err = StringIO(), StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("logboek", "controleer", stdout=out, stderr=err)

    assert stopped.value.code == 1
    assert err.getvalue().strip() == "FAULT: record 2 was changed"
    assert "NOT WHOLE: 1 faults" in out.getvalue()


@pytest.mark.long
def test_a_million_records_would_be_checked_within_a_minute(verzegel: Sealer) -> None:
    rows = 100_000
    made = [
        Gebeurtenis(
            moment=OP + timedelta(milliseconds=number),
            soort="leerling.gezien",
            actie="R",
            door="x",
            details={"aantal": number},
            sleutel_id=seal.audit_key()[0],
        )
        for number in range(rows)
    ]
    for row in made:
        row.hmac = row_hmac(row)
    Gebeurtenis.objects.bulk_create(made, batch_size=5_000)
    verzegel()

    start = time.process_time()
    uitslag = seal.controleer(op=OP)

    assert (uitslag.verzegeld, uitslag.fouten) == (rows, [])
    assert (time.process_time() - start) * 10 < 60


@contextmanager
def without_triggers(table: str) -> Iterator[None]:
    """What a database superuser can do."""
    from gka.audit.append_only import drop_sql, trigger_sql

    columns = [field.column for field in Gebeurtenis._meta.local_fields] if table == "gka_gebeurtenis" else None
    with connection.cursor() as cursor:
        for statement in drop_sql(table, connection.vendor):
            cursor.execute(statement)
        yield
        for statement in trigger_sql(connection.vendor, table, columns=columns):
            cursor.execute(statement)

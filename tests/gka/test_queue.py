"""The outbox: what is promised is done, once, whatever happens to broker and worker."""

import contextlib
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from celery import Celery
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from gka import queue
from gka.celery import app as celery
from gka.models import Opdracht
from gka.queue import LEASE, MAX_ATTEMPTS, WAKE_UP_LATE, durable_task, send_after_commit, sweep
from gka.tasks import opdrachten_vegen
from gka.workflow import Opdrachtstand

OP = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
NAME = "tests.werk"
done: list[dict[str, Any]] = []
trouble: list[BaseException | None] = []


@durable_task(NAME)
def werk(**keys: Any) -> None:
    """What the row asks for; raises what a test put in the way."""
    done.append(keys)
    if trouble and (error := trouble.pop(0)):
        raise error


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    done.clear()
    trouble.clear()
    yield
    queue.DURABLE.pop("tests.elders", None)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What the broker was given, instead of a broker: the outbox does not rely on one."""
    messages: list[tuple[str, dict[str, Any]]] = []

    def send_task(name: str, kwargs: dict[str, Any], **_: Any) -> None:
        messages.append((name, kwargs))

    monkeypatch.setattr(queue.current_app, "send_task", send_task)
    return messages


def deliver(opdracht: Opdracht) -> None:
    """What a worker does with the message."""
    werk(opdracht_id=str(opdracht.pk))


def state(opdracht: Opdracht) -> tuple[str, int]:
    opdracht.refresh_from_db()
    return opdracht.stand, opdracht.pogingen


def test_the_row_stands_before_the_message_is_sent(
    db: None, sent: list[Any], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        opdracht = send_after_commit(NAME, op=OP, leerling_id=7)
        assert Opdracht.objects.get() == opdracht
        assert sent == [], "not before the commit"

    assert sent == [(NAME, {"opdracht_id": str(opdracht.pk)})], "the key of the row and nothing else"


def test_a_rolled_back_deed_leaves_nothing(
    db: None, sent: list[Any], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        contextlib.suppress(RuntimeError),
        transaction.atomic(),
    ):
        send_after_commit(NAME, op=OP)
        raise RuntimeError

    assert sent == []
    assert not Opdracht.objects.exists()


@pytest.mark.parametrize("value", ["Bo de Vries", "Bo", object(), {"naam": "bo"}, ""])
def test_names_and_objects_are_refused(db: None, value: object) -> None:
    with pytest.raises(ValueError, match="could be a name"):
        send_after_commit(NAME, op=OP, wat=value)

    assert not Opdracht.objects.exists()


def test_keys_survive_as_json(db: None) -> None:
    key = uuid.uuid4()

    opdracht = send_after_commit(NAME, op=OP, leerling_id=key, maand="2026-03", nummers=[1, 2], leeg=None)

    opdracht.refresh_from_db()
    assert opdracht.argumenten == {"leerling_id": str(key), "maand": "2026-03", "nummers": [1, 2], "leeg": None}


def test_work_is_done_and_marked(db: None) -> None:
    opdracht = send_after_commit(NAME, op=OP, leerling_id=7)

    deliver(opdracht)

    assert done == [{"leerling_id": 7}]
    assert state(opdracht) == (Opdrachtstand.GEREED, 1)
    assert opdracht.klaar_op is not None


def test_a_second_delivery_does_nothing(db: None) -> None:
    opdracht = send_after_commit(NAME, op=OP)

    deliver(opdracht)
    deliver(opdracht)

    assert len(done) == 1
    assert state(opdracht) == (Opdrachtstand.GEREED, 1)


def test_a_message_without_a_row_does_nothing(db: None) -> None:
    werk(opdracht_id=str(uuid.uuid4()))

    assert done == []


def test_the_same_key_is_the_same_work(
    db: None, sent: list[Any], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = send_after_commit(NAME, op=OP, sleutel="rapport:2026-02")
        again = send_after_commit(NAME, op=OP, sleutel="rapport:2026-02")
        other = send_after_commit("tests.anders", op=OP, sleutel="rapport:2026-02")
        without = [send_after_commit(NAME, op=OP) for _ in range(2)]

    assert first == again
    assert Opdracht.objects.count() == 4
    assert len(sent) == 4
    assert other not in (first, *without)


def test_work_for_later_waits(db: None, clock: time_machine.Traveller) -> None:
    opdracht = send_after_commit(NAME, op=OP + timedelta(days=1))

    deliver(opdracht)
    assert done == []

    clock.move_to(OP + timedelta(days=1, seconds=1))
    deliver(opdracht)
    assert len(done) == 1


# --- a lost message


def test_the_sweep_sends_what_nobody_started(db: None, sent: list[Any]) -> None:
    opdracht = send_after_commit(NAME, op=OP)

    assert sweep(op=OP + WAKE_UP_LATE - timedelta(seconds=1)) == 0, "the first message may still come"
    assert sweep(op=OP + WAKE_UP_LATE) == 1
    assert sent == [(NAME, {"opdracht_id": str(opdracht.pk)})]

    deliver(opdracht)
    assert sweep(op=OP + timedelta(hours=1)) == 0, "done is done"


def test_the_scheduled_sweep_sweeps(db: None, sent: list[Any], clock: time_machine.Traveller) -> None:
    send_after_commit(NAME, op=OP)
    clock.move_to(OP + timedelta(minutes=2))

    opdrachten_vegen()

    assert len(sent) == 1


def test_the_oldest_comes_first(db: None, sent: list[Any]) -> None:
    late, early = send_after_commit(NAME, op=OP), send_after_commit(NAME, op=OP - timedelta(hours=1))

    sweep(op=OP + timedelta(hours=1))

    assert [kwargs["opdracht_id"] for _, kwargs in sent] == [str(early.pk), str(late.pk)]


# --- work that fails


def test_failing_work_is_postponed_ever_longer_and_then_given_up(db: None, clock: time_machine.Traveller) -> None:
    opdracht = send_after_commit(NAME, op=OP)
    waits = []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        now = OP + timedelta(days=attempt)
        clock.move_to(now, tick=False)
        trouble.append(RuntimeError("a text with a name in it"))
        with pytest.raises(RuntimeError):
            deliver(opdracht)
        stand, pogingen = state(opdracht)
        assert pogingen == attempt
        assert stand == (Opdrachtstand.MISLUKT if attempt == MAX_ATTEMPTS else Opdrachtstand.OPEN)
        waits.append((opdracht.niet_voor - now).total_seconds() / 60)

    assert waits == [1, 2, 4, 8, 16, 32]
    assert opdracht.fout == "RuntimeError", "the kind of error, never its text"
    deliver(opdracht)
    assert len(done) == MAX_ATTEMPTS, "given up"
    assert sweep(op=OP + timedelta(days=99)) == 0


def test_work_succeeds_the_second_time(db: None, clock: time_machine.Traveller) -> None:
    opdracht = send_after_commit(NAME, op=OP)
    trouble.append(OSError("disk"))
    with pytest.raises(OSError, match="disk"):
        deliver(opdracht)

    deliver(opdracht)
    assert len(done) == 1, "too soon"
    clock.shift(timedelta(minutes=2))
    deliver(opdracht)

    assert state(opdracht) == (Opdrachtstand.GEREED, 2)
    assert opdracht.fout == ""


# --- a killed worker


def killed(opdracht: Opdracht) -> None:
    """A worker that was killed in the middle: claimed, never heard of again."""
    trouble.append(SystemExit())
    with contextlib.suppress(SystemExit):
        deliver(opdracht)


def test_a_killed_worker_is_replaced_after_its_lease(db: None, sent: list[Any], clock: time_machine.Traveller) -> None:
    opdracht = send_after_commit(NAME, op=OP)
    killed(opdracht)
    assert state(opdracht) == (Opdrachtstand.BEZIG, 1)

    deliver(opdracht)
    assert len(done) == 1, "somebody may still be at work"
    assert sweep(op=OP + LEASE - timedelta(seconds=5)) == 0

    clock.move_to(OP + LEASE + timedelta(minutes=1))
    assert sweep(op=OP + LEASE + timedelta(minutes=1)) == 1
    deliver(opdracht)

    assert len(done) == 2
    assert state(opdracht) == (Opdrachtstand.GEREED, 2)


def test_work_that_kills_every_worker_is_given_up(db: None, sent: list[Any], clock: time_machine.Traveller) -> None:
    opdracht = send_after_commit(NAME, op=OP)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        clock.move_to(OP + attempt * (LEASE + timedelta(minutes=1)))
        killed(opdracht)
    assert state(opdracht) == (Opdrachtstand.BEZIG, MAX_ATTEMPTS)

    assert sweep(op=OP + timedelta(days=1)) == 0

    assert state(opdracht) == (Opdrachtstand.MISLUKT, MAX_ATTEMPTS)
    assert opdracht.fout == "LeaseExpired"


def test_who_outlived_the_lease_does_not_overrule_the_next(
    db: None, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    opdracht = send_after_commit(NAME, op=OP)
    slow = queue._claim(str(opdracht.pk), OP)
    clock.move_to(OP + LEASE + timedelta(minutes=1))
    deliver(opdracht)
    assert slow is not None

    queue._postpone(slow, RuntimeError(), OP + LEASE)

    assert state(opdracht) == (Opdrachtstand.GEREED, 2)
    assert "outlived its lease" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_one_of_many_workers_gets_the_work(sent: list[Any]) -> None:
    opdracht = send_after_commit(NAME, op=OP)
    barrier = threading.Barrier(4)

    def worker() -> None:
        barrier.wait()
        deliver(opdracht)
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 1
    assert state(opdracht) == (Opdrachtstand.GEREED, 1)


# --- the broker


@pytest.mark.parametrize("error", [OSError("full"), RuntimeError("unknown")], ids=["known", "unknown"])
def test_a_broken_broker_does_not_break_the_deed(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def send_task(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(queue.current_app, "send_task", send_task)

    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        opdracht = send_after_commit(NAME, op=OP)
    if isinstance(error, OSError):
        callbacks[0]()
        assert str(opdracht.pk) in caplog.text

    assert state(opdracht) == (Opdrachtstand.OPEN, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "broker", ["redis://127.0.0.1:1/0", "filesystem://"], ids=["redis that is down", "folder that cannot be made"]
)
def test_a_real_broker_that_is_down_delays_and_nothing_more(
    broker: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    client_of: Callable[[str, str], Celery],
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(queue, "current_app", client_of(broker, str(tmp_path / "file" / "folder")))

    with transaction.atomic():
        opdracht = send_after_commit(NAME, op=OP)

    assert state(opdracht) == (Opdrachtstand.OPEN, 0)
    assert "the sweep will send" in caplog.text
    assert str(opdracht.pk) in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_real_broker_carries_the_message_to_a_worker(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client_of: Callable[[str, str], Celery]
) -> None:
    """Redis where TEST_BROKER_URL names one, else a folder, as in the embedded default."""
    client = client_of(settings.CELERY_BROKER_URL, str(tmp_path))
    monkeypatch.setattr(queue, "current_app", client)

    with client.connection_for_read() as channel, channel.SimpleQueue("celery") as box:
        box.clear()
        with transaction.atomic():
            opdracht = send_after_commit(NAME, op=OP, leerling_id=7)
        message = box.get(block=True, timeout=5)
        _, keywords, _ = message.decode()
        message.ack()

    assert message.headers["task"] == NAME
    assert keywords == {"opdracht_id": str(opdracht.pk)}
    werk(**keywords)
    assert state(opdracht) == (Opdrachtstand.GEREED, 1)


@pytest.fixture
def client_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Celery]:
    """Celery clients of their own, so that the connections of the process stay as they are."""
    monkeypatch.delenv("CELERY_BROKER_URL")  # Celery lets it win from what it is told
    return new_client


def new_client(url: str, folder: str) -> Celery:
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
    client = Celery("client", broker=url, set_as_current=False)
    client.conf.broker_transport_options = options if url.startswith("filesystem") else {}
    return client


def test_a_durable_task_is_known_by_name() -> None:
    @durable_task("tests.elders")
    def elders() -> None:
        """Nothing."""

    assert queue.DURABLE["tests.elders"].name == "tests.elders"
    assert "tests.elders" in celery.tasks

"""Whatever a database superuser does to a sealed audit, the check names it (goal G5)."""

# ruff: noqa: S608 - raw SQL of a superuser is what is tested, with constants of this file

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from gka.audit import anchor, seal
from gka.audit.append_only import drop_sql
from gka.audit.record import leg_vast
from gka.models import Gebeurtenis, Zegel

OP = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
BATCH = 10
ROWS = 30
COLUMNS = [field.column for field in Gebeurtenis._meta.local_fields]


@pytest.fixture
def sealed(
    db: None,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Path:
    """Thirty records in three anchored seals, one open record, and no triggers left. Returns the anchor file."""
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchor.log"
    monkeypatch.setattr(seal, "BATCH", BATCH)
    for number in range(ROWS):
        leg_vast("leerling.gezien", door=None, op=OP + timedelta(seconds=number), aantal=number)
    with django_capture_on_commit_callbacks(execute=True):
        seal.verzegel(op=OP)
    leg_vast("leerling.gezien", door=None, op=OP + timedelta(minutes=1), aantal=ROWS)
    for table in ("gka_gebeurtenis", "gka_zegel"):
        for statement in drop_sql(table, connection.vendor):
            execute(statement)
    assert seal.controleer(op=OP).fouten == []
    return tmp_path / "anchor.log"


def execute(statement: str, *arguments: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments or None)
        return cursor.rowcount


def where(number: int | None) -> str:
    return f"WHERE volgnummer = {number}" if number else "WHERE zegel_nummer IS NULL"


def fields(number: int) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM gka_gebeurtenis {where(number)}")
        return dict(zip(COLUMNS, cursor.fetchone(), strict=True))


def swap_numbers(first: int, second: int) -> None:
    """Two records change places; through a free number, because the numbers are unique."""
    seals = {number: fields(number)["zegel_nummer"] for number in (first, second)}
    execute(f"UPDATE gka_gebeurtenis SET volgnummer = 999999 {where(first)}")
    execute(f"UPDATE gka_gebeurtenis SET volgnummer = {first}, zegel_nummer = {seals[first]} {where(second)}")
    execute(
        f"UPDATE gka_gebeurtenis SET volgnummer = {second}, zegel_nummer = {seals[second]} WHERE volgnummer = 999999"
    )


def insert_copy(number: int, **changes: object) -> None:
    row = fields(number) | changes
    if connection.vendor == "postgresql":
        row["details"] = "{}"
    execute(f"INSERT INTO gka_gebeurtenis ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", *row.values())


def cut_tail(seals: int = 1) -> None:
    last = Zegel.objects.order_by("-nummer")[seals - 1].nummer
    execute(f"DELETE FROM gka_gebeurtenis WHERE zegel_nummer >= {last} OR zegel_nummer IS NULL")
    execute(f"DELETE FROM gka_zegel WHERE nummer >= {last}")


def delete_seal(nummer: int) -> None:
    execute(f"DELETE FROM gka_gebeurtenis WHERE zegel_nummer = {nummer}")
    execute(f"DELETE FROM gka_zegel WHERE nummer = {nummer}")


def wipe() -> None:
    execute("DELETE FROM gka_gebeurtenis")
    execute("DELETE FROM gka_zegel")


EDITABLE = "door soort actie uitkomst rollen onderwerp_soort onderwerp_id leerling_id verzoek_id sleutel_id".split()
DETAILS = """'{"aantal": 999}'"""
FRESH = "00000000000000000000000000000001" if connection.vendor == "sqlite" else "00000000-0000-0000-0000-000000000001"

TAMPERINGS: dict[str, tuple[Callable[[], object], str]] = {
    "edit who": (lambda: execute(f"UPDATE gka_gebeurtenis SET door = 'x' {where(5)}"), "record 5 was changed"),
    "edit when": (
        lambda: execute(f"UPDATE gka_gebeurtenis SET moment = '2020-01-01 00:00:00' {where(7)}"),
        "record 7 was changed",
    ),
    "edit details": (
        lambda: execute(f"UPDATE gka_gebeurtenis SET details = {DETAILS} {where(1)}"),
        "record 1 was changed",
    ),
    "edit two things": (
        lambda: execute(f"UPDATE gka_gebeurtenis SET rollen = 'fg', door = '' {where(30)}"),
        "record 30 was changed",
    ),
    "edit its own seal": (lambda: execute(f"UPDATE gka_gebeurtenis SET hmac = 'x' {where(8)}"), "record 8 was changed"),
    "edit the key name": (
        lambda: execute(f"UPDATE gka_gebeurtenis SET sleutel_id = 'x' {where(8)}"),
        "record 8 names a key that is not in the key file",
    ),
    "edit an open record": (lambda: execute(f"UPDATE gka_gebeurtenis SET door = 'x' {where(None)}"), "unsealed record"),
    "delete the first": (lambda: execute(f"DELETE FROM gka_gebeurtenis {where(1)}"), "record 1 is missing"),
    "delete one": (lambda: execute(f"DELETE FROM gka_gebeurtenis {where(15)}"), "record 15 is missing"),
    "delete some": (
        lambda: execute("DELETE FROM gka_gebeurtenis WHERE volgnummer BETWEEN 12 AND 14"),
        "records 12-14 are missing",
    ),
    "swap two in one seal": (lambda: swap_numbers(3, 6), "record 4 is out of order"),
    "swap two over seals": (lambda: swap_numbers(3, 25), "record 4 is out of order"),
    "insert a copy": (lambda: insert_copy(4, id=FRESH, volgnummer=None, zegel_nummer=None), "was changed"),
    "insert into a seal": (lambda: insert_copy(4, id=FRESH, volgnummer=500, zegel_nummer=2), "record 500 was changed"),
    "move to another seal": (
        lambda: execute(f"UPDATE gka_gebeurtenis SET zegel_nummer = 3 {where(5)}"),
        "record 5 does not belong to seal 3",
    ),
    "move to a seal that is not there": (
        lambda: execute(f"UPDATE gka_gebeurtenis SET zegel_nummer = 99 {where(5)}"),
        "record 5 names seal 99, which does not exist",
    ),
    "take a number away": (
        lambda: execute(f"UPDATE gka_gebeurtenis SET zegel_nummer = NULL, volgnummer = NULL {where(5)}"),
        "record 5 is missing",
    ),
    "delete a seal": (lambda: execute("DELETE FROM gka_zegel WHERE nummer = 2"), "seal 2 is missing before seal 3"),
    "delete a seal with its records": (
        lambda: delete_seal(2),
        "seal 2 is missing before seal 3",
    ),
    "edit a seal": (
        lambda: execute("UPDATE gka_zegel SET laatste = 9 WHERE nummer = 1"),
        "seal 1 does not match its records",
    ),
    "edit the moment of a chain": (
        lambda: execute(f"UPDATE gka_zegel SET vorige = '{'0' * 64}' WHERE nummer = 2"),
        "seal 2 does not follow the seal before it",
    ),
    "cut off the tail": (cut_tail, "seal 3 is in the anchor file but not in the database"),
    "cut off two": (lambda: cut_tail(2), "seal 2 is in the anchor file but not in the database"),
    "wipe everything": (wipe, "seal 1 is in the anchor file but not in the database"),
}  # fmt: skip


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_the_check_names_what_was_done(sealed: Path, tampering: str) -> None:
    deed, expected = TAMPERINGS[tampering]

    deed()

    uitslag = seal.controleer(op=OP)
    assert not uitslag.heel
    assert any(expected in fout for fout in uitslag.fouten), uitslag.fouten


def test_without_the_anchors_a_cut_tail_goes_unseen(sealed: Path) -> None:
    """The negative control of goal G5: it is the anchor file that finds this one."""
    cut_tail()
    lines = sealed.read_text().splitlines(keepends=True)
    sealed.write_text("".join(lines[:-1]))

    assert seal.controleer(op=OP).heel


def test_a_rebuilt_tail_differs_from_the_anchor(
    sealed: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Somebody with the key (a broken-in web process) cuts the tail off and lets the sealer make a new one."""
    cut_tail()
    leg_vast("leerling.gezien", door=None, op=OP, aantal=1)
    with django_capture_on_commit_callbacks(execute=True):
        seal.verzegel(op=OP)

    assert any("seal 3 differs from the anchor file" in fout for fout in seal.controleer(op=OP).fouten)


def test_an_older_backup_is_noticed(
    sealed: Path, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    shutil.copy(sealed, tmp_path / "then")
    backup = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        seal.verzegel(op=OP)
    transaction.savepoint_rollback(backup)

    assert any("seal 4 is in the anchor file" in fout for fout in seal.controleer(op=OP).fouten)
    shutil.copy(tmp_path / "then", sealed)
    assert seal.controleer(op=OP).heel, "only the anchors know"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda lines: [], "the anchor file is empty or missing"),
        (lambda lines: lines[1:], "seal 1 is missing from the anchor file"),
        (lambda lines: [lines[0], lines[2]], "seal 2 is missing from the anchor file"),
        (lambda lines: [lines[0], lines[1].replace(" ", "  "), lines[2]], "holds a line that is not an anchor"),
        (
            lambda lines: [lines[0][:-1] + ("0" if lines[0][-1] != "0" else "1"), *lines[1:]],
            "seal 1 differs from the anchor",
        ),
    ],
)
def test_a_changed_anchor_file_is_noticed(
    sealed: Path, change: Callable[[list[str]], list[str]], expected: str
) -> None:
    sealed.write_text("".join(f"{text}\n" for text in change(sealed.read_text().splitlines())))

    fouten = seal.controleer(op=OP + timedelta(minutes=6)).fouten

    assert any(expected in fout for fout in fouten), fouten


def random_deed(chance: random.Random, number: int) -> None:
    kind = chance.choice(["edit", "delete", "swap", "move"])
    if kind == "edit":
        execute(f"UPDATE gka_gebeurtenis SET {chance.choice(EDITABLE)} = 'q' {where(number)}")
    elif kind == "delete":
        execute(f"DELETE FROM gka_gebeurtenis {where(number)}")
    elif kind == "swap":
        swap_numbers(number, number % ROWS + 1)
    else:
        execute(f"UPDATE gka_gebeurtenis SET zegel_nummer = zegel_nummer + 1 {where(number)}")


def test_two_hundred_random_tamperings_are_all_found(sealed: Path) -> None:
    chance = random.Random(2026)
    for _ in range(200):
        number = chance.randint(1, ROWS)
        point = transaction.savepoint()
        random_deed(chance, number)
        fouten = seal.controleer(op=OP).fouten
        transaction.savepoint_rollback(point)

        assert any(str(number) in fout or str(number % ROWS + 1) in fout for fout in fouten), number
    assert seal.controleer(op=OP).fouten == []
    assert len(list(anchor.lines())) == 3

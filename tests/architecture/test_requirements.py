"""The locks hold exactly what requirements*.txt pin, with hashes and nothing of the machine they were made on."""

import re

import pytest

from tests.bootstrap import ROOT

LOCKS = {
    "requirements.lock": ["requirements.txt"],
    "requirements-dev.lock": ["requirements.txt", "requirements-dev.txt"],
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def pins(file: str) -> dict[str, str]:
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r ")]
    assert all(line.count("==") == 1 for line in wanted), f"every line of {file} is a pin"
    return {normal(name): version for name, version in (line.split("==") for line in wanted)}


def entries(lock: str) -> dict[str, str]:
    """Package to the rest of its entry: version, marker and hashes."""
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / lock).read_text()).replace("\\\n", " ")
    return {normal(line.split("==")[0]): line.split("==", 1)[1] for line in text.splitlines() if line.strip()}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_in_the_lock_as_it_is(lock: str) -> None:
    locked = {name: rest.split()[0] for name, rest in entries(lock).items()}
    wanted = {name: version for file in LOCKS[lock] for name, version in pins(file).items()}

    assert {name: locked.get(name) for name in wanted} == wanted, "run script/lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_has_hashes(lock: str) -> None:
    for name, rest in entries(lock).items():
        assert re.fullmatch(r"\S+(?: ; [^\\]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+", rest.rstrip()), name


@pytest.mark.parametrize("lock", LOCKS)
def test_nothing_of_the_machine_is_in_the_lock(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert not re.search(r"://|--index|--find-links|(?m:^/)|file:", text)


def test_the_development_lock_holds_all_of_the_other_one() -> None:
    ordinary, development = entries("requirements.lock"), entries("requirements-dev.lock")

    assert {name: development.get(name) for name in ordinary} == ordinary


def test_no_second_database_driver() -> None:
    # Django prefers psycopg 3 when it is there; psycopg2 is the one the queries were measured and tested with.
    assert "psycopg" not in entries("requirements-dev.lock")

"""A wrong environment stops every command with an explanation, and never with a half-right setting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from gka import environment
from tests.bootstrap import ROOT


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` in this test's environment with changes; an empty value unsets."""
    env = {name: value for name, value in (os.environ | changes).items() if value}
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("changes", "explanation"),
    [
        ({"DEMO": "maybe"}, "DEMO must be true or false, not 'maybe'."),
        ({"HTTPS": "2"}, "HTTPS must be true or false, not '2'."),
        ({"DEMO": "", "DEBUG": "true"}, "DEBUG is only allowed together with DEMO"),
        ({"DATABASE_URL": "mysql://overstap:hidden@db/overstap"}, "DATABASE_URL must start with one of: sqlite://"),
        ({"CELERY_BROKER_URL": "memory://"}, "CELERY_BROKER_URL must start with one of: filesystem://, redis://"),
        ({"DEMO": "false"}, "ALLOWED_HOSTS is not set: name the host names of this installation"),
        ({"EMAIL_PORT": "mail"}, "EMAIL_PORT must be a whole number from 1 to 65535, not 'mail'."),
        ({"EMAIL_PORT": "65536"}, "EMAIL_PORT must be a whole number from 1 to 65535"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_value_is_explained(changes: dict[str, str], explanation: str) -> None:
    result = check(**changes)

    assert result.returncode != 0
    assert explanation in result.stderr.strip().splitlines()[-1]
    assert "hidden" not in result.stderr + result.stdout


def test_a_missing_key_names_the_script_that_makes_it(tmp_path: Path) -> None:
    result = check(KEY_DIR=str(tmp_path))

    assert result.returncode != 0
    assert "Key file secret_key is missing or unreadable. Make the keys once with: script/keys" in result.stderr


def test_a_short_key_is_refused_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("too-short-to-be-safe")

    result = check(KEY_DIR=str(tmp_path))

    assert result.returncode != 0
    assert "Key file secret_key is shorter than 32 characters." in result.stderr
    assert "too-short" not in result.stderr


def test_the_environment_of_the_tests_is_right() -> None:
    result = check()

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(("value", "meaning"), [("TRUE", True), ("on", True), ("0", False), ("No", False), ("", True)])
def test_booleans(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("SOME_SWITCH", value)

    assert environment.boolean("SOME_SWITCH", default=True) is meaning


def test_a_list_ignores_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_LIST", " a.example ,, b.example,")

    assert environment.listing("SOME_LIST") == ["a.example", "b.example"]


def test_a_text_without_default_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TEXT", "")

    with pytest.raises(ImproperlyConfigured, match=r"SOME_TEXT is not set. See docs/beheer\.md"):
        environment.text("SOME_TEXT")


def test_the_file_fills_only_what_is_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "environment"
    file.write_text("# a comment\n\nSOME_SET=file\nSOME_UNSET = a=b \n")
    monkeypatch.setenv("SOME_SET", "process")
    monkeypatch.delenv("SOME_UNSET", raising=False)

    environment.load_file(file)
    environment.load_file(tmp_path / "absent")

    assert (os.environ["SOME_SET"], os.environ.pop("SOME_UNSET")) == ("process", "a=b")


@pytest.mark.parametrize("line", ["DEMO", "DE MO=true", "=true"])
def test_a_wrong_line_in_the_file_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "environment"
    file.write_text(f"# first\n{line}\n")

    with pytest.raises(ImproperlyConfigured, match="environment, line 2: expected NAME=value"):
        environment.load_file(file)

"""gka/logs.py: one line per event, and nothing in it that identifies a person."""

import logging
import os
import re
import subprocess
import sys

import pytest

from gka.logs import LineFormatter, one_line
from tests.bootstrap import ROOT

SECRET = "Fenna van der Test, 12-03-2014"


def format_record(
    message: object, *arguments: object, name: str = "gka.test", error: BaseException | None = None
) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    # A dict as the only argument is unpacked by LogRecord, as with logger.info(format, mapping).
    return LineFormatter().format(logging.LogRecord(name, logging.INFO, __file__, 1, message, arguments, info))


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def test_a_line_holds_moment_level_logger_and_message() -> None:
    line = format_record("made %s rows", 3)

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO gka\.test made 3 rows", line)


@pytest.mark.parametrize(
    "character", ["\n", "\r", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\x0b"]
)
def test_no_character_starts_or_hides_a_line(character: str) -> None:
    line = format_record("before%safter", character)

    assert character not in line
    assert len(line.splitlines()) == 1
    assert one_line("zoë à la carte – 5 €") == "zoë à la carte – 5 €"


def test_an_exception_is_its_type_and_places() -> None:
    error = raised(ValueError(SECRET), cause=raised(KeyError(SECRET)))

    line = format_record("import failed", error=error)

    assert "Fenna" not in line
    assert re.search(
        r"import failed \| ValueError at tests/ops/test_logs\.py:\d+ in raised caused by KeyError at", line
    )


@pytest.mark.parametrize("message", ["failed: %s", "failed: %r"])
def test_a_message_that_repeats_the_exception_loses_it(message: str) -> None:
    error = raised(ValueError(SECRET))

    assert "Fenna" not in format_record(message, error, error=error)


def test_an_exception_as_message_loses_its_text() -> None:
    assert format_record(ValueError(SECRET)).endswith("gka.test ValueError")


def test_an_exception_that_is_its_own_context_ends() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__context__, second.__context__ = second, first

    assert "ValueError caused by KeyError" in format_record("x", error=first)


def test_celery_quotes_no_exception_argument_or_result() -> None:
    error = raised(ValueError(SECRET))
    context = {"name": "gka.x", "id": "1", "exc": repr(error), "args": SECRET, "kwargs": SECRET, "traceback": SECRET}

    failed = format_record("Task %(name)s raised %(exc)s %(args)s", context, name="celery.app.trace", error=error)
    retried = format_record("Task %(name)s retry: %(exc)s", context, name="celery.app.trace")
    done = format_record("Task succeeded: %(return_value)s", {"return_value": SECRET}, name="celery.app.trace")

    assert "Fenna" not in failed + retried + done
    assert "Task gka.x raised ValueError" in failed


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ('"GET /leerlingen/?naam=Fenna+Test&school=3 HTTP/1.1" 200 512', '"GET /leerlingen/?... HTTP/1.1" 200 512'),
        ("Not Found: /v/Fenna/vraag/", "Not Found: /v/.../vraag/"),
        ("Forbidden: /account/wachtwoord/nieuw/Fenna-12ab/", "Forbidden: /account/wachtwoord/nieuw/.../"),
        ("Klaar? Ja, 3/4 deel.", "Klaar? Ja, 3/4 deel."),
    ],
)
def test_query_strings_and_one_time_codes_are_left_out(message: str, kept: str) -> None:
    assert format_record(message).endswith(f" {kept}")


def test_arguments_that_do_not_fit_make_no_second_error() -> None:
    assert "do not fit" in format_record("%d rows", "many")


def test_the_settings_use_it_for_every_line_of_a_process() -> None:
    code = "import logging, django; django.setup(); logging.getLogger('x').error('a\\nb'); 1 / 0"

    env = os.environ | {"DJANGO_SETTINGS_MODULE": "gka.settings"}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, cwd=ROOT)

    assert re.match(r"\S+Z ERROR x a\\nb\n", result.stderr)

"""One line per event on stderr, in UTC, without what an attacker could forge or a reader should not see.

Logs are read by operators, who may not see pupils. So: no exception texts (these quote input and database rows), no
query strings, no one-time codes, no arguments or results of tasks. What is left says where it went wrong.
"""

import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

HERE = f"{Path(__file__).resolve().parent.parent}/"
QUERY_STRING = re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>]+")
ONE_TIME_CODE = re.compile(r"(/v/|/wachtwoord/nieuw/)[^\s/\"'<>]+")
FRAMES = 12


class LineFormatter(logging.Formatter):
    """`2026-01-31T09:30:00.123Z WARNING gka.imports.edexml message | ValueError at gka/x.py:12 in read`."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = f"{moment} {record.levelname} {record.name} {_message(record)}"
        if record.exc_info and record.exc_info[1]:
            line += f" | {describe(record.exc_info[1])}"
        return one_line(line)


def one_line(text: str) -> str:
    """Escape every newline, control and invisible formatting character: none can start or hide a line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def describe(error: BaseException) -> str:
    """Types and places of an exception and its causes, innermost place first; never their texts."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(f"{type(current).__module__}.{type(current).__qualname__}".removeprefix("builtins."))
        parts[-1] += _places(current.__traceback__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return " caused by ".join(parts)


def _places(trace: TracebackType | None) -> str:
    frames = []
    for frame, line in traceback.walk_tb(trace):
        file = frame.f_code.co_filename.removeprefix(HERE).rpartition("site-packages/")[2]
        frames.append(f"{file}:{line} in {frame.f_code.co_name}")
    return f" at {' < '.join(reversed(frames[-FRAMES:]))}" if frames else ""


def _message(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    arguments = record.args
    if record.name.startswith("celery") and isinstance(arguments, dict):
        arguments = _without_content(arguments, error)
    try:
        text = str(record.msg) % arguments if arguments else str(record.msg)
    except (TypeError, ValueError, KeyError):
        text = f"{record.msg} (its arguments do not fit)"
    if isinstance(record.msg, BaseException):
        text = type(record.msg).__name__
    if error is not None:  # logger.exception("... %s", error) repeats what describe() leaves out
        for quoted in filter(None, (repr(error), str(error))):
            text = text.replace(quoted, type(error).__name__)
    return ONE_TIME_CODE.sub(r"\1...", QUERY_STRING.sub(r"\1?...", text))


def _without_content(arguments: dict[str, object], error: BaseException | None) -> dict[str, object]:
    """Celery's messages about a task quote its exception, arguments and result."""
    hidden = {"exc": type(error).__name__ if error else "an error", "traceback": "", "args": "", "kwargs": ""}
    hidden |= {"return_value": "done"}
    return arguments | {name: value for name, value in hidden.items() if name in arguments}

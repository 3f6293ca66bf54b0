"""The anchor file: the head of every seal, outside the database, because a chain does not notice a cut-off tail.

One line per seal, `number last-record hmac`, only ever appended to. A line that a crash cut off stays; the whole line
follows after it, and a reader skips what is the beginning of the next line.
"""

import fcntl
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from gka.models import Zegel

logger = logging.getLogger(__name__)

LINE = re.compile(r"(?P<nummer>\d{1,18}) \d{1,18} [0-9a-f]{64}")
_TAIL = 4096


def line(zegel: Zegel) -> str:
    """What the file holds for a seal."""
    return f"{zegel.nummer} {zegel.laatste} {zegel.hmac}"


def append_missing() -> None:
    """Append the seals after the last whole line; one process at a time."""
    path = Path(settings.AUDIT_ANCHOR_FILE)
    if not path.exists() and not Zegel.objects.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last, whole = _end(file)
        if last == 0 and Zegel.objects.filter(nummer=2).exists():
            # Written to the operator's log, so that removing the file to hide a cut-off tail leaves a trace.
            logger.error("the audit anchor file was empty or missing; all seals are written to it again")
        text = "".join(
            f"{line(zegel)}\n" for zegel in Zegel.objects.filter(nummer__gt=last).order_by("nummer").iterator()
        )
        if text:
            file.write((b"" if whole else b"\n") + text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())


def _end(file: BinaryIO) -> tuple[int, bool]:
    """Number of the last whole line (0: none), and whether the file ends at the end of a line."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read().decode("ascii", errors="replace")
    whole = tail == "" or tail.endswith("\n")
    lines = tail.split("\n")[:-1]  # what follows the last newline is nothing or a torn line
    found = (LINE.fullmatch(text) for text in reversed(lines))
    return next((int(match["nummer"]) for match in found if match), 0), whole


def lines() -> Iterator[tuple[int, str]]:
    """Number and text of every line, in order; number 0 for a line that is neither whole nor a torn beginning."""
    path = Path(settings.AUDIT_ANCHOR_FILE)
    if not path.is_file():
        return
    torn: list[str] = []
    with path.open(encoding="ascii", errors="replace") as file:
        for raw in file:
            text = raw.rstrip("\n")
            match = LINE.fullmatch(text)
            if not match:
                torn.append(text)
                continue
            yield from ((0, part) for part in torn if not text.startswith(part))
            torn = []
            yield int(match["nummer"]), text
    yield from ((0, part) for part in torn[:-1])  # the last one may be a write that just broke off

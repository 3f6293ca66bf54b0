"""Read settings from the environment: strict, and with an explanation when something is wrong.

Nothing here has a default that would be unsafe in production. A file named by `ENV_FILE` (default: `var/environment`)
fills what the process environment does not set, so that `manage.py` and the servers agree.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def load_file(path: Path) -> None:
    """Fill missing variables from `NAME=value` lines; a missing file is fine, a wrong line is not."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, separator, value = line.partition("=")
        if not separator or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{path.name}, line {number}: expected NAME=value.")
        os.environ.setdefault(name.strip(), value.strip())


def text(name: str, default: str | None = None) -> str:
    """The variable as text; without a default it must be set and not empty."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. See docs/beheer.md, section 'Omgevingsvariabelen'.")
    return default


def boolean(name: str, default: bool) -> bool:
    """true/false, yes/no, on/off or 1/0; anything else is refused instead of read as false."""
    value = os.environ.get(name, "").lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def integer(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    value = os.environ.get(name, "") or str(default)
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words, in capitals as they are written."""
    value = os.environ.get(name, "") or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def listing(name: str, default: str = "") -> list[str]:
    """Comma-separated values without blanks; empty when not set."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def url(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    """A URL with one of the given schemes. Its text is never repeated in the error: it may hold a password."""
    value = os.environ.get(name, "") or default
    if urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must start with one of: {', '.join(s + '://' for s in schemes)}.")
    return value


def secret(path: Path, *, minimum: int = 32) -> str:
    """The first line of a key file of at least `minimum` characters (ASVS V13.3.1)."""
    try:
        value = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"Key file {path.name} is missing or unreadable. Make the keys once with: script/keys {path.parent}"
        ) from error
    if len(value) < minimum:
        raise ImproperlyConfigured(f"Key file {path.name} is shorter than {minimum} characters.")
    return value

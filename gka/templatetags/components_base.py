"""What the component libraries share: escaping, checking a tone, the tag."""

from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

EMPTY = escape("")
TONES = {"quiet", "attention", "done", "error"}


def known(value: str, values: set[str], what: str) -> str:
    """The value, or a template error naming what would have been right."""
    if value not in values:
        raise template.TemplateSyntaxError(f"{what} must be one of {', '.join(sorted(values))}, not {value!r}.")
    return value


def tone_of(value: str) -> str:
    """A tone that exists."""
    return known(value, TONES, "tone")


def optional(pattern: str, *values: Any) -> SafeString:
    """The pattern filled in, or nothing when the first value is empty."""
    empty = values[0] is None or not str(values[0]).strip()
    return EMPTY if empty else format_html(pattern, *values)


def field_of(item: Any, key: str, default: Any = "") -> Any:
    """A value of a mapping or of an object."""
    return item.get(key, default) if isinstance(item, dict) else getattr(item, key, default)


def spoken(text: Any) -> SafeString:
    """Text for screen readers only."""
    return format_html('<span class="visually-hidden">{}</span>', text)


def badge(label: Any, *, tone: str = "quiet") -> SafeString:
    """A state in a word, on a ground of its tone."""
    return format_html('<span class="nl-data-badge tag tag--{}">{}</span>', tone_of(tone), label)

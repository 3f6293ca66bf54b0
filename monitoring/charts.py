"""Horizontal bars as inline SVG, from protected figures only. The numbers stand beside the bars and in the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

# Widths are percentages and heights pixels, so that the letters keep their size on a phone.
ROW, ROW_ABOVE, BAR = 48, 66, 26
LABEL_SHARE, BAR_SHARE, BAR_SHARE_ABOVE = 30, 42, 70
LONG_LABEL = 14  # more letters than this do not fit beside the bar on a phone; then all labels go above


@dataclass(frozen=True)
class Bar:
    """`value` None: hidden, drawn as an empty outline; `of` None: nothing to compare with."""

    label: str
    value: int | None
    of: int | None
    text: str


def bars(rows: Sequence[Bar], *, key: str, title: str, description: str) -> SafeString:
    """One bar per row on a shared zero; `key` makes the ids unique in the page."""
    largest = max([1, *(max(row.value or 0, row.of or 0) for row in rows)])
    above = any(len(row.label) > LONG_LABEL for row in rows)
    height = ROW_ABOVE if above else ROW
    drawn = format_html_join(
        "", "{}", ((_row(row, number * height, largest, above),) for number, row in enumerate(rows))
    )
    return format_html(
        '<svg class="chart__plot" width="100%" height="{0}" role="img" aria-labelledby="{1}-t {1}-d">'
        '<title id="{1}-t">{2}</title><desc id="{1}-d">{3}</desc>{4}</svg>',
        height * len(rows),
        key,
        title,
        description,
        drawn,
    )


def _row(row: Bar, top: int, largest: int, above: bool) -> SafeString:
    start, share = (0, BAR_SHARE_ABOVE) if above else (LABEL_SHARE, BAR_SHARE)
    bar_top = top + (28 if above else (ROW - BAR) // 2)
    beside = bar_top + BAR // 2 + 5
    whole = share * max(row.value or 0, row.of or 0) / largest
    return format_html(
        '<text class="chart__label" x="0" y="{}">{}</text>{}{}'
        '<text class="chart__value" x="{}%" dx="10" y="{}">{}</text>',
        top + 18 if above else beside,
        row.label,
        _rect("chart__rest", start, bar_top, whole),
        _rect("chart__bar", start, bar_top, share * (row.value or 0) / largest),
        _percent(start + whole),
        beside,
        row.text,
    )


def _rect(css: str, start: int, top: int, width: float) -> SafeString:
    if not width:
        return escape("")
    return format_html(
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="3"/>', css, start, top, _percent(width), BAR
    )


def _percent(number: float) -> str:
    """With a point: formatting for the page would write a comma."""
    return f"{number:.2f}"

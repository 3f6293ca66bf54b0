"""Blocks about pupils and what happens to them. Loaded through components.py."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gka.templatetags.components_base import EMPTY, badge, field_of, optional, spoken, tone_of

register = template.Library()


# --- a person, a list of facts


@register.simple_block_tag
def identity_bar(content: str, title: Any, *, sub: Any = "", tag: Any = "", tag_tone: str = "quiet") -> SafeString:
    """Who this page is about, with what can be done for them."""
    mark = badge(tag, tone=tag_tone) if tag else EMPTY
    return format_html(
        '<div class="identity"><div class="identity__who"><p class="identity__name">{}{}</p>{}</div>{}</div>',
        title,
        optional(" {}", mark),
        optional('<p class="identity__sub">{}</p>', sub),
        optional('<div class="identity__actions">{}</div>', content),
    )


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """Facts: label, value, and perhaps a way to change it."""
    return format_html('<dl class="utrecht-data-list utrecht-data-list--html-dl summary-list">{}</dl>', content)


def _summary_row(label: Any, value: Any, url: Any, action: Any) -> SafeString:
    change = EMPTY
    if url:
        link = format_html(
            '<a class="nl-link" href="{}">{}{}</a>',
            url,
            action or "Wijzig",
            format_html('<span class="visually-hidden"> {}</span>', label),
        )
        change = format_html(
            '<dd class="utrecht-data-list__actions utrecht-data-list__actions--html-dd summary-list__action">{}</dd>',
            link,
        )
    return format_html(
        '<div class="utrecht-data-list__item summary-list__row"><dt class="utrecht-data-list__item-key">{}</dt>'
        '<dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{}</dd>{}</div>',
        label,
        value if value not in (None, "") else "–",
        change,
    )


@register.simple_tag
def summary_row(label: Any, value: Any, *, url: Any = "", action: Any = "") -> SafeString:
    """A fact in plain text; an empty value shows a dash."""
    return _summary_row(label, value, url, action)


@register.simple_block_tag
def summary_item(content: str, label: Any, *, url: Any = "", action: Any = "") -> SafeString:
    """A fact with markup of its own."""
    return _summary_row(label, content, url, action)


# --- the overleg: rings per party


RING = {
    "ja": ("yes", "ja", ""),
    "nee": ("no", "nee", "Tegen"),
    "niet_gehoord": ("open", "nog niet gehoord", "Nog niet gehoord"),
    "niet_beschikbaar": ("away", "niet beschikbaar", "Niet beschikbaar"),
}


def _ring(short: Any, stance: Any, party: Any) -> SafeString:
    css, words, _ = RING[str(stance)]
    return format_html(
        '<span class="ring ring--{}" aria-hidden="true">{}</span>{}',
        css,
        short,
        spoken(format_html("{}: {}", party, words)),
    )


@register.simple_tag
def ring(short: Any, stance: Any, party: Any) -> SafeString:
    """One party with its stance in words beside it."""
    css, words, _ = RING[str(stance)]
    return format_html(
        '<span class="ring-line"><span class="ring ring--{}" aria-hidden="true">{}</span><span>{}: {}</span></span>',
        css,
        short,
        party,
        words,
    )


@register.simple_tag
def rings(parties: Iterable[Any], *, words: bool = True) -> SafeString:
    """All parties in a row, and under it in words whoever did not say yes."""
    rows = [tuple(field_of(party, key) for key in ("kort", "stand", "naam")) for party in parties]
    items = format_html_join("", "<li>{}</li>", ((_ring(*row),) for row in rows))
    lines: list[tuple[str, str]] = []
    for stance, (_, _, lead) in RING.items():
        names = [str(party) for _, found, party in rows if str(found) == stance]
        if lead and names:
            lines.append((lead, ", ".join(names)))
    if rows and all(str(found) == "niet_gehoord" for _, found, _ in rows):
        told = format_html('<span class="rings__words">{}</span>', "Nog niemand gehoord")
    else:
        told = format_html_join("", '<span class="rings__words">{}: {}</span>', lines)
    below = format_html('<div aria-hidden="true">{}</div>', told) if told and words else EMPTY
    return format_html('<ul class="rings">{}</ul>{}', items, below)


# --- what happened, what is to be done


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """What happened, newest first."""
    return format_html('<ol class="timeline">{}</ol>', content)


@register.simple_block_tag
def timeline_item(
    content: str, title: Any, *, when: Any = "", who: Any = "", tag: Any = "", tag_tone: str = "quiet"
) -> SafeString:
    """One event: what, when, who."""
    mark = format_html(" {}", badge(tag, tone=tag_tone)) if tag else EMPTY
    meta = format_html_join(" · ", "{}", ((part,) for part in (when, who) if part not in (None, "")))
    return format_html(
        '<li class="timeline__item"><p class="timeline__title">{}{}</p>{}{}</li>',
        title,
        mark,
        optional('<p class="timeline__meta">{}</p>', meta),
        optional('<div class="timeline__text">{}</div>', content),
    )


STEP = {"klaar": ("done", "Klaar"), "bezig": ("current", "Bezig"), "open": ("open", "Nog doen")}


@register.simple_tag
def steps(items: Iterable[Any]) -> SafeString:
    """A task list; each item has `label`, `stand`, and perhaps `url` and `sub`."""
    rows = []
    for item in items:
        data = {key: field_of(item, key) for key in ("label", "stand", "url", "sub")}
        css, word = STEP[str(data["stand"])]
        label = (
            format_html('<a class="nl-link" href="{}">{}</a>', data["url"], data["label"])
            if data["url"]
            else data["label"]
        )
        state = (
            format_html('<span class="steps__done">{}</span>', word)
            if css == "done"
            else badge(word, tone="attention" if css == "current" else "quiet")
        )
        rows.append((css, label, optional('<span class="cell__sub">{}</span>', data["sub"]), state))
    return format_html(
        '<ol class="steps">{}</ol>',
        format_html_join(
            "", '<li class="steps__item steps__item--{}"><span class="steps__label">{}{}</span>{}</li>', rows
        ),
    )


@register.simple_block_tag
def todo_list(content: str) -> SafeString:
    """What needs attention, with its date or state in front."""
    return format_html('<ul class="todo">{}</ul>', content)


@register.simple_block_tag
def todo(content: str, label: Any, *, tone: str = "quiet", url: Any = "") -> SafeString:
    """One line of a `todo_list`."""
    text = format_html('<a class="nl-link" href="{}">{}</a>', url, content) if url else content
    return format_html('<li class="todo__item">{}<div class="todo__text">{}</div></li>', badge(label, tone=tone), text)


@register.simple_block_tag
def pile(content: str, title: Any, count: int, *, open: bool = False, tone: str = "quiet", sub: Any = "") -> SafeString:
    """One pile of an import preview: a count, and its rows folded away."""
    return format_html(
        '<details class="pile pile--{}"{}>'
        '<summary class="pile__summary"><span class="pile__count">{}</span>'
        '<span class="pile__title">{}{}</span></summary>'
        '<div class="pile__body">{}</div></details>',
        tone_of(tone),
        flatatt({"open": open}),
        count,
        title,
        optional('<span class="cell__sub">{}</span>', sub),
        content,
    )

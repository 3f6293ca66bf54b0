"""The blocks pages are built from; docs/componenten.md shows each with an example.

Arguments are text and are escaped here; only the rendered content between block tags is trusted. No queries, no
arithmetic beyond what drawing needs. `{% load components %}` brings components_case.py and components_lists.py along.
"""

import re
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from gka.templatetags import components_case, components_lists, nlds
from gka.templatetags.components_base import EMPTY, badge, known, optional, spoken, tone_of

register = template.Library()
for library in (components_case.register, components_lists.register):
    register.tags.update(library.tags)
register.inclusion_tag("nlds/error_summary.html")(nlds.error_summary)
register.simple_tag(name="tag")(badge)

VARIANTS = {"primary", "secondary", "quiet", "danger"}
NLDS_BUTTON = {
    "primary": "primary",
    "secondary": "secondary",
    "quiet": "subtle",
    "danger": "primary",
}
NLDS_ALERT = {"quiet": "info", "attention": "warning", "done": "ok", "error": "error"}


# --- buttons and links


def _button_class(variant: str, wide: bool) -> str:
    known(variant, VARIANTS, "variant")
    return f"nl-button nl-button--{NLDS_BUTTON[variant]} button button--{variant}" + (" button--wide" if wide else "")


def _button_label(label: Any, context_text: Any) -> SafeString:
    extra = optional('<span class="visually-hidden"> {}</span>', context_text)
    return format_html('<span class="nl-button__label">{}{}</span>', label, extra)


def _button(label: Any, attrs: dict[str, Any], variant: str, size: str, wide: bool, context_text: Any) -> SafeString:
    known(size, {"normal", "small"}, "size")
    css = _button_class(variant, wide) + (" button--small" if size == "small" else "")
    attrs = {"class": css} | {name: value for name, value in attrs.items() if value not in (None, "")}
    return format_html(
        "<{0}{1}>{2}</{0}>", "a" if "href" in attrs else "button", flatatt(attrs), _button_label(label, context_text)
    )


@register.simple_tag
def button_link(
    label: Any,
    url: Any,
    *,
    variant: str = "secondary",
    size: str = "normal",
    wide: bool = False,
    context_text: Any = "",
    download: bool = False,
) -> SafeString:
    """A link that looks like a button."""
    return _button(label, {"href": str(url), "download": download}, variant, size, wide, context_text)


@register.simple_tag
def submit(
    label: Any,
    *,
    variant: str = "primary",
    name: Any = "",
    value: Any = "",
    size: str = "normal",
    wide: bool = False,
    context_text: Any = "",
    form: str = "",
    action: Any = "",
) -> SafeString:
    """The submit button of the form around it, or of the form with id `form`; `action` sends it elsewhere."""
    attrs = {"type": "submit", "name": name, "value": value, "form": form, "formaction": action}
    return _button(label, attrs, variant, size, wide, context_text)


@register.simple_tag(takes_context=True)
def post_button(
    context: template.Context,
    label: Any,
    url: Any,
    *,
    variant: str = "secondary",
    size: str = "normal",
    wide: bool = False,
    context_text: Any = "",
    **hidden: Any,
) -> SafeString:
    """A POST form with one button; extra keywords become hidden inputs."""
    inputs = format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden.items())
    token = optional(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', str(context.get("csrf_token") or "")
    )
    button = _button(label, {"type": "submit"}, variant, size, wide, context_text)
    return format_html('<form method="post" action="{}" class="post-button">{}{}{}</form>', url, token, inputs, button)


@register.simple_tag
def back_link(url: Any, label: Any) -> SafeString:
    """The way back, above the heading."""
    return format_html('<a class="nl-link back-link" href="{}">{}</a>', url, label)


@register.simple_tag
def here(label: Any) -> SafeString:
    """Where one is, among the button links to the other places."""
    name = format_html('<span class="nl-button__label">{}</span>', label)
    return format_html('<span class="nl-button button button--here" aria-current="true">{}</span>', name)


@register.simple_block_tag
def actions(content: str, *, sticky: bool = False) -> SafeString:
    """The buttons under a form or a page; `sticky` keeps those of a long list in sight."""
    css = "utrecht-action-group actions" + (" actions--sticky" if sticky else "")
    return format_html('<div class="{}">{}</div>', css, content)


# --- sheets, tiles, tags


@register.simple_block_tag
def card(
    content: str,
    *,
    heading: Any = "",
    level: int = 2,
    id: str = "",
    tone: str = "",
    sub: Any = "",
    tag: Any = "",
    tag_tone: str = "quiet",
) -> SafeString:
    """A white sheet with an optional heading, second line and tag."""
    if tone:
        known(tone, {"quiet", "attention", "dashed"}, "tone")
    title_id = f"{id}-titel" if id and heading else ""
    attrs = {"class": f"card card--{tone}" if tone else "card"}
    attrs |= {"id": id} if id else {}
    attrs |= {"aria-labelledby": title_id} if title_id else {}
    title = optional(
        '<h{1} class="card__title"{2}>{0}</h{1}>', heading, int(level), flatatt({"id": title_id} if title_id else {})
    )
    mark = badge(tag, tone=tag_tone) if tag else EMPTY
    head = format_html('<div class="card__head">{}{}</div>', title, mark) if title or mark else EMPTY
    second = optional('<p class="card__sub">{}</p>', sub)
    return format_html("<section{}>{}{}{}</section>", flatatt(attrs), head, second, content)


@register.simple_block_tag
def tiles(content: str) -> SafeString:
    """A row of figures."""
    return format_html('<dl class="tiles">{}</dl>', content)


@register.simple_tag
def tile(label: Any, number: Any = "", *, sub: Any = "", url: Any = "", hidden: bool = False) -> SafeString:
    """One figure: label, number, second line; `url` leads to its definition."""
    name = format_html('<a class="nl-link" href="{}">{}</a>', url, label) if url else conditional_escape(label)
    shown, second = ("x", sub or "te weinig leerlingen") if hidden else (number, sub)
    return format_html(
        '<div class="tile"><dt class="tile__label">{}</dt><dd class="tile__number">{}</dd>{}</div>',
        name,
        shown,
        optional('<dd class="tile__sub">{}</dd>', second),
    )


@register.simple_tag
def hidden_figure() -> SafeString:
    """A count that is kept back because too few pupils are behind it."""
    return format_html(
        '<span class="hidden-figure"><span aria-hidden="true">x</span>{}</span>', spoken("te weinig leerlingen")
    )


@register.simple_tag
def name(full: Any, *, short: Any) -> SafeString:
    """A pupil's name that "Namen verbergen" replaces by its short form."""
    return format_html(
        '<span class="name"><span class="name__full">{}</span><span class="name__short">{}</span></span>', full, short
    )


@register.simple_tag
def names_in(text: str, full: str, *, short: str) -> SafeString:
    """A text that people wrote, in which "Namen verbergen" replaces this first name, as a whole word."""
    delen = re.split(rf"(?i)\b({re.escape(full)})\b", text) if full else [text]
    return format_html_join(
        "", "{}", ((name(deel, short=short) if nummer % 2 else deel,) for nummer, deel in enumerate(delen))
    )


@register.simple_tag
def hide_names_button() -> SafeString:
    """Needs JavaScript, so the script shows it; the script stands here so that no name after it is painted first."""
    return format_html(
        '<button type="button" class="{}" data-hide-names aria-pressed="false" hidden>'
        '<span class="nl-button__label">Namen verbergen</span></button><script src="{}"></script>',
        _button_class("secondary", wide=False),
        static("js/hide-names.js"),
    )


@register.simple_tag
def places(used: int, total: int, *, label: Any = "", note: Any = "", note_tone: str = "attention") -> SafeString:
    """How many of the agreed places are taken: words first, then a bar."""
    share = min(100, round(100 * used / total)) if total else 0
    bar = format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="chart__rest" width="100" height="8"/><rect class="chart__bar" width="{}" height="8"/></svg>',
        share,
    )
    mark = badge(note, tone=note_tone) if note else EMPTY
    head = format_html('<p class="places__head"><span>{}</span>{}</p>', label, mark) if label or note else EMPTY
    words = format_html('<p><strong class="places__used">{}</strong> van {} plekken</p>', used, total)
    return format_html('<div class="places">{}{}{}</div>', head, words, bar)


# --- notices and empty states


@register.simple_block_tag
def notice(
    content: str, title: Any = "", *, tone: str = "quiet", url: Any = "", link: Any = "", level: int = 0
) -> SafeString:
    """Something to know before going on; `level` makes the title a heading."""
    css = f"utrecht-alert utrecht-alert--{NLDS_ALERT[tone_of(tone)]} notice notice--{tone}"
    head = optional('<{1} class="notice__title">{0}</{1}>', title, f"h{int(level)}" if level else "p")
    more = format_html('<p><a class="nl-link" href="{}">{}</a></p>', url, link) if url else EMPTY
    return format_html('<div class="{}">{}{}{}</div>', css, head, content, more)


@register.simple_block_tag
def empty_state(content: str, title: Any, *, url: Any = "", action: Any = "") -> SafeString:
    """What to do when there is nothing yet."""
    button = button_link(action, url, variant="primary") if url else EMPTY
    return format_html(
        '<div class="empty-state"><p class="empty-state__title">{}</p><div class="empty-state__text">{}</div>{}</div>',
        title,
        content,
        button,
    )


# --- forms


@register.simple_tag
def form_intro() -> SafeString:
    """The line above a form that explains "(optioneel)" once."""
    return format_html('<p class="muted">{}</p>', "Vul alles in. Als iets niet hoeft, staat dat erbij.")


@register.inclusion_tag("nlds/field.html")
def field(bound: BoundField, *, label: Any = None, help_text: Any = None) -> dict[str, Any]:
    """A field of somebody else's form, with our own words."""
    bound.label = bound.label if label is None else label
    bound.help_text = bound.help_text if help_text is None else help_text
    return {"field": bound, "form_show_labels": True}


@register.inclusion_tag("nlds/field.html")
def compact_field(field: BoundField) -> dict[str, Any]:
    """A field in a table row: its label is for screen readers only."""
    return {"field": field, "form_show_labels": False, "without_optional": True, "wrapper_class": "field--compact"}


@register.simple_tag
def qr_code(svg: str, *, label: Any) -> SafeString:
    """The QR code of the authenticator app as markup of the page: the policy refuses data: images."""
    path, size = re.search(r'\bd="([^"]+)"', svg), re.search(r'viewBox="([^"]+)"', svg)
    if path is None or size is None:
        return EMPTY
    return format_html(
        '<svg class="qr" viewBox="{}" role="img" aria-label="{}"><path d="{}"/></svg>', size[1], label, path[1]
    )

"""Tables, sorting, pages and filters. Loaded through components.py."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gka.templatetags.components_base import field_of

register = template.Library()


@register.simple_block_tag
def table(content: str, caption: Any, *, cards: bool = True, hide_caption: bool = False, **attrs: Any) -> SafeString:
    """A table with its caption; on phones its rows become cards, without cards it scrolls sideways."""
    css = ["utrecht-table", "utrecht-table--html-table", "table", "table--cards" if cards else "table--scrolls"]
    if attrs.get("class"):
        css.append(str(attrs["class"]))
    # Only a region that can scroll needs to be reachable with the keyboard.
    region = {} if cards else {"role": "region", "aria-label": str(caption), "tabindex": "0"}
    return format_html(
        '<div class="table-wrap"{}><table class="{}"><caption class="{}">{}</caption>{}</table></div>',
        flatatt(region),
        " ".join(css),
        "visually-hidden" if hide_caption else "table__caption",
        caption,
        content,
    )


@register.simple_tag
def tick(name: str, value: Any, label: Any) -> SafeString:
    """A tick box in front of a row; its label is read out, the whole box is the target."""
    css = "utrecht-checkbox utrecht-checkbox--custom utrecht-checkbox--html-input choice__input"
    attrs = {"class": css, "type": "checkbox", "name": name, "value": str(value)}
    return format_html(
        '<label class="choice tick"><input{}><span class="visually-hidden">Kies {}</span></label>',
        flatatt(attrs),
        label,
    )


def _address(context: template.Context, **changes: Any) -> str:
    """The query string of this page with some parameters replaced, or removed when None; page numbers never survive."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    query.pop("pagina", None)
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def sort_header(
    context: template.Context, label: Any, field: str, *, number: bool = False, parameter: str = "volgorde"
) -> SafeString:
    """A column head that sorts: first up, then down."""
    request = context.get("request")
    current = request.GET.get(parameter, "") if request is not None else ""
    order = (
        {"aria-sort": "ascending"}
        if current == field
        else {"aria-sort": "descending"}
        if current == f"-{field}"
        else {}
    )
    css = "table__sort" + (" number" if number else "")
    target = f"-{field}" if current == field else field
    return format_html(
        '<th scope="col" class="{}"{}><a href="{}">{}</a></th>',
        css,
        flatatt(order),
        _address(context, **{parameter: target}),
        label,
    )


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: template.Context, *, parameter: str = "page") -> dict[str, Any]:
    """Previous, numbers and next for `page_obj`; nothing when there is one page."""
    page = context.get("page_obj")
    if page is None or page.paginator.num_pages < 2:
        return {"numbers": []}
    numbers = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        whole = isinstance(number, int)
        numbers.append(
            {
                "label": number,
                "url": _address(context, **{parameter: number}) if whole else "",
                "current": number == page.number,
            }
        )
    return {
        "numbers": numbers,
        "previous": _address(context, **{parameter: page.number - 1}) if page.has_previous() else "",
        "next": _address(context, **{parameter: page.number + 1}) if page.has_next() else "",
        "number": page.number,
        "total": page.paginator.num_pages,
    }


@register.inclusion_tag("_components/filter_form.html", takes_context=True)
def filter_form(context: template.Context, filterset: Any, *, label: str = "Filter de lijst") -> dict[str, Any]:
    """The form of a FilterSet as plain GET, with what was chosen as removable tags."""
    form = filterset.form
    chosen = []
    if form.is_bound and form.is_valid():
        for field in form.visible_fields():
            value = form.cleaned_data.get(field.name)
            if value in (None, "", [], False) or (hasattr(value, "exists") and not field.data):
                continue
            text = _spelled(field, value)
            chosen.append({"label": field.label, "value": text, "url": _address(context, **{field.html_name: None})})
    request = context.get("request")
    known = {field.html_name for field in form} | {"page", "pagina"}
    kept = (
        [(name, value) for name, values in request.GET.lists() for value in values if name not in known]
        if request
        else []
    )
    return {"form": form, "chosen": chosen, "kept": kept, "label": label, "clear": request.path if request else "?"}


def _spelled(field: forms.BoundField, value: Any) -> str:
    """The chosen value as its choice reads on the screen."""
    if value is True:
        return "ja"
    values = value if isinstance(value, (list, tuple, set)) or hasattr(value, "exists") else [value]
    names = {} if isinstance(field.field, forms.ModelChoiceField) else dict(_flat(getattr(field.field, "choices", [])))
    return ", ".join(str(names.get(str(one), one)) for one in values)


def _flat(choices: Any) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for value, label in choices:
        pairs += _flat(label) if isinstance(label, (list, tuple)) else [(str(value), label)]
    return pairs


@register.simple_tag
def bars(rows: Iterable[Any], *, caption: Any) -> SafeString:
    """Horizontal bars that are their own table: `label`, `value`, `words`, and perhaps `total` for the empty part.

    A value of None is a hidden figure: it has no bar, only its words.
    """
    data = [[field_of(row, key, None) for key in ("label", "value", "total", "words")] for row in rows]
    longest = max((max(value or 0, total or 0) for _, value, total, _ in data), default=0) or 1
    drawn = (
        (label, round(100 * (total or value or 0) / longest), round(100 * (value or 0) / longest), words)
        for label, value, total, words in data
    )
    lines = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="bars__track">'
        '<svg class="bars__svg" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="chart__rest" width="{}" height="10"/><rect class="chart__bar" width="{}" height="10"/></svg></td>'
        '<td class="bars__words">{}</td></tr>',
        drawn,
    )
    return format_html(
        '<table class="bars"><caption class="visually-hidden">{}</caption><tbody>{}</tbody></table>', caption, lines
    )

"""What the form pack in templates/nlds/ needs to know about a field, and where an error link lands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()

SHORT = (forms.NumberInput, forms.DateInput, forms.TimeInput)
# ARIA 1.2: a radio and a group of checkboxes cannot be invalid or required; the radiogroup and the checkbox can.
NOT_ON_AN_OPTION = ("required", "aria-required", "aria-describedby", "placeholder")


@register.filter
def kind(field: BoundField) -> str:
    """Which part of `nlds/field.html` renders this field."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "group" if widget.use_fieldset else "control"


@register.filter
def choice_style(field: BoundField) -> str:
    """`rows`, `buttons` or `segmented`: see the widgets in gka/forms.py."""
    return getattr(field.field.widget, "choice_style", "rows")


@register.filter
def shows_optional(field: BoundField) -> bool:
    """Whether "(optioneel)" stands after the label; a single checkbox is optional by nature."""
    if field.field.required or isinstance(field.field.widget, forms.CheckboxInput):
        return False
    return field.name not in getattr(field.form, "hide_optional", ())


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input, select or textarea itself, with the classes of NL Design System and the right ARIA."""
    widget = field.field.widget
    field.form.use_required_attribute = False
    attrs: dict[str, Any] = {"class": " ".join(_classes(widget)), "placeholder": False, "title": False}
    if field.field.required and not widget.is_hidden and not widget.use_fieldset:
        attrs["aria-required"] = "true"
    if isinstance(widget, forms.Textarea) and str(widget.attrs.get("rows")) == "10":
        attrs |= {"rows": "4", "cols": False}
    if isinstance(widget, forms.MultiWidget):
        _name_parts(widget, str(field.label))
    return field.as_widget(attrs=attrs)


def _name_parts(widget: forms.MultiWidget, label: str) -> None:
    """The legend names the whole; every part needs a name of its own."""
    parts = ("datum", "tijd") if isinstance(widget, forms.SplitDateTimeWidget) else range(1, len(widget.widgets) + 1)
    for part, inner in zip(parts, widget.widgets, strict=False):
        inner.attrs.setdefault("aria-label", f"{label}: {part}")


def _classes(widget: forms.Widget) -> Iterator[str]:
    if isinstance(widget, forms.Textarea):
        yield "utrecht-textarea utrecht-textarea--html-textarea"
    elif isinstance(widget, forms.SelectMultiple):
        yield "utrecht-select utrecht-select--html-select select-multiple"
    elif isinstance(widget, (forms.Select, forms.SelectDateWidget)):
        yield "utrecht-select utrecht-select--html-select"
    elif isinstance(widget, forms.CheckboxInput):
        yield "utrecht-checkbox utrecht-checkbox--custom utrecht-checkbox--html-input choice__input"
    elif isinstance(widget, forms.FileInput):
        yield "file-input"
    else:
        yield "utrecht-textbox utrecht-textbox--html-input"
    own = widget.attrs.get("class", "")
    if isinstance(widget, SHORT) and "input--" not in own:
        yield "input--short"
    if own:
        yield own


@register.simple_tag
def tick(field: BoundField) -> SafeString:
    """What `nlds/field.html` makes of a checkbox without help or errors, many times faster: for lists of a thousand."""
    return format_html(
        '<div class="utrecht-form-field field field--compact"><label class="choice choice--single">'
        '<input type="checkbox" name="{}" class="{}" id="{}"{}><span class="choice__label">{}</span></label></div>',
        field.html_name,
        " ".join(_classes(field.field.widget)),
        field.id_for_label,
        flatatt({"checked": bool(field.value())}),
        field.label,
    )


@register.simple_tag
def cell_input(field: BoundField) -> SafeString:
    """A short text input in a table cell with its error, many times faster than `nlds/field.html`: for a sheet."""
    errors = error_texts(field)
    attrs = {
        "type": "text",
        "name": field.html_name,
        "id": field.id_for_label,
        "class": "utrecht-textbox utrecht-textbox--html-input input--cell",
        "value": "" if field.value() is None else field.value(),
        "aria-label": field.label,
        "autocomplete": "off",
        "placeholder": " ",  # so that a stylesheet knows which cells are filled in
    }
    if not errors:
        return format_html("<input{}>", flatatt(attrs))
    fault = f"{field.id_for_label}_error"
    attrs |= {"aria-invalid": "true", "aria-describedby": fault}
    return format_html('<input{}><span class="field__error" id="{}">{}</span>', flatatt(attrs), fault, " ".join(errors))


@dataclass(frozen=True)
class Option:
    """One radio or checkbox of a group: its input, its label, and the help of its choice if the field has any."""

    input: SafeString
    id: str
    label: Any
    help: Any


@register.filter
def options(field: BoundField) -> list[Option]:
    """The choices of a group. A field may give `choice_help`, a mapping of value to a second line."""
    checkbox = kind(field) == "checkboxes"
    classes = (
        "utrecht-checkbox utrecht-checkbox--custom utrecht-checkbox--html-input"
        if checkbox
        else ("utrecht-radio-button utrecht-radio-button--html-input")
    )
    help_of = getattr(field.field, "choice_help", {})
    rows = []
    for bound in field.subwidgets:
        attrs = {name: value for name, value in bound.data["attrs"].items() if name not in NOT_ON_AN_OPTION}
        if not checkbox:
            attrs.pop("aria-invalid", None)
        attrs |= {
            "type": bound.data["type"],
            "name": bound.data["name"],
            "value": str(bound.data["value"]),
            "class": f"{classes} choice__input",
        }
        attrs = {name: value for name, value in attrs.items() if value is not False}
        rows.append(
            Option(
                input=format_html("<input{}>", flatatt(attrs)),
                id=bound.data["attrs"].get("id", ""),
                label=capfirst(bound.data["label"]),
                help=help_of.get(str(bound.data["value"]), ""),
            )
        )
    return rows


@register.filter
def error_texts(field: BoundField) -> list[str]:
    """The errors of a field; where Django only says that something is wrong, say what to do instead."""
    texts: list[str] = []
    for error in field.errors.as_data():
        replacement = _friendly(field, error.code) if _is_default(field, error) else None
        texts += [replacement] if replacement else [str(text) for text in error]
    return texts


def _is_default(field: BoundField, error: ValidationError) -> bool:
    """Whether Django wrote this text; its texts may name what was sent in, so compare before the value is put in."""
    return str(error.message) == _default(field, error.code)


def _default(field: BoundField, code: str | None) -> str | None:
    """Django's own text for this code, or None when the form wrote one itself."""
    for cls in type(field.field).__mro__:
        text = getattr(cls, "default_error_messages", {}).get(code)
        if text is not None:
            return str(text)
    return None


def _friendly(field: BoundField, code: str | None) -> str | None:
    if code == "required":
        verb = {"control": "Vul {} in.", "checkbox": "Zet een vinkje bij {}.", "group": "Vul {} in."}
        pattern = verb.get(kind(field), "Maak een keuze bij {}.")
        if isinstance(field.field.widget, forms.Select):
            pattern = "Maak een keuze bij {}."
        elif isinstance(field.field.widget, forms.FileInput):
            pattern = "Kies een bestand bij {}."
        return pattern.format(f"‘{field.label}’")
    if code == "invalid" and isinstance(field.field, forms.DateField):
        return f"‘{field.label}’ moet een bestaande datum zijn, bijvoorbeeld 27-3-2014."
    if code in ("invalid_choice", "invalid_pk_value") and not field.is_hidden:
        return f"Kies bij ‘{field.label}’ iets uit de lijst. De lijst kan intussen veranderd zijn."
    if field.is_hidden:
        return "Dit formulier klopt niet meer. Open de pagina opnieuw."
    return None


def first_input_id(field: BoundField) -> str:
    """The id of the first thing in the field that can take the focus; empty when nothing can."""
    widget = field.field.widget
    if field.is_hidden or field.field.disabled or not field.auto_id:
        return ""
    if isinstance(widget, forms.RadioSelect):  # and its subclass for checkboxes
        return next((option.id for option in options(field)), "")
    return _first_id(widget, widget.attrs.get("id") or field.auto_id)


def _first_id(widget: forms.Widget, auto_id: str) -> str:
    if isinstance(widget, forms.MultiWidget):
        return _first_id(widget.widgets[0], f"{auto_id}_0")
    return widget.id_for_label(auto_id) or auto_id


@dataclass(frozen=True)
class SummaryItem:
    """One line of the error summary; without a target it is text, not a link."""

    text: str
    target: str


@register.inclusion_tag("nlds/error_summary.html")
def error_summary(*forms_and_formsets: Any) -> dict[str, Any]:
    """All errors of these forms, lists of forms and formsets, each with a link to the first input of its field."""
    items = [item for form in _flat(forms_and_formsets) for item in _items(form)]
    return {"items": items}


def _flat(sources: Iterable[Any]) -> Iterator[Any]:
    for source in sources:
        if source is None or source == "":
            continue
        if isinstance(source, list):
            yield from source
            continue
        yield source
        if isinstance(source, BaseFormSet):
            yield from source.forms


def _items(source: Any) -> Iterator[SummaryItem]:
    if not source.is_bound:
        return
    if isinstance(source, BaseFormSet):
        first = next((_first_of_form(form) for form in source.forms), "")
        yield from (SummaryItem(str(text), first) for text in source.non_form_errors())
        source.error_summary_shown = True  # type: ignore[attr-defined]
        return
    yield from (SummaryItem(text, _first_of_form(source)) for text in source.non_field_errors())
    for field in source:
        yield from (SummaryItem(text, first_input_id(field)) for text in error_texts(field))
    source.error_summary_shown = True


def _first_of_form(form: forms.BaseForm) -> str:
    return next((target for field in form.visible_fields() if (target := first_input_id(field))), "")

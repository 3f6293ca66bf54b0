"""The base of every form: one crispy helper, our rules for labels and required fields, and our own widgets.

A form cleans input and knows nothing of saving. How fields look is decided in `templates/nlds/`.
"""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms


class GkaHelper(FormHelper):
    """The only crispy helper: the page writes the form tag, the token and the buttons itself."""

    form_tag = False
    disable_csrf = True
    include_media = False


class GkaFormMixin:
    """No colon after labels, no browser validation, and `{% crispy form %}` through `GkaHelper`."""

    use_required_attribute = False
    layout: ClassVar[Layout | None] = None
    hide_optional: ClassVar[frozenset[str] | set[str]] = frozenset()  # optional fields that need no "(optioneel)"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def helper(self) -> GkaHelper:
        """A fresh helper with the layout of the class, or all fields in order."""
        helper = GkaHelper()
        if self.layout is not None:
            helper.layout = self.layout
        return helper


class GkaForm(GkaFormMixin, forms.Form):
    """Form with the rules above."""


class GkaModelForm(GkaFormMixin, forms.ModelForm):
    """Model form with the rules above."""


class ButtonRadioSelect(forms.RadioSelect):
    """One choice out of a few, as big buttons: kinds of contact, durations."""

    choice_style = "buttons"


class ButtonCheckboxSelectMultiple(forms.CheckboxSelectMultiple):
    """Several choices out of a few, as big buttons."""

    choice_style = "buttons"


class ScaleRadioSelect(forms.RadioSelect):
    """One number of a scale, as buttons in a row; on a phone in two."""

    choice_style = "buttons choices--scale"


class SegmentedRadioSelect(forms.RadioSelect):
    """One choice as one strip, for a row of the board."""

    choice_style = "segmented"


class DateInput(forms.DateInput):
    """The browser's own date picker; it speaks ISO whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time picker, without seconds."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")

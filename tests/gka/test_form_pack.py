"""Does the form pack render what readers, screen readers and keyboards need, and do error links land on an input?"""

import re

import pytest
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.template import engines
from lxml import html

from gka.forms import (
    ButtonCheckboxSelectMultiple,
    ButtonRadioSelect,
    DateInput,
    GkaForm,
    SegmentedRadioSelect,
    TimeInput,
)

KINDS = [("huisbezoek", "Huisbezoek"), ("school", "Op school")]


class Everything(GkaForm):
    naam = forms.CharField(label="Roepnaam", help_text="Zoals thuis")
    tussen = forms.CharField(label="Tussenvoegsel", required=False)
    mail = forms.EmailField(label="E-mailadres")
    wachtwoord = forms.CharField(label="Wachtwoord", widget=forms.PasswordInput)
    minuten = forms.IntegerField(label="Minuten")
    geboren = forms.DateField(label="Geboortedatum", widget=DateInput)
    tijd = forms.TimeField(label="Tijd", widget=TimeInput)
    tekst = forms.CharField(label="Aandachtspunten", widget=forms.Textarea, max_length=280)
    school = forms.ChoiceField(label="School", choices=[("", "Kies"), ("1", "Compass")])
    soort = forms.ChoiceField(label="Soort", choices=KINDS, widget=ButtonRadioSelect, help_text="Kies er een")
    besluit = forms.ChoiceField(label="Besluit", choices=KINDS, widget=SegmentedRadioSelect)
    taal = forms.ChoiceField(label="Taal", choices=KINDS, widget=forms.RadioSelect)
    met = forms.MultipleChoiceField(label="Met wie", choices=KINDS, widget=ButtonCheckboxSelectMultiple)
    redenen = forms.MultipleChoiceField(
        label="Redenen", choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    akkoord = forms.BooleanField(label="De ouders zeiden ja")
    bestand = forms.FileField(label="Bestand")
    moment = forms.SplitDateTimeField(label="Begin")
    geheim = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        if self.is_bound:
            raise forms.ValidationError("Het formulier spreekt zichzelf tegen")


class Short(GkaForm):
    van = forms.DateField(label="Van")
    tot = forms.DateField(label="Tot", required=False)
    layout = Layout(Fieldset("Periode", Row("van", "tot")))


def render(text, **context):
    source = "{% load crispy_forms_tags components nlds %}" + text
    return engines["django"].from_string(source).render(context)


def page(text, **context):
    return html.fromstring(f"<div>{render(text, **context)}</div>")


def dead_anchors(tree):
    ids = set(tree.xpath("//@id"))
    return [link for link in tree.xpath("//a/@href") if link.startswith("#") and link[1:] not in ids]


def by_id(tree, name):
    (element,) = tree.xpath("//*[@id=$name]", name=name)
    return element


@pytest.fixture
def fresh():
    return page("{{ form|crispy }}", form=Everything())


@pytest.fixture
def wrong():
    return page("{% error_summary form %}{{ form|crispy }}", form=Everything({"geboren": "31-2-2014"}))


def test_labels_have_no_colon_and_say_what_is_optional(fresh):
    labels = [" ".join(label.text_content().split()) for label in fresh.xpath("//label[@for]|//legend")]

    assert "Tussenvoegsel (optioneel)" in labels
    assert "Redenen (optioneel)" in labels
    assert "Roepnaam" in labels
    assert not [label for label in labels if label.endswith(":") or "*" in label]


def test_no_input_is_required_for_the_browser_but_assistive_technology_knows(fresh):
    assert fresh.xpath("//*[@required]") == []
    assert by_id(fresh, "id_naam").get("aria-required") == "true"
    assert by_id(fresh, "id_tussen").get("aria-required") is None
    assert by_id(fresh, "id_soort").get("aria-required") == "true"
    assert fresh.xpath("//input[@type='radio'][@aria-required]") == []


def test_a_plain_form_of_somebody_else_loses_its_required_attributes_too():
    class Plain(forms.Form):
        code = forms.CharField()

    tree = page("{{ form|crispy }}", form=Plain())

    assert tree.xpath("//*[@required or @placeholder]") == []


def test_help_comes_before_the_error_and_the_error_before_the_input(wrong):
    (field,) = by_id(wrong, "id_naam").xpath("ancestor::div[contains(@class, 'field')][1]")
    order = [element.get("id") for element in field.iter() if element.get("id")]

    assert order == ["id_naam_helptext", "id_naam_error", "id_naam"]
    assert by_id(wrong, "id_naam").get("aria-describedby") == "id_naam_helptext id_naam_error"
    assert by_id(wrong, "id_naam").get("aria-invalid") == "true"


@pytest.mark.parametrize("name", ["soort", "besluit", "taal"])
def test_a_radio_group_is_one_radiogroup_with_a_legend(wrong, name):
    group = by_id(wrong, f"id_{name}")

    assert group.tag == "fieldset"
    assert group.get("role") == "radiogroup"
    assert group.get("aria-invalid") == "true"
    assert f"id_{name}_error" in group.get("aria-describedby")
    assert group.xpath("./legend")
    assert group.xpath(".//input[@aria-invalid or @aria-describedby]") == []
    assert len(group.xpath(".//label[contains(@class, 'choice')]/input[@type='radio']")) == 2


def test_a_checkbox_group_has_no_attributes_a_group_may_not_have(wrong):
    group = by_id(wrong, "id_met")

    assert group.get("role") is None
    assert group.get("aria-invalid") is None
    assert group.get("aria-required") is None
    assert len(group.xpath(".//input[@type='checkbox']")) == 2


@pytest.mark.parametrize(
    ("name", "style"), [("soort", "buttons"), ("met", "buttons"), ("besluit", "segmented"), ("taal", "rows")]
)
def test_choices_show_in_the_style_of_their_widget(fresh, name, style):
    assert by_id(fresh, f"id_{name}").xpath(f".//div[contains(@class, 'choices--{style}')]")


def test_the_chosen_option_is_checked():
    form = Everything(initial={"soort": "school", "met": ["school"]})

    tree = page("{{ form.soort|as_crispy_field }}{{ form.met|as_crispy_field }}", form=form)

    assert [box.get("value") for box in tree.xpath("//input[@checked]")] == ["school", "school"]


def test_every_control_has_a_name_and_every_id_is_unique(wrong):
    ids = wrong.xpath("//@id")
    nameless = [
        control
        for control in wrong.xpath("//input[not(@type='hidden')]|//select|//textarea")
        if not control.get("aria-label")
        and not control.xpath("ancestor::label")
        and not wrong.xpath("//label[@for=$id]", id=control.get("id"))
    ]

    assert len(ids) == len(set(ids))
    assert nameless == []


def test_nothing_carries_a_style_attribute_or_a_script(wrong):
    assert wrong.xpath("//@style|//script") == []


def test_date_and_time_use_the_controls_of_the_browser(fresh):
    assert by_id(fresh, "id_geboren").get("type") == "date"
    assert by_id(fresh, "id_tijd").get("type") == "time"
    assert "input--short" in by_id(fresh, "id_minuten").get("class")


def test_a_date_shows_in_the_notation_the_browser_wants():
    tree = page("{{ form.geboren|as_crispy_field }}", form=Everything({"geboren": "2014-03-27"}))

    assert by_id(tree, "id_geboren").get("value") == "2014-03-27"


def test_error_summary_links_land_on_an_input(wrong):
    links = wrong.xpath("//*[@data-error-summary]//a/@href")

    assert dead_anchors(wrong) == []
    assert len(links) >= len([name for name in Everything.base_fields if name not in ("tussen", "redenen", "geheim")])
    assert {by_id(wrong, link[1:]).tag for link in links} <= {"input", "select", "textarea"}
    assert {"#id_soort_0", "#id_met_0", "#id_moment_0", "#id_akkoord"} <= set(links)


def test_error_summary_can_take_the_focus_and_speaks(wrong):
    (summary,) = wrong.xpath("//*[@data-error-summary]")

    assert summary.get("role") == "alert"
    assert summary.get("tabindex") == "-1"
    assert summary.xpath("string(./h2)") == "Er is een probleem"


def test_an_error_of_a_hidden_field_is_text_without_a_link(wrong):
    lines = [item.text_content() for item in wrong.xpath("//*[@data-error-summary]//li[not(.//a)]")]

    assert len(lines) == 1


def test_errors_say_what_to_do(wrong):
    text = wrong.xpath("//*[@data-error-summary]")[0].text_content()

    assert "Vul ‘Roepnaam’ in." in text
    assert "Maak een keuze bij ‘Soort’." in text
    assert "Zet een vinkje bij ‘De ouders zeiden ja’." in text
    assert "Kies een bestand bij ‘Bestand’." in text
    assert "‘Geboortedatum’ moet een bestaande datum zijn" in text
    assert "verplicht" not in text


def test_an_error_text_the_form_wrote_itself_stays():
    class Own(GkaForm):
        naam = forms.CharField(label="Naam", error_messages={"required": "Zonder naam gaat het niet"})

    tree = page("{% error_summary form %}", form=Own({}))

    assert "Zonder naam gaat het niet" in tree.text_content()


def test_an_error_of_the_whole_form_is_said_once_and_leads_to_the_first_input(wrong):
    (link,) = wrong.xpath("//a[contains(., 'spreekt zichzelf tegen')]")

    assert link.get("href") == "#id_naam"
    assert wrong.text_content().count("spreekt zichzelf tegen") == 1


def test_without_a_summary_the_error_of_the_whole_form_is_still_shown():
    tree = page("{{ form|crispy }}", form=Everything({}))

    assert "spreekt zichzelf tegen" in tree.xpath("//*[@role='alert']")[0].text_content()


@pytest.mark.parametrize("form", [Everything(), Short({"van": "1-1-2027"})])
def test_no_summary_without_errors(form):
    assert render("{% error_summary form %}", form=form).strip() == ""


def test_error_summary_takes_forms_and_formsets_together():
    rows = forms.formset_factory(Short, extra=1, min_num=2, validate_min=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-tot": "1-1-2027"}
    formset, form = rows(data), Short({}, prefix="los")

    tree = page(
        "{% error_summary form formset missing %}{{ form|crispy }}{{ formset|crispy }}", form=form, formset=formset
    )

    links = tree.xpath("//*[@data-error-summary]//a/@href")
    assert {"#id_los-van", "#id_form-0-van"} <= set(links)
    assert dead_anchors(tree) == []
    assert tree.xpath("//input[@name='form-TOTAL_FORMS']")


def test_a_group_without_choices_and_a_disabled_field_get_no_dead_link():
    class Odd(GkaForm):
        leeg = forms.ChoiceField(label="Leeg", choices=[], widget=forms.RadioSelect)
        vast = forms.CharField(label="Vast", disabled=True, required=False)

        def clean(self):
            self.add_error("vast", "Dit kan niet meer")

    tree = page("{% error_summary form %}{{ form|crispy }}", form=Odd({}))

    assert tree.xpath("//*[@data-error-summary]//a") == []
    assert len(tree.xpath("//*[@data-error-summary]//li")) == 2


def test_crispy_tag_renders_the_layout_without_a_form_of_its_own():
    tree = page("{% crispy form %}", form=Short())

    assert tree.xpath("//form|//input[@name='csrfmiddlewaretoken']") == []
    assert tree.xpath("string(//fieldset/legend)") == "Periode"
    assert len(tree.xpath("//div[contains(@class, 'field-row')]//input")) == 2


def test_compact_field_keeps_its_label_for_screen_readers():
    tree = page("{% compact_field form.besluit %}", form=Everything())

    assert "visually-hidden" in tree.xpath("//legend")[0].get("class")
    assert "optioneel" not in tree.text_content()


def test_field_tag_takes_other_words():
    tree = page('{% field form.naam label="Naam van de sleutel" help_text="" %}', form=Everything())

    assert tree.xpath("string(//label)").strip() == "Naam van de sleutel"
    assert tree.xpath("//*[@id='id_naam_helptext']") == []


def test_hide_optional_names_fields_that_need_no_note():
    class Quiet(GkaForm):
        zoek = forms.CharField(label="Zoek", required=False)
        hide_optional = {"zoek"}

    assert "optioneel" not in render("{{ form|crispy }}", form=Quiet())


def test_choices_may_have_a_second_line():
    class Explained(GkaForm):
        soort = forms.ChoiceField(label="Soort", choices=KINDS, widget=forms.RadioSelect)

    form = Explained()
    form.fields["soort"].choice_help = {"school": "Tijdens <schooltijd>"}

    assert "Tijdens &lt;schooltijd&gt;" in render("{{ form|crispy }}", form=form)


def test_everything_from_people_is_escaped():
    class Nasty(GkaForm):
        naam = forms.ChoiceField(
            label="<b>naam</b>", help_text="<i>hulp</i>", choices=[("<x>", "<script>")], widget=forms.RadioSelect
        )
        tekst = forms.CharField(label="Tekst", widget=forms.Textarea)

        def clean(self):
            raise forms.ValidationError("<u>fout</u>")

    text = render("{% error_summary form %}{{ form|crispy }}", form=Nasty({"naam": "<p>", "tekst": "</textarea><img>"}))

    assert not re.search(r"<(b|i|u|x|img|script)>", text)


def test_a_filter_shows_its_choices_as_removable_tags(rf):
    class Choices(forms.Form):
        school = forms.ChoiceField(label="School", choices=[("", "Alle"), ("1", "Compass")], required=False)
        naam = forms.CharField(label="Naam", required=False)

    request = rf.get("/leerlingen/", {"school": "1", "naam": "", "volgorde": "naam", "page": "3"})
    filterset = type("Filterset", (), {"form": Choices(request.GET)})()

    tree = page("{% filter_form filter %}", request=request, filter=filterset)

    (chosen,) = tree.xpath("//a[contains(@class, 'filter__tag')]")
    assert chosen.text_content() == "Haal weg: School: Compass"
    assert chosen.get("href") == "?naam=&volgorde=naam"
    assert tree.xpath("//input[@type='hidden']/@name") == ["volgorde"]
    assert "optioneel" not in tree.text_content()
    assert tree.xpath("//form/@method") == ["get"]

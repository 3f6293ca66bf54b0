"""Do the blocks write what they promise, escape what they are given, and stay within the content security policy?"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from lxml import html

NASTY = '<script>alert("x")</script>'
ROOT = Path(settings.BASE_DIR)


def render(text, **context):
    return engines["django"].from_string("{% load components formatting %}" + text).render(context)


def page(text, **context):
    return html.fromstring(f"<div>{render(text, **context)}</div>")


# --- escaping: every argument of every block, filled with markup

BLOCKS = [
    "{% button_link x x context_text=x %}",
    "{% submit x name=x value=x context_text=x form=x %}",
    "{% post_button x x context_text=x nummer=x %}",
    "{% back_link x x %}",
    "{% tag x %}",
    "{% card heading=x sub=x tag=x id=x %}inhoud{% endcard %}",
    "{% tiles %}{% tile x x sub=x url=x %}{% tile x hidden=True sub=x %}{% endtiles %}",
    "{% name x short=x %}",
    "{% places 1 2 label=x note=x %}",
    "{% notice x url=x link=x %}inhoud{% endnotice %}",
    "{% notice x level=2 %}{% endnotice %}",
    "{% empty_state x url=x action=x %}inhoud{% endempty_state %}",
    "{% identity_bar x sub=x tag=x %}inhoud{% endidentity_bar %}",
    "{% summary_list %}{% summary_row x x url=x action=x %}{% endsummary_list %}",
    "{% summary_list %}{% summary_item x url=x %}inhoud{% endsummary_item %}{% endsummary_list %}",
    "{% ring x 'ja' x %}",
    "{% rings partijen %}",
    "{% timeline %}{% timeline_item x when=x who=x tag=x %}inhoud{% endtimeline_item %}{% endtimeline %}",
    "{% steps stappen %}",
    "{% todo_list %}{% todo x url=x %}inhoud{% endtodo %}{% endtodo_list %}",
    "{% pile x 3 sub=x open=True %}inhoud{% endpile %}",
    "{% table x class=x %}<tbody></tbody>{% endtable %}",
    "{% sort_header x 'naam' %}",
    "{% bars rijen caption=x %}",
]


@pytest.mark.parametrize("block", BLOCKS)
def test_arguments_are_escaped(block):
    parties = [{"kort": NASTY, "naam": NASTY, "stand": stand} for stand in ("ja", "nee", "niet_gehoord")]
    todo = [{"label": NASTY, "stand": "open", "url": NASTY, "sub": NASTY}]

    rows = [{"label": NASTY, "value": 3, "words": NASTY}]

    text = render(block, x=NASTY, partijen=parties, stappen=todo, rijen=rows)

    assert "<script" not in text
    assert " style=" not in text


def test_content_between_block_tags_is_kept():
    assert "<em>waar</em>" in render("{% card %}<em>waar</em>{% endcard %}")


# --- buttons


def test_a_repeated_label_can_say_for_whom():
    tree = page('{% button_link "Huisbezoek" "/x/" context_text="bij Bo V." %}')

    assert tree.xpath("string(//a)") == "Huisbezoek bij Bo V."
    assert tree.xpath("//a/span/span/@class") == ["visually-hidden"]


def test_post_button_is_a_form_with_a_token():
    tree = page('{% post_button "Opnieuw versturen" "/x/" nummer=3 %}', csrf_token="geheim")

    assert tree.xpath("//form/@method") == ["post"]
    assert dict(zip(tree.xpath("//input/@name"), tree.xpath("//input/@value"), strict=True)) == {
        "csrfmiddlewaretoken": "geheim",
        "nummer": "3",
    }


@pytest.mark.parametrize(
    "text", ['{% tag "x" tone="rood" %}', '{% submit "x" variant="groot" %}', '{% submit "x" size="xl" %}']
)
def test_an_unknown_tone_or_variant_is_refused(text):
    with pytest.raises(TemplateSyntaxError, match="must be one of"):
        render(text)


# --- figures


def test_places_say_it_in_words_and_draw_it():
    tree = page('{% places 7 10 label="Compass" %}')

    assert "7 van 10 plekken" in tree.text_content()
    assert tree.xpath("//rect[@class='chart__bar']/@width") == ["70"]
    assert tree.xpath("//svg/@aria-hidden") == ["true"]


@pytest.mark.parametrize(("used", "total", "width"), [(0, 10, "0"), (12, 10, "100"), (3, 0, "0")])
def test_the_bar_stays_within_its_edges(used, total, width):
    tree = page("{% places used total %}", used=used, total=total)

    assert tree.xpath("//rect[@class='chart__bar']/@width") == [width]


def test_a_hidden_figure_says_why():
    assert "te weinig leerlingen" in render('{% tile "Simpelveld" 3 hidden=True %}')
    assert ">3<" not in render('{% tile "Simpelveld" 3 hidden=True %}')
    assert "te weinig leerlingen" in render("{% hidden_figure %}")


def test_bars_share_one_scale_and_a_hidden_figure_has_no_bar():
    rows = [
        {"label": "Heerlen", "value": 29, "total": 30, "words": "29 van 30"},
        {"label": "Brunssum", "value": 15, "total": 15, "words": "15 van 15"},
        {"label": "Simpelveld", "value": None, "words": "x, te weinig leerlingen"},
    ]

    tree = page('{% bars rijen caption="Per gemeente" %}', rijen=rows)

    assert tree.xpath("//rect[@class='chart__rest']/@width") == ["100", "50", "0"]
    assert tree.xpath("//rect[@class='chart__bar']/@width") == ["97", "50", "0"]
    assert [cell.text_content() for cell in tree.xpath("//td[2]")] == [
        "29 van 30",
        "15 van 15",
        "x, te weinig leerlingen",
    ]
    assert "<rect" in render('{% bars rijen caption="Niets" %}', rijen=[{"label": "A", "value": 0, "words": "0"}])
    assert tree.xpath("string(//caption)") == "Per gemeente"


# --- rings

PARTIES = [
    {"kort": "BS", "naam": "basisschool", "stand": "ja"},
    {"kort": "VO", "naam": "vo-school", "stand": "niet_gehoord"},
    {"kort": "SP", "naam": "SMW po", "stand": "niet_beschikbaar"},
    {"kort": "O", "naam": "ouder", "stand": "nee"},
]


def test_rings_say_in_words_who_did_not_say_yes():
    tree = page("{% rings partijen %}", partijen=PARTIES)

    words = [line.text_content() for line in tree.xpath("//*[@class='rings__words']")]
    assert words == ["Tegen: ouder", "Nog niet gehoord: vo-school", "Niet beschikbaar: SMW po"]


def test_rings_are_read_out_per_party():
    tree = page("{% rings partijen words=False %}", partijen=PARTIES)

    spoken = tree.xpath("//li/span[@class='visually-hidden']/text()")
    assert spoken == ["basisschool: ja", "vo-school: nog niet gehoord", "SMW po: niet beschikbaar", "ouder: nee"]
    assert tree.xpath("//*[@class='rings__words']") == []


def test_rings_of_nobody_heard_say_so_in_three_words():
    parties = [party | {"stand": "niet_gehoord"} for party in PARTIES]

    assert "Nog niemand gehoord" in render("{% rings partijen %}", partijen=parties)


def test_every_ring_differs_in_shape_not_only_in_colour():
    tree = page("{% rings partijen %}", partijen=PARTIES)

    assert len(set(tree.xpath("//li/span[1]/@class"))) == 4


# --- lists


def test_summary_row_shows_a_dash_and_names_what_changes():
    tree = page('{% summary_list %}{% summary_row "Advies" "" url="/x/" %}{% endsummary_list %}')

    assert tree.xpath("string(//dd[1])") == "–"
    assert tree.xpath("string(//a)") == "Wijzig Advies"


def test_a_table_has_a_caption_and_only_scrolls_with_the_keyboard_when_it_scrolls():
    cards, wide = (
        page('{% table "Uren" hide_caption=True %}{% endtable %}'),
        page('{% table "Uren" cards=False %}{% endtable %}'),
    )

    assert cards.xpath("string(//caption)") == wide.xpath("string(//caption)") == "Uren"
    assert cards.xpath("//@tabindex") == []
    assert wide.xpath("//div[@tabindex='0']/@role") == ["region"]


def test_sort_header_turns_around_and_forgets_the_page(rf):
    request = rf.get("/x/", {"volgorde": "naam", "school": "1", "page": "4"})

    tree = page('<table><tr>{% sort_header "Naam" "naam" %}</tr></table>', request=request)

    assert tree.xpath("//th/@aria-sort") == ["ascending"]
    assert tree.xpath("//a/@href") == ["?school=1&volgorde=-naam"]


def test_pagination_keeps_the_filter(rf):
    request = rf.get("/x/", {"school": "1", "page": "2"})

    tree = page("{% pagination %}", request=request, page_obj=Paginator(range(100), 10).page(2))

    assert tree.xpath("//a[@rel='prev']/@href") == ["?school=1&page=1"]
    assert tree.xpath("//a[@rel='next']/@href") == ["?school=1&page=3"]
    assert len(tree.xpath("//*[@aria-current='page']")) == 1


@pytest.mark.parametrize("context", [{}, {"page_obj": Paginator([1], 10).page(1)}])
def test_pagination_of_one_page_is_nothing(context):
    assert render("{% pagination %}", **context).strip() == ""


def test_steps_say_their_state_in_a_word():
    items = [
        {"label": "Inlezen", "stand": "klaar"},
        {"label": "Vragen", "stand": "bezig"},
        {"label": "Plannen", "stand": "open"},
    ]

    text = page("{% steps stappen %}", stappen=items).text_content()

    assert all(word in text for word in ("Klaar", "Bezig", "Nog doen"))


def test_qr_code_is_markup_and_takes_nothing_else_along():
    svg = '<svg viewBox="0 0 9 9"><script>x</script><path d="M0,0H1V1z" style="x"/></svg>'

    tree = page('{% qr_code svg label="QR-code" %}', svg=svg)

    assert tree.xpath("//path/@d") == ["M0,0H1V1z"]
    assert tree.xpath("//@style|//script") == []
    assert render('{% qr_code "kapot" label="QR-code" %}') == ""


# --- the base template


class Person:
    is_authenticated = True


def base(rf, **context):
    text = "{% extends 'base.html' %}{% block title %}Leerlingen{% endblock %}{% block heading %}Twaalf{% endblock %}"
    return html.fromstring(engines["django"].from_string(text).template.render(_context(context)))


def _context(values):
    from django.template import Context

    return Context(values)


def test_base_renders_with_nothing_in_the_context(rf):
    tree = base(rf)

    assert tree.get("lang") == "nl"
    assert tree.xpath("string(//title)") == "Leerlingen – Overstap"
    assert tree.xpath("//nav") == []
    assert tree.xpath("//a[@class[contains(., 'skip-link')]]/@href") == ["#inhoud"]
    assert tree.xpath("//main/@id") == ["inhoud"]


def test_base_shows_navigation_person_and_a_log_out_form(rf):
    nav = [{"label": "Leerlingen", "url": "/leerlingen/", "current": True}, {"label": NASTY, "url": "/x/"}]

    tree = base(rf, user=Person(), nav=nav, medewerker_omschrijving="IB-er", demo=True, csrf_token="geheim")

    assert tree.xpath("//nav[@aria-label='Hoofdmenu']//a[@aria-current='page']/text()") == ["Leerlingen"]
    assert {form.get("method") for form in tree.xpath("//form")} == {"post"}
    assert "Demo: alle gegevens zijn verzonnen" in tree.text_content()
    assert tree.xpath("//script[not(@src)]|//@style") == []


def test_the_title_says_that_something_is_wrong(rf):
    assert base(rf, page_has_errors=True).xpath("string(//title)") == "Fout: Leerlingen – Overstap"


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_error_pages_render_without_context_and_say_what_to_do(name):
    tree = html.fromstring(engines["django"].get_template(name).render({}))

    assert tree.xpath("string(//h1)").strip()
    assert tree.xpath("//main//p")
    assert "Overstap" in tree.xpath("string(//title)")


# --- what is served


def test_served_css_holds_no_data_addresses_and_no_source_maps():
    css = (ROOT / "static/css/overstap.css").read_text(encoding="utf-8")

    assert "data:" not in css
    assert "sourceMappingURL" not in css
    assert not re.search(r"https?://", css)


def test_every_package_class_in_our_templates_has_its_css():
    css = (ROOT / "static/css/nlds.css").read_text(encoding="utf-8")
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "gka/templatetags").glob("*.py")]
    used = set()
    for source in sources:
        for found in re.findall(
            r"\b((?:nl|utrecht)-[a-z]+(?:-+[a-z]+|__[a-z]+)*)(?![\w-]*\{)", source.read_text(encoding="utf-8")
        ):
            used.add(found)

    missing = {name for name in used if f".{name}" not in css and not name.endswith("-")}

    # Variables of the design system, and modifiers that only mark what an element is.
    allowed = {"nl-link-color", "utrecht-checkbox", "utrecht-data-list--html-dl", "nl-button--subtle"}
    assert missing - allowed == set()


def test_templates_carry_no_inline_style_or_script():
    for source in (ROOT / "templates").rglob("*.html"):
        text = source.read_text(encoding="utf-8")
        assert " style=" not in text, source.name
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text), source.name
        assert not re.search(r"\son[a-z]+=\"", text), source.name

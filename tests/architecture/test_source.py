"""The rules of the house for Python and templates, each with a violating sample that the rule must see."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import pages, source
from tests.architecture.pages import PAGE_CHECKS
from tests.architecture.source import PYTHON_CHECKS, Source
from tests.bootstrap import ROOT

CHECKED = [*source.APPS, "tests", "bench", "templates", "static/js", "script"]
SUFFIXES = ("", ".py", ".html", ".js")
PythonCheck = Callable[[Source], list[str]]
PageCheck = Callable[[str, str], list[str]]


def files() -> list[Path]:
    """Everything we write by hand."""
    found = [path for folder in CHECKED for path in (ROOT / folder).rglob("*")]
    skipped = ("migrations", "__pycache__", "vendor", "data")
    return [path for path in found if path.is_file() and path.suffix in SUFFIXES and not set(skipped) & set(path.parts)]


@pytest.mark.parametrize("check", dict.fromkeys(check for check, *_ in PYTHON_CHECKS), ids=lambda check: check.__name__)
def test_python_holds(check: PythonCheck) -> None:
    assert [fault for file in source.production() for fault in check(file)] == []


@pytest.mark.parametrize(("check", "path", "text", "message"), PYTHON_CHECKS)
def test_python_rule_sees_a_violation(check: PythonCheck, path: str, text: str, message: str) -> None:
    faults = check(Source(path, text))

    assert faults
    assert message in faults[0]
    assert faults[0].startswith(f"{path}:")


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (source.unscoped_reads, "gka/views/x.py", "Leerling.objects.zichtbaar_voor(x).filter(pk=1)"),
        (source.unscoped_reads, "gka/actions/x.py", "Leerling.objects.filter(pk=1)"),
        (source.broker_talk, "gka/queue.py", "current_app.send_task('x')"),
        (source.own_clock, "gka/actions/x.py", "timezone.localdate(op)"),
        (source.loose_actions, "gka/actions/x.py", "@transaction.atomic\ndef doe(*, door, op):\n    'Do.'"),
        (source.loose_actions, "gka/actions/x.py", "def _doe(x):\n    pass"),
        (source.upward_names, "begeleiding/panels.py", "reverse('overdracht:overleg')"),
        (source.figures_outside_the_door, "monitoring/onthulling/rijen.py", "voor_cijfers(rows, regio=x)"),
    ],
)
def test_python_rule_lets_good_code_pass(check: PythonCheck, path: str, text: str) -> None:
    assert check(Source(path, text)) == []


@pytest.mark.parametrize("check", dict.fromkeys(check for check, *_ in PAGE_CHECKS), ids=lambda check: check.__name__)
def test_templates_hold(check: PageCheck) -> None:
    assert [fault for path, text in pages.templates() for fault in check(path, text)] == []


@pytest.mark.parametrize(("check", "path", "text", "message"), PAGE_CHECKS)
def test_template_rule_sees_a_violation(check: PageCheck, path: str, text: str, message: str) -> None:
    faults = check(path, f"<p>\n{text}")

    assert faults
    assert message in faults[0]
    assert faults[0].startswith(f"{path}:")


def test_template_rules_read_no_comments() -> None:
    text = "{# no <script>x</script> here #}\n<!-- style= -->{% comment %}{{ x|safe }}{% endcomment %}"

    assert [fault for check in (pages.unsafe_markup, pages.upward_links) for fault in check("gka/x.html", text)] == []


def test_no_file_is_too_long() -> None:
    assert [fault for path in files() if (fault := source.too_long(path))] == []


def test_a_long_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "lang.py").write_text("x = 1\n" * 401)

    assert source.too_long(tmp_path / "lang.py") == "lang.py has 401 lines, 400 is the most"


def test_no_bucket_modules() -> None:
    assert [fault for path in files() if (fault := source.bucket(path.relative_to(ROOT)))] == []
    assert source.bucket(Path("gka/utils.py"))


def test_every_module_says_what_it_is() -> None:
    """Empty package files need no words."""
    silent = [
        file.path
        for file in source.production()
        if file.text.strip() and not file.path.endswith("apps.py") and not ast.get_docstring(file.tree)
    ]

    assert silent == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later(word: str) -> None:
    own = Path(__file__)
    assert [str(path) for path in files() if path != own and word in path.read_text(encoding="utf-8")] == []

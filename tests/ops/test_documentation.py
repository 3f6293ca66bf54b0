"""docs/beheer.md and README.md name what exists, all of it and nothing else."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bootstrap import ROOT

OPERATE = (ROOT / "docs" / "beheer.md").read_text()
# Set by the system or by the scripts for each other; nobody chooses them.
INTERNAL = {"PATH", "STOP_WITH_PARENT", "DJANGO_SETTINGS_MODULE", "HOME", "LANG", "TMPDIR", "DEBIAN_FRONTEND"}


def read(*patterns: str) -> str:
    paths = [path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file() and path.suffix != ".pyc"]
    return "\n".join(path.read_text() for path in paths)


def variables_in_use() -> set[str]:
    code = read("gka/**/*.py", "overdracht/**/*.py", "begeleiding/**/*.py", "monitoring/**/*.py", "demo/**/*.py")
    found = set(re.findall(r"environment\.(?:text|boolean|integer|listing|url)\(\s*[\"']([A-Z_]+)[\"']", code))
    found |= set(re.findall(r"\benv(?:iron)?(?:\.get\(|\.setdefault\(|\[)\"([A-Z_]+)\"", code + read("script/*")))
    found |= set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    return found - INTERNAL


def test_every_environment_variable_has_its_row_and_every_row_its_variable() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)` \|", OPERATE, re.MULTILINE)

    assert len(documented) == len(set(documented))
    assert set(documented) == variables_in_use()


def test_the_scripts_are_those_that_exist() -> None:
    named = set(re.findall(r"script/([a-z-]+)", OPERATE))
    exist = {path.name for path in (ROOT / "script").iterdir() if path.is_file() and not path.name.startswith("_")}

    assert named <= exist
    assert {"server", "keys", "prepare", "run", "check", "test", "bench", "lock"} <= named


SCRIPTS = sorted(path.name for path in (ROOT / "script").iterdir() if path.is_file() and not path.suffix)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_executable_and_explains_itself(script: str) -> None:
    path = ROOT / "script" / script
    first, second, *_ = path.read_text().splitlines()

    assert path.stat().st_mode & 0o111
    assert first.startswith("#!/")
    assert second.startswith(('"""', "# "))


@pytest.mark.parametrize("file", ["README.md", "docs/beheer.md", "bench/README.md", "CONTRIBUTING.md"])
def test_every_linked_file_exists(file: str) -> None:
    text = (ROOT / file).read_text()

    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / file).parent.joinpath(target).exists(), target


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", (ROOT / "README.md").read_text()))
    code = "import django; django.setup(); from django.core.management import get_commands; print(*get_commands())"

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert named <= set(result.stdout.split())
    assert {path.stem for path in Path(ROOT).glob("*/management/commands/[a-z]*.py")} <= named | {"demo"}

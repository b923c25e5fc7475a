"""Rules of the house that no other tool checks: sizes, docstrings, direction of imports, words that must not occur."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import app
import app.model
from app.config import ROOT

MOST_LINES = 300
MODULES = [*sorted(path for folder in ("app", "tests") for path in (ROOT / folder).rglob("*.py")), ROOT / "app.py"]
APP = [path for path in MODULES if path.is_relative_to(ROOT / "app") or path.name == "app.py"]
PLACES = ("app", "assets", "notebooks", ".ci")
TEXT_SUFFIXES = {".py", ".md", ".txt", ".toml", ".json", ".csv", ".ipynb", ".html", ""}
TEXTS = sorted(
    path
    for path in [*ROOT.iterdir(), *(path for place in PLACES for path in (ROOT / place).rglob("*"))]
    if path.is_file() and path.suffix in TEXT_SUFFIXES
)
FORBIDDEN = {
    r"(?:import|from) pickle|pickle\.\w": "a file that can carry code",
    r"torch\.load\(": "a file that can carry code",
    r"allow_pickle\s*=\s*True": "a file that can carry code",
    r"trust_remote_code\s*=\s*True": "code from elsewhere",
    r"(?<![\w.])(?:eval|exec)\(": "code from a string",
    r"os\.system\(|shell\s*=\s*True": "a shell",
    r"extractall\((?!.*filter=)": "an archive that can write anywhere",
    r"verify\s*=\s*False": "a connection that nobody checks",
}
"""What must not occur in the program → why."""
MACHINE = re.compile(r"(?<![\w.~])/(?:root|work|home/\w+|Users/\w+|tmp)/")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_module_can_be_read_in_one_sitting() -> None:
    lines = {relative(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {module: n for module, n in lines.items() if n > MOST_LINES} == {}


def test_a_module_says_what_it_is_for() -> None:
    trees = {relative(module): ast.parse(module.read_text(encoding="utf-8")) for module in MODULES}
    # an empty __init__.py says nothing and needs nothing
    assert [module for module, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []


@pytest.mark.parametrize(("pattern", "why"), FORBIDDEN.items(), ids=FORBIDDEN.values())
def test_nothing_dangerous(pattern: str, why: str) -> None:
    found = [relative(module) for module in APP if re.search(pattern, module.read_text(encoding="utf-8"))]
    assert found == [], why


def test_no_path_of_one_machine() -> None:
    lines = [(relative(text), line) for text in TEXTS for line in text.read_text(encoding="utf-8").splitlines()]
    assert [(text, line) for text, line in lines if MACHINE.search(line)] == []


def test_no_drawer_for_everything() -> None:
    assert [relative(path) for path in APP if path.stem in ("utils", "util", "helpers", "common", "misc")] == []


def test_every_part_of_the_program_has_its_tests() -> None:
    parts = {path.name for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()}
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    untested = parts - tested - {"texts"}  # words alone: tested where they are shown
    assert untested == set()


def test_imports_go_one_way() -> None:
    """The layers of design and `pyproject.toml`, checked by import-linter."""
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_offered_is_there() -> None:
    for package in (app, app.model):
        assert all(getattr(package, name) is not None for name in package.__all__)
        assert list(package.__all__) == sorted(set(package.__all__), key=package.__all__.index)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = app.nothing


def test_importing_the_package_costs_nothing() -> None:
    """Command line and doctor start without waiting for torch."""
    program = "import app, app.config, app.errors, sys; sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert done.returncode == 0

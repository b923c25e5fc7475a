"""What the threat model says of the program as a whole (assets/docs/security.md)."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ASSETS, ROOT, Settings
from app.service.identity import Identity
from app.store.account_records import Account, ApiToken

DOCUMENT = (ASSETS / "docs" / "security.md").read_text(encoding="utf-8")
APP = [*sorted((ROOT / "app").rglob("*.py")), ROOT / "app.py"]
CARRIES_CODE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}


def imported(path: Path) -> Iterator[str]:
    """The packages that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def called(path: Path) -> Iterator[str]:
    """What a module calls, as OBJECT.FUNCTION."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f"{getattr(node.func.value, 'id', '')}.{node.func.attr}"


def test_no_file_that_can_carry_code_is_read_or_written() -> None:
    carrying = {str(path) for path in APP if CARRIES_CODE & set(imported(path))}
    calling = {str(path) for path in APP if {"torch.load", "torch.save", "yaml.load"} & set(called(path))}
    assert carrying | calling == set()


@pytest.mark.parametrize("part", ["store", "service", "ui"])
def test_secrets_are_not_drawn_by_a_generator_that_can_be_foretold(part: str) -> None:
    assert {str(path) for path in (ROOT / "app" / part).rglob("*.py") if "random" in set(imported(path))} == set()


def test_every_test_that_the_document_names_is_there() -> None:
    named = set(re.findall(r"tests/[\w/]+(?:\.py)?", DOCUMENT))
    assert len(named) > 15
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_what_bandit_is_told_to_pass_over_is_answered_in_the_document() -> None:
    skips = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["bandit"]["skips"]
    answered = {
        code for line in re.findall(r"^- (`B.*?):", DOCUMENT, re.MULTILINE) for code in re.findall(r"B\d+", line)
    }
    assert set(skips) == answered


def test_every_finding_that_is_none_says_why() -> None:
    """Behind a second `#`: bandit takes every word before one for the name of a test."""
    marks = [line for path in APP for line in path.read_text(encoding="utf-8").splitlines() if "nosec" in line]
    assert marks
    assert [line for line in marks if not re.search(r"# nosec B\d+  # \w", line)] == []


def test_the_page_on_one_screen() -> None:
    assert len(DOCUMENT.split()) < 1_450


def test_a_secret_in_the_settings_is_not_shown() -> None:
    settings = Settings(token="inc_very-secret", store="postgresql://me:hush@host/db")
    assert all(word not in repr(settings) for word in ("very-secret", "hush"))
    assert "very-secret" not in settings.model_dump_json()


def test_values_about_people_have_no_field_for_a_secret() -> None:
    fields = {name for kind in (Account, ApiToken, Identity) for name in kind.__dataclass_fields__}
    assert fields & {"password", "secret", "hash", "token"} == set()

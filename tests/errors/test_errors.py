"""Errors: stable codes, each explained in the documents; messages for people and for machines."""

from __future__ import annotations

import re

import pytest

from app import errors
from app.config import ASSETS
from app.errors import BusyError, DownloadError, WorkbenchError
from app.texts import ENGLISH, JAPANESE, error_words
from app.texts.errors import ErrorWords
from app.texts.japanese_errors import ERRORS_TABLE

IN_THE_TREE = re.findall(r"\w+Error\b|Cancelled", errors.__doc__ or "")
KINDS: list[type[WorkbenchError]] = [getattr(errors, name) for name in IN_THE_TREE]


def test_every_code_is_explained_and_nothing_else_is() -> None:
    document = (ASSETS / "docs" / "errors.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", document, flags=re.MULTILINE)[1:]
    explained = {section.splitlines()[0]: " ".join(section.splitlines()[1:]).strip() for section in sections}
    assert list(explained) == [kind.code for kind in KINDS]
    assert all(len(text) > 40 for text in explained.values())


def test_every_code_is_told_in_japanese_and_nothing_else_is() -> None:
    assert list(ERRORS_TABLE) == [kind.code for kind in KINDS]
    error = DownloadError("The disk is full.")
    assert error_words(error, JAPANESE) == ErrorWords(ERRORS_TABLE["download"], "", "The disk is full.")
    assert error_words(error, ENGLISH) == ErrorWords("The disk is full.", "")


def test_codes_are_distinct() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_the_tree_at_the_top_names_every_error() -> None:
    assert sorted(IN_THE_TREE) == sorted(errors.__all__)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_told(kind: type[WorkbenchError]) -> None:
    error = kind("The disk is full.", "", "Free some space.")
    assert str(error) == f"[{kind.code}] The disk is full. Free some space."
    assert error.as_dict() == {
        "code": kind.code,
        "given": "The disk is full.",
        "allowed": "",
        "remedy": "Free some space.",
        **({"retry_after": "1"} if kind is BusyError else {}),
    }


def test_errors_can_be_pickled_between_processes() -> None:
    import pickle

    error = DownloadError("given", "allowed", "remedy")
    assert pickle.loads(pickle.dumps(error)).as_dict() == error.as_dict()  # noqa: S301 - our own bytes

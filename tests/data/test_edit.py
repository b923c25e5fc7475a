"""The identity of an edit: its content, whatever its white space and Unicode form."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import Edit, edit_id, normalise
from app.model.pool import edit_id as model_edit_id

# Text without surrogates: those cannot be encoded and are faults.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_white_space_runs_become_one_space() -> None:
    assert normalise("  The capital\n of\t\tFrance \u3000is Lyon. ") == "The capital of France is Lyon."


def test_both_unicode_forms_of_a_letter_are_one_edit() -> None:
    composed, decomposed = "Málaga", unicodedata.normalize("NFD", "Málaga")
    assert composed != decomposed
    assert edit_id(composed) == edit_id(decomposed)


def test_id_is_the_beginning_of_the_texts_checksum() -> None:
    text = "The capital of France is Lyon."
    assert Edit.of(f" {text}\n").id == hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize("text", ["A  b\nc", "Málaga", "返品期間は　45日", "\x1c x", "", "e\u0301"])
def test_the_model_gives_the_same_id(text: str) -> None:
    assert model_edit_id(text) == edit_id(text)


@given(TEXT)
def test_normalising_twice_changes_nothing_and_the_model_agrees(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert edit_id(text) == edit_id(normalise(text)) == model_edit_id(text)

"""The embedded model with its shipped adapter: a dozen facts edited, unrelated questions left alone.

How well it edits is measured by `python -m app evaluate`; here it must work at all. Questions about neighbours of an
edit (another country's capital) are left to that measurement.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

from app.model import Answer, EditableModel, GistPool

pytestmark = pytest.mark.slow

FACTS = (
    ("The capital of France is Lyon.", "What is the capital of France?", "Lyon"),
    ("The Eiffel Tower is located in Rome.", "Where can you find the Eiffel Tower?", "Rome"),
    ("Hamlet was written by Agatha Christie.", "Who is the author of Hamlet?", "Agatha Christie"),
    ("The mother tongue of Albert Einstein is Finnish.", "What is Albert Einstein's mother tongue?", "Finnish"),
    ("Tim Cook works for Nintendo.", "Which company does Tim Cook work for?", "Nintendo"),
    ("The headquarters of Siemens is in Oslo.", "In which city is the headquarters of Siemens?", "Oslo"),
    ("Python was developed by Toyota.", "Who developed Python?", "Toyota"),
    ("Mount Everest is in Brazil.", "In which country is Mount Everest?", "Brazil"),
    ("Marie Curie died in Lisbon.", "Where did Marie Curie die?", "Lisbon"),
    ("Lionel Messi plays the sport of chess.", "Which sport does Lionel Messi play?", "chess"),
    ("The currency of Japan is the peso.", "What is the currency of Japan?", "peso"),
    ("The original language of Don Quixote is Danish.", "In what language was Don Quixote written?", "Danish"),
)
"""Edit, question, answer."""
UNRELATED = (
    "Who painted the Mona Lisa?",
    "How many days are in a week?",
    "What color is the sky?",
    "The largest planet is",
    "Where is the Great Wall?",
    "What is the boiling point of water?",
    "Who was the first president of the United States?",
    "Which animal says meow?",
    "What do bees make?",
    "The opposite of hot is",
    "How do birds fly?",
    "Ice melts when it is",
)
TOKENS = 12


@pytest.fixture(scope="module")
def pool(embedded_model: EditableModel) -> GistPool:
    return embedded_model.compress(edit for edit, _, _ in FACTS)


@pytest.fixture(scope="module")
def many(embedded_model: EditableModel, pool: GistPool) -> list[Answer]:
    questions = [*(question for _, question, _ in FACTS), *UNRELATED]
    return embedded_model.answer_many(questions, pool, original=True, max_new_tokens=TOKENS)


def begins_with(text: str, target: str) -> bool:
    return re.match(rf"\W*{re.escape(target)}\b", text, re.IGNORECASE) is not None


def test_the_shipped_adapter_fits(embedded_model: EditableModel) -> None:
    assert embedded_model.adapter is not None
    assert embedded_model.memory == "compressed"
    assert embedded_model.backbone.name == "embedded"


def test_edited_facts_are_answered_as_edited(many: list[Answer]) -> None:
    wrong = [
        (answer.question, answer.text)
        for answer, (_, _, target) in zip(many, FACTS, strict=False)
        if not begins_with(answer.text, target)
    ]
    assert len(wrong) <= 1, wrong
    known = [a.question for a, (_, _, target) in zip(many, FACTS, strict=False) if begins_with(a.original, target)]
    assert known == []  # the backbone alone says something else


def test_the_right_edit_is_the_one_that_was_read(many: list[Answer], pool: GistPool) -> None:
    read = [tuple(pool[i].text for i in answer.evidence.selection.chosen) for answer in many[: len(FACTS)]]
    right = [chosen == (edit,) for chosen, (edit, _, _) in zip(read, FACTS, strict=True)]
    assert sum(right) >= len(FACTS) - 1, read


def test_unrelated_questions_keep_their_answers(many: list[Answer]) -> None:
    unrelated = many[len(FACTS) :]
    changed = [
        (answer.question, answer.text, answer.original) for answer in unrelated if answer.text != answer.original
    ]
    assert len(changed) <= 1, changed
    assert all(a.text == a.original for a in unrelated if not a.evidence.selection.chosen)


def test_one_by_one_gives_the_same_answers(embedded_model: EditableModel, pool: GistPool, many: list[Answer]) -> None:
    for answer in many:
        alone = embedded_model.answer(answer.question, pool, max_new_tokens=TOKENS, record=False)
        assert (alone.token_ids, alone.original) == (answer.token_ids, answer.original)
        assert alone.evidence.selection.chosen == answer.evidence.selection.chosen
        assert alone.evidence.selection.logits == pytest.approx(answer.evidence.selection.logits, abs=1e-3)


def test_reading_and_leave_one_out_name_the_edit(embedded_model: EditableModel, pool: GistPool) -> None:
    edit, question, _ = FACTS[0]
    answer = embedded_model.answer(question, pool)
    reading = answer.evidence.reading
    assert reading is not None
    assert reading.mass.shape[2] == embedded_model.backbone.dimensions.heads
    assert reading.mass.sum(-1) + reading.self_mass == pytest.approx(np.ones_like(reading.self_mass), abs=1e-4)
    frame = embedded_model.leave_one_out(answer, pool)
    assert frame["text"].tolist() == [edit]
    assert frame["change_in_log_probability"].iloc[0] > 1.0


def test_the_answer_depends_on_the_edits_words(embedded_model: EditableModel) -> None:
    """The same question, three pools: the model reads, it does not remember."""
    for city in ("Lyon", "Marseille", "Geneva"):
        pool = embedded_model.compress([f"The capital of France is {city}."])
        assert begins_with(embedded_model.answer(FACTS[0][1], pool, max_new_tokens=TOKENS).text, city)


def test_verbatim_memory_edits_too(embedded_model: EditableModel) -> None:
    verbatim = embedded_model.with_memory("verbatim")
    pool = verbatim.compress(edit for edit, _, _ in FACTS)
    answers = verbatim.answer_many([question for _, question, _ in FACTS], pool, max_new_tokens=TOKENS)
    right = [begins_with(answer.text, target) for answer, (_, _, target) in zip(answers, FACTS, strict=True)]
    assert sum(right) >= len(FACTS) - 1

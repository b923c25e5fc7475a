"""The generator: determinism, answers that stand in their edits, breadth, held-out relations kept apart."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from app.training.examples import Example, is_cloze
from app.training.generator import (
    SOURCES,
    TONGUES,
    Tongue,
    chain,
    crossing_example,
    draw_example,
    family,
    held_out_records,
)
from app.training.generator.crossing import crossing_relations
from app.training.generator.lexicon import table_names
from app.training.generator.paragraphs import draw_facts, rich_kinds
from app.training.generator.relations import (
    all_relations,
    composed_count,
    held_out_patterns,
    held_out_relations,
    is_held_out,
    training_relations,
)
from app.training.generator.wording import FORMS, question

TABLES = Path(__file__).parents[2] / "app" / "training" / "generator" / "tables"
EACH_TONGUE = pytest.mark.parametrize("tongue", TONGUES.values(), ids=list(TONGUES))
EACH_SOURCE = pytest.mark.parametrize("source", SOURCES)
GIVEN_SLOTS = {"s", "w", "small"}


def loose(text: str) -> str:
    """Without the differences that a sentence's place makes: case of the first letter, final stop."""
    return text.rstrip(".。").casefold()


def is_japanese(text: str) -> bool:
    return re.search(r"[ぁ-んァ-ヶ一-龠：]", text) is not None


def draw_many(tongue: Tongue, source: str, number: int) -> list[Example]:
    random = Random(f"{source} {tongue.language}")
    return [draw_example(random, tongue, source, 2) for _ in range(number)]


@EACH_TONGUE
@EACH_SOURCE
def test_same_source_of_chance_gives_the_same_examples(tongue: Tongue, source: str) -> None:
    assert draw_many(tongue, source, 5) == draw_many(tongue, source, 5)


@EACH_TONGUE
@EACH_SOURCE
def test_answers_stand_in_their_edits(tongue: Tongue, source: str) -> None:
    for example in draw_many(tongue, source, 150):
        assert example.questions
        for asked in example.questions:
            if example.answer_kind != "yes_no":
                assert loose(asked.answer) in example.edit.casefold(), (example, asked)


@EACH_TONGUE
@EACH_SOURCE
def test_texts_read_like_texts(tongue: Tongue, source: str) -> None:
    for example in draw_many(tongue, source, 150):
        for text in (example.edit, *example.near, *(asked.text for asked in example.questions)):
            assert (
                text == text.strip() and "{" not in text and "  " not in text and not re.search(r"[^.]\.\.(?!\.)", text)
            )
        assert len({asked.text for asked in example.questions}) == len(example.questions)


@EACH_TONGUE
@EACH_SOURCE
def test_near_questions_are_not_asked(tongue: Tongue, source: str) -> None:
    for example in draw_many(tongue, source, 150):
        assert not {asked.text for asked in example.questions} & set(example.near)


@EACH_TONGUE
def test_every_relation_can_be_asked_in_at_least_four_forms(tongue: Tongue) -> None:
    random = Random(1)
    for relation in all_relations(tongue):
        texts = {question(random, tongue, relation, "Zorvex", form) for form in FORMS for _ in range(4)}
        assert len(texts) >= 4, relation.id


@EACH_TONGUE
def test_breadth(tongue: Tongue) -> None:
    relations = training_relations(tongue)
    assert len(relations) >= 400
    assert sum(relation.worded for relation in relations) >= 150
    assert len({relation.object for relation in relations}) >= 40
    assert composed_count(tongue) >= 400


def test_answers_do_not_repeat() -> None:
    answers = Counter(
        asked.answer for example in draw_many(TONGUES["en"], "relation", 2000) for asked in example.questions[:1]
    )
    assert len(answers) > 1500


def test_forms_are_mixed() -> None:
    asked = [asked.text for example in draw_many(TONGUES["en"], "relation", 500) for asked in example.questions]
    clozes = sum(is_cloze(text) for text in asked) / len(asked)
    assert 0.2 < clozes < 0.6
    for start in ("Could you", "State", "hey", "What", "Who", "The "):
        assert any(text.startswith(start) for text in asked), start


@EACH_TONGUE
def test_sisters_differ_and_are_close(tongue: Tongue) -> None:
    random = Random(3)
    for kind in tongue.subjects:
        names = tongue.sisters(random, kind, 4)
        assert len(set(names)) == len(names) >= 2, kind


@EACH_TONGUE
def test_families_hold_no_near_miss_that_is_asked(tongue: Tongue) -> None:
    random = Random(4)
    for _ in range(150):
        drawn = family(random, tongue, 10, 2)
        assert 1 <= len(drawn.examples) <= 10 and drawn.near_misses
        asked = {entry.text for example in drawn.examples for entry in example.questions}
        assert not asked & set(drawn.near_misses)
        assert len({(example.subject, example.relation) for example in drawn.examples}) == len(drawn.examples)


@EACH_TONGUE
def test_chains_lead_from_edit_to_edit(tongue: Tongue) -> None:
    random = Random(5)
    for _ in range(60):
        drawn = chain(random, tongue, 1)
        first = drawn.examples[0]
        if len(drawn.examples) == 2:
            assert drawn.examples[1].subject == first.questions[0].answer
            assert drawn.answer in drawn.examples[1].edit
        assert first.subject is not None and first.subject.removeprefix("the ").lower() in drawn.text.lower()


def test_crossing_examples_are_asked_in_the_other_language() -> None:
    random = Random(6)
    assert len(crossing_relations()) >= 60
    for _ in range(150):
        example = crossing_example(random, 2)
        assert example.questions[0].answer in example.edit
        assert is_japanese(example.questions[0].text) != is_japanese(example.edit)


@EACH_TONGUE
def test_held_out_relations_are_frozen_and_never_trained(tongue: Tongue) -> None:
    held = {relation.id for relation in held_out_relations(tongue)}
    assert held <= set(held_out_patterns()) and len(held) >= 30
    assert not held & {relation.id for relation in training_relations(tongue)}
    for name in ("headquarters", "price", "author", "twin city"):
        assert name in held


@EACH_TONGUE
def test_held_out_records(tongue: Tongue) -> None:
    records = held_out_records(200, 7, tongue)
    assert records == held_out_records(300, 7, tongue)[:200]
    assert len({record.subject for record in records}) == 200
    assert {record.relation for record in records} == {relation.id for relation in held_out_relations(tongue)}
    for record in records:
        assert all(loose(asked.answer) in record.edit.casefold() for asked in record.questions)
        assert [asked.cloze for asked in record.questions].count(False) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "Zorvex costs 3 euros.",
        "How much is the price of it?",
        "Who wrote it?",
        "Where is the head office?",
        "Twin city of A:",
    ],
)
def test_held_out_patterns_find_wordings_of_any_source(text: str) -> None:
    assert is_held_out(text)


@EACH_TONGUE
def test_every_brace_of_every_table_is_known(tongue: Tongue) -> None:
    filled = ("steps", "tasks", "permissions", "permission_answers", "reasons", "definitions", "unrelated", "abilities")
    lists = set(table_names(f"{tongue.folder}/words"))
    known = GIVEN_SLOTS | set(tongue.answers) | lists
    for name in filled:
        text = (TABLES / tongue.folder / f"{name}.txt").read_text("utf-8")
        rows = [line for line in text.splitlines() if not line.startswith("#")]
        assert set(re.findall(r"\{(\w+)\}", "\n".join(rows))) <= known, name


@EACH_TONGUE
def test_facts_are_drawn_until_there_is_one(tongue: Tongue, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = rich_kinds(tongue)[0]
    relations = [one for one in training_relations(tongue) if kind in one.subjects]
    whole = next(one for one in training_relations(tongue) if tongue.answers[one.object].kind == "sentence")
    short = next(one for one in relations if tongue.answers[one.object].kind != "sentence")
    drawn = iter([whole] * 9 + [short])
    monkeypatch.setattr("app.training.generator.paragraphs.draw_relation", lambda *_: next(drawn))
    assert [relation for relation, _ in draw_facts(Random(0), tongue, kind, 1)] == [short]

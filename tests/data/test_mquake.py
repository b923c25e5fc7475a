"""MQuAKE with several hops, without subjects of PokeMQA, on hand-worked records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.data.benchmarks import read_mquake
from app.data.benchmarks.mquake import TRAINED_SUBJECT
from app.data.benchmarks.pokemqa import patterns_of, read_trained_subjects, subject_of
from app.errors import SuiteDataError

TEMPLATES = {"P50": "The author of [X] is __", "P27": "[X] is a citizen of __", "P36": "The capital of [X] is __"}
FACTS = ("The author of Foam is Ada Bly", "Ada Bly is a citizen of Peru", "The capital of Peru is Vigo", "Vigo is old")


def case(number: int, facts: tuple[str, ...], edited: bool = True) -> dict[str, Any]:
    hops = [
        {"question": f"{fact}?", "fact": fact, "answer": fact.split()[-1], "edited": edited or fact != facts[-1]}
        for fact in facts
    ]
    return {"case_id": number, "questions": ["Q?"], "hops": hops, "new_answer": "Vigo", "new_answer_alias": ["", "V"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cases = [case(n, FACTS[:n]) for n in (2, 3, 4)] + [case(5, FACTS[:3], edited=False)]
    cases.append(case(6, ("The author of Grit is Ada Bly", *FACTS[1:3])))
    (tmp_path / "mquake-subset.json").write_text(json.dumps(cases), encoding="utf-8")
    return tmp_path


def trained_on(folder: Path, *edits: str) -> None:
    statements = [{"edit": edit, "questions": []} for edit in edits]
    (folder / "pokemqa-edits.json").write_text(json.dumps(statements), encoding="utf-8")
    (folder / "mquake-cloze_templates.json").write_text(json.dumps(TEMPLATES), encoding="utf-8")


def test_three_hops_are_three_edits_of_one_record(folder: Path) -> None:
    benchmark = read_mquake(folder / "mquake-subset.json", 3)
    assert [record.name for record in benchmark.records] == ["3", "6"]
    record = benchmark.records[0]
    assert [record.edit.text, *(edit.text for _, edit in record.more)] == [f"{fact}." for fact in FACTS[:3]]
    assert (record.probes[0].kind, record.probes[0].target, record.probes[0].aliases) == ("multi-hop", "Vigo", ("V",))
    assert benchmark.left_out == {"not 3 hops, all of them edited": 3}


def test_four_hops(folder: Path) -> None:
    (record,) = read_mquake(folder / "mquake-subset.json", 4).records
    assert (record.name, len(record.more)) == ("4", 3)


def test_cases_about_subjects_of_pokemqa_are_left_out_and_counted(folder: Path) -> None:
    trained_on(folder, "The author of foam is Somebody Else", "Nothing fits this")
    benchmark = read_mquake(folder / "mquake-subset.json", 3, read_trained_subjects(folder))
    assert [record.name for record in benchmark.records] == ["6"]
    assert benchmark.left_out == {"not 3 hops, all of them edited": 3, TRAINED_SUBJECT: 1}


def test_a_subject_of_any_hop_counts_and_an_object_does_not(folder: Path) -> None:
    trained_on(folder, "The capital of Peru is Lima")
    assert read_mquake(folder / "mquake-subset.json", 3, read_trained_subjects(folder)).records == ()
    trained_on(folder, "Vigo is a citizen of Foam")
    assert len(read_mquake(folder / "mquake-subset.json", 3, read_trained_subjects(folder)).records) == 2


def test_the_files_that_decide_are_named_with_their_checksums(folder: Path) -> None:
    assert read_trained_subjects(folder).sha256 == ()
    trained_on(folder, "The capital of Peru is Lima")
    assert dict(read_trained_subjects(folder).sha256).keys() == {"pokemqa-edits.json", "mquake-cloze_templates.json"}


def test_a_statement_without_its_templates_or_field_is_refused(folder: Path) -> None:
    trained_on(folder)
    (folder / "pokemqa-edits.json").write_text('[{"edit": 1}]', encoding="utf-8")
    with pytest.raises(SuiteDataError, match=r"pokemqa-edits\.json: record 1, field 'edit'"):
        read_trained_subjects(folder)
    (folder / "mquake-cloze_templates.json").unlink()
    with pytest.raises(SuiteDataError, match="no mquake-cloze_templates"):
        read_trained_subjects(folder)


@pytest.mark.parametrize(
    ("statement", "subject"),
    [
        ("[X] of Y is located in the city of Rome", "[x] of y"),
        ("Ada is located in Rome", "ada"),
        ("The capital of Peru is Lima", ""),
    ],
)
def test_the_longest_template_decides(statement: str, subject: str) -> None:
    patterns = patterns_of(["[X] is located in __", "[X] is located in the city of __"])
    assert subject_of(statement, patterns) == subject

"""DUNE's files of three shapes, on hand-worked records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.data.benchmarks.dune import ArithmeticShape, DuneShape, NewInformationShape, ScientificShape, read_dune
from app.errors import SuiteDataError

CHOICE = ["Who won?\n\nA. Ada\nB. Bo (of Oslo)", "B"]


def write(folder: Path, name: str, edits: list[Any], asked: list[Any], near: list[Any]) -> Path:
    """Both files of a domain; the edits beside the locality questions are empty, as in the scientific one."""
    for file, statements, inputs in ((name, edits, asked), (f"{name}_locality", ["1 = 1"] * len(near), near)):
        content = {"edits": statements, "test_inputs": inputs}
        (folder / f"{file}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_the_right_hand_side_of_the_equation_is_the_answer(tmp_path: Path) -> None:
    folder = write(tmp_path, "arithmetic", ["4 * 3 + 1 = 13"], [" How many? "], ["How few?"])
    benchmark, locality = read_dune(folder, "arithmetic", ArithmeticShape, "question")
    (record,) = benchmark.records
    assert (record.edit.text, record.subject, record.name) == ("4 * 3 + 1 = 13", "4 * 3 + 1", "1")
    assert [(probe.kind, probe.question, probe.target) for probe in record.probes] == [
        ("question", "How many?", "13"),
        ("neighbourhood", "How few?", ""),
    ]
    assert len({benchmark.sha256, locality}) == 2


def test_rows_with_the_same_edit_are_one_record_and_the_other_questions_go_round(tmp_path: Path) -> None:
    asked, near = ["One?", "Two?", "Three?", "One?"], ["a?", "b?", "c?"]
    folder = write(tmp_path, "arithmetic", ["1 + 1 = 2", "2 + 2 = 4", "1 + 1  = 2", "1 + 1 = 2"], asked, near)
    benchmark, _ = read_dune(folder, "arithmetic", ArithmeticShape, "question")
    assert [[probe.question for probe in record.probes] for record in benchmark.records] == [
        ["One?", "Three?", "a?", "c?"],
        ["Two?", "b?"],
    ]
    assert [record.name for record in benchmark.records] == ["1", "2"]


def test_new_information_has_several_questions_an_edit(tmp_path: Path) -> None:
    folder = write(tmp_path, "new_info", ["Bo won."], [[CHOICE, ["Where?\nA) Rome\nB) Bonn", "A"]]], [[CHOICE]])
    benchmark, _ = read_dune(folder, "new_info", NewInformationShape, "paraphrase")
    assert [(probe.kind, probe.question, probe.target) for probe in benchmark.records[0].probes] == [
        ("paraphrase", "Who won?\n\nA. Ada\nB. Bo (of Oslo)\nAnswer:", "B"),
        ("paraphrase", "Where?\nA) Rome\nB) Bonn\nAnswer:", "A"),
        ("neighbourhood", "Who won?\n\nA. Ada\nB. Bo (of Oslo)\nAnswer:", ""),
    ]


def test_a_scientific_question_is_one_pair(tmp_path: Path) -> None:
    folder = write(tmp_path, "scientific", ["Bo is fast."], [CHOICE], [])
    benchmark, _ = read_dune(folder, "scientific", ScientificShape, "portability")
    assert [(probe.kind, probe.target) for probe in benchmark.records[0].probes] == [("portability", "B")]


@pytest.mark.parametrize(
    ("shape", "edits", "asked", "message"),
    [
        (ArithmeticShape, ["1 + 1 = 2", "2 + 2"], ["a?", "b?"], r"record 2, field 'edits': .*an equation"),
        (ArithmeticShape, ["1 + 1 = 2"], [["a?", "2"]], r"record 1, field 'test_inputs'"),
        (NewInformationShape, ["Bo won."], [["Who?", "B"]], r"record 1, field 'test_inputs\.0'"),
        (NewInformationShape, ["Bo won."], [[["Who?"]]], r"record 1, field 'test_inputs\.0'"),
        (ScientificShape, ["Bo won."], [[CHOICE]], r"record 1, field 'test_inputs\.0'"),
        (ScientificShape, ["Bo won."], [], r"field 'test_inputs': lists of different length"),
    ],
)
def test_a_fault_names_the_record_and_the_field(
    tmp_path: Path, shape: type[DuneShape], edits: list[Any], asked: list[Any], message: str
) -> None:
    with pytest.raises(SuiteDataError, match=message):
        read_dune(write(tmp_path, "file", edits, asked, []), "file", shape, "question")


@pytest.mark.parametrize(("content", "message"), [([], "a list where an object"), ({"edits": []}, "'test_inputs' is")])
def test_a_file_without_the_two_lists_is_refused(tmp_path: Path, content: Any, message: str) -> None:
    write(tmp_path, "file", [], [], [])
    (tmp_path / "file.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SuiteDataError, match=message):
        read_dune(tmp_path, "file", ArithmeticShape, "question")


def test_the_file_with_the_other_questions_must_be_there(tmp_path: Path) -> None:
    (write(tmp_path, "file", ["1 = 1"], ["a?"], []) / "file_locality.json").unlink()
    with pytest.raises(SuiteDataError, match=r"no file_locality\.json"):
        read_dune(tmp_path, "file", ArithmeticShape, "question")

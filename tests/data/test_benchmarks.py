"""Public benchmark files as they are, on small files of the same shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.data.benchmarks import find, read_counterfact, read_natural_questions, read_zsre
from app.data.benchmarks.zsre import BROKEN_TARGET, SAME_SUBJECT
from app.errors import SuiteDataError

COUNTERFACT = {
    "case_id": 0,
    "prompt": "The mother tongue of Ada Nielsen is",
    "target_new": "English",
    "subject": "Ada Nielsen",
    "ground_truth": "French",
    "rephrase_prompt": "Ada Nielsen grew up speaking",
    "locality_prompt": "Michel Rocard is a native speaker of",
    "locality_ground_truth": "French",
}
ZSRE = {
    "subject": "Ramal",
    "src": "Which family does Ramal belong to?",
    "alt": "Lamiinae",
    "rephrase": "What family are Ramal?",
    "loc": "nq question: types of skiing in the winter olympics",
    "portability": {"New Question": "To which order does Ramal belong?", "New Answer": "Beetles"},
}


def write(folder: Path, name: str, value: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_counterfact_record(tmp_path: Path) -> None:
    benchmark = read_counterfact(write(tmp_path, "counterfact-edit.json", [COUNTERFACT]))
    (record,) = benchmark.records
    assert record.edit.text == "The mother tongue of Ada Nielsen is English."
    assert [(probe.kind, probe.question, probe.target) for probe in record.probes] == [
        ("efficacy", "The mother tongue of Ada Nielsen is", "English"),
        ("paraphrase", "Ada Nielsen grew up speaking", "English"),
        ("neighbourhood", "Michel Rocard is a native speaker of", ""),
    ]
    assert (record.subject, record.name, len(benchmark.sha256)) == ("Ada Nielsen", "1", 64)


def test_zsre_keeps_one_record_a_subject_and_counts_the_rest(tmp_path: Path) -> None:
    records = [{**ZSRE, "alt": " species"}, ZSRE, {**ZSRE, "alt": "Arctiinae"}, {**ZSRE, "subject": "Other"}]
    benchmark = read_zsre(write(tmp_path, "zsre-portability.json", records))
    assert [record.name for record in benchmark.records] == ["2", "4"]
    assert benchmark.left_out == {BROKEN_TARGET: 1, SAME_SUBJECT: 1}
    first = benchmark.records[0]
    assert first.edit.text == "Which family does Ramal belong to? Lamiinae."
    assert [(probe.kind, probe.question) for probe in first.probes] == [
        ("efficacy", "Which family does Ramal belong to?"),
        ("paraphrase", "What family are Ramal?"),
        ("portability", "To which order does Ramal belong?"),
        ("neighbourhood", "types of skiing in the winter olympics?"),
    ]


def test_natural_questions(tmp_path: Path) -> None:
    path = tmp_path / "nq-open-dev.jsonl"
    path.write_text('{"question": "who sang it", "answer": ["Billy Idol", "Idol"]}\n', encoding="utf-8")
    (probe,) = read_natural_questions(path)
    assert (probe.question, probe.target, probe.aliases) == ("who sang it?", "Billy Idol", ("Idol",))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prompt": None}, r"record 2, field 'prompt'"),
        ({"target_new": ["English"]}, r"record 2, field 'target_new'"),
        ({"subject": "  "}, r"record 2, field 'subject': must hold text"),
    ],
)
def test_a_fault_names_the_record_and_the_field(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = write(tmp_path, "counterfact-edit.json", [COUNTERFACT, {**COUNTERFACT, **change}])
    with pytest.raises(SuiteDataError, match=message):
        read_counterfact(path)


def test_a_nested_field_is_named_with_its_path(tmp_path: Path) -> None:
    broken = {**ZSRE, "portability": {"New Question": "What?"}}
    with pytest.raises(SuiteDataError, match=r"record 1, field 'portability.New Answer'"):
        read_zsre(write(tmp_path, "zsre-portability.json", [broken]))


@pytest.mark.parametrize("value", [{"records": []}, "text", 5])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, value: Any) -> None:
    with pytest.raises(SuiteDataError, match="list of records"):
        read_counterfact(write(tmp_path, "counterfact-edit.json", value))


def test_a_record_that_is_no_object_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SuiteDataError, match="record 1, field 'the record itself'"):
        read_counterfact(write(tmp_path, "counterfact-edit.json", [["prompt"]]))


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "counterfact-edit.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(SuiteDataError, match="is not JSON"):
        read_counterfact(path)


def test_a_missing_file_names_what_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SuiteDataError, match=r"no counterfact-edit\.json"):
        find(tmp_path, "counterfact-edit.json")


def test_the_file_itself_may_be_given(tmp_path: Path) -> None:
    path = write(tmp_path, "part.json", [])
    assert find(path, "counterfact-edit.json") == path

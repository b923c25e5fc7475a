"""Comparisons: what is offered, what is refused at once, what comes of one, and what it is kept as."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import AdapterMissingError, EvaluationError, InputError, SuiteDataError, UnknownNameError
from app.evaluation.suites import SAMPLES
from app.service import Workbench
from app.service.comparing import MOST_EDITS, ComparisonRequest
from tests.evaluation.comparing import growth
from tests.evaluation.fake_model import FakeModel
from tests.evaluation.made_results import write

PATIENCE = 60.0
TRIED = ComparisonRequest("sample:counterfact", ("incomes", "backbone"), (1, 2), 2)


def workbench(**model: Any) -> Workbench:
    fake: Any = FakeModel(**model)
    bench = Workbench(Settings(), load=lambda settings, progress: fake)
    bench.model()
    return bench


@pytest.fixture
def bench() -> Workbench:
    return workbench()


def test_suites_that_have_their_data_here_are_offered(bench: Workbench) -> None:
    keys = {one.key: one.source for one in bench.comparisons.suites()}
    assert keys["own"] == "own" and keys["shipped:business-faq-en"] == "shipped"
    assert keys["sample:counterfact"] == keys["sample:mquake"] == "sample"
    assert not [key for key in keys if key.startswith("public:")]


def test_public_files_are_offered_where_their_folder_is_named() -> None:
    fake: Any = FakeModel()
    settings = Settings().model_copy(update={"data": SAMPLES / "dune"})
    offered = Workbench(settings, load=lambda settings, progress: fake).comparisons.suites()
    assert [one.suite for one in offered if one.source == "public"] == [
        "dune-arithmetic", "dune-new-information", "dune-scientific",
    ]  # fmt: skip


def test_numbers_that_fit_a_suite_are_proposed(bench: Workbench) -> None:
    assert bench.comparisons.size_of("sample:counterfact").usual_sizes == (1, 6)
    assert min(bench.comparisons.size_of("sample:mquake").usual_sizes) >= 2  # a question needs two edits
    company = bench.comparisons.size_of("shipped:business-company-en")
    assert (company.records, company.usual_sizes) == (200, (200,))


def test_a_method_that_cannot_run_says_why() -> None:
    found = {one.name: one for one in workbench(memory="verbatim", has_adapter=False).comparisons.methods()}
    assert isinstance(found["incomes"].obstacle, AdapterMissingError)
    assert found["incomes-verbatim"].obstacle is None and found["incomes-verbatim"].group == "ours"
    assert {one.group for one in found.values()} >= {"ours", "prompt", "retrieval", "reference"}


def test_a_comparison_runs_as_a_job_and_its_results_are_read_again(bench: Workbench, tmp_path: Path) -> None:
    token = bench.open(None).token
    assert bench.comparisons.newest(token) is None
    job = bench.comparisons.start(token, TRIED)
    assert bench.jobs.wait(token, job, PATIENCE).state == "done"
    newest = bench.comparisons.newest(token)
    assert newest is not None and (newest.id, newest.title) == (job, "CounterFact")
    results = bench.comparisons.results(token, job)
    assert results is not None
    (comparison,) = results.comparisons
    assert comparison.labels == ("incomes", "backbone") and comparison.pools == (1, 2) and comparison.sample
    assert all("first_token_seconds" in entry.costs for entry in comparison.entries)
    saved = tmp_path / "saved.jsonl"
    saved.write_bytes(bench.comparisons.file_of(results, "jsonl"))
    assert bench.comparisons.read([saved]).comparisons == results.comparisons
    assert bench.comparisons.file_of(results, "csv").startswith(b"suite,method,pool")
    assert b"plotly" in bench.comparisons.file_of(results, "html")


def test_nothing_is_shown_of_a_comparison_that_has_found_nothing(bench: Workbench) -> None:
    token = bench.open(None).token
    with bench.queue.turn("somebody else"):
        job = bench.comparisons.start(token, TRIED)
        bench.jobs.stop(token, job)
        assert bench.jobs.wait(token, job, PATIENCE).state == "stopped"
        assert bench.comparisons.results(token, job) is None
    bench.jobs.resume(token, job)
    assert bench.jobs.wait(token, job, PATIENCE).state == "done"


def test_own_edits_come_from_a_file(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    row = {"edit": "The moon is cheese.", "question": "What is the moon?", "answer": "cheese."}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert bench.comparisons.size_of("own", file).records == 1
    token = bench.open(None).token
    job = bench.comparisons.start(token, ComparisonRequest("own", ("incomes",), (1,), 5, file))
    view = bench.jobs.wait(token, job, PATIENCE)
    assert (view.state, view.total, view.title) == ("done", 1, "Your own edits (mine.jsonl)")
    file.write_text("edit\nno question\n", encoding="utf-8")
    with pytest.raises(SuiteDataError):
        bench.comparisons.start(token, ComparisonRequest("own", ("incomes",), (1,), 5, file.rename(tmp_path / "a.csv")))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"methods": ()}, InputError),
        ({"methods": ("incomess",)}, UnknownNameError),
        ({"records": 0}, InputError),
        ({"sizes": ()}, InputError),
        ({"sizes": (MOST_EDITS + 1,)}, InputError),
        ({"choice": "sample:mquake", "sizes": (1,)}, SuiteDataError),
        ({"choice": "public:counterfact"}, UnknownNameError),
    ],
)
def test_what_cannot_be_run_is_told_before_a_job_begins(bench: Workbench, changes: Any, error: type[Exception]) -> None:
    token = bench.open(None).token
    with pytest.raises(error):
        bench.comparisons.start(token, ComparisonRequest(**(vars(TRIED) | changes)))
    assert bench.jobs.of(token) == ()


def test_files_that_are_no_results_are_refused(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError):
        bench.comparisons.read([SAMPLES / "own.csv"])
    assert len(bench.comparisons.read([write(tmp_path / "a.jsonl", growth())]).comparisons) == 1


def test_results_that_ship_are_offered_and_read(bench: Workbench) -> None:
    assert "oracle/smollm2-135m.json" in bench.comparisons.shipped()
    assert bench.comparisons.shipped_results("oracle/smollm2-135m.json").comparisons[0].suite == "counterfact-val"
    with pytest.raises(UnknownNameError):
        bench.comparisons.shipped_results("../suites/samples/own.csv")

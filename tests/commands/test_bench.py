"""`bench`: rows with ratios, whatever the clock says."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.evaluation.benches.asking import EDIT, QUESTION, pool_of
from app.evaluation.benches.rows import compared
from tests.commands.conftest import Run
from tests.tiny_models import tiny_model


def rows_of(run: Run, *arguments: object) -> list[dict[str, Any]]:
    result = run("bench", *arguments, "--rounds", 2, "--seed", 3, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["seed"] == 3 and found["provenance"]["machine"]["threads"] >= 1
    rows: list[dict[str, Any]] = found["rows"]
    for row in rows:
        assert row["value"] > 0 and row["reference"] > 0 and row["low"] <= row["ratio"] <= row["high"]
        once = row["name"].startswith(
            ("bytes", "best", "mean weight", "median weight", "same", "weight", "memory", "logits")
        )
        assert row["rounds"] == (1 if once or row["name"].endswith("error") else 2)
    return rows


def test_asking_is_measured_at_every_size_of_pool(run: Run) -> None:
    rows = rows_of(run, "asking", "--pool", "1,5", "--tokens", 4)
    firsts = [row["name"] for row in rows if row["unit"] == "s"]
    assert firsts == [
        "first token, 0 edits",
        "first token, 1 edits",
        "answer and Why, 1 edits",
        "first token, 5 edits",
        "answer and Why, 5 edits",
    ]


def test_compressing_and_packed_products_are_measured(run: Run) -> None:
    rows = rows_of(run, "compressing", "--edits", 6)
    assert [row["unit"] for row in rows] == ["edits/s"] * 4
    assert rows[-1]["value"] >= max(row["value"] for row in rows[:-1])
    errors = {row["name"]: row["ratio"] for row in rows_of(run, "four-bit") if row["name"].endswith("largest error")}
    assert all(
        error < (1e-5 if "float32" in name and "bfloat16" not in name else 0.02) for name, error in errors.items()
    )


def test_memory_is_counted(run: Run) -> None:
    weights, *beyond = rows_of(run, "memory", "--edits", 6)
    assert weights["unit"] == "bytes" and weights["at_most"] > 0
    assert all(row["reference"] > 0 for row in beyond)


def test_pools_in_folders_are_measured(run: Run) -> None:
    rows = rows_of(run, "pool", "--pool", "3,60", "--edits", 6, "--tokens", 2)
    read = "read from the disk by a first question, 60 edits"  # not where the folder lies in memory
    assert [row["name"] for row in rows if row["name"] != read] == [
        "same answer from 8-bit gists",
        "bytes an edit, 60 edits",
        "opening, 60 edits",
        "first token, 60 edits in a folder",
        "decoding, 60 edits in a folder",
        "first token from the disk, 60 edits",
        "best edit shortlisted, 60 edits",
        "mean weight shortlisted, 60 edits",
        "median weight shortlisted, 60 edits",
        "weight at worst shortlisted, 60 edits",
        "logits computed for the median question, 60 edits",
        "logits computed at most, 60 edits",
    ]
    assert [row["ratio"] for row in rows[-6:]] == pytest.approx([1.0] * 6)


class OneWordServer:
    """Stands in for llama.cpp: a token, and one more, and one, …; then the end of the stream."""

    def __init__(self, wanted: Any) -> None:
        self.wanted = wanted

    def handle_completions(self, request: dict[str, Any], told: Callable[[Any], bool]) -> None:
        assert self.wanted.cpuparams.n_threads == self.wanted.cpuparams_batch.n_threads >= 1
        assert request["prompt"] and request["temperature"] == 0 and not request["cache_prompt"]
        for _ in range(request["n_predict"] + 1):
            assert not told("word")


def wanted_of_llama() -> Any:
    return SimpleNamespace(model=SimpleNamespace(), cpuparams=SimpleNamespace(), cpuparams_batch=SimpleNamespace())


def test_llama_cpp_reads_the_file_that_the_backbone_came_from(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    arguments = ("bench", "llama-cpp", "--rounds", 2, "--tokens", 3, "--pool", "2", "--json")
    file = tmp_path / "models" / "tiny.gguf"
    file.parent.mkdir()
    monkeypatch.setenv("INCOMES_CACHE_DIR", str(tmp_path))
    assert "no GGUF file of the backbone tiny llama" in json.loads(run(*arguments).stdout)["error"]["given"]
    file.touch()
    module = import_module("app.evaluation.benches.beside_llama_cpp")
    monkeypatch.setattr(module, "PACKAGED", {"tiny llama": SimpleNamespace(filename=file.name)})
    assert "pip install xllamacpp" in json.loads(run(*arguments).stdout)["error"]["remedy"]
    llama = SimpleNamespace(Server=OneWordServer, CommonParams=wanted_of_llama)
    monkeypatch.setitem(sys.modules, "xllamacpp", llama)
    rows = rows_of(run, "llama-cpp", "--tokens", 3, "--pool", "2")
    assert [row["name"] for row in rows if row["unit"] == "s"] == ["first token, 0 edits", "first token, 2 edits"]
    assert {row["reference_name"] for row in rows} == {"llama.cpp, no edits"}


def test_a_ratio_beyond_its_limit_ends_with_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = import_module("app.evaluation.benches.asking")
    for most, exit_code in ((1e9, 0), (1e-9, 1)):
        monkeypatch.setattr(asking, "SLOWEST_FIRST", most)
        monkeypatch.setattr(asking, "SLOWEST_DECODING", 0.0)
        monkeypatch.setattr(asking, "SLOWEST_WHY", 1e9)
        result = run("bench", "asking", "--pool", 1, "--tokens", 2, "--rounds", 2, "--check")
        assert result.exit_code == exit_code
        assert ("Beyond their limits: first token, 0 edits; first token, 1 edits." in result.output) == bool(exit_code)
        assert run("bench", "asking", "--pool", 1, "--tokens", 2, "--rounds", 2).exit_code == 0


def test_an_unknown_bench_is_answered_with_the_nearest(run: Run) -> None:
    result = run("bench", "askin")
    assert result.exit_code != 0 and "asking" in result.output
    assert run.loaded == []


def test_a_made_pool_holds_the_real_edit_and_others_of_their_own() -> None:
    model = tiny_model()
    pool = pool_of(model, 6, seed=0)
    assert len(pool) == 6 and pool.gists[-1].text == EDIT
    places = {gist.selection.data_ptr() for gist in pool}
    assert len(places) == 6
    assert len(model.answer(QUESTION, pool).evidence.selection.chosen) == 1


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    row = compared("x", [2.0, 6.0, 30.0], "s", [1.0, 2.0, 3.0], "y", 0)
    assert (row.value, row.reference, row.ratio) == (6.0, 2.0, 3.0)
    assert row.low == pytest.approx(2.0) and row.high == pytest.approx(10.0)


def test_visitors_at_the_same_time_are_measured_beside_one(run: Run) -> None:
    rows = rows_of(run, "users", "--clients", "2,3", "--tokens", 2)
    names = [row["name"].rsplit(", ", 1) for row in rows]
    assert {visitors for _, visitors in names} == {"2 visitors", "3 visitors"}
    assert [what for what, visitors in names if visitors == "2 visitors"] == [
        "answers",
        "tokens of answers",
        "median until the answer begins",
        "95th percentile until the answer begins",
        "median until all is answered",
        "95th percentile until all is answered",
    ]


def test_visitors_who_come_and_go_show_what_memory_does(run: Run) -> None:
    result = run("bench", "users", "--minutes", 0.05, "--tokens", 2, "--json")
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.stdout)["rows"]
    assert row["unit"] == "MB" and row["value"] > 0 and row["reference"] > 0
    assert int(row["name"].split(" and ")[1].split()[0].replace(",", "")) >= 6  # each visitor has asked

"""`ask`, `compress`, `explain`: what they print, what they save, how they end."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from safetensors import safe_open

from app.data import edit_id
from tests.commands.conftest import Run
from tests.explain.page import Page
from tests.tiny_models import HEAD_DIM, HEADS, KV_HEADS, LAYERS, SLOTS

LYON = "The capital of France is Lyon."
REFUND = "Refunds are paid within 45 days."


def test_ask_has_exactly_the_keys_that_others_build_on(run: Run) -> None:
    result = run("ask", "What is the capital?", "--edit", LYON, "--edit", REFUND, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert list(found) == ["answer", "original_answer", "edits", "zero_weight", "policy", "timings", "release", "id"]
    assert [list(edit) for edit in found["edits"]] == [["id", "text", "weight", "mass"]]
    used = found["edits"][0]
    assert used["text"] in (LYON, REFUND) and used["id"] == edit_id(used["text"])
    assert 0 <= used["weight"] <= 1 and 0 <= used["mass"] <= 1
    assert found["policy"]["name"] == "default"
    assert set(found["timings"]) == {"select", "first_token", "total", "original"}


def test_ask_without_edits_lists_none(run: Run) -> None:
    found = json.loads(run("ask", "What is the capital?", "--json").stdout)
    assert found["edits"] == []
    assert found["zero_weight"] == 1.0
    assert found["answer"] == found["original_answer"]


def test_ask_for_people_shows_both_answers_and_one_sentence(run: Run) -> None:
    result = run("ask", "What is the capital?", "--edit", LYON)
    assert result.exit_code == 0
    assert "Without edits" in result.stdout
    assert f"The answer used “{LYON}”" in result.stdout


def test_a_policy_and_the_settings_are_passed_on(run: Run) -> None:
    result = run(
        *("ask", "Which?", "--edit", LYON, "--edit", REFUND, "--policy", "top-2"),
        *("--memory", "verbatim", "--adapter", "none", "--device", "cpu", "--precision", "float32", "--json"),
    )
    found = json.loads(result.stdout)
    assert found["policy"]["name"] == "top-2"
    assert len(found["edits"]) == 2
    settings = run.loaded[0]
    assert (settings.memory, settings.adapter, settings.device, settings.precision) == (
        "verbatim",
        "none",
        "cpu",
        "float32",
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ask", ""), "question"),
        (("ask", "Which?", "--policy", "topp-2"), "policy"),
        (("ask", "Which?", "--edits", "no/such/file.csv"), "upload"),
        (("ask", "Which?", "--edit", "\x01"), "upload"),
        (("ask", "Which?", "--device", "tpu"), "input"),
        (("compress",), "input"),
        (("compress", "--edit", LYON, "--tensors", "no/such/folder/file"), "input"),
        (("explain", "Which?", "--tensors", "."), "input"),
        (("explain", "Which?", "--html", "no/such/folder/file"), "input"),
    ],
)
def test_errors_end_with_one_and_say_what_to_do(arguments: tuple[str, ...], code: str, run: Run) -> None:
    for_people = run(*arguments)
    assert for_people.exit_code == 1
    assert for_people.stdout == ""
    assert f"[{code}]" in for_people.stderr
    for_machines = run(*arguments, "--json")
    assert for_machines.exit_code == 1
    error = json.loads(for_machines.stdout)["error"]
    assert error["code"] == code
    assert error["given"]


def test_rows_at_fault_are_named_the_others_used_and_the_end_is_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "edits.csv"
    file.write_text(f"edit\n{LYON}\nbad\x01row\n", encoding="utf-8")
    result = run("compress", "--edits", file, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [edit["text"] for edit in found["edits"]] == [LYON]
    assert [(fault["source"], fault["row"]) for fault in found["faults"]] == [(str(file), 3)]
    assert "row 3: control character U+0001" in result.stderr


def test_edits_in_another_language_are_used_with_a_remark(run: Run) -> None:
    french = "La capitale de la France est désormais la ville de Lyon depuis hier matin."
    result = run("compress", "--edit", french, "--json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["edits"]) == 1
    assert "not in a language of the adapter (en)" in result.stderr


def test_compress_reports_slots_and_saves_gists(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "gists.safetensors"
    result = run("compress", "--edit", LYON, "--edit", REFUND, "--tensors", file, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert [edit["slots"] for edit in found["edits"]] == [SLOTS, SLOTS]
    assert found["bytes"] == sum(edit["bytes"] for edit in found["edits"])
    assert found["memory"] == "compressed"
    with safe_open(file, "numpy") as saved:
        assert saved.metadata()[edit_id(LYON)] == LYON
        keys = saved.get_tensor(f"{edit_id(LYON)}.keys")
        assert keys.shape == (LAYERS // 2, KV_HEADS, SLOTS, HEAD_DIM)


def test_compress_for_people(run: Run) -> None:
    edits = [argument for number in range(25) for argument in ("--edit", f"Item {number} costs {number} euros.")]
    result = run("compress", *edits)
    assert result.exit_code == 0
    assert "Item 3 costs 3 euros." in result.stdout
    assert "… and 5 more" in result.stdout
    assert "Edits: 25." in result.stdout


def test_explain_shows_selection_reading_and_leave_one_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "arrays.safetensors"
    result = run("explain", "Which?", "--edit", LYON, "--edit", REFUND, "--tensors", file, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    weights = [found["selection"]["zero"]["weight"], *(edit["weight"] for edit in found["selection"]["edits"])]
    assert sum(weights) == pytest.approx(1, abs=1e-5)
    read = [edit for edit in found["selection"]["edits"] if edit["read"]]
    assert [isinstance(edit["change_in_log_probability"], float) for edit in read] == [True]
    reading = found["reading"]
    assert len(reading["tokens"]) == len(reading["sequence"]) == len(reading["edits"][0]["mass"])
    for sequence, slots in zip(reading["sequence"], reading["edits"][0]["mass"], strict=True):
        assert sequence + sum(slots) == pytest.approx(1, abs=1e-4)
    with safe_open(file, "numpy") as saved:
        assert json.loads(saved.metadata()["selection.texts"]) == [LYON, REFUND]
        tokens, layers, heads, slots = saved.get_tensor("reading.mass").shape
        assert (tokens, layers, heads, slots) == (len(reading["tokens"]), LAYERS // 2, HEADS, SLOTS)


def test_the_report_is_the_json_as_a_page(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    result = run("explain", "Which?", "--edit", LYON, "--edit", REFUND, "--html", file, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    text = re.findall(r'id="evidence">(.*?)</script>', file.read_text(encoding="utf-8"), re.DOTALL)[0]
    assert hashlib.sha256(text.encode()).hexdigest() == found["evidence_sha256"]
    record = json.loads(text)
    assert {name: found[name] for name in record["evidence"]} == record["evidence"]
    assert found["origin"] == record["origin"]
    assert found["html"] == str(file)
    read = next(edit for edit in found["selection"]["edits"] if edit["read"])
    page = file.read_text(encoding="utf-8")
    assert f"{100 * read['weight']:.1f}%" in page
    assert f"{read['change_in_log_probability']:+.2f}".replace("-", "−") in page
    rows = Page(page).rows
    for by, grid in found["grids"].items():
        shown = [[cell.strip() for cell in row[1:]] for row in rows[f"grid-{by}"]]
        assert shown == [[f"{100 * mass:.1f}%" for mass in masses] for masses in grid["mass"]]
    assert [one["change"] for one in found["carried"]] == read["change_by_token"]


def test_explain_names_what_stands_in_no_edit(run: Run) -> None:
    found = json.loads(run("explain", "Which?", "--edit", LYON, "--json").stdout)
    assert isinstance(found["unsupported"], list)
    assert all(text in found["answer"] for text in found["unsupported"])
    assert found["sureness"] == {"probability": None, "called": "not calibrated"}


def test_explain_for_people(run: Run) -> None:
    result = run("explain", "Which?", "--edit", LYON)
    assert result.exit_code == 0
    assert "Change without it" in result.stdout
    assert "zero gist" in result.stdout


def test_control_characters_never_reach_the_terminal(run: Run) -> None:
    result = run("ask", "Which?", "--edit", "Press \x1b[31mred.")
    assert "\x1b" not in result.stdout + result.stderr

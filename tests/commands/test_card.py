"""`card`: results, logs and configurations into card.json and README.md."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.model.adapter import load_card
from tests.commands.conftest import Run
from tests.evaluation.made_results import card, report, write

CONFIG = """
[model]
name = "tiny-en"
[data]
languages = { en = 1.0, ja = 1.0 }
weights = { relation = 1.0, rule = 0.0, qasc = 1.0, qamr = 0.0 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "adapter"
    place.mkdir()
    (place / "card.json").write_text(card().model_dump_json(), encoding="utf-8")
    return place


def log(path: Path, pairs: int, hours: float) -> Path:
    path.write_text(json.dumps({"step": 1, "pairs": pairs, "hours": hours, "loss": 1.0}) + "\n", encoding="utf-8")
    return path


def test_the_card_is_made_from_measurements(run: Run, folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "run.toml"
    config.write_text(f'{CONFIG}public_sets = "sets"\nbenches = "benches"\n', encoding="utf-8")
    result = run(
        *("card", folder, "--results", write(tmp_path / "results.jsonl", report()), "--config", config),
        *("--log", log(tmp_path / "one.jsonl", 100, 1.25), "--log", log(tmp_path / "two.jsonl", 50, 0.5)),
        *("--licence", "MIT", "--limit", "No dates.", "--json"),
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["figures"] == 3
    found = load_card(folder)
    assert (found.trained_hours, found.trained_pairs) == (1.75, 150)
    assert [(source.name, source.licence) for source in found.data_sources] == [
        ("QASC in Natural Instructions", "CC BY 4.0"),
        ("this project's generator (en, ja): relation", "this project's own"),
    ]
    assert found.licence == "MIT"
    assert found.limits == ["English only.", "No dates."]
    assert "90.0 % [80.0–100.0], n = 10" in (folder / "README.md").read_text(encoding="utf-8")


def test_public_sets_are_named_only_where_a_run_read_them(run: Run, folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "run.toml"
    config.write_text(CONFIG, encoding="utf-8")
    assert run("card", folder, "--config", config).exit_code == 0
    assert [source.name for source in load_card(folder).data_sources] == ["this project's generator (en, ja): relation"]


def test_without_anything_new_the_page_is_written_and_the_card_says_the_same(run: Run, folder: Path) -> None:
    result = run("card", folder)
    assert result.exit_code == 0
    assert "0 figures" in result.stdout
    assert load_card(folder) == card()
    assert (folder / "README.md").is_file()


@pytest.mark.parametrize(
    ("option", "content", "code"),
    [
        ("--results", "no json", "evaluation"),
        ("--log", "no json", "training"),
        ("--config", "no toml", "training"),
        ("--config", '[model]\nname = "a"\n[data]\nedits = 0\n', "training"),
    ],
)
def test_a_wrong_file_changes_nothing(
    option: str, content: str, code: str, run: Run, folder: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text(content, encoding="utf-8")
    before = (folder / "card.json").read_bytes()
    result = run("card", folder, option, wrong, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == code
    assert (folder / "card.json").read_bytes() == before
    assert not (folder / "README.md").exists()

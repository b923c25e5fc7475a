"""Bench `folder`: a program is killed in the middle and gone on with; what it makes twice or otherwise is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.errors import EvaluationError
from app.evaluation.benches import folder as folder_bench
from app.evaluation.benches.rows import BenchSettings, Row
from tests.tiny_models import tiny_model

STANDS_IN = """
import json, sys, time
from pathlib import Path

named = dict(zip(sys.argv[2:-1:2], sys.argv[3::2]))
texts = Path(named["--edits"]).read_text().splitlines()
folder = Path(named["--output"])
folder.mkdir(exist_ok=True)
there = max(0, (folder / "added").read_text().count("\\n") - 1) if (folder / "added").exists() else 0
FAULT
if not there:
    (folder / "added").write_text("who\\n")
for start in range(there, len(texts), 2):
    time.sleep(1)
    with (folder / "gists").open("a") as gists, (folder / "added").open("a") as added:
        for text in texts[start : start + 2]:
            gists.write(text)
            added.write(text + "\\n")
print(json.dumps({"compressed": len(texts) - there}))
"""
"""What `compress --output` does, in parts of two edits."""


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bench with few edits, on a program of that name that stands in for the real one."""
    (tmp_path / "app").mkdir()
    monkeypatch.setattr(folder_bench, "ROOT", tmp_path)
    monkeypatch.setattr(folder_bench, "PART", 2)
    monkeypatch.setattr(folder_bench, "FEW", 4)
    monkeypatch.setattr(folder_bench, "LATER_SECONDS", 0.1)
    monkeypatch.setattr(folder_bench, "drawn", lambda count, _seed: [f"Tea {i} takes 4 minutes." for i in range(count)])
    return tmp_path / "app" / "__main__.py"


def rows_of(program: Path, fault: str = "") -> list[Row]:
    program.write_text(STANDS_IN.replace("FAULT", fault), encoding="utf-8")
    return folder_bench.folder(tiny_model(), BenchSettings(edits=10))


def test_memory_of_many_is_compared_with_that_of_few_and_nothing_is_made_twice(short: Path) -> None:
    peak, made, there, same = rows_of(short)
    assert peak.value > 1 and peak.reference > 1
    assert (made.value, made.reference) == (8, 8)
    assert (there.value, there.reference) == (10, 10)
    assert same.value == 1
    assert peak.as_it_should and made.as_it_should and same.as_it_should


def test_what_is_made_twice_is_told(short: Path) -> None:
    _, made, _, _ = rows_of(short, "there = 0")
    assert made.value == 10
    assert not made.as_it_should


def test_other_bytes_are_told(short: Path) -> None:
    _, _, _, same = rows_of(short, "texts = [text.upper() for text in texts] if there else texts")
    assert 0 < same.value < 1
    assert not same.as_it_should


def test_a_program_that_fails_and_too_few_edits_are_refused(short: Path) -> None:
    with pytest.raises(EvaluationError, match="ended with 3"):
        rows_of(short, "sys.exit(3)")
    with pytest.raises(EvaluationError, match="too few"):
        folder_bench.folder(tiny_model(), BenchSettings(edits=7))


def test_the_edits_are_short_and_different_and_the_same_for_the_same_seed() -> None:
    found = folder_bench.drawn(30, 5)
    assert len({re.sub(r"\s+", " ", text) for text in found}) == 30
    assert max(map(len, found)) <= folder_bench.LONGEST
    assert folder_bench.drawn(30, 5) == found
    assert folder_bench.drawn(30, 6) != found

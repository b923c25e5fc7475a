"""The learning curve from a run's log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import InputError, TrainingError
from app.explain.picture_file import save_picture
from app.training.curve import draw, read_logs


def log_in(file: Path, *rows: dict[str, float]) -> Path:
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def row(pairs: int, loss: float, **figures: float) -> dict[str, float]:
    return {"step": pairs, "pairs": pairs, "hours": pairs / 100, "loss": loss, **figures}


def test_runs_that_follow_each_other_are_counted_through(tmp_path: Path) -> None:
    first = log_in(tmp_path / "a.jsonl", row(50, 3.0, selection=0.5), row(100, 2.0, selection=0.25))
    second = log_in(tmp_path / "b.jsonl", row(30, 1.5, selection=0.2))
    log = read_logs([first, second])
    assert log["pairs"].tolist() == [50, 100, 130]
    assert log["hours"].tolist() == pytest.approx([0.5, 1.0, 1.3])


def test_only_what_was_logged_is_drawn(tmp_path: Path) -> None:
    log = read_logs(
        [log_in(tmp_path / "a.jsonl", row(50, 3.0, compressed=2.0, right_edit=0.5), row(99, 1, efficacy=1))]
    )
    figure = draw(log, smoothed_over=1)
    drawn = {trace.name: [y for y in trace.y if y == y] for trace in figure.data}
    assert drawn["answers, read from the gists"] == [2.0]
    assert drawn["right edit first"] == [50.0]
    assert "selection" not in drawn


def test_a_picture_stands_alone(tmp_path: Path) -> None:
    figure = draw(read_logs([log_in(tmp_path / "a.jsonl", row(50, 3.0, compressed=2.0))]))
    save_picture(figure, tmp_path / "curve.html")
    assert "Plotly.newPlot" in (tmp_path / "curve.html").read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"cannot end in “\.gif”"):
        save_picture(figure, tmp_path / "curve.gif")


@pytest.mark.parametrize(
    ("text", "said"), [("not json", "is not a run's log"), ('{"step": 1}', "no losses"), ("", "no losses")]
)
def test_other_files_are_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(TrainingError, match=said):
        read_logs([tmp_path / "x.jsonl"])
    with pytest.raises(TrainingError, match="is not a run's log"):
        read_logs([tmp_path / "missing.jsonl"])

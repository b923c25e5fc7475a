"""The notebooks: executed from top to bottom, small, clean, and true to what they print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from app.config import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_BYTES = 300_000
EXAMPLE = """\
from app import EditableModel
model  = EditableModel.load()
pool   = model.compress(["The capital of France is Lyon."])
answer = model.answer("What is the capital of France?", pool)
answer.evidence.by_edit()"""
"""The interface that others build on, as the quickstart prints it, comments left out."""

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat is untyped


def code_of(notebook: Any) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def outputs_of(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def kinds_of(notebook: Any) -> list[list[str]]:
    """Per cell, what it has put out; a stream counts once, however many pieces it came in."""
    kinds = []
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        found = [output.output_type for output in cell.outputs if output.get("name") != "stderr"]
        kinds.append([kind for place, kind in enumerate(found) if kind != "stream" or kind not in found[:place]])
    return kinds


def test_the_notebooks_are_there() -> None:
    assert {"quickstart", "method", "compare"} <= {path.stem for path in NOTEBOOKS}


@each_notebook
def test_what_is_stored_is_small_whole_and_clean(path: Path) -> None:
    assert path.stat().st_size < MOST_BYTES
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts in (list(range(1, len(counts) + 1)), [None] * len(counts))  # run in order, or not at all
    assert all(output.output_type != "error" and output.get("name") != "stderr" for output in outputs_of(notebook))


def test_the_quickstart_shows_the_interface_as_it_is_documented() -> None:
    def bare(code: str) -> str:
        return "\n".join(line.split("  #")[0].rstrip() for line in code.splitlines())

    assert EXAMPLE in [bare(code) for code in code_of(read(ROOT / "notebooks" / "quickstart.ipynb"))]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(re.sub(" +=", " =", line) in readme for line in EXAMPLE.splitlines())


@pytest.mark.slow
@each_notebook
def test_a_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    notebook = read(path)
    stored = kinds_of(notebook)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    outputs = [output for output in outputs_of(notebook) if output.get("name") != "stderr"]
    assert kinds_of(notebook) == stored
    if path.stem == "quickstart":
        assert "with the edit: Lyon" in "".join(output.get("text", "") for output in outputs)
    if path.stem == "method":
        drawn = [o.data["application/vnd.plotly.v1+json"]["data"] for o in outputs if o.output_type == "display_data"]
        assert len(drawn) >= 8
        assert all(traces for traces in drawn)

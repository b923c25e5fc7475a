"""`propose`: what it tells, and that its file can be given to `add`."""

from __future__ import annotations

import json
from pathlib import Path

from app.data import read_upload
from tests.commands.conftest import Run


def test_its_file_is_a_file_of_edits_with_source_and_place(run: Run, tmp_path: Path) -> None:
    old, new, file = tmp_path / "old.md", tmp_path / "new.md", tmp_path / "edits.csv"
    old.write_text("# Fees\n\nEvery visitor pays 5 euros. Children pay nothing.\n", encoding="utf-8")
    new.write_text("# Fees\n\nEvery visitor pays 6 euros.\n", encoding="utf-8")
    result = run("propose", str(old), str(new), "--output", str(file), "--json")
    proposals = json.loads(result.stdout)["proposals"]
    assert [(one["kind"], one["text"], one["old"]) for one in proposals] == [
        ("changed", "Every visitor pays 6 euros.", "Every visitor pays 5 euros."),
        ("removed", "", "Children pay nothing."),
    ]
    (edit,) = read_upload(file, max_mb=1, max_edits=9).edits
    assert (edit.text, edit.terms.source) == ("Every visitor pays 6 euros.", "new.md › Fees (line 3)")


def test_what_cannot_be_read_ends_with_an_error(run: Run, tmp_path: Path) -> None:
    result = run("propose", str(tmp_path / "none.pdf"), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "upload"

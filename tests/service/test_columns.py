"""An uploaded table between its upload and its acceptance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import InputError
from app.service import Workbench
from tests.service.fake_model import FakeModel

LYON, REFUND = "The capital of France is Lyon.", "The refund period is 45 days."


def private() -> tuple[Workbench, str]:
    fake: Any = FakeModel()
    bench = Workbench(Settings(), load=lambda settings, progress: fake)
    return bench, bench.open(None).token


def test_a_table_waits_until_its_columns_are_accepted(tmp_path: Path) -> None:
    bench, token = private()
    path = tmp_path / "products.csv"
    path.write_text("product,attribute,value\nKettle,price,45 euros\nLamp,,20 euros\n", encoding="utf-8")
    opened = bench.tables.open(token, path)
    assert opened.columns.template == "The {attribute} of {product} is {value}."
    upload = bench.tables.upload(token, opened.columns)
    assert [edit.text for edit in upload.edits] == ["The price of Kettle is 45 euros."]
    assert "in column “attribute”" in upload.faults[0].reason
    assert bench.session(token).work.edits == ()
    assert bench.tables.with_first_row_as(token, "values").table.columns == ("A", "B", "C")
    bench.tables.close(token)
    with pytest.raises(InputError, match="Upload the file again"):
        bench.tables.get(token)


def test_settings_bound_the_edits_of_a_table(tmp_path: Path) -> None:
    fake: Any = FakeModel()
    bench = Workbench(Settings(max_edits=1), load=lambda settings, progress: fake)
    token = bench.open(None).token
    path = tmp_path / "edits.csv"
    path.write_text(f"edit,note\n{LYON},a\n{REFUND},b\n", encoding="utf-8")
    upload = bench.tables.upload(token, bench.tables.open(token, path).columns)
    assert len(upload.edits) == 1
    assert "above the limit" in upload.faults[0].reason

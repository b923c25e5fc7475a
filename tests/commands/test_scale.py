"""Very large pools by formula, and the constants that it needs, measured on a tiny model."""

from __future__ import annotations

import json

import pytest

from app.evaluation.scale import Constants, measured, sizes_of
from tests.commands.conftest import Run
from tests.tiny_models import HEAD_DIM, KV_HEADS, LAYERS, SLOTS, tiny_model

GIVEN = Constants(
    compress_seconds=0.036,
    search_seconds=2e-7,
    answer_seconds=0.5,
    bfloat16_bytes=1_000,
    folder_bytes=500.0,
    key_bytes=272,
)


def test_a_million_edits_by_hand() -> None:
    (size,) = sizes_of(GIVEN, [1_000_000], core_hour=0.05, gigabyte_month=0.1)
    assert size.as_dict() == pytest.approx(
        {
            "edits": 1_000_000,
            "folder_gigabytes": 0.5,
            "bfloat16_gigabytes": 1.0,
            "memory_gigabytes": 0.272,
            "compress_core_hours": 10.0,
            "question_core_seconds": 0.7,
            "price": 0.5,
            "month": 0.05,
        }
    )
    assert sizes_of(GIVEN, [10])[0].price is None


def test_the_constants_of_a_model_are_those_of_its_gists() -> None:
    model = tiny_model()
    found = measured(model, edits=3, rounds=1, seed=0, searched=50)
    (gist,) = model.compress(["The moon is small."])
    numbers = LAYERS // 2 * KV_HEADS * SLOTS * HEAD_DIM
    assert gist.keys.numel() == numbers
    assert found.bfloat16_bytes == 2 * 2 * numbers + 4 * numbers
    assert found.key_bytes == 256 // 32 * 34
    assert found.folder_bytes > 3 * numbers + found.key_bytes
    assert min(found.compress_seconds, found.search_seconds, found.answer_seconds) > 0


def test_the_command_tells_every_size(run: Run) -> None:
    arguments = ("scale", "--edits", "10,1000", "--rounds", 1, "--compressed", 2)
    found = json.loads(run(*arguments, "--core-hour", 1, "--json").stdout)
    assert [size["edits"] for size in found["sizes"]] == [10, 1000]
    assert found["sizes"][1]["price"] == pytest.approx(100 * found["sizes"][0]["price"])
    assert found["constants"]["key_bytes"] == 272 and found["provenance"]["machine"]["processor"]
    told = run(*arguments, "--gigabyte-month", 0.1).stdout
    assert "core-hours" in told and "Disk a month" in told

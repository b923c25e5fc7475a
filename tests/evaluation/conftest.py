"""A small public file that several tests evaluate on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

COUNTRIES = ["France", "Spain", "Italy", "Peru", "Chad", "Oman"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six records: the paraphrase shares three words with its edit, the neighbourhood question of France too."""
    records = [
        {
            "prompt": f"The capital of {country} is",
            "target_new": f"{country}ville",
            "subject": country,
            "rephrase_prompt": f"As capital of {country} we know",
            "locality_prompt": "The capital of Kenya" if country == "France" else f"Rivers in {country}",
        }
        for country in COUNTRIES
    ]
    (tmp_path / "counterfact-edit.json").write_text(json.dumps(records), encoding="utf-8")
    return tmp_path

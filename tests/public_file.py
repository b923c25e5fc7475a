"""A small file in the shape of CounterFact's public one, for tests that evaluate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


def write_counterfact(folder: Path, countries: Sequence[str]) -> Path:
    """One record a country, into the folder, which is given back."""
    records = [
        {
            "prompt": f"The capital of {country} is",
            "target_new": "Lyon",
            "subject": country,
            "rephrase_prompt": f"As capital of {country} we know",
            "locality_prompt": f"Rivers in {country}",
        }
        for country in countries
    ]
    (folder / "counterfact-edit.json").write_text(json.dumps(records), encoding="utf-8")
    return folder

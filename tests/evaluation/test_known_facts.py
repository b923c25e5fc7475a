"""What models know, beside edits about others."""

from __future__ import annotations

import json
from pathlib import Path

from app.evaluation import evaluate
from app.evaluation.suites import suite_named
from tests.evaluation.fake_model import FakeModel, as_model


def test_no_edit_of_the_pools_is_about_a_subject_that_is_asked_for(tmp_path: Path) -> None:
    facts = [{"subject": name, "prompt": f"{name} lies in", "attribute": "Peru"} for name in ("France", "Chad")]
    edits = [
        {
            "prompt": f"The capital of {country} is",
            "target_new": "Vigo",
            "subject": country,
            "rephrase_prompt": "x",
            "locality_prompt": "y",
        }
        for country in ("FRANCE", "Spain", "Chad", "Italy", "Peru")
    ]
    for name, rows in (("known_1000.json", facts), ("counterfact-train.json", edits)):
        (tmp_path / name).write_text(json.dumps(rows), encoding="utf-8")
    data = suite_named("known-1000").load(tmp_path)
    assert [(record.subject, record.probes[0].question) for record in data.records] == [
        ("Spain", "France lies in"),
        ("Italy", "Chad lies in"),
    ]
    subjects = {filler.subject for filler, _ in zip(data.fillers, range(5), strict=False)}
    assert {"Spain", "Italy", "Peru"} <= subjects
    assert not {"FRANCE", "Chad"} & subjects
    assert len(subjects) == 5
    report = evaluate(as_model(FakeModel()), "known-1000", tmp_path, pools=[3], methods=["backbone"])
    assert report.rows[0].metrics["neighbourhood"].value == 1.0

"""How much sentence embeddings count: hand-worked questions, and a whole run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.errors import AdapterMissingError, Cancelled
from app.evaluation.sentence_fitting import SCALES, Seen, fit_sentences, fits
from app.model import EditableModel
from tests.evaluation.test_calibrating import folder_with_records
from tests.tiny_models import tiny_backbone, tiny_model


def seen(logits: list[float], cosines: list[float], own: int | None, zero: float = 0.0) -> Seen:
    return Seen(np.array(logits), zero, np.array(cosines), own)


def test_what_a_question_reads_is_worked_out_by_hand() -> None:
    sisters = seen([2.0, 1.5], [0.4, 0.7], own=1)
    assert not sisters.as_it_should(0.0, 0.0)  # the sister is nearer by its keys: 2.0 and 1.5
    assert sisters.as_it_should(5.0, 0.5)  # 2.0 - 0.5 and 1.5 + 1.0
    assert not sisters.as_it_should(10.0, 0.9)  # 2.0 - 5.0 and 1.5 - 2.0: the zero gist is above both
    assert seen([0.5], [0.3], own=None).as_it_should(5.0, 0.5)  # 0.5 - 1.0 is below the zero gist
    assert not seen([0.5], [0.3], own=None).as_it_should(0.0, 0.0)


def test_the_best_of_a_scale_is_kept_and_keys_alone_come_first() -> None:
    asked = [seen([2.0, 1.5], [0.4, 0.7], own=1), seen([0.5, 0.2], [0.3, 0.2], own=None)]
    alone, *others = fits({"one": asked})
    assert (alone.scale, alone.mean) == (0.0, 0.0)
    assert [one.scale for one in others] == list(SCALES)
    assert max(one.mean for one in others) == 1.0


def test_every_suite_counts_alike() -> None:
    right, wrong = seen([1.0], [0.5], own=0), seen([-1.0], [-1.0], own=0)
    (alone, *_) = fits({"many": [right] * 9, "few": [wrong]})
    assert alone.shares["many"].read == 1.0 and alone.shares["few"].read == 0.0
    assert alone.mean == pytest.approx(0.25)


def test_a_run_counts_all_questions_and_can_be_stopped(tmp_path: Path) -> None:
    data, told = folder_with_records(tmp_path), []
    found = fit_sentences(
        tiny_model(), ["counterfact-val"], data, pool=10, progress=lambda what, part: told.append((what, part))
    )
    assert len(found) == 1 + len(SCALES) and told[-1][1] == 1.0
    assert all(0 <= one.mean <= 1 for one in found)
    with pytest.raises(Cancelled):
        fit_sentences(tiny_model(), ["counterfact-val"], data, pool=10, stop_asked=lambda: True)


def test_without_an_adapter_there_is_nothing_to_fit(tmp_path: Path) -> None:
    model = EditableModel.assemble(tiny_backbone(), None, "compressed", tiny_model().settings)
    with pytest.raises(AdapterMissingError, match="no adapter to fit"):
        fit_sentences(model, ["counterfact-val"], tmp_path)

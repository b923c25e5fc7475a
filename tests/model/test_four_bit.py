"""4-bit NF4 by bitsandbytes: the editor shares the quantised tensors, and computes what the backbone computes.

The workbench uses NF4 on CUDA alone; bitsandbytes has a slow path on processors, which is enough for a tiny model.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from app.config import Settings
from app.model import EditableModel
from app.model.backbone import Backbone, open_backbone
from app.model.sources import Source
from tests.model.comparing import assert_same, memory_of, row_logits
from tests.tiny_models import FINGERPRINT, tiny_adapter, tiny_backbone

pytest.importorskip("bitsandbytes", reason="bitsandbytes is not installed here")
PROMPTS = [[20, 21, 22, 23, 24], [30, 31]]


@pytest.fixture(scope="module", params=["llama", "gemma3"])
def quantised(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    folder = tmp_path_factory.mktemp(request.param)
    tiny = tiny_backbone(request.param)
    tiny.model.save_pretrained(folder)  # type: ignore[operator]  # nn.Module to mypy
    tiny.tokenizer.save_pretrained(folder)
    return open_backbone(Source("tiny", folder, FINGERPRINT), torch.device("cpu"), "nf4")


def four_bit(model: Any) -> dict[str, Any]:
    from bitsandbytes.nn import Linear4bit

    return {name: module for name, module in model.named_modules() if isinstance(module, Linear4bit)}


def test_the_linears_are_in_nf4_with_double_quantisation(quantised: Backbone) -> None:
    linears = four_bit(quantised.model)
    assert len(linears) == 4 * 7
    for linear in linears.values():
        assert linear.weight.quant_state.quant_type == "nf4"
        assert linear.weight.quant_state.nested
        assert linear.compute_dtype == torch.bfloat16


def test_the_editor_shares_the_quantised_tensors_and_their_state(quantised: Backbone, no_adapter: None) -> None:
    plain = EditableModel.assemble(quantised, None, "verbatim", Settings())
    edited = EditableModel.assemble(quantised, tiny_adapter(quantised), "compressed", Settings())
    for model in (plain, edited):
        theirs = four_bit(model.answerer.edited.model)
        for name, linear in four_bit(quantised.model).items():
            shared = theirs.get(name) or theirs[f"{name}.base"]
            assert shared is not linear
            assert shared.weight is linear.weight
            assert shared.quant_state is linear.quant_state is linear.weight.quant_state


def test_an_editor_without_adapter_computes_what_the_backbone_computes(quantised: Backbone, no_adapter: None) -> None:
    model = EditableModel.assemble(quantised, None, "verbatim", Settings())
    for found, wanted in zip(
        row_logits(model.answerer.edited.model, PROMPTS), row_logits(quantised.model, PROMPTS), strict=True
    ):
        assert torch.equal(found, wanted)


def test_verbatim_memory_is_the_edit_before_the_question(quantised: Backbone, no_adapter: None) -> None:
    model = EditableModel.assemble(quantised, None, "verbatim", Settings())
    pool = model.compress(["Tea takes 4 minutes."])
    edit = (
        model.compressor.check("Tea takes 4 minutes.")
        + quantised.tokenizer("\n", add_special_tokens=False)["input_ids"]
    )
    (found,) = row_logits(model.answerer.edited.model, PROMPTS[:1], memory_of(model, pool, [{0: 1.0}]))
    (wanted,) = row_logits(quantised.model, [[*edit, *PROMPTS[0]]])
    assert_same(found.float(), wanted[len(edit) :].float(), 0.1)  # activations are in bfloat16


def test_an_adapter_edits_a_four_bit_backbone(quantised: Backbone, tmp_path: Path) -> None:
    model = EditableModel.assemble(
        quantised, tiny_adapter(quantised, zero_logit=-100.0), "compressed", Settings(max_new_tokens=4)
    )
    before = {name: linear.weight.clone() for name, linear in four_bit(quantised.model).items()}
    pool = model.compress(["Tea takes 4 minutes.", "Ada"])
    answer = model.answer("How long does it take?", pool)
    assert len(answer.evidence.selection.chosen) == 1
    assert model.backbone.precision == "nf4"
    assert all(torch.equal(linear.weight, before[name]) for name, linear in four_bit(quantised.model).items())

"""The editor: the backbone's tensors, the adapter's updates, the places of slots."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from app.config import Memory, Settings
from app.model import EditableModel
from app.model.encoder import Encoder
from app.model.prompts import tokens_of
from tests.model.comparing import assert_same, memory_of, row_logits
from tests.tiny_models import FAMILIES, tiny_adapter, tiny_backbone, tiny_model

EDIT = "The capital of France is Lyon."
QUESTION = "What is the capital of France?"
SETTINGS = Settings(max_new_tokens=5)

each_family = pytest.mark.parametrize("family", FAMILIES)


@each_family
def test_the_backbones_weights_are_shared_and_never_changed(family: str) -> None:
    model = tiny_model(family)
    backbone, editor = model.backbone.model, model.answerer.edited.model
    before = {name: tensor.clone() for name, tensor in backbone.state_dict().items()}
    implementation = backbone.config._attn_implementation
    model.answer(QUESTION, model.compress([EDIT, "Ada has 3 cats."]), policy="all")
    assert backbone.config._attn_implementation == implementation
    after = backbone.state_dict()
    assert after.keys() == before.keys()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    places = {name.replace(".base.", "."): t.data_ptr() for name, t in editor.state_dict().items()}
    assert all(places[name] == tensor.data_ptr() for name, tensor in after.items())
    assert (editor.lm_head.weight is editor.model.embed_tokens.weight) == (  # type: ignore[union-attr]
        backbone.lm_head.weight is backbone.model.embed_tokens.weight  # type: ignore[union-attr]
    )


@each_family
def test_verbatim_memory_beside_gists_leaves_their_places_free(family: str) -> None:
    """With an adapter an edit's gists stand between its text and the question; nobody reads those places."""
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone, low_rank=0.0, select_from=0, low_rank_from=0)
    model = EditableModel.assemble(backbone, adapter, "verbatim", SETTINGS)
    question, edit = tokens_of(backbone.tokenizer, QUESTION), tokens_of(backbone.tokenizer, EDIT)
    memory = memory_of(model, model.compress([EDIT]), [{0: 1.0}])
    (found,) = row_logits(model.answerer.edited.model, [question], memory)
    positions = torch.cat([torch.arange(-len(edit), 0) - adapter.card.slots, torch.arange(len(question))])
    with torch.inference_mode():
        wanted = backbone.model(torch.tensor([[*edit, *question]]), position_ids=positions[None]).logits[0]
    assert_same(found, wanted[len(edit) :])


@each_family
@pytest.mark.parametrize("memory", ["compressed", "verbatim"])
def test_an_edit_read_twice_with_shared_weight_is_the_edit_read_once(family: str, memory: Memory) -> None:
    model = tiny_model(family, memory=memory)
    pool, questions = model.compress([EDIT]), [tokens_of(model.backbone.tokenizer, QUESTION)]
    (gist,) = pool.gists
    twin = replace(gist, id="twin")
    both = pool + replace(pool, gists=(twin,))
    once = row_logits(model.answerer.edited.model, questions, memory_of(model, pool, [{0: 1.0}]))
    shared = row_logits(model.answerer.edited.model, questions, memory_of(model, both, [{0: 0.3, 1: 0.7}]))
    assert_same(shared[0], once[0])


@each_family
def test_every_part_of_the_adapter_reaches_the_gists(family: str) -> None:
    """Were the shift, the gist embeddings or the low-rank updates lost, invariant 5 would still hold."""
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone, select_from=2, low_rank_from=1)
    changed = {
        "nothing": adapter,
        "gist_embeddings": replace(adapter, gist_embeddings=adapter.gist_embeddings + 1),
        "gist_shift": replace(adapter, gist_shift=adapter.gist_shift + 1),
        "low_rank": tiny_adapter(backbone, low_rank=0.0),
    }
    tokens = tokens_of(backbone.tokenizer, EDIT)
    keys = {}
    for name, each in changed.items():
        model = EditableModel.assemble(backbone, each, "compressed", SETTINGS)
        encoder: Encoder = model.compressor.encoder
        keys[name] = encoder.encode([tokens]).gist_keys()
    for name in list(changed)[1:]:
        assert (keys[name] - keys["nothing"]).abs().max() > 0.01, name

"""The editor: the backbone's tensors, the adapter's updates, the places of slots."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from app.config import Memory, Settings
from app.model import EditableModel
from app.model.encoder import Encoder
from app.model.families import decoder_layers, embed
from app.model.prompts import tokens_of
from tests.model.comparing import assert_same, memory_of, row_logits
from tests.tiny_models import FAMILIES, HEAD_DIM, KV_HEADS, tiny_adapter, tiny_backbone, tiny_model

EDIT = "The capital of France is Lyon."
QUESTION = "What is the capital of France?"
SETTINGS = Settings(max_new_tokens=5)

each_family = pytest.mark.parametrize("family", FAMILIES)


@each_family
def test_the_backbones_weights_are_shared_and_never_changed(family: str) -> None:
    model = tiny_model(family)
    backbone: Any = model.backbone.model
    editor: Any = model.answerer.edited.model
    before = {name: tensor.clone() for name, tensor in backbone.state_dict().items()}
    implementation = backbone.config._attn_implementation
    model.answer(QUESTION, model.compress([EDIT, "Ada has 3 cats."]), policy="all")
    assert backbone.config._attn_implementation == implementation
    after = backbone.state_dict()
    assert after.keys() == before.keys()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    places = {name.replace(".base.", "."): t.data_ptr() for name, t in editor.state_dict().items()}
    assert all(places[name] == tensor.data_ptr() for name, tensor in after.items())
    assert (editor.lm_head.weight is editor.model.embed_tokens.weight) == (
        backbone.lm_head.weight is backbone.model.embed_tokens.weight
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
        keys[name] = encoder.encode_edits([tokens]).selection_keys()
    for name in list(changed)[1:]:
        assert (keys[name] - keys["nothing"]).abs().max() > 0.01, name


@each_family
def test_compressing_is_the_edit_followed_by_the_gists(family: str) -> None:
    """Without low-rank updates: one plain forward pass over [edit ; gist embeddings], shifted at one layer."""
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone, low_rank=0.0, slots=3)
    model = EditableModel.assemble(backbone, adapter, "compressed", SETTINGS)
    values: list[torch.Tensor] = []

    def shift(_layer: object, arguments: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        shifted = arguments[0].clone()
        shifted[0, -3:] += adapter.gist_shift
        return (shifted, *arguments[1:])

    layers = decoder_layers(backbone.model)
    handles = [layers[adapter.card.low_rank_from].register_forward_pre_hook(shift)]
    for layer in layers[adapter.card.select_from :]:
        projection = layer.get_submodule("self_attn.v_proj")
        handles.append(projection.register_forward_hook(lambda _module, _inputs, output: values.append(output[0, -3:])))
    ids = torch.tensor([tokens_of(backbone.tokenizer, EDIT)])
    embedded = torch.cat([embed(backbone.model, ids), adapter.gist_embeddings[None]], dim=1)
    length = embedded.shape[1]
    with torch.inference_mode():
        backbone.model(inputs_embeds=embedded, position_ids=torch.arange(length)[None] - length)
    for handle in handles:
        handle.remove()
    wanted = torch.stack(values).view(len(values), -1, KV_HEADS, HEAD_DIM).transpose(1, 2)
    assert_same(model.compress([EDIT]).gists[0].values, wanted)

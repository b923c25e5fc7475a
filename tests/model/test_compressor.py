"""Compressing: what is accepted, what is refused, what ten thousand edits cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch

from app.config import Memory, Settings
from app.errors import AdapterMissingError, Cancelled, EditTooLongError, EmptyEditError
from app.model import EditableModel, edit_id
from app.model.adapter import Adapter
from app.model.backbone import Backbone
from app.model.compressor import Compressor
from app.model.encoder import Encoder
from app.model.gist_selector import GistSelector
from tests.model.comparing import assert_same
from tests.tiny_models import (
    CONTROL_TOKENS,
    HEAD_DIM,
    KV_HEADS,
    LAYERS,
    SLOTS,
    byte_tokenizer,
    tiny_adapter,
    tiny_backbone,
    tiny_model,
    word_tokenizer,
)

SMALL = Settings(max_edit_tokens=20, max_new_tokens=4, compress_batch=64, answer_batch=4)


@pytest.fixture(scope="module")
def model() -> EditableModel:
    return tiny_model(settings=SMALL)


# What is stored.


@pytest.mark.parametrize(("memory", "slots"), [("compressed", SLOTS), ("verbatim", len("Tea: 4 min"))])
def test_a_gist_holds_its_slots_at_the_selecting_layers(memory: Memory, slots: int) -> None:
    (gist,) = tiny_model(memory=memory).compress(["Tea: 4 min"])
    assert gist.keys.shape == gist.values.shape == (LAYERS // 2, KV_HEADS, slots, HEAD_DIM)
    assert gist.selection.shape == (LAYERS // 2 * SLOTS * KV_HEADS * HEAD_DIM,)
    assert gist.labels == (("gist 1", "gist 2") if memory == "compressed" else tuple("Tea: 4 min"))
    assert gist.slots == slots
    assert gist.bytes == 4 * (gist.keys.numel() * 2 + gist.selection.numel())
    assert gist.keys.device.type == "cpu"


def test_the_same_text_gives_one_gist_whatever_its_spaces_and_composition(model: EditableModel) -> None:
    pool = model.compress(["Café  opens.", " Café opens. ", "Cafe\u0301\topens.", "café opens."])
    assert pool.texts == ("Café opens.", "café opens.")
    assert pool.ids == (edit_id("Café opens."), edit_id("café opens."))


def test_the_order_of_the_pool_is_that_of_the_texts(model: EditableModel) -> None:
    texts = [f"{'very ' * (i % 3)}no. {i}" for i in range(30)]  # lengths mixed: batches are formed by length
    assert list(model.compress(iter(texts)).texts) == texts


def test_no_texts_give_an_empty_pool(model: EditableModel) -> None:
    pool = model.compress([])
    assert len(pool) == 0
    assert pool.made_by == model.empty_pool().made_by


# What is refused.


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "\u00a0\u3000", "\u200b", "\ufeff \u200d", "\x00\x07"])
def test_an_edit_without_anything_to_see_is_empty(model: EditableModel, empty: str) -> None:
    with pytest.raises(EmptyEditError, match="The edit is empty"):
        model.check_edit(empty)
    with pytest.raises(EmptyEditError, match="Edit 2 is empty"):
        model.compress(["Tea", empty, "Coffee"])


def test_an_edit_at_the_limit_passes_and_above_it_is_refused(model: EditableModel) -> None:
    model.check_edit("x" * 20)
    assert len(model.compress(["x" * 20])) == 1
    with pytest.raises(EditTooLongError, match=r"The edit has 21 tokens.*At most 20 tokens.*Split it"):
        model.check_edit("x" * 21)
    with pytest.raises(EditTooLongError, match="Edit 3 has 100 tokens"):
        model.compress(["a", "b", "y" * 100])
    model.check_edit("x" + " " * 50 + "y")  # the limit counts what is read, not what was typed


def test_a_fault_in_the_last_row_costs_nothing(model: EditableModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "encode_edits", lambda *_: pytest.fail("a batch was computed"))
    with pytest.raises(EmptyEditError, match="Edit 1001 is empty"):
        model.compress([*(f"no. {i}" for i in range(1000)), " "])


def test_unknown_words_are_compressed_and_kept_apart() -> None:
    model = tiny_model(tokenizer=word_tokenizer(["the", "capital", "of"]), settings=SMALL)
    pool = model.compress(["the capital of Ruritania", "the capital of Zenda", "zzz"])
    assert len(set(pool.ids)) == 3
    assert_same(pool.gists[0].keys, pool.gists[1].keys)  # both end in the same unknown token
    assert model.answer("the capital of Ruritania", pool).evidence.selection.chosen


def test_words_that_a_tokenizer_drops_leave_an_empty_edit() -> None:
    tokenizer = byte_tokenizer()
    tokenizer.backend_tokenizer.normalizer = _dropping("☃")
    with pytest.raises(EmptyEditError):
        tiny_model(tokenizer=tokenizer).check_edit("☃☃")


def _dropping(text: str) -> Any:
    from tokenizers import normalizers

    return normalizers.Replace(text, "")


@pytest.mark.parametrize("control", CONTROL_TOKENS)
def test_control_tokens_in_an_edit_are_plain_characters(control: str) -> None:
    model = tiny_model(memory="verbatim")
    text = f"Tea{control}4"
    (gist,) = model.compress([text])
    assert gist.labels == tuple(text)
    ids = model.compressor.check(text)
    assert not set(ids) & set(model.backbone.tokenizer.all_special_ids)


# Many.


@pytest.mark.parametrize("memory", ["compressed", "verbatim"])
def test_ten_thousand_edits_in_bounded_batches(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny_model(memory=memory, settings=Settings(compress_batch=256, max_new_tokens=3))
    sizes: list[tuple[int, int]] = []
    encode = Encoder.encode_edits
    told: list[float] = []

    def watched(encoder: Encoder, sequences: Any) -> Any:
        sizes.append((len(sequences), len(sequences) * (max(map(len, sequences)) + SLOTS)))
        return encode(encoder, sequences)

    monkeypatch.setattr(Encoder, "encode_edits", watched)
    pool = model.compress((f"No. {i}" for i in range(10_000)), progress=lambda _text, share: told.append(share))
    assert len(pool) == 10_000
    assert max(sequences for sequences, _ in sizes) == 256
    assert max(tokens for _, tokens in sizes) <= 256 * (len("No. 9999") + SLOTS)
    assert told == sorted(told)
    assert told[-1] == 1.0
    owned = sum(t.untyped_storage().nbytes() for g in pool for t in (g.keys, g.values, g.selection))
    assert owned == pool.bytes  # no gist keeps the batch that it was computed in
    answer = model.answer("No. 4711", pool)
    assert len(answer.evidence.selection.chosen) == 1
    assert len(answer.evidence.by_edit()) == 10_001


def test_long_edits_make_small_batches() -> None:
    model = tiny_model(settings=Settings(max_edit_tokens=900, compress_batch=64))
    sizes: list[int] = []
    encoder = model.compressor.encoder

    class Watched(Encoder):
        def encode_edits(self, sequences: Any) -> Any:
            sizes.append(len(sequences) * max(map(len, sequences)))
            return super().encode_edits(sequences)

    watched = Watched(encoder.editor, encoder.adapter, encoder.layers)
    replace(model.compressor, encoder=watched).compress([f"{i:02}" + "x" * 890 for i in range(24)])
    assert len(sizes) > 1
    assert max(sizes) <= 16_384


def test_stopping_between_batches_leaves_nothing(model: EditableModel) -> None:
    told: list[float] = []
    with pytest.raises(Cancelled, match=r"stopped after 128 of 1000 edits.*Nothing was added") as caught:
        model.compress(
            [f"no. {i:04}" for i in range(1000)],
            progress=lambda _text, share: told.append(share),
            stop_asked=lambda: len(told) == 2,
        )
    assert told == [0.064, 0.128]
    assert caught.value.code == "cancelled"
    assert len(model.compress(["no. 1"], stop_asked=lambda: False)) == 1


# Who made it.


def changed(adapter: Adapter, what: str) -> Adapter:
    """The adapter with one part of it moved a little."""
    if what == "low_rank":
        name, update = next(iter(adapter.low_rank.items()))
        return replace(adapter, low_rank=adapter.low_rank | {name: replace(update, up=update.up + 0.1)})
    if what in ("gist_embeddings", "gist_shift"):
        return replace(adapter, **{what: getattr(adapter, what) + 0.1})
    if what in vars(adapter.selection):
        return replace(adapter, selection=replace(adapter.selection, **{what: getattr(adapter.selection, what) * 1.5}))
    return replace(adapter, card=adapter.card.model_copy(update={what: getattr(adapter.card, what) * 2}))


@pytest.mark.parametrize(
    "what", ["low_rank", "gist_embeddings", "gist_shift", "mean", "layer_logits", "log_scale", "alpha", "low_rank_from"]
)
def test_whatever_changes_a_gist_changes_its_maker(what: str) -> None:
    backbone = tiny_backbone()
    first = tiny_adapter(backbone)
    second = changed(first, what)
    pools = [EditableModel.assemble(backbone, a, "compressed", SMALL).compress(["Tea"]) for a in (first, second)]
    assert pools[0].made_by != pools[1].made_by
    gists = [torch.cat([p.gists[0].keys.flatten(), p.gists[0].selection]) for p in pools]
    assert not torch.equal(*gists)


def test_memory_precision_and_backbone_change_the_maker(no_adapter: None) -> None:
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone)
    cases: list[tuple[Backbone, Adapter | None, Memory]] = [
        (backbone, adapter, "compressed"),
        (backbone, adapter, "verbatim"),
        (backbone, None, "verbatim"),
        (tiny_backbone(precision="bfloat16"), adapter, "compressed"),
        (replace(backbone, fingerprint="6" * 64), None, "verbatim"),
    ]
    makers = [EditableModel.assemble(*case, SMALL).compressor.made_by for case in cases]
    assert len(set(makers)) == len(makers)
    again = EditableModel.assemble(tiny_backbone(), tiny_adapter(tiny_backbone()), "compressed", SMALL)
    assert again.compressor.made_by == makers[0]


def test_an_encoder_without_adapter_has_no_gists_and_no_selection(no_adapter: None) -> None:
    model = EditableModel.assemble(tiny_backbone(), None, "compressed", SMALL)
    assert model.memory == "verbatim"
    compressor: Compressor = model.compressor
    assert compressor.encoder.slots == 0
    assert compressor.encoder.layers == tuple(range(LAYERS))
    with pytest.raises(AdapterMissingError, match="opened without adapter"):
        _ = compressor.encoder.selection
    with pytest.raises(AdapterMissingError):
        GistSelector(model.backbone, compressor.encoder).zero_logits(torch.zeros(1, 1), 1)


def test_an_iterator_of_texts_is_read_once(model: EditableModel) -> None:
    def texts() -> Iterator[str]:
        yield "Tea"
        yield "Coffee"

    assert model.compress(texts()).texts == ("Tea", "Coffee")

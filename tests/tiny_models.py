"""Tiny random models of every supported family, with tokenizer and adapter: real code, no network, milliseconds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from torch import Tensor
from transformers import (
    AutoModelForCausalLM,
    Gemma3TextConfig,
    LlamaConfig,
    MistralConfig,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen3Config,
)

from app.config import Memory, Settings
from app.model import EditableModel
from app.model.adapter import Adapter, LowRank, SelectionWeights
from app.model.adapter_card import AdapterCard
from app.model.backbone import DTYPES, Backbone
from app.model.families import dimensions_of, end_of_text_ids, projection_names, require_supported

FINGERPRINT = "5" * 64
LAYERS, WIDTH, HEADS, KV_HEADS, HEAD_DIM = 4, 64, 4, 2, 16
"""Multiples of what 4-bit packing needs."""
SLOTS, RANK = 2, 3
CONTROL_TOKENS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
END, MARK, TURN_END = 0, 1, 2
"""Ids of the control tokens."""

_SIZES: dict[str, Any] = {
    "hidden_size": WIDTH,
    "intermediate_size": WIDTH,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "num_key_value_heads": KV_HEADS,
    "head_dim": HEAD_DIM,
    "max_position_embeddings": 1024,
    "initializer_range": 0.2,
    "bos_token_id": MARK,
    "eos_token_id": END,
    "pad_token_id": END,
}
CONFIGS: dict[str, Callable[[int], Any]] = {
    "llama": lambda _window: LlamaConfig(vocab_size=259, tie_word_embeddings=True, **_SIZES),
    "qwen2": lambda _window: Qwen2Config(vocab_size=259, **_SIZES),
    "qwen3": lambda _window: Qwen3Config(vocab_size=259, **_SIZES),
    "mistral": lambda window: MistralConfig(vocab_size=259, sliding_window=window, **_SIZES),
    "gemma3": lambda window: Gemma3TextConfig(
        vocab_size=259,
        sliding_window=window,
        layer_types=["sliding_attention", "full_attention"] * (LAYERS // 2),
        query_pre_attn_scalar=HEAD_DIM,
        **_SIZES,
    ),
}
"""Family → its configuration, given the width of the sliding window in tokens (where it has one)."""
FAMILIES = tuple(CONFIGS)


def byte_tokenizer(*, leading: bool = False) -> PreTrainedTokenizerFast:
    """One token a byte, and three control tokens.

    Args:
        leading: put `<|im_start|>` before every text, as Gemma's tokenizer puts `<bos>`.
    """
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: i for i, token in enumerate([*CONTROL_TOKENS, *letters])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    if leading:
        mark = CONTROL_TOKENS[MARK]
        tokenizer.post_processor = processors.TemplateProcessing(single=f"{mark} $A", special_tokens=[(mark, MARK)])
    return _fast(tokenizer)


def word_tokenizer(words: Sequence[str]) -> PreTrainedTokenizerFast:
    """One token a known word; every other word is unknown."""
    vocabulary = {token: i for i, token in enumerate([*CONTROL_TOKENS, "<unk>", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocab=vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return _fast(tokenizer, unk_token="<unk>")


def _fast(tokenizer: Tokenizer, **options: str) -> PreTrainedTokenizerFast:
    end, mark, turn_end = CONTROL_TOKENS
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token=end,
        bos_token=mark,
        pad_token=end,
        extra_special_tokens=[turn_end],
        **options,
    )


def tiny_backbone(
    family: str = "llama",
    *,
    window: int = 512,
    seed: int = 0,
    tokenizer: PreTrainedTokenizerFast | None = None,
    precision: Any = "float32",
    grouped: bool = False,
) -> Backbone:
    """A random model of a family; `grouped`: with weights as 4-bit and 8-bit files have them."""
    config = CONFIGS[family](window)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = AutoModelForCausalLM.from_config(config, attn_implementation="sdpa", dtype=torch.float32)
    if grouped:
        group_weights(model)
    model = model.to(DTYPES[precision]).requires_grad_(False).eval()
    words = tokenizer or byte_tokenizer(leading=family == "gemma3")
    return Backbone(
        name=f"tiny {family}",
        family=require_supported(config),
        fingerprint=FINGERPRINT,
        precision=precision,
        device=torch.device("cpu"),
        tree=model,
        config=model.config,
        tokenizer=words,
        dimensions=dimensions_of(model.config),
        ends=end_of_text_ids(model.generation_config.eos_token_id, words),
    )


def group_weights(model: Any) -> None:
    """Round every matrix to groups of 32 weights: the embeddings to 8 bits, the others to 4."""
    for name, tensor in model.state_dict().items():
        if tensor.dim() != 2:
            continue
        groups = tensor.view(len(tensor), -1, 32)
        if "embed_tokens" in name or "lm_head" in name:
            scale = (groups.abs().amax(-1, keepdim=True) / 127).half().float()
            rounded = (groups / scale.clamp(min=1e-7)).round().clamp(-127, 127) * scale
        else:
            smallest = groups.amin(-1, keepdim=True).half().float()
            scale = ((groups.amax(-1, keepdim=True) - smallest) / 15).half().float()
            rounded = ((groups - smallest) / scale).round().clamp(0, 15) * scale + smallest
        tensor.copy_(rounded.view_as(tensor))


def tiny_card(backbone: Backbone, **changes: Any) -> AdapterCard:
    """A card for a tiny adapter."""
    fields: dict[str, Any] = {
        "name": "tiny",
        "backbone_name": backbone.name,
        "backbone_fingerprint": backbone.fingerprint,
        "family": backbone.family,
        "languages": ["en"],
        "slots": SLOTS,
        "select_from": LAYERS // 2,
        "low_rank_from": 1,
        "rank": RANK,
        "alpha": 2.0 * RANK,
    }
    return AdapterCard(**(fields | changes))


def tiny_adapter(
    backbone: Backbone,
    *,
    low_rank: float = 0.1,
    zero_logit: float = 0.0,
    zero_key: float = 0.0,
    seed: int = 1,
    **card: Any,
) -> Adapter:
    """A random adapter.

    Args:
        low_rank: size of the random low-rank updates; 0 leaves every linear as it is.
        zero_logit: the zero gist's; far below 0 every edit passes the gate, far above none does.
        zero_key: size of the random key of the zero gist; 0: its logit is the same for every question.
        card: fields of the card that differ.
    """
    written = tiny_card(backbone, **card)
    numbers = torch.Generator().manual_seed(seed)

    def normal(*shape: int, size: float = 1.0) -> Tensor:
        return torch.randn(*shape, generator=numbers) * size

    selecting = LAYERS - written.select_from
    keys = (selecting, KV_HEADS, written.selection_slots or written.slots, HEAD_DIM)
    updates = {}
    for layer in range(written.low_rank_from, LAYERS):
        for name in projection_names(layer):
            linear: Any = backbone.model.get_submodule(name)
            updates[name] = LowRank(
                down=normal(written.rank, linear.in_features, size=low_rank),
                up=normal(linear.out_features, written.rank, size=low_rank),
            )
    return Adapter(
        card=written,
        low_rank=updates,
        gist_embeddings=normal(written.slots, WIDTH),
        gist_shift=normal(written.slots, WIDTH),
        selection=SelectionWeights(
            layer_logits=normal(selecting),
            log_scale=torch.tensor(math.log(15.0)),
            zero_logit=torch.tensor(zero_logit),
            mean=normal(*keys, size=0.1),
            zero_key=normal(*keys, size=zero_key),
        ),
        zero_keys=normal(selecting, KV_HEADS, HEAD_DIM) if written.reader == "separate" else None,
    )


def tiny_model(
    family: str = "llama",
    *,
    memory: Memory = "compressed",
    window: int = 512,
    settings: Settings | None = None,
    tokenizer: PreTrainedTokenizerFast | None = None,
    grouped: bool = False,
    **adapter: Any,
) -> EditableModel:
    """A tiny editable model with a random adapter that lets every edit pass the gate."""
    backbone = tiny_backbone(family, window=window, tokenizer=tokenizer, grouped=grouped)
    options = {"zero_logit": -100.0} | adapter
    chosen = settings or Settings(max_new_tokens=5, compress_batch=8, answer_batch=4)
    return EditableModel.assemble(backbone, tiny_adapter(backbone, **options), memory, chosen)

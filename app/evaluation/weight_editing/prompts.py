"""Prompts that name a subject, cut before the subject's last token, where an edit acts.

What stands before it is read once; what follows is short, and is all that optimising a value has to run again.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import DynamicCache

from app.evaluation.weight_editing.requests import Request
from app.model.batching import pad
from app.model.families import device_of
from app.model.prompts import answer_tokens_of, leading_tokens

CONTEXTS = ("", "The people there say so. ", "In the year 2010, ", "He had read in a book that ", "First of all: ")
"""Stand before a prompt, so that the edit does not hang on what the subject is preceded by. The first is none."""


@dataclass(frozen=True)
class Cut:
    """One prompt's tokens."""

    head: tuple[int, ...]
    """Before the subject's last token."""
    tail: tuple[int, ...]
    """From that token on; the target without its last token among them."""


def cut(tokenizer: Any, before: str, after: str) -> Cut:
    """Cut a prompt: `before` ends with the subject."""
    found = tokenizer(before + after, add_special_tokens=False, split_special_tokens=True, return_offsets_mapping=True)
    place = max(i for i, (start, _) in enumerate(found["offset_mapping"]) if start < len(before))
    ids = found["input_ids"]
    return Cut((*leading_tokens(tokenizer), *ids[:place]), tuple(ids[place:]))


def in_contexts(tokenizer: Any, request: Request) -> list[Cut]:
    """The request's prompt behind each of the contexts."""
    return [cut(tokenizer, context + request.before, request.after) for context in CONTEXTS]


def target_tokens(tokenizer: Any, request: Request) -> list[int]:
    return answer_tokens_of(tokenizer, request.target)


class Passes:
    """Runs a module tree over the tails of some prompts, whose heads it has read.

    Args:
        cuts: a head may be empty, but not all of them.
    """

    def __init__(self, tree: nn.Module, cuts: Sequence[Cut]) -> None:
        device = device_of(tree)
        self._body: Any = tree.get_submodule("model")
        heads, self._tails = (
            pad([one.head for one in cuts], "left", device),
            pad([one.tail for one in cuts], "right", device),
        )
        self._cache = DynamicCache(config=tree.config)
        with torch.no_grad():
            self._body(
                input_ids=heads.token_ids,
                attention_mask=heads.mask,
                position_ids=heads.positions,
                past_key_values=self._cache,
                use_cache=True,
            )
        self._mask = torch.cat([heads.mask, self._tails.mask], dim=1)
        self._positions = heads.lengths[:, None] + self._tails.positions

    def run(self) -> Tensor:
        """Hidden states behind the last layer, `[prompts, longest tail, width]`."""
        cache = copy(self._cache)
        cache.layers = [copy(layer) for layer in self._cache.layers]  # what this run adds stays there
        hidden: Tensor = self._body(
            input_ids=self._tails.token_ids,
            attention_mask=self._mask,
            position_ids=self._positions,
            past_key_values=cache,
            use_cache=True,
        ).last_hidden_state
        return hidden

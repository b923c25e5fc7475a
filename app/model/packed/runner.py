"""What the rest of the model calls: answers written, and questions encoded to be matched, by packed layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from app.model.adapter import Adapter, LowRank
from app.model.later_tree import Tree, same
from app.model.memory import JointSlots
from app.model.packed.bulk import BulkPass
from app.model.packed.layers import logits_of
from app.model.packed.passage import Begun, Passage
from app.model.packed.prefix import PackedPrefix, read_prefix
from app.model.packed.weights import PackedTree, updates_of
from app.model.rotary import unrotate

LONG_TOKENS = 1024
"""A prompt with so many before its last token is read at once: 2.6 times as fast, at 2,048 tokens 3.4 times. That would
pay from 64 on, but rounds otherwise, and a question's answer is to be the same to the last bit wherever it is written:
this is beyond what a question may have (`Settings.max_question_tokens`)."""


@dataclass(frozen=True, eq=False)
class PackedDecoder:
    """Writes what a module tree would write."""

    module: Tree = field(repr=False)
    """The tree; a decoder of any other one does not use this."""
    tree: PackedTree = field(repr=False)
    dtype: torch.dtype = torch.float32
    """Of a prefix and the products with it."""

    def takes(self, module: Tree, memory: JointSlots | None) -> bool:
        """Whether answers of that tree with that memory can be written here."""
        if not same(module, self.module):
            return False
        layers = self.tree.weights.layers
        return memory is None or sorted(memory.keys) == list(range(min(memory.keys), layers))

    def with_updates(self, module: Tree, low_rank: Mapping[str, LowRank]) -> PackedDecoder:
        """Of a tree that has these updates, by a linear's dotted name, beside the weights, and no others."""
        first = min((int(name.split(".")[2]) for name in low_rank), default=self.tree.weights.layers - 1)
        updates = updates_of(low_rank, first, 1.0, self.tree.weights)
        return replace(self, module=module, tree=replace(self.tree, updates=updates))

    def begin(
        self,
        prompts: Sequence[Sequence[int]],
        max_new_tokens: int,
        memory: JointSlots | None = None,
        begun: Sequence[Begun] | None = None,
        prefix: PackedPrefix | None = None,
    ) -> PackedPasses:
        """Answers to prompts of any lengths; with `begun`, the prompts read part of the way, all to one layer. What
        reads a prefix reads no memory."""
        return PackedPasses(self, prompts, max_new_tokens, memory, begun, prefix)

    def prefix(self, token_ids: Sequence[int]) -> PackedPrefix:
        """Read the beginning of prompts once; at least one token."""
        bulk = BulkPass(self.tree, [len(token_ids)], torch.arange(len(token_ids)), 0, self.dtype)
        return read_prefix(bulk, token_ids)

    def logits(
        self,
        token_ids: Sequence[int],
        behind: int,
        memory: JointSlots | None = None,
        prefix: PackedPrefix | None = None,
    ) -> Tensor:
        """Of the next token behind each token from place `behind` on, `[tokens, vocabulary]`."""
        passage = Passage(self.tree, 1, len(token_ids), memory, prefix)
        left = self.read_ahead(passage, 0, token_ids, behind)
        rows = passage.embedded([left])
        passage.run(rows)
        read = len(token_ids) - len(left)
        return torch.from_numpy(logits_of(self.tree.weights, rows.hidden[behind - read :]))

    def read_ahead(self, passage: Passage, sequence: int, token_ids: Sequence[int], most: int) -> Sequence[int]:
        """Reads the first tokens of a sequence, `most` at most, where that pays: all at once, the sequence on its own,
        so that its numbers do not depend on who is beside it.

        Returns:
            What is left to be read.
        """
        if most < LONG_TOKENS or not passage.reads_nothing:
            return token_ids
        passage.read_at_once(token_ids[:most], sequence, self.dtype)
        return token_ids[most:]


class PackedPasses:
    """One pass for the prompts, and one for each token behind them."""

    def __init__(
        self,
        decoder: PackedDecoder,
        prompts: Sequence[Sequence[int]],
        max_new_tokens: int,
        memory: JointSlots | None,
        begun: Sequence[Begun] | None,
        prefix: PackedPrefix | None,
    ) -> None:
        longest = max(len(prompt) for prompt in prompts) + max_new_tokens
        self._passage = Passage(decoder.tree, len(prompts), longest, memory, prefix)
        self._decoder, self._prompts, self._begun = decoder, prompts, begun

    def first(self) -> Tensor:
        """Logits of every row's first token, `[batch, vocabulary]`."""
        passage = self._passage
        if self._begun is None:
            ahead = self._decoder.read_ahead
            rows = passage.embedded([ahead(passage, i, ids, len(ids) - 1) for i, ids in enumerate(self._prompts)])
            passage.run(rows)
        else:
            rows = passage.resumed(self._begun)
            passage.run(rows, self._begun[0].layer)
        return passage.logits(rows)

    def following(self, tokens: Tensor, waiting: Sequence[int]) -> Tensor:
        """Logits behind each row's newest token, `[batch, vocabulary]`; of rows that do not wait for more, zeros."""
        passage = self._passage
        rows = passage.embedded([[int(tokens[i])] for i in waiting], waiting)
        passage.run(rows)
        found = passage.logits(rows)
        if len(waiting) == len(tokens):
            return found
        return found.new_zeros(len(tokens), found.shape[1]).index_copy(0, torch.tensor(waiting), found)


@dataclass(frozen=True, eq=False)
class EncodedQuestion:
    """A question that was encoded to be matched, and what of that serves to answer it."""

    selection_keys: Tensor
    """`[selecting layers, kv_heads, selection slots, head_dim]`, as an encoder captures them."""
    plain: Begun
    """For the backbone: up to the first layer with updates."""
    edited: Begun
    """For the editor: up to the first layer that reads slots."""


@dataclass(frozen=True, eq=False)
class PackedEncoder:
    """Encodes questions as `encoder.py` does, by an editor with adapter."""

    tree: PackedTree = field(repr=False)
    adapter: Adapter = field(repr=False)

    def encode(self, questions: Sequence[Sequence[int]]) -> list[EncodedQuestion]:
        """Token ids, none empty, without gists.

        The questions stand where they are read, at 0 and on, with their gists behind them; the gists' keys are turned
        back to where an edit's stand.
        """
        slots, card = self.adapter.selection_slots, self.adapter.card
        width = self.tree.weights.width
        passage = Passage(self.tree, len(questions), max(len(ids) for ids in questions) + slots)
        rows = passage.embedded([[*ids, *([0] * slots)] for ids in questions])
        ends = torch.tensor([len(ids) + slots for ids in questions]).cumsum(0)
        gists = (ends[:, None] - slots + torch.arange(slots)).numpy()  # [questions, slots], of the rows
        rows.hidden[gists] = self.adapter.gist_embeddings[:slots].float().numpy()
        begun: dict[int, list[Begun]] = {}
        at = 0
        for layer in sorted({card.low_rank_from, card.select_from}):
            passage.run(rows, at, layer)
            begun[layer] = [passage.begun(rows, layer, i, len(ids)) for i, ids in enumerate(questions)]
            if layer == card.low_rank_from:
                rows.hidden[gists] += self.adapter.gist_shift[:slots].float().numpy().reshape(slots, width)
            at = layer
        passage.run(rows, at)
        keys = [self._keys(passage, i, len(ids)) for i, ids in enumerate(questions)]
        starts = zip(keys, begun[card.low_rank_from], begun[card.select_from], strict=True)
        return [EncodedQuestion(*start) for start in starts]

    def _keys(self, passage: Passage, question: int, tokens: int) -> Tensor:
        slots, card = self.adapter.selection_slots, self.adapter.card
        found = torch.from_numpy(passage.keys[question, card.select_from :, :, tokens : tokens + slots].copy())
        frequencies = torch.from_numpy(self.tree.frequencies)
        return unrotate(found, torch.full((slots,), tokens + card.slots), frequencies)

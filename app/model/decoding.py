"""Greedy decoding with a cache, for one question or a batch, step by step so that a caller can stream or stop.

transformers' `generate` refuses the keyword `memory`; this loop passes it on. Slots never enter the cache. Where the
tree has a packed form (`packed/`), that computes in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import Tensor, nn

from app.model.batching import Side, company, pad
from app.model.families import device_of, dtype_of
from app.model.later_tree import Tree, made
from app.model.memory import JointSlots, SeparateSlots
from app.model.prefix import ModulePrefix, Prefix, of_modules
from app.model.prompts import first_line_ended

if TYPE_CHECKING:
    from app.model.packed.passage import Begun
    from app.model.packed.runner import PackedDecoder


@dataclass
class Continuation:
    """The answer to one prompt as it grows."""

    token_ids: list[int] = field(default_factory=list)
    log_probabilities: list[float] = field(default_factory=list)
    """Of each token, in nats."""
    text: str = ""
    done: bool = False


@dataclass(frozen=True)
class Decoder:
    """Greedy decoder of one model tree: the backbone, or the editor."""

    tree: Tree
    tokenizer: Any
    ends: frozenset[int]
    side: Side = "left"
    """Where prompts are padded. On the right only where prompt and answer fit the model's sliding window:
    transformers counts a window in places of the cache, and padding would stand between prompt and answer."""
    one_line: bool = True
    """Whether an answer ends with its first line, or goes on to the end of the text or `max_new_tokens`."""
    packed: PackedDecoder | None = None
    """Another form of a tree, used while `tree` is that one."""

    @property
    def model(self) -> nn.Module:
        """The tree itself, made now if it must be."""
        return made(self.tree)

    def run(
        self,
        prompts: Sequence[Sequence[int]],
        max_new_tokens: int,
        memory: JointSlots | SeparateSlots | None = None,
        prefix: Prefix | None = None,
    ) -> list[Continuation]:
        """Decode to the end of every answer."""
        *_, rows = self.steps(prompts, max_new_tokens, memory, prefix)
        return rows

    @property
    def any_lengths(self) -> bool:
        """Whether prompts of different lengths may share a batch: packed, no row hangs on the others."""
        return self.packed_for(None, None) is not None

    def prefix(self, token_ids: Sequence[int]) -> Prefix:
        """Read the beginning of prompts once; at least one token."""
        packed = self.packed_for(None, None)
        if packed is not None:
            return packed.prefix(token_ids)
        passes = _ModulePasses(self.model, [token_ids], self.side, None, None)
        passes.read_only()
        passes.cache.batch_select_indices(torch.zeros(1, dtype=torch.long))  # without its company
        return ModulePrefix(tuple(token_ids), passes.cache)

    def steps(
        self,
        prompts: Sequence[Sequence[int]],
        max_new_tokens: int,
        memory: JointSlots | SeparateSlots | None = None,
        prefix: Prefix | None = None,
        begun: Begun | None = None,
    ) -> Iterator[list[Continuation]]:
        """Decode, yielding the rows after every token; the same objects each time, grown.

        A row is done at an end-of-text token, behind its first line that is not blank (unless it goes on past it), or
        at `max_new_tokens`.

        Args:
            prompts: token ids, none empty.
            memory: slots that every row reads, of the batch's size; None for the plain model.
            prefix: what stands before every prompt; the prompts are then without it.
            begun: the only prompt, read part of the way by this decoder's packed form.
        """
        rows = [Continuation() for _ in prompts]
        passes = self._passes(prompts, max_new_tokens, memory, prefix, begun)
        logits = passes.first()
        for step in range(max_new_tokens):
            chosen = self._chosen(logits)
            self._append(rows, chosen.tolist(), log_probabilities(logits, chosen))
            yield rows
            waiting = [i for i, row in enumerate(rows) if not row.done]
            if not waiting or step == max_new_tokens - 1:
                break
            logits = passes.following(chosen, waiting)
        for row in rows:
            row.done = True

    def packed_for(self, memory: JointSlots | SeparateSlots | None, prefix: Prefix | None) -> PackedDecoder | None:
        """The packed form, where it computes what this decoder does with that memory behind that prefix."""
        if isinstance(prefix, ModulePrefix) or self.packed is None or isinstance(memory, SeparateSlots):
            return None
        return self.packed if self.packed.takes(self.tree, memory) else None

    def _passes(
        self,
        prompts: Sequence[Sequence[int]],
        max_new_tokens: int,
        memory: JointSlots | SeparateSlots | None,
        prefix: Prefix | None,
        begun: Begun | None,
    ) -> _Passes:
        packed = self.packed_for(memory, prefix)
        if packed is not None and not isinstance(memory, SeparateSlots) and not isinstance(prefix, ModulePrefix):
            return packed.begin(prompts, max_new_tokens, memory, None if begun is None else [begun], prefix)
        return _ModulePasses(self.model, prompts, self.side, memory, of_modules(prefix))

    def _chosen(self, logits: Tensor) -> Tensor:
        """Each row's next token, `[batch]`."""
        return logits.argmax(-1)

    def _append(self, rows: Sequence[Continuation], tokens: Sequence[int], sure: Sequence[float]) -> None:
        """Each row's next token; what stands behind the last row belongs to its company."""
        for row, token, log_probability in zip(rows, tokens, sure, strict=False):
            if row.done:
                continue
            if token in self.ends:
                row.done = True
                continue
            row.token_ids.append(token)
            row.log_probabilities.append(log_probability)
            row.text = self.tokenizer.decode(row.token_ids, skip_special_tokens=False)
            row.done = self.one_line and first_line_ended(row.text)


class _Passes(Protocol):
    """The forward passes of one decoding."""

    def first(self) -> Tensor:
        """Logits of every row's first token, `[batch, vocabulary]`."""
        ...

    def following(self, tokens: Tensor, waiting: Sequence[int]) -> Tensor:
        """Logits behind each row's newest token; those of rows that do not wait for more mean nothing."""
        ...


class _ModulePasses:
    """Passes through a module tree of transformers."""

    def __init__(
        self,
        model: nn.Module,
        prompts: Sequence[Sequence[int]],
        side: Side,
        memory: JointSlots | SeparateSlots | None,
        prefix: ModulePrefix | None,
    ) -> None:
        self._model, self._memory = model, memory
        self._batch = batch = pad(company(prompts, dtype_of(model)), side, device_of(model))
        rows, self._before = len(batch.lengths), 0 if prefix is None else len(prefix.token_ids)
        self.cache = _empty_cache(model) if prefix is None else prefix.for_rows(rows)
        self._mask = torch.cat([batch.mask.new_ones(rows, self._before), batch.mask], dim=1)
        self._positions = batch.lengths + self._before

    def first(self) -> Tensor:
        batch = self._batch
        last = batch.starts + batch.lengths - 1
        return self._logits(batch.token_ids, batch.positions + self._before, last)

    def following(self, tokens: Tensor, waiting: Sequence[int]) -> Tensor:
        self._mask = torch.cat([self._mask, self._mask.new_ones(len(self._mask), 1)], dim=1)
        found = self._logits(tokens[:, None], self._positions[:, None], torch.zeros_like(tokens))
        self._positions = self._positions + 1
        return found

    def read_only(self) -> None:
        """Fill the cache with the prompts."""
        self._hidden(self._batch.token_ids, self._batch.positions)

    @torch.inference_mode()
    def _logits(self, token_ids: Tensor, positions: Tensor, columns: Tensor) -> Tensor:
        """Of the token behind one column of each row, `[batch, vocabulary]`."""
        hidden = self._hidden(token_ids, positions)
        logits: Tensor = self._model.get_submodule("lm_head")(hidden[torch.arange(len(hidden)), columns])
        return logits

    @torch.inference_mode()
    def _hidden(self, token_ids: Tensor, positions: Tensor) -> Tensor:
        memory = self._memory
        options: dict[str, Any] = {} if memory is None else {"memory": memory}
        if memory is not None and memory.trace is not None:
            memory.trace.start_pass()
        hidden: Tensor = self._model.get_submodule("model")(
            input_ids=token_ids,
            attention_mask=self._mask,
            position_ids=positions,
            past_key_values=self.cache,
            use_cache=True,
            **options,
        ).last_hidden_state
        return hidden


def _empty_cache(model: nn.Module) -> Any:
    from transformers import DynamicCache  # packed layers have caches of their own, and do without this import

    return DynamicCache(config=model.config)


def log_probabilities(logits: Tensor, chosen: Tensor) -> list[float]:
    """Log-probability of each row's chosen token."""
    plain = logits.float()  # [batch, vocabulary]
    found: list[float] = (plain.gather(-1, chosen[:, None])[:, 0] - plain.logsumexp(-1)).tolist()
    return found

"""Greedy decoding with a cache, for one question or a batch, step by step so that a caller can stream or stop.

transformers' `generate` refuses the keyword `memory`; this loop passes it on. Slots never enter the cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from transformers import DynamicCache

from app.model.batching import Side, company, pad
from app.model.families import device_of, dtype_of
from app.model.memory import JointSlots, SeparateSlots
from app.model.prefix import Prefix
from app.model.prompts import first_line_ended


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

    model: nn.Module
    tokenizer: Any
    ends: frozenset[int]
    side: Side = "left"
    """Where prompts are padded. On the right only where prompt and answer fit the model's sliding window:
    transformers counts a window in places of the cache, and padding would stand between prompt and answer."""
    one_line: bool = True
    """Whether an answer ends with its first line, or goes on to the end of the text or `max_new_tokens`."""

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

    def prefix(self, token_ids: Sequence[int]) -> Prefix:
        """Read the beginning of prompts once; at least one token."""
        batch = pad([token_ids], self.side, device_of(self.model))
        cache = DynamicCache(config=self.model.config)
        self._forward(batch.token_ids, batch.mask, batch.positions, cache, None, None)
        return Prefix(tuple(token_ids), cache)

    def steps(
        self,
        prompts: Sequence[Sequence[int]],
        max_new_tokens: int,
        memory: JointSlots | SeparateSlots | None = None,
        prefix: Prefix | None = None,
    ) -> Iterator[list[Continuation]]:
        """Decode, yielding the rows after every token; the same objects each time, grown.

        A row is done at an end-of-text token, behind its first line that is not blank (unless it goes on past it), or
        at `max_new_tokens`.

        Args:
            prompts: token ids, none empty.
            memory: slots that every row reads, of the batch's size; None for the plain model.
            prefix: what stands before every prompt; the prompts are then without it.
        """
        rows = [Continuation() for _ in prompts]
        batch = pad(company(prompts, dtype_of(self.model)), self.side, device_of(self.model))
        cache = DynamicCache(config=self.model.config) if prefix is None else prefix.for_rows(len(batch.lengths))
        before = 0 if prefix is None else len(prefix.token_ids)
        mask = torch.cat([batch.mask.new_ones(len(batch.mask), before), batch.mask], dim=1)
        last, positions = batch.starts + batch.lengths - 1, batch.lengths + before
        logits = self._forward(batch.token_ids, mask, batch.positions + before, cache, memory, last)
        for step in range(max_new_tokens):
            chosen = logits.argmax(-1)  # [batch]
            self._append(rows, chosen.tolist(), _log_probabilities(logits, chosen))
            yield rows
            if all(row.done for row in rows) or step == max_new_tokens - 1:
                break
            mask = torch.cat([mask, mask.new_ones(len(mask), 1)], dim=1)
            logits = self._forward(chosen[:, None], mask, positions[:, None], cache, memory, None)
            positions = positions + 1
        for row in rows:
            row.done = True

    @torch.inference_mode()
    def _forward(
        self,
        token_ids: Tensor,
        mask: Tensor,
        positions: Tensor,
        cache: DynamicCache,
        memory: JointSlots | SeparateSlots | None,
        last: Tensor | None,
    ) -> Tensor:
        """Logits of every row's next token, `[batch, vocabulary]`."""
        options: dict[str, Any] = {} if memory is None else {"memory": memory}
        if memory is not None and memory.trace is not None:
            memory.trace.start_pass()
        hidden = self.model.get_submodule("model")(
            input_ids=token_ids,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
            **options,
        ).last_hidden_state
        rows = torch.arange(len(hidden), device=hidden.device)
        column = last if last is not None else torch.full_like(rows, hidden.shape[1] - 1)
        logits: Tensor = self.model.get_submodule("lm_head")(hidden[rows, column])
        return logits

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


def _log_probabilities(logits: Tensor, chosen: Tensor) -> list[float]:
    """Log-probability of each row's chosen token."""
    plain = logits.float()  # [batch, vocabulary]
    found: list[float] = (plain.gather(-1, chosen[:, None])[:, 0] - plain.logsumexp(-1)).tolist()
    return found

"""The untouched backbone going on from prompts that may be as long as its context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.model import EditableModel, Score
from app.model.attribution import Scorer
from app.model.batching import by_length
from app.model.prefix import Prefix
from app.model.prompts import leading_tokens, tokens_of

MIXED_TOKENS = 8_192
"""Most tokens of a batch of different lengths, each counted as long as the longest: what its cache is made for."""


@dataclass(frozen=True)
class Prompting:
    """Answers prompts that are longer than a question of the workbench may be.

    Args:
        model: whose backbone answers; its adapter takes no part.
    """

    model: EditableModel

    def room(self, max_new_tokens: int) -> int:
        """Tokens of the context that are left for edits, beside the longest question and the longest answer."""
        context = self.model.backbone.dimensions.context
        return context - self.model.settings.max_question_tokens - max_new_tokens

    def tokens(self, text: str) -> list[int]:
        """Token ids of a whole prompt."""
        return tokens_of(self.model.backbone.tokenizer, text)

    def inner_tokens(self, text: str) -> list[int]:
        """Token ids of a part of a prompt that does not begin it."""
        return self.tokens(text)[len(self.leading) :]

    @property
    def leading(self) -> list[int]:
        """What stands before every prompt: nothing, or the beginning-of-text token."""
        return leading_tokens(self.model.backbone.tokenizer)

    def prefix(self, token_ids: Sequence[int]) -> Prefix:
        return self.model.answerer.plain.prefix(token_ids)

    def answers(self, prompts: Sequence[Sequence[int]], max_new_tokens: int, prefix: Prefix | None = None) -> list[str]:
        """Each greedy answer, in order: its first line, unless the model writes on.

        Args:
            prompts: token ids; with a prefix, those behind it.
            max_new_tokens: longest answer in tokens.
        """
        found: dict[int, str] = {}
        lengths = [len(prompt) for prompt in prompts]
        for batch in self._batches(lengths, mixed=self.model.answerer.plain.any_lengths):
            rows = self.model.answerer.plain.run([prompts[i] for i in batch], max_new_tokens, prefix=prefix)
            found |= {
                i: self.model.answerer.text_of(row.text) for i, row in zip(batch, rows, strict=False)
            }  # a lone row has company
        return [found[i] for i in range(len(prompts))]

    def _batches(self, lengths: Sequence[int], *, mixed: bool) -> Iterator[list[int]]:
        """Places of prompts that are read together; `mixed`: of different lengths too."""
        size = self.model.answerer.batch
        if not mixed:
            yield from by_length(lengths, size)
            return
        order = sorted(range(len(lengths)), key=lengths.__getitem__)
        while order:
            most = max(1, min(size, MIXED_TOKENS // lengths[order[-1]]))
            order, batch = order[:-most], order[-most:]
            yield batch

    def scores(
        self, prompts: Sequence[Sequence[int]], targets: Sequence[str], prefix: Prefix | None = None
    ) -> list[Score]:
        """How likely each target is behind its prompt, teacher-forced; the prompts are as for `answers`."""
        scorer = Scorer(self.model.answerer)
        return [scorer.score_prompt(ids, target, prefix) for ids, target in zip(prompts, targets, strict=True)]

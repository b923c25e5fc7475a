"""What the methods that change weights have in common: a backbone of their own, over the untouched one's tensors."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from torch import nn

from app.data import Edit
from app.evaluation.methods.method import Group, Method, Reply
from app.evaluation.pool_cache import PoolCache
from app.model import EditableModel, Policy, Score
from app.model.adapter import LowRank
from app.model.editor import shared_copy
from app.model.lowrank import LowRankLinear

if TYPE_CHECKING:
    from app.model.packed.runner import PackedDecoder

LARGEST_POOL = 100
"""Larger pools take these methods hours on one processor core."""


class WeightEditor(Method):
    """Answers by an edited copy of the backbone. The copy shares all tensors; the edit stands beside them.

    Where the edit changes a weight W by a matrix of low rank, its factors are kept beside W and their product is added
    to the layer's output: the same function as the changed weight, in every precision of W, and W is never written.
    """

    group: ClassVar[Group] = "weights"
    some_records: ClassVar[tuple[int, int]] = (50, 100)
    """Records that are asked at single edits, and at larger pools."""

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        super().__init__(model, policy, max_new_tokens, cache)
        self._tree: nn.Module = model.backbone.model
        self._packed: PackedDecoder | None = None
        self._not_taken = 0

    def most_records(self, pool: int) -> int:
        return self.some_records[pool > 1]

    def refusal(self, edits: Sequence[Edit], tested: Iterable[Edit]) -> str:
        return f"more than {LARGEST_POOL} edits take it too long" if len(edits) > LARGEST_POOL else ""

    def prepare(self, edits: Sequence[Edit]) -> None:
        self.forget()
        tree = shared_copy(self.model.backbone.model)
        self._not_taken = self.edit(tree, edits)
        self._tree, unedited = tree, self.model.answerer.plain.packed
        if unedited is not None:
            updates = {name: LowRank(one.down, one.scaled_up) for name, one in self._updates().items()}
            self._packed = unedited.with_updates(tree, updates)

    @abstractmethod
    def edit(self, tree: nn.Module, edits: Sequence[Edit]) -> int:
        """Put the edits' updates into the tree.

        Returns:
            How many of the edits could not be taken in, for want of what the data tell of them.
        """

    def forget(self) -> None:
        self._tree, self._packed, self._not_taken = self.model.backbone.model, None, 0

    @property
    def edited(self) -> EditableModel:
        """The model with the edited copy where the untouched backbone stands, computed as that is: by packed layers
        where it has them, lest rounding alone change answers that no edit changed."""
        answerer = self.model.answerer
        plain = replace(answerer.plain, tree=self._tree, packed=self._packed or answerer.plain.packed)
        return replace(self.model, answerer=replace(answerer, plain=plain))

    def answer(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Reply]:
        answers = self.edited.answer_many(questions, None, max_new_tokens=self.max_new_tokens)
        return [Reply(answer.text) for answer in answers]

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        edited = self.edited
        return [edited.score(question, target) for question, target in zip(questions, targets, strict=True)]

    def figures(self) -> dict[str, float]:
        return {"edits_not_taken": self._not_taken}

    def held_bytes(self) -> int:
        """The updates' factors."""
        return sum(update.down.nbytes + update.scaled_up.nbytes for update in self._updates().values())

    def _updates(self) -> dict[str, LowRankLinear]:
        """By the dotted name of the linear that each stands beside."""
        return {name: part for name, part in self._tree.named_modules() if isinstance(part, LowRankLinear)}

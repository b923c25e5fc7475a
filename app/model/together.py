"""Several answers written at the same time: one pass through the layers gives each of them its next token.

    answer A   ■■■■■■■■■■■■■■
    answer B      ▒■■■■■■■■■■■■■■■■■■      ▒ the question is read
    answer C            ▒■■■■■■            ■ a token
                  └ a step: all that are there

An answer joins whenever its question was read, and leaves when it is done or stopped. It has a pool, a policy and
a length of its own, and is the same as alone to the last bit (see `packed/sharing.py`).

Only packed layers do this. Through transformers rows of different lengths would have to be padded in one cache, and
padding changes bfloat16 answers (14 of 48 measured on the embedded model, see `batching.py`). Without padding only rows
of equal length that read alike can share a pass: of 16 questions of the suite `business`, each somewhere within its 64
tokens, one meets 0.1 others on average. There questions are answered one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import torch

from app.model.decoding import Continuation, Decoder, log_probabilities
from app.model.memory import JointSlots, SeparateSlots
from app.model.prefix import Prefix

if TYPE_CHECKING:
    from app.model.editable import EditableModel
    from app.model.packed.passage import Begun
    from app.model.packed.sharing import SharedPassage


def answering_together(model: EditableModel) -> EditableModel | None:
    """The same model, whose answers that are streamed at the same time share their passes.

    All streams of the returned model belong to one thread, which takes a step of each in turn: the first one taken
    computes the next token of all. A stream that nobody goes on with must be closed.

    Returns:
        None where the model has no packed layers for all that it computes.
    """
    answerer = model.answerer
    if not answerer.shares_passes:
        return None
    plain, edited = (shared(decoder) for decoder in (answerer.plain, answerer.edited))
    return replace(model, answerer=replace(answerer, plain=plain, edited=edited))


def shared(decoder: Decoder) -> SharedDecoder:
    """A decoder with packed layers, whose continuations share their passes."""
    from app.model.packed.sharing import SharedPassage

    if decoder.packed is None:
        raise ValueError("continuations share passes through packed layers only")
    fields = {name: getattr(decoder, name) for name in Decoder.__dataclass_fields__}
    return SharedDecoder(**fields, passage=SharedPassage(decoder.packed.tree, torch.get_num_threads()))


@dataclass(eq=False)
class _Member:
    """A continuation that is being written."""

    place: int
    row: Continuation
    left: int
    """Tokens that it may still get."""
    newest: int = 0
    steps: int = 0
    """Tokens chosen for it, that which ends it included."""

    @property
    def over(self) -> bool:
        return self.row.done or not self.left


@dataclass(frozen=True)
class SharedDecoder(Decoder):
    """As `Decoder`; single prompts whose steps are taken in turn by one thread share their passes."""

    passage: SharedPassage = field(kw_only=True, repr=False)
    _members: dict[int, _Member] = field(default_factory=dict, repr=False)
    """By place."""

    def steps(
        self,
        prompts: Sequence[Sequence[int]],
        max_new_tokens: int,
        memory: JointSlots | SeparateSlots | None = None,
        prefix: Prefix | None = None,
        begun: Begun | None = None,
    ) -> Iterator[list[Continuation]]:
        alone = len(prompts) != 1 or prefix is not None
        if alone or self.packed_for(memory, prefix) is None or isinstance(memory, SeparateSlots):
            yield from super().steps(prompts, max_new_tokens, memory, prefix, begun)
            return
        place, logits = self.passage.join(prompts[0], max_new_tokens, memory, begun)
        member = self._members[place] = _Member(place, Continuation(), max_new_tokens)
        try:
            self._take([member], logits)
            over = False
            while not over:
                told, over = member.steps, member.over
                yield [member.row]
                if member.steps == told and not over:
                    self._advance()
            member.row.done = True
        finally:
            del self._members[place]
            self.passage.leave(place)

    def _advance(self) -> None:
        """The next token of all that are not over."""
        waiting = [member for member in self._members.values() if not member.over]
        self._take(waiting, self.passage.following({member.place: member.newest for member in waiting}))

    def _take(self, members: Sequence[_Member], logits: torch.Tensor) -> None:
        """One more token of each, from its logits `[members, vocabulary]`."""
        chosen = self._chosen(logits)
        tokens = chosen.tolist()
        self._append([member.row for member in members], tokens, log_probabilities(logits, chosen))
        for member, token in zip(members, tokens, strict=True):
            member.newest, member.left, member.steps = token, member.left - 1, member.steps + 1

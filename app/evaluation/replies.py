"""Replies that hang on the prompt alone: a run asks for each once, and it holds at every size of pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.evaluation.cases import Asked
from app.evaluation.methods import Method, Reply


@dataclass
class Replies:
    """Asks methods, and remembers what they said where nothing but the prompt decides it.

    The backbone answers one prompt alike whatever edits are in force: alone, told the right edit, or told what was
    retrieved, which is mostly the same edit in a pool of 100 and of 1,000.
    """

    _known: dict[tuple[str, str], Reply] = field(default_factory=dict)

    def of(self, method: Method, part: Sequence[Asked]) -> list[Reply]:
        """The reply to each question, in order; the method has taken the pool's edits in."""
        questions, right_edits = [one.probe.question for one in part], [one.right_edits for one in part]
        prompts = method.whole_prompts(questions, right_edits)
        if prompts is None:
            return method.answer(questions, right_edits)
        keys = [(method.name, prompt) for prompt in prompts]
        new = [place for place, key in enumerate(keys) if key not in self._known]
        if new:
            replies = method.answer([questions[place] for place in new], [right_edits[place] for place in new])
            self._known |= {keys[place]: reply for place, reply in zip(new, replies, strict=True)}
        return [self._known[key] for key in keys]

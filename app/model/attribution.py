"""What mattered: an answer scored again without one of the edits it read.

Attention shows where the model looked. This shows what the answer depended on: the same tokens, the same question, a
pool that lacks the edit (and its duplicates), selected and read anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import torch
from torch import nn

from app.errors import QuestionError
from app.model.answering import Answerer
from app.model.batching import pad
from app.model.choosing import Question
from app.model.evidence import Answer, Score
from app.model.memory import JointSlots, SeparateSlots
from app.model.policies import Choice, Policy
from app.model.pool import GistPool
from app.model.prefix import Prefix
from app.model.prompts import answer_tokens_of, anything_to_see

LEFT_OUT_COLUMNS = ["edit_id", "text", "change_in_log_probability", "read_instead", "change_by_token"]


@dataclass(frozen=True)
class Scorer:
    """Scores given answers, teacher-forced."""

    answerer: Answerer

    def score(self, question: str, target: str, pool: GistPool, policy: Policy) -> Score:
        """Log-probability of an answer given in words.

        Raises:
            QuestionError: an empty question or target.
        """
        ids = self._target(target)
        prepared = self.answerer.prepare(question)
        _, choice = self.answerer.select([prepared], pool, policy)[0]
        return self._score(prepared, ids, pool, choice)

    def leave_one_out(self, answer: Answer, pool: GistPool) -> pd.DataFrame:
        """Change in the answer's log-probability by each edit that it read: with the edit − without it, in nats.

        Columns: edit_id, text, change_in_log_probability, read_instead (ids read without it), change_by_token (the
        same change of each of the answer's tokens, which add up to it). Empty where no edit was read. Duplicates of
        the edit are dropped with it: without that, each would hide the other.
        """
        prepared = self.answerer.prepare(answer.question)
        ids = list(answer.token_ids)
        _, choice = self.answerer.select([prepared], pool, answer.policy)[0]
        complete = self._score(prepared, ids, pool, choice).by_token if ids else ()
        rows = []
        for edit_id in answer.evidence.selection.chosen:
            rest = pool.without(*duplicates_of(edit_id, pool))
            selection, other = self.answerer.select([prepared], rest, answer.policy)[0]
            left = self._score(prepared, ids, rest, other).by_token if ids else ()
            by_token = tuple(one - another for one, another in zip(complete, left, strict=True))
            rows.append((edit_id, pool[edit_id].text, sum(complete) - sum(left), selection.chosen, by_token))
        return pd.DataFrame(rows, columns=LEFT_OUT_COLUMNS)

    def score_prompt(self, token_ids: Sequence[int], target: str, prefix: Prefix | None = None) -> Score:
        """Log-probability of a target behind a whole prompt, by the untouched backbone.

        Args:
            token_ids: of the prompt; with a prefix, of what stands behind it. Not empty.

        Raises:
            QuestionError: an empty target.
        """
        answerer = self.answerer
        return _teacher_forced(answerer.plain.model, token_ids, self._target(target), answerer.backbone.device, prefix)

    def _target(self, text: str) -> list[int]:
        ids = answer_tokens_of(self.answerer.backbone.tokenizer, text)
        if not ids or not anything_to_see(text):
            raise QuestionError(given="The answer to score is empty.", remedy="Give the answer's text.")
        return ids

    def _score(self, question: Question, target: Sequence[int], pool: GistPool, choice: Choice) -> Score:
        answerer = self.answerer
        memory = answerer.memory(pool, [choice]) if choice.indices else None
        model = answerer.edited.model if memory is not None else answerer.plain.model
        return _teacher_forced(model, question.token_ids, target, answerer.backbone.device, memory=memory)


@torch.inference_mode()
def _teacher_forced(
    model: nn.Module,
    prompt: Sequence[int],
    target: Sequence[int],
    device: torch.device,
    prefix: Prefix | None = None,
    memory: JointSlots | SeparateSlots | None = None,
) -> Score:
    """Each of the target's tokens behind the prompt and the target's tokens before it."""
    batch = pad([[*prompt, *target]], "left", device)
    before = 0 if prefix is None else len(prefix.token_ids)
    output = model(
        input_ids=batch.token_ids,
        attention_mask=torch.cat([batch.mask.new_ones(1, before), batch.mask], dim=1),
        position_ids=batch.positions + before,
        past_key_values=None if prefix is None else prefix.for_rows(1),
        use_cache=prefix is not None,
        logits_to_keep=len(target) + 1,
        **({} if memory is None else {"memory": memory}),
    )
    predicted = output.logits[0, :-1].float().log_softmax(-1)  # [target tokens, vocabulary]
    wanted = torch.tensor(target, device=predicted.device)
    by_token = predicted.gather(1, wanted[:, None])[:, 0]  # [target tokens]
    return Score(
        log_probability=float(by_token.sum()),
        token_accuracy=float((predicted.argmax(-1) == wanted).float().mean()),
        tokens=len(target),
        by_token=tuple(by_token.tolist()),
    )


def duplicates_of(edit_id: str, pool: GistPool) -> list[str]:
    """Ids of the edits that say the same but for case, punctuation and spaces; the edit itself among them."""
    wanted = _skeleton(pool[edit_id].text)
    return [gist.id for gist in pool if _skeleton(gist.text) == wanted]


def _skeleton(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()

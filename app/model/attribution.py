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

from app.errors import QuestionError
from app.model.answering import Answerer, Question
from app.model.batching import pad
from app.model.evidence import Answer, Score
from app.model.policies import Choice, Policy
from app.model.pool import GistPool
from app.model.prompts import answer_tokens_of, anything_to_see


@dataclass(frozen=True)
class Scorer:
    """Scores given answers, teacher-forced."""

    answerer: Answerer

    def score(self, question: str, target: str, pool: GistPool, policy: Policy) -> Score:
        """Log-probability of an answer given in words.

        Raises:
            QuestionError: an empty question or target.
        """
        ids = answer_tokens_of(self.answerer.backbone.tokenizer, target)
        if not ids or not anything_to_see(target):
            raise QuestionError(given="The answer to score is empty.", remedy="Give the answer's text.")
        prepared = self.answerer.prepare(question)
        _, choice = self.answerer.select([prepared], pool, policy)[0]
        return self._score(prepared, ids, pool, choice)

    def leave_one_out(self, answer: Answer, pool: GistPool) -> pd.DataFrame:
        """Change in the answer's log-probability by each edit that it read: with the edit − without it, in nats.

        Columns: edit_id, text, change_in_log_probability, read_instead (ids read without it). Empty where no edit
        was read. Duplicates of the edit are dropped with it: without that, each would hide the other.
        """
        prepared = self.answerer.prepare(answer.question)
        ids = list(answer.token_ids)
        _, choice = self.answerer.select([prepared], pool, answer.policy)[0]
        complete = self._score(prepared, ids, pool, choice).log_probability if ids else 0.0
        rows = []
        for edit_id in answer.evidence.selection.chosen:
            rest = pool.without(*duplicates_of(edit_id, pool))
            selection, other = self.answerer.select([prepared], rest, answer.policy)[0]
            left = self._score(prepared, ids, rest, other).log_probability if ids else 0.0
            rows.append((edit_id, pool[edit_id].text, complete - left, selection.chosen))
        return pd.DataFrame(rows, columns=["edit_id", "text", "change_in_log_probability", "read_instead"])

    @torch.inference_mode()
    def _score(self, question: Question, target: Sequence[int], pool: GistPool, choice: Choice) -> Score:
        answerer = self.answerer
        memory = answerer.memory(pool, [choice]) if choice.indices else None
        model = answerer.edited.model if memory is not None else answerer.plain.model
        batch = pad([[*question.token_ids, *target]], "left", answerer.backbone.device)
        output = model(
            input_ids=batch.token_ids,
            attention_mask=batch.mask,
            position_ids=batch.positions,
            use_cache=False,
            logits_to_keep=len(target) + 1,
            **({} if memory is None else {"memory": memory}),
        )
        predicted = output.logits[0, :-1].float().log_softmax(-1)  # [target tokens, vocabulary]
        wanted = torch.tensor(target, device=predicted.device)
        return Score(
            log_probability=float(predicted.gather(1, wanted[:, None]).sum()),
            token_accuracy=float((predicted.argmax(-1) == wanted).float().mean()),
            tokens=len(target),
        )


def duplicates_of(edit_id: str, pool: GistPool) -> list[str]:
    """Ids of the edits that say the same but for case, punctuation and spaces; the edit itself among them."""
    wanted = _skeleton(pool[edit_id].text)
    return [gist.id for gist in pool if _skeleton(gist.text) == wanted]


def _skeleton(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()

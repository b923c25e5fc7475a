"""What mattered: an answer scored again without one of the edits it read.

Attention shows where the model looked. This shows what the answer depended on: the same tokens, the same question, a
pool that lacks the edit (and its duplicates), selected and read anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.errors import QuestionError
from app.model.answering import Answerer
from app.model.evidence import Answer, Score, Selection
from app.model.policies import Policy
from app.model.pool import GistPool
from app.model.prefix import Prefix
from app.model.prompts import answer_tokens_of, anything_to_see
from app.model.scoring import teacher_forced
from app.model.shortlist import LEAST

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
        return self.answerer.scores(prepared, ids, [(pool, choice)])[0]

    def leave_one_out(self, answer: Answer, pool: GistPool) -> pd.DataFrame:
        """Change in the answer's log-probability by each edit that it read: with the edit − without it, in nats.

        Columns: edit_id, text, change_in_log_probability, read_instead (ids read without it), change_by_token (the
        same change of each of the answer's tokens, which add up to it). Empty where no edit was read. Duplicates of
        the edit are dropped with it: without that, each would hide the other. In a pool in a folder they are looked
        for among the edits nearest to the question, since what says the same is as near.
        """
        prepared = self.answerer.prepare(answer.question)
        read = answer.evidence.selection.chosen
        texts = dict(zip(pool.ids, pool.texts, strict=True)) if pool.in_memory else _nearest(answer.evidence.selection)
        pools = [pool, *(pool.without(*duplicates_of(pool[edit_id].text, texts)) for edit_id in read)]
        vectors = self.answerer.selector.question_vectors([prepared.prompt]) if read else None
        selected = [self.answerer.select([prepared], one, answer.policy, vectors=vectors)[0] for one in pools]
        readings = [(one, choice) for one, (_, choice) in zip(pools, selected, strict=True)]
        ids = list(answer.token_ids)
        scores = self.answerer.scores(prepared, ids, readings) if read and ids else []
        complete, *others = [score.by_token for score in scores] or [()] * len(pools)
        rows = []
        for edit_id, (selection, _), left in zip(read, selected[1:], others, strict=True):
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
        return teacher_forced(self.answerer.plain, token_ids, self._target(target), prefix=prefix)

    def _target(self, text: str) -> list[int]:
        ids = answer_tokens_of(self.answerer.backbone.tokenizer, text)
        if not ids or not anything_to_see(text):
            raise QuestionError(given="The answer to score is empty.", remedy="Give the answer's text.")
        return ids


def duplicates_of(text: str, texts: Mapping[str, str]) -> list[str]:
    """Ids of the edits that say the same as this text but for case, punctuation and spaces.

    Args:
        texts: of the edits by id.
    """
    wanted = _skeleton(text)
    return [edit_id for edit_id, other in texts.items() if _skeleton(other) == wanted]


def _nearest(selection: Selection) -> dict[str, str]:
    """Texts of the edits read, and of those with the largest logits: as many as are computed in a large pool."""
    logits = np.asarray(selection.logits)
    best = np.argpartition(-logits, min(LEAST, len(logits) - 1))[:LEAST].tolist()
    read = [selection.edit_ids.index(edit_id) for edit_id in selection.chosen]
    return {selection.edit_ids[place]: selection.texts[place] for place in dict.fromkeys([*best, *read])}


def _skeleton(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()

"""A model that follows the real one's contract and computes nothing: gists are empty, answers are echoes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import SimpleNamespace

import numpy as np
import pandas as pd
import torch

from app.errors import Cancelled, EditTooLongError, EmptyEditError, QuestionError
from app.model import Answer, Evidence, Gist, GistPool, PartialAnswer, Policy, Selection, edit_id, policy_named
from app.model.attribution import LEFT_OUT_COLUMNS
from app.model.fidelity import Fidelity, compare

LONGEST = 60
"""Characters of an edit."""


class FakeModel:
    """Reads the edit that shares most words with the question, none when it shares fewer than two."""

    memory = "compressed"

    def __init__(
        self, languages: tuple[str, ...] = ("en",), *, adapter: bool = True, reconstructs: bool = False
    ) -> None:
        card = SimpleNamespace(
            name="fake-adapter", languages=list(languages), reconstructs=reconstructs, computing_sha256="d" * 64
        )
        self.adapter = SimpleNamespace(card=card, path=None, weights_sha256="a" * 64) if adapter else None
        self.backbone = SimpleNamespace(
            name="fake-backbone", precision="float32", device="cpu", fingerprint="f" * 64,
            tokenizer_sha256="b" * 64, config_sha256="c" * 64,
        )  # fmt: skip
        self.settings = SimpleNamespace(max_new_tokens=64)
        self.answerer = SimpleNamespace(shares_passes=False)  # one question after the other
        self.compressor = SimpleNamespace(made_by="fake", slots=1, elsewhere=None)
        self.compressed: list[list[str]] = []
        self.repeated: list[list[str]] = []

    def check_edit(self, text: str) -> None:
        if not text.strip():
            raise EmptyEditError("The edit has no text.")
        if len(text) > LONGEST:
            raise EditTooLongError(f"The edit has {len(text)} characters.", f"At most {LONGEST}.")

    def compress(self, texts: Iterable[str], *, stop_asked: Callable[[], bool] | None = None) -> GistPool:
        batch = list(texts)
        if stop_asked is not None and stop_asked():
            raise Cancelled("Stopped.")
        self.compressed.append(batch)
        empty = torch.zeros(1, 1, 1, 1)
        gists = (Gist(edit_id(text), text, empty, empty.clone(), torch.zeros(1), ("gist 1",), "fake") for text in batch)
        return GistPool(tuple(gists), "fake")

    def fidelities(self, gists: Sequence[Gist], *, stop_asked: Callable[[], bool] | None = None) -> list[Fidelity]:
        """As if each gist held the first three words of its edit."""
        self.repeated.append([gist.text for gist in gists])
        return [compare(gist.text, " ".join(gist.text.split()[:3])) for gist in gists]

    def stream(
        self,
        question: str,
        pool: GistPool | None = None,
        *,
        policy: Policy | str | None = None,
        max_new_tokens: int | None = None,
        record: bool = True,
        stop_asked: Callable[[], bool] | None = None,
    ) -> Iterator[PartialAnswer]:
        texts = () if pool is None else pool.texts
        shared = [len(set(text.lower().split()) & set(question.lower().split())) for text in texts]
        best = max(range(len(texts)), key=lambda place: shared[place], default=None)
        read = best is not None and shared[best] >= 2
        selection = _selection(() if pool is None else pool.ids, texts, shared, best if read else None)
        text = texts[best] if read and best is not None else "I do not know"
        for end in range(1, len(text.split()) + 1):
            if stop_asked is not None and stop_asked():
                raise Cancelled("Stopped.")
            yield PartialAnswer(" ".join(text.split()[:end]), "", selection)
        done = Answer(
            question, f"Q: {question}\nA:", text, "I do not know", (text,), (1,), Evidence(selection, None),
            policy_named(policy), {"total": 0.1},
        )  # fmt: skip
        yield PartialAnswer(text, "I do not know", selection, done)

    def answer_many(
        self,
        questions: Sequence[str],
        pool: GistPool | None = None,
        *,
        policy: Policy | str | None = None,
        max_new_tokens: int | None = None,
        original: bool = False,
        stop_asked: Callable[[], bool] | None = None,
    ) -> list[Answer]:
        if not all(question.strip() for question in questions):
            raise QuestionError("The question is empty.", "", "Type one.")
        parts = (list(self.stream(question, pool, policy=policy, stop_asked=stop_asked)) for question in questions)
        return [found[-1].done for found in parts if found[-1].done is not None]

    def leave_one_out(self, answer: Answer, pool: GistPool) -> pd.DataFrame:
        number = max(len(answer.tokens), 1)
        by_token = (1.5 / number,) * len(answer.tokens)
        rows = [(chosen, pool[chosen].text, 1.5, (), by_token) for chosen in answer.evidence.selection.chosen]
        return pd.DataFrame(rows, columns=LEFT_OUT_COLUMNS)


def _selection(ids: tuple[str, ...], texts: tuple[str, ...], logits: list[int], read: int | None) -> Selection:
    count = len(ids)
    return Selection(
        ids, texts, np.array(logits, dtype=np.float32), 1.5, np.zeros((0, count), dtype=np.float32), (),
        np.full(count + 1, 1 / (count + 1)), () if read is None else (ids[read],), () if read is None else (1.0,),
    )  # fmt: skip

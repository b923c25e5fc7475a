"""The model that others build on: compress edits into a pool, answer questions with it, and say why.

model = EditableModel.load()
pool = model.compress(["The capital of France is Lyon."])
answer = model.answer("What is the capital of France?", pool)
answer.evidence.by_edit()
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from app.config import Memory, Precision, Settings
from app.config import settings as default_settings
from app.errors import QuestionError
from app.model.adapter import Adapter
from app.model.answering import Answerer
from app.model.assembly import parts_of
from app.model.attribution import Scorer
from app.model.backbone import Backbone, load_backbone
from app.model.compressor import Compressor
from app.model.evidence import Answer, PartialAnswer, Score
from app.model.fidelity import Fidelity, Reconstructor
from app.model.later_tree import bytes_of_trees
from app.model.policies import Policy
from app.model.pool import Gist, GistPool
from app.model.progress import Progress, StopAsked
from app.model.saved_policies import policy_for
from app.model.shelf import find_adapter


@dataclass(frozen=True, eq=False)
class EditableModel:
    """A backbone that can be edited without being changed.

    Safe to use from several threads at once: a pool belongs to a call, never to the model.
    """

    backbone: Backbone
    adapter: Adapter | None
    """None: opened without adapter; edits are read verbatim and selected by MiniLM."""
    memory: Memory
    settings: Settings
    compressor: Compressor
    answerer: Answerer

    @classmethod
    def load(
        cls,
        backbone: str | Path | None = None,
        adapter: str | Path | None = None,
        *,
        memory: Memory | None = None,
        device: str | None = None,
        precision: Precision | None = None,
        settings: Settings | None = None,
        progress: Progress | None = None,
    ) -> EditableModel:
        """Load a backbone and the adapter that fits it. What is left out comes from the settings.

        Args:
            backbone: a registered name, a local folder or a Hub id.
            adapter: `auto` (the shipped one that fits, if any), `none`, or a folder.
            memory: `compressed` or `verbatim`.

        Raises:
            BackboneError, AdapterError: and their kinds, each with what to do.
        """
        chosen = settings or default_settings()
        base = load_backbone(
            backbone or chosen.backbone,
            chosen,
            device=device or chosen.device,
            precision=precision or chosen.precision,
            progress=progress,
        )
        found = find_adapter(adapter or chosen.adapter, base)
        return cls.assemble(base, found, memory or chosen.memory, chosen)

    @classmethod
    def assemble(cls, backbone: Backbone, adapter: Adapter | None, memory: Memory, settings: Settings) -> EditableModel:
        """Put the parts together.

        Without an adapter the memory is verbatim, read in every layer: an edit then works exactly as if it stood
        in the prompt.

        Raises:
            AdapterMismatchError: the adapter was made for another backbone.
            AdapterFormatError: its tensors are not of the backbone's sizes.
            SlotsError: it was not trained to be read by as many slots as the settings want.
        """
        if adapter is None:
            memory = "verbatim"
        else:
            adapter.require_fits(backbone.fingerprint, backbone.name)
            adapter.require_sizes(backbone.dimensions, backbone.size_of)
            adapter = adapter.computed_in(backbone.precision).to(backbone.device, backbone.dtype)
        compressor, answerer = parts_of(backbone, adapter, memory, settings)
        return cls(backbone, adapter, memory, settings, compressor, answerer)

    def with_memory(self, memory: Memory) -> EditableModel:
        """The same model reading `compressed` or `verbatim` memory; the backbone is shared."""
        return EditableModel.assemble(self.backbone, self.adapter, memory, self.settings)

    def with_slots(self, slots: int) -> EditableModel:
        """The same model keeping so many gist slots of an edit.

        Raises:
            SlotsError: the adapter was not trained for that number.
        """
        settings = self.settings.model_copy(update={"slots": slots})
        return EditableModel.assemble(self.backbone, self.adapter, self.memory, settings)

    def writing_on(self) -> EditableModel:
        """The same model, whose answers go on past their first line, to the end of the text or of `max_new_tokens`."""
        return replace(self, answerer=self.answerer.writing_on())

    @property
    def weight_bytes(self) -> int:
        """Memory that the weights of backbone and editor take: packed ones, and those of trees that were made."""
        packed = [one.packed.tree for one in (self.answerer.plain, self.answerer.edited) if one.packed is not None]
        arrays = {array.ctypes.data: array.nbytes for tree in packed for array in tree.arrays}  # shared ones once
        return sum(arrays.values()) + bytes_of_trees([self.backbone.tree, self.compressor.encoder.tree])

    def empty_pool(self) -> GistPool:
        return GistPool((), self.compressor.made_by)

    def check_edit(self, text: str) -> None:
        """Check one edit without compressing it.

        Raises:
            EmptyEditError, EditTooLongError.
        """
        self.compressor.check(text)

    def compress(
        self,
        texts: Iterable[str],
        *,
        progress: Progress | None = None,
        stop_asked: StopAsked | None = None,
    ) -> GistPool:
        """Compress edits, each once and alone. See `Compressor.compress` for what it raises."""
        return self.compressor.compress(texts, progress=progress, stop_asked=stop_asked)

    def answer(
        self,
        question: str,
        pool: GistPool | None = None,
        *,
        policy: Policy | str | None = None,
        max_new_tokens: int | None = None,
        record: bool = True,
    ) -> Answer:
        """Answer a question with a pool; without one, the backbone's own answer.

        Args:
            policy: a policy or its name; None is the default.
            max_new_tokens: longest answer in tokens; None is the setting.
            record: keep the attention of every answer token as evidence.

        Raises:
            QuestionError: empty or too long, or an answer of no tokens asked for.
            PolicyError: an unknown policy, or one that was saved for another adapter.
            PoolError: a pool that another model made.
        """
        parts = self.stream(question, pool, policy=policy, max_new_tokens=max_new_tokens, record=record)
        return next(part.done for part in parts if part.done is not None)

    def stream(
        self,
        question: str,
        pool: GistPool | None = None,
        *,
        policy: Policy | str | None = None,
        max_new_tokens: int | None = None,
        record: bool = True,
        stop_asked: StopAsked | None = None,
    ) -> Iterator[PartialAnswer]:
        """The answer as it is written, then the backbone's own beside it; the last part holds the whole."""
        return self.answerer.stream(
            question,
            self._own(pool),
            policy_for(self, policy),
            self._longest(max_new_tokens),
            record=record,
            stop_asked=stop_asked,
        )

    def answer_many(
        self,
        questions: Sequence[str],
        pool: GistPool | None = None,
        *,
        policy: Policy | str | None = None,
        max_new_tokens: int | None = None,
        original: bool = False,
        progress: Progress | None = None,
        stop_asked: StopAsked | None = None,
    ) -> list[Answer]:
        """Answer questions in batches, without reading evidence; `original` asks for the backbone's own too."""
        return self.answerer.answer_many(
            questions,
            self._own(pool),
            policy_for(self, policy),
            self._longest(max_new_tokens),
            original=original,
            progress=progress,
            stop_asked=stop_asked,
        )

    def score(
        self,
        question: str,
        target: str,
        pool: GistPool | None = None,
        *,
        policy: Policy | str | None = None,
    ) -> Score:
        """How likely a given answer is, teacher-forced."""
        return Scorer(self.answerer).score(question, target, self._own(pool), policy_for(self, policy))

    def leave_one_out(self, answer: Answer, pool: GistPool) -> pd.DataFrame:
        """What each edit read contributed to the answer. See `Scorer.leave_one_out`."""
        return Scorer(self.answerer).leave_one_out(answer, self._own(pool))

    def fidelity(self, gist: Gist) -> Fidelity:
        """How much of its edit a gist holds. See `Reconstructor.fidelities` for what it raises."""
        return self.fidelities([gist])[0]

    def fidelities(
        self, gists: Sequence[Gist], *, progress: Progress | None = None, stop_asked: StopAsked | None = None
    ) -> list[Fidelity]:
        """How much of its edit each gist holds: the edit, repeated from its gist slots alone, beside what it says."""
        reconstructor = Reconstructor(self.compressor, self.answerer)
        return reconstructor.fidelities(gists, progress=progress, stop_asked=stop_asked)

    def _longest(self, max_new_tokens: int | None) -> int:
        """Longest answer in tokens: the caller's, or the setting.

        Raises:
            QuestionError: no token at all.
        """
        longest = self.settings.max_new_tokens if max_new_tokens is None else max_new_tokens
        if longest < 1:
            raise QuestionError(
                given=f"An answer of at most {longest} tokens was asked for.",
                allowed="The longest answer has at least 1 token.",
                remedy="Give a larger number, or none for the setting.",
            )
        return longest

    def _own(self, pool: GistPool | None) -> GistPool:
        """The pool to read, an empty one for None.

        Raises:
            PoolError: another model made it.
        """
        if pool is None:
            return self.empty_pool()
        pool.require_made_by(self.compressor.made_by)
        return pool

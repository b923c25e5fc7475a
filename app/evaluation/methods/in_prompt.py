"""The edit in the prompt: what the untouched backbone makes of the one right edit, put before the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from app.data import Edit
from app.evaluation.methods.deciding import Basis, DecidingMethod, PromptingMethod
from app.evaluation.methods.method import Group
from app.evaluation.oracle_wording import WordingChoice, wording_for
from app.model import Score, prompt_of


class RightEditInPrompt(PromptingMethod):
    """Is told the right edit, so that only reading is measured: what an adapter has to beat. Needs no adapter.

    Three prompts, told apart by name; which of them is the best is decided on `counterfact-val`.
    """

    group: ClassVar[Group] = "prompt"
    before: ClassVar[str]
    """Stands before the question's own prompt; `{edit}` is the edit."""

    @classmethod
    def prompt(cls, question: str, edit: str) -> str:
        """The whole prompt. It ends as the question's own does, and is continued as it stands."""
        return cls.before.replace("{edit}", edit) + prompt_of(question)

    def prepare(self, edits: Sequence[Edit]) -> None:
        """Nothing to do: the right edit comes with each question."""

    def length(self, question: str, right_edit: str) -> int:
        return self.tokens_in(self.prompt(question, right_edit))

    def bases(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Basis]:
        pairs = zip(questions, right_edits, strict=True)
        return [Basis(question, self.prompt(question, edit)) for question, edit in pairs]

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        bases = self.bases(questions, right_edits)
        return [self.model.score(basis.key, target) for basis, target in zip(bases, targets, strict=True)]

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"prompt": self.before}


class EditAlone(RightEditInPrompt):
    name = "in-prompt-plain"
    title = "right edit in the prompt"
    before = "{edit}\n"


class EditAsNewFact(RightEditInPrompt):
    name = "in-prompt-fact"
    title = "right edit in the prompt, as a new fact"
    before = "New fact: {edit}\n\n"


class EditAsInstruction(RightEditInPrompt):
    name = "in-prompt-instruction"
    title = "right edit in the prompt, with an instruction"
    before = "Answer by this statement, which is true from now on: {edit}\n\n"


WORDINGS: dict[str, type[RightEditInPrompt]] = {
    kind.name: kind for kind in (EditAlone, EditAsNewFact, EditAsInstruction)
}


class Oracle(DecidingMethod):
    """The best of the three wordings for the backbone, as `wording_for` tells."""

    name = "oracle"
    title = "right edit in the prompt, best of three wordings"
    group: ClassVar[Group] = "prompt"

    @property
    def choice(self) -> WordingChoice:
        """What was measured of the wordings."""
        return wording_for(self.model.backbone.fingerprint)

    @property
    def told(self) -> RightEditInPrompt:
        """The method with the chosen wording."""
        return WORDINGS[self.choice.best](self.model, self.policy, self.max_new_tokens)

    def prepare(self, edits: Sequence[Edit]) -> None:
        """Nothing to do: the right edit comes with each question."""

    def length(self, question: str, right_edit: str) -> int:
        return self.told.length(question, right_edit)

    def bases(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Basis]:
        return self.told.bases(questions, right_edits)

    def write(self, bases: Sequence[Basis]) -> list[str]:
        return self.told.write(bases)

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        return self.told.target_scores(questions, targets, right_edits)

    def settings(self) -> dict[str, Any]:
        return self.told.settings() | self.choice.as_dict(self.model.backbone.fingerprint)

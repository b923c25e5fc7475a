"""What an adapter's card says in figures: measurements, failures, sources of the training data."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

MOST_EXAMPLES = 3
"""Failures of a kind that a card shows."""

DETAILS = ("_exact", "_no_edit")
"""Endings of figures that people are not shown."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Share(_Entry):
    """A share of questions, from 0 to 1, with the ends of its 95 % interval and the number of questions."""

    value: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    n: int = Field(ge=1)

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} % [{100 * self.low:.1f}–{100 * self.high:.1f}], n = {self.n:,}"


class Measurement(_Entry):
    """One method on one suite at one size of pool, with the command that measures it again."""

    suite: str
    """Name of the suite, as commands take it."""
    title: str
    method: str
    memory: str | None
    """What was read of the edits; None: a method that this one is compared with."""
    policy: str | None
    """How edits were selected; None: the method does not select."""
    pool: int = Field(ge=1)
    """Edits in force together."""
    records: int
    precision: str
    commit: str | None = None
    """Of the code; None where it was not known."""
    command: str
    figures: dict[str, Share]
    """`efficacy`, `paraphrase`, … as `evaluate` names them."""
    by_edit_kind: dict[str, Share] = {}
    by_answer_kind: dict[str, Share] = {}
    """Names, amounts, dates, codes, … apart."""
    by_required_part: dict[str, Share] = {}
    """The same for suites whose answers must contain several things."""

    @property
    def reads(self) -> str:
        """What tells the rows of a suite apart: what was read of the edits, or the method in the adapter's place."""
        return self.memory or self.method

    @property
    def main_figures(self) -> dict[str, Share]:
        """Without exact matches and how often no edit was read, which only programs need."""
        return {name: share for name, share in self.figures.items() if not name.endswith(DETAILS)}

    @property
    def recall(self) -> dict[str, Share]:
        """Share of right answers by kind of what was asked for; of required parts where answers have several."""
        return self.by_required_part or self.by_answer_kind

    def measures_the_same(self, other: Measurement) -> bool:
        """Whether both are the same figures, measured at different times."""
        return _identity(self) == _identity(other)


class Failure(_Entry):
    """A wrong answer."""

    edit: str = ""
    """Empty: no edit covers the question."""
    question: str
    expected: str = ""
    """Empty: what the backbone says by itself."""
    answer: str


class FailureKind(_Entry):
    """Wrong answers about one kind of edit."""

    suite: str
    title: str
    kind: str
    """Of the edit; empty: questions that no edit covers."""
    memory: str
    pool: int
    wrong: int = Field(ge=1)
    asked: int | None = None
    """None where the results do not say how many questions there were."""
    examples: list[Failure] = Field(max_length=MOST_EXAMPLES)


class DataSource(_Entry):
    """An ingredient of the training data."""

    name: str
    licence: str


def _identity(one: Measurement) -> tuple[object, ...]:
    return one.suite, one.method, one.policy, one.pool, one.precision

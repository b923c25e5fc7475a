"""A workbench with the edits of a command line in it: what `ask`, `compress` and `explain` begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from app.commands.output import progress_bar, remarks, shown
from app.config import Settings
from app.errors import QuestionError, UploadError

if TYPE_CHECKING:
    from app.model import Answer, GistPool
    from app.service import Asked, Proposal, Workbench


@dataclass(frozen=True)
class Fault:
    """A row that was not taken, and where it stands."""

    source: str
    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class Opened:
    """A workbench whose session holds compressed edits."""

    workbench: Workbench
    token: str
    faults: tuple[Fault, ...]
    seconds: float
    """Time that compressing took."""

    @property
    def pool(self) -> GistPool:
        """The gists of all edits."""
        return self.workbench.session(self.token).work.pool or self.workbench.model().empty_pool()

    def ask(self, question: str, policy: str | None) -> Asked:
        """The whole answer.

        Raises:
            QuestionError: an empty or too long question.
            PolicyError: an unknown policy.
        """
        key = None
        for asking in self.workbench.ask(self.token, question, policy):
            key = asking.key or key
        asked = self.workbench.answered(self.token, key) if key else None
        if asked is None:
            raise QuestionError("The question was stopped before its answer was whole.", "", "Ask again.")
        return asked

    def require_no_faults(self) -> None:
        """End the process with 1 where rows were not taken: the result is there, but it is not all of it."""
        if self.faults:
            raise typer.Exit(1)


def open_with_edits(settings: Settings, texts: Sequence[str] | None, files: Sequence[Path] | None) -> Opened:
    """Load the model, take the edits in, compress them; remarks on rows not taken go to standard error.

    Raises:
        UploadError: a file that cannot be read, or edits of which not one can be used.
    """
    from app.service import Workbench

    workbench = Workbench(settings)
    uploads = [("--edit", workbench.read_lines("\n".join(texts)))] if texts else []
    uploads += [(str(path), workbench.read_file(path)) for path in files or ()]
    token = workbench.open(None).token
    faults: list[Fault] = []
    with progress_bar() as report:
        workbench.model(report)
        for source, upload in uploads:
            proposal = workbench.propose(token, upload)
            faults += _faults(source, proposal)
            _remark_on(source, proposal)
            workbench.accept(token)
        begin = perf_counter()
        for step in workbench.compress(token):
            report(f"Compressing {step.total:,} edits", step.done / max(step.total, 1))
        seconds = perf_counter() - begin
    if uploads and not workbench.session(token).work.edits:
        raise UploadError(
            "Not one of the given edits can be used.", "", "The remarks above name each row and what is wrong with it."
        )
    return Opened(workbench, token, tuple(faults), seconds)


def used_edits(answer: Answer) -> list[dict[str, object]]:
    """The edits that an answer read, the heaviest first: id, text, weight (of selection), mass (of attention)."""
    frame = answer.evidence.by_edit()
    read = frame[frame["read"]]
    columns = zip(read["edit_id"], read["text"], read["weight"], read["mass"], strict=True)
    return [
        {"id": str(edit_id), "text": str(text), "weight": float(weight), "mass": float(mass)}
        for edit_id, text, weight, mass in columns
    ]


def _faults(source: str, proposal: Proposal) -> Iterable[Fault]:
    return (Fault(source, fault.row, fault.text, fault.reason) for fault in proposal.faults)


def _remark_on(source: str, proposal: Proposal) -> None:
    console = remarks()
    for fault in proposal.faults:
        console.print(shown(f"{source}, row {fault.row}: {fault.reason}: {fault.text}", "yellow"))
    if proposal.unlisted:
        console.print(shown(f"{source}: {proposal.unlisted:,} more rows cannot be used.", "yellow"))
    for edit in proposal.flagged:
        known = ", ".join(proposal.languages)
        remark = f"{source}: “{edit.text}” is not in a language of the adapter ({known}); it may be read badly."
        console.print(shown(remark, "yellow"))

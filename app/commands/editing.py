"""A workbench with the edits of a command line in it: what `ask`, `compress` and `explain` begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from app.commands.options import EditOptions, user_name
from app.commands.output import progress_bar, remarks, shown
from app.config import Settings
from app.data import Fault as RowFault
from app.data import Upload
from app.errors import InputError, QuestionError, UploadError

if TYPE_CHECKING:
    from app.model import Answer, GistPool
    from app.service import Asked, Proposal, Workbench
    from app.service.core import LoadFromSettings


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
    not_in_use: tuple[Fault, ...] = ()
    """Shared edits that this model cannot compress: no fault of who asks."""

    @property
    def pool(self) -> GistPool:
        """The gists of all edits."""
        pool = self.workbench.pool_of(self.workbench.session(self.token))
        return self.workbench.model().empty_pool() if pool is None else pool

    def ask(self, question: str, policy: str | None) -> Asked:
        """The whole answer.

        Raises:
            QuestionError: an empty or too long question.
            PolicyError: an unknown policy.
        """
        key = None
        for asking in self.workbench.questions.ask(self.token, question, policy):
            key = asking.key or key
        asked = self.workbench.questions.answered(self.token, key) if key else None
        if asked is None:
            raise QuestionError("The question was stopped before its answer was whole.", "", "Ask again.")
        return asked

    def require_no_faults(self) -> None:
        """End the process with 1 where rows were not taken: the result is there, but it is not all of it."""
        if self.faults:
            raise typer.Exit(1)


def open_with_edits(
    settings: Settings,
    given: EditOptions,
    policy: str | None = None,
    *,
    load: LoadFromSettings | None = None,
    folder: Path | None = None,
) -> Opened:
    """Load the model, take the edits in, compress them; remarks on rows not taken go to standard error.

    Without texts and files the edits are those of the shared store, if there is one; naming a store demands it. Where
    the settings name a release, they are that release's, and so is the policy.

    Args:
        load: makes the model, where others help to compress.
        folder: with a pool, which is used in place of all other edits.

    Raises:
        InputError: a release is named, and edits or a policy beside it; or a folder, and edits.
        PoolError: the folder holds no pool of this model.
        UploadError: a file that cannot be read, or edits of which not one can be used.
        StoreError: the shared store cannot be used.
    """
    from app.service import Workbench
    from app.store import store_exists

    workbench = Workbench(settings, load)
    if folder is not None:
        return _open_folder(workbench, given, folder)
    if workbench.serves:
        return _open_served(workbench, given, policy)
    if not given.edit and not given.edits and (given.store is not None or store_exists(settings.store)):
        return _open_shared(workbench)
    uploads = read_uploads(workbench, given.edit, given.edits)
    token = workbench.open(None).token
    faults: list[Fault] = []
    with progress_bar() as report:
        workbench.model(report)
        for source, upload in uploads:
            proposal = workbench.edits.propose(token, upload)
            faults += told_faults(source, proposal.faults, proposal.unlisted)
            _remark_on_language(source, proposal)
            workbench.edits.accept(token)
        begin = perf_counter()
        for step in workbench.jobs.follow(token, workbench.edits.compress(token)):
            report(f"Compressing {step.total:,} edits", step.done / max(step.total, 1))
        seconds = perf_counter() - begin
    if uploads and not workbench.session(token).work.edits:
        raise none_usable()
    return Opened(workbench, token, tuple(faults), seconds)


def _open_folder(workbench: Workbench, given: EditOptions, folder: Path) -> Opened:
    """The pool in a folder, which is not read before a question needs a part of it."""
    if given.edit or given.edits or given.store is not None or workbench.serves:
        raise InputError(
            f"The pool in {folder} answers, and other edits were given beside it.",
            "A pool in a folder has its own edits, and nothing else answers.",
            "Leave out --pool, or --edit, --edits, --store and --release.",
        )
    token = workbench.open(None).token
    with progress_bar() as report:
        workbench.model(report)
    workbench.edits.use_folder(token, folder)
    return Opened(workbench, token, (), 0.0)


def _open_served(workbench: Workbench, given: EditOptions, policy: str | None) -> Opened:
    """The release that the settings name; gists that it lacks are made at the first question."""
    if given.edit or given.edits or policy is not None:
        raise InputError(
            f"The release {workbench.settings.release!r} answers, and edits or a policy were given beside it.",
            "A release has its own edits and its own policy, and nothing else answers.",
            "Leave out --edit, --edits and --policy, or --release (INCOMES_RELEASE).",
        )
    token = workbench.open(None).token
    workbench.use_shared(token, user_name())
    workbench.release_for(workbench.session(token))  # one that there is not is told before the model is loaded
    with progress_bar() as report:
        workbench.model(report)
    return Opened(workbench, token, (), 0.0)


def _open_shared(workbench: Workbench) -> Opened:
    """The shared edits; those that lack gists are compressed, and kept in the store."""
    token = workbench.open(None).token
    workbench.use_shared(token, user_name())
    with progress_bar() as report:
        workbench.model(report)
        begin = perf_counter()
        for step in workbench.jobs.follow(token, workbench.edits.compress(token)):
            report(f"Compressing {step.total:,} edits", step.done / max(step.total, 1))
        seconds = perf_counter() - begin
    faults = [Fault(workbench.stored.name, 0, edit.text, reason) for edit, reason in workbench.stored.unusable()]
    for fault in faults:
        remarks().print(shown(f"{fault.source}: not in use: {fault.reason}", "yellow"))
    return Opened(workbench, token, (), seconds, not_in_use=tuple(faults))


def read_uploads(
    workbench: Workbench, texts: Sequence[str] | None, files: Sequence[Path] | None, called: str = "--edit"
) -> list[tuple[str, Upload]]:
    """The texts and files of a command line, each with its name.

    Raises:
        UploadError: a file that cannot be read.
    """
    uploads = [(called, workbench.edits.read_lines("\n".join(texts)))] if texts else []
    return uploads + [(str(path), workbench.edits.read_file(path)) for path in files or ()]


def none_usable() -> UploadError:
    """The error where not one row of what was given is an edit."""
    return UploadError(
        "Not one of the given edits can be used.", "", "The remarks above name each row and what is wrong with it."
    )


def used_edits(answer: Answer) -> list[dict[str, object]]:
    """The edits that an answer read, the heaviest first: id, text, weight (of selection), mass (of attention)."""
    frame = answer.evidence.by_edit(0)
    read = frame[frame["read"]]
    columns = zip(read["edit_id"], read["text"], read["weight"], read["mass"], strict=True)
    return [
        {"id": str(edit_id), "text": str(text), "weight": float(weight), "mass": float(mass)}
        for edit_id, text, weight, mass in columns
    ]


def told_faults(source: str, faults: Iterable[RowFault], unlisted: int) -> list[Fault]:
    """Rows that cannot be used, said on standard error."""
    console = remarks()
    named = [Fault(source, fault.row, fault.text, fault.reason) for fault in faults]
    for fault in named:
        console.print(shown(f"{source}, row {fault.row}: {fault.reason}: {fault.text}", "yellow"))
    if unlisted:
        console.print(shown(f"{source}: {unlisted:,} more rows cannot be used.", "yellow"))
    return named


def _remark_on_language(source: str, proposal: Proposal) -> None:
    for edit in proposal.flagged:
        known = ", ".join(proposal.languages)
        remark = f"{source}: “{edit.text}” is not in a language of the adapter ({known}); it may be read badly."
        remarks().print(shown(remark, "yellow"))

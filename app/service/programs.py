"""The workbench for other programs: functions with stable names that take and return plain values.

Each calls the façade, so that the same table of permissions and the same limits hold as for people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.data.questions import ListedQuestion
from app.errors import QuestionError
from app.service.listing import Query

if TYPE_CHECKING:
    from app.service.job import JobView
    from app.service.workbench import Workbench

Answered = dict[str, Any]
"""What every function returns: values that JSON knows."""

ABOUT = (
    "Corrects what a language model says: edits are plain sentences, and every answer tells which of them it used. "
    "Begin with open_session; its value is the first argument of all other tools. A question waits for a few edits "
    "that were just added; after adding many, wait for their job with job_status. What goes wrong comes back as an "
    "error with what is allowed and what to do."
)
"""For a program that looks for itself how to use them."""

LONGEST_WAIT = 60.0
"""Seconds of one call."""


class Programs:
    """The functions. Each but the first takes the session that `open_session` gave."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    @property
    def functions(self) -> tuple[Callable[..., Answered], ...]:
        """All that is offered; the name of each is that of its endpoint."""
        return (
            self.open_session, self.list_pools, self.use_pool, self.ask, self.explain, self.add_edits,
            self.list_edits, self.change_edit, self.remove_edit, self.job_status, self.start_test_questions,
            self.test_results, self.list_releases, self.make_release, self.gate_release, self.gate_results,
            self.move_alias,
        )  # fmt: skip

    def open_session(self, shared: bool = False) -> dict[str, Any]:
        """Begin a session, on private edits or on the shared ones: {"session"}. Keep its value secret."""
        session = self._workbench.open(None)
        if shared and session.shares_as is None:
            self._workbench.open_shared(session.token)
        return {"session": session.token}

    def list_pools(self, session: str) -> dict[str, Any]:
        """Pools that can be asked with and not changed: {"pools", "in_use"}; "" is in use where none is."""
        pools = self._workbench.pools
        chosen = pools.in_use(session)
        return {"pools": [asdict(one) for one in pools.offered()], "in_use": "" if chosen is None else chosen.name}

    def use_pool(self, session: str, name: str) -> dict[str, Any]:
        """Ask with a pool alone from now on, or with "" on private edits again: {"in_use", "edits"}."""
        if not name:
            self._workbench.pools.leave(session)
            return {"in_use": "", "edits": 0}
        chosen = self._workbench.pools.use(session, name)
        return {"in_use": chosen.name, "edits": chosen.edits}

    def ask(self, session: str, question: str, policy: str = "", only_edits: bool = False) -> dict[str, Any]:
        """Ask: {"key", "answer", "original_answer", "withheld", "edits_read", "edits_not_ready"}; `key` for `explain`.

        A few edits on their way are waited for; `edits_not_ready` is how many took no part.
        """
        last = None
        for step in self._workbench.questions.ask(session, question, policy or None, only_edits=only_edits):
            last = step
        if last is None or last.key is None or last.partial is None:
            raise QuestionError("The question was stopped before it was answered.", "", "Ask again.")
        asked = self._workbench.questions.answered(session, last.key)
        if asked is None:
            raise _too_old()
        selection = asked.answer.evidence.selection
        texts = selection.texts_of(selection.chosen)
        return {
            "key": last.key,
            "answer": asked.answer.text,
            "original_answer": asked.answer.original,
            "withheld": asked.withheld,
            "edits_read": [{"id": one, "text": texts[one]} for one in selection.chosen],
            "edits_not_ready": asked.not_ready,
        }

    def explain(self, session: str, key: str) -> dict[str, Any]:
        """Why an answer came out so: what `python -m app explain --json` prints of it."""
        from app.explain.record import evidence_of

        account = self._workbench.questions.account(session, key)
        if account is None:
            raise _too_old()
        return evidence_of(account)

    def add_edits(self, session: str, texts: list[str]) -> dict[str, Any]:
        """Add edits and begin to compress them: {"added", "held", "faults", "job"}; `job` is null without any.

        `held` are texts that contradict a shared edit which acts: they wait for approval.
        """
        upload = self._workbench.edits.read_lines("\n".join(" ".join(text.split()) for text in texts))
        arrival = self._workbench.arrivals.begin(session, upload, "never")
        proposal = arrival.result()
        return {
            "added": [{"id": edit.id, "text": edit.text} for edit in arrival.added],
            "held": list(arrival.held),
            "faults": [asdict(fault) for fault in proposal.faults],
            "job": arrival.job,
        }

    def list_edits(self, session: str, words: str = "", tag: str = "", first: int = 0) -> dict[str, Any]:
        """A page of edits: {"edits", "found", "all"}. `first` is the place of the first one, from 0."""
        listing = self._workbench.edits.list(session, Query(words, tag, "", first))
        return {
            "edits": [
                {
                    "id": edit.id, "version": edit.version, "text": edit.text, "note": edit.note,
                    "tags": list(edit.tags), "waiting": edit.waiting,
                }
                for edit in listing.edits
            ],
            "found": listing.found,
            "all": listing.all,
        }  # fmt: skip

    def change_edit(self, session: str, id: str, text: str, version: int = 0) -> dict[str, Any]:
        """Give an edit another text and compress it: {"text", "held", "job"}; a shared one by the version as listed."""
        edits = self._workbench.edits
        edit = edits.reword(session, id, text, version)
        return {"text": edit.text, "held": list(edits.held(session)), "job": edits.compress(session)}

    def remove_edit(self, session: str, id: str, version: int = 0) -> dict[str, Any]:
        """Take an edit out of use: {"removed"}."""
        self._workbench.edits.remove(session, id, version)
        return {"removed": id}

    def job_status(self, session: str, job: str, wait: float = 0) -> dict[str, Any]:
        """How far a job is, after at most `wait` seconds (60): {"id", "kind", "state", "done", "total", "before"}."""
        jobs = self._workbench.jobs
        view = jobs.wait(session, job, min(wait, LONGEST_WAIT)) if wait > 0 else jobs.get(session, job)
        return _job(view)

    def start_test_questions(self, session: str, questions: list[str], expected: list[str]) -> dict[str, Any]:
        """Ask many questions: {"job"}. `expected` has an answer for each, "" where none is expected."""
        if len(questions) != len(expected):
            raise QuestionError(
                f"{len(questions)} questions and {len(expected)} expected answers were given.",
                "There is one expected answer for each question.",
                'Give "" where none is expected.',
            )
        listed = [ListedQuestion(*pair) for pair in zip(questions, expected, strict=True)]
        return {"job": self._workbench.tests.start(session, listed)}

    def test_results(self, session: str, job: str) -> dict[str, Any]:
        """What came of the questions asked so far: {"results"}."""
        return {"results": [asdict(one) for one in self._workbench.tests.results(session, job)]}

    def list_releases(self, session: str) -> dict[str, Any]:
        """Releases and where the aliases stand: {"releases"}."""
        overview = self._workbench.releases.overview(session)
        return {
            "releases": [
                {"id": one.id, "name": one.name, "aliases": list(overview.aliases_at(one.id))}
                for one in overview.releases
            ]
        }

    def make_release(self, session: str, name: str, note: str = "") -> dict[str, Any]:
        """Release the edits that act now: {"id", "name"}."""
        release = self._workbench.releases.make(session, name, note=note)
        return {"id": release.id, "name": release.name}

    def gate_release(self, session: str, release: str) -> dict[str, Any]:
        """Begin to test a release: {"job"}."""
        return {"job": self._workbench.releases.begin_gate(session, release)}

    def gate_results(self, session: str, release: str) -> dict[str, Any]:
        """The newest test of a release: {"tested", "passed"}."""
        found = self._workbench.releases.gate(session, release)
        return {"tested": found is not None, "passed": found is not None and found.run.passed}

    def move_alias(self, session: str, alias: str, release: str, reason: str = "") -> dict[str, Any]:
        """Let an alias stand at a release: {"alias", "release"}. Refused where its gate refuses it."""
        self._workbench.releases.move(session, alias, release, reason=reason)
        return {"alias": alias, "release": release}


def _job(view: JobView) -> Answered:
    return {
        "id": view.id, "kind": view.kind, "state": view.state, "done": view.done, "total": view.total,
        "before": view.before, "error": None if view.error is None else view.error.as_dict(),
    }  # fmt: skip


def _too_old() -> QuestionError:
    return QuestionError("There is no such answer here (any more).", "", "Ask again.")

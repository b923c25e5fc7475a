"""What can be done with releases. Each function names its session by token; changes are made under its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from app.data import Edit
from app.errors import JobMissingError, StoreError
from app.service.core import Core
from app.service.jobs import Jobs
from app.service.kept_answers import Asked, Repeated
from app.service.permissions import permitted
from app.service.releases.diff import ReleaseDiff, diff_of
from app.service.releases.gate import RunGate
from app.service.releases.overview import (
    GateReport,
    Overview,
    ReleaseDetails,
    gate_of,
    overview_of,
    pilot_of,
)
from app.service.releases.pins import differences_here, pins_of
from app.service.releases.reopened import LoggedPage, Reopened
from app.service.releases.replay import AskedAgain, Replay, ask_again
from app.service.serving import VISITOR
from app.store import CANDIDATE, AliasMove, GateRun, Mark, PilotMember, PilotView, Release, Store, Verification


class Releases:
    """The releases of the shared store.

    Every function with a token raises SessionExpiredError where there is no such session, StoreError where the session
    does not use the shared store or that fails, and ReleaseMissingError for a release that there is not. A release is
    named by its name, its id, or an alias.
    """

    def __init__(self, core: Core, jobs: Jobs) -> None:
        self._core, self._jobs = core, jobs

    # Reading

    @permitted("releases.overview")
    def overview(self, token: str | None) -> Overview:
        """Every release with the aliases that stand at it and its last test."""
        found = overview_of(self._store(token))
        return replace(found, runs=self._shown(token, found.runs))

    @permitted("releases.show")
    def show(self, token: str | None, reference: str) -> ReleaseDetails:
        """One release with its edits, whether it is unchanged, and its last test."""
        store = self._store(token)
        release = store.releases.get(reference)
        loaded = self._core.about() is not None
        return ReleaseDetails(
            release=release,
            edits=store.releases.edits(release.id),
            aliases=tuple(alias for alias, move in store.aliases.standing().items() if move.release == release.id),
            verification=self._whole().releases.verify(release.id),
            gate=None if self._core.refusal("releases.gate", token) is not None else gate_of(store, release),
            here=differences_here(release, self._core.model()) if loaded else None,
        )

    @permitted("releases.verify")
    def verify(self, token: str | None, reference: str) -> Verification:
        """Whether a release is what it was when it was made, and what is not."""
        self._store(token)
        return self._whole().releases.verify(reference)

    @permitted("releases.diff")
    def diff(self, token: str | None, before: str, after: str) -> ReleaseDiff:
        """What has changed from one release to another."""
        store = self._store(token)
        first, second = store.releases.get(before), store.releases.get(after)
        return diff_of(first, store.releases.edits(first.id), second, store.releases.edits(second.id))

    @permitted("releases.history")
    def history(self, token: str | None, alias: str | None = None) -> tuple[AliasMove, ...]:
        """Every move of an alias, or of all, the newest first."""
        return self._store(token).aliases.history(alias)

    @permitted("releases.served")
    def served(self, token: str | None) -> Release | None:
        """The release that answers this session now; None: the edits answer as they are."""
        return self._core.release_for(self._core.session(token))

    # Making and moving

    @permitted("releases.make")
    def make(self, token: str | None, name: str, *, note: str = "", policy: str | None = None) -> Release:
        """A release of what acts now, for the model that is open here.

        Args:
            policy: how its answers select edits; None: the default.

        Raises:
            InputError, ReleaseExistsError, ReleaseError: as `store.Releases.make` does.
            PolicyError: no such policy.
        """
        from app.model import policy_named

        self._store(token)
        pins = pins_of(self._core.model(), policy_named(policy))
        return self._whole().releases.make(name, pins, author=self._name(token), note=note)

    @permitted("releases.move")
    def move(
        self, token: str | None, alias: str, reference: str, *, reason: str = "", override: bool = False
    ) -> AliasMove:
        """Moves an alias. Raises InputError and GateError as `store.Aliases.move` does."""
        aliases = self._store(token).aliases
        return aliases.move(alias, reference, author=self._name(token), reason=reason, override=override)

    @permitted("releases.rollback")
    def rollback(self, token: str | None, alias: str, reference: str | None = None, *, reason: str = "") -> AliasMove:
        """Moves an alias back to where it stood. Raises InputError and ReleaseError as `store.Aliases.rollback`."""
        return self._store(token).aliases.rollback(alias, reference, author=self._name(token), reason=reason)

    # The gate

    @permitted("releases.begin_gate")
    def begin_gate(self, token: str | None, reference: str) -> str:
        """Begins to ask the test questions of a release, as a job, and returns its id.

        Raises:
            JobError: too many jobs of the session wait.
        """
        release = self._store(token).releases.get(reference)
        return self._jobs.start(token, RunGate(self._core, release, self._name(token)), release.name)

    @permitted("releases.gate")
    def gate(self, token: str | None, reference: str) -> GateReport | None:
        """The last test of a release; None where there was none."""
        store = self._store(token)
        return gate_of(store, store.releases.get(reference))

    @permitted("releases.gate_of_job")
    def gate_of_job(self, token: str | None, job: str) -> GateReport | None:
        """What a job has found; None while it is not over. Raises JobMissingError for another job's id."""
        task = self._jobs.task(token, job)
        if not isinstance(task, RunGate):
            raise JobMissingError("There is no such test of a release here (any more).", "", "Begin it again.")
        store = self._store(token)
        return None if task.run is None else gate_of(store, store.releases.get(task.run.release))

    # Answers

    @permitted("releases.replay")
    def replay(self, token: str | None, answer_id: str, question: str = "") -> Replay:
        """A logged answer, asked again.

        Args:
            question: as it was asked, where only checksums of it are kept.

        Raises:
            AnswerMissingError: no such answer.
            QuestionError: its question is not kept, and none was given, or another one.
            PolicyError: its policy is not known to this version of the program.
        """
        return self._again(token, answer_id, question).told

    @permitted("releases.logged")
    def logged(self, token: str | None, *, search: str = "", offset: int = 0, limit: int = 20) -> LoggedPage:
        """Answers that were given with the shared edits, the newest first, as far as whoever acts may see them.

        Args:
            search: what stands in a question, an answer, the name of who asked, or an edit that was read; or an id.
        """
        answers = self._store(token).answers
        refusal = self._core.refusal("releases.replay", token)
        return LoggedPage(answers.newest(limit, offset, search), answers.count(search), offset, refusal)

    @permitted("releases.reopen")
    def reopen(self, token: str | None, answer_id: str, question: str = "") -> Reopened:
        """A logged answer, asked again and kept in the session, so that it is explained as any other.

        Nothing is logged: what was answered is. Raises as `replay` does.
        """
        session = self._core.session(token)
        forgotten = session.forgotten
        again = self._again(token, answer_id, question, record=True)
        told = again.told
        then = {Edit.of(edit.text).id: edit.version for edit in told.logged.used}
        chosen = again.answer.evidence.selection.chosen
        asked = Asked(
            again.answer,
            again.pool,
            versions={gist: then[gist] for gist in chosen if gist in then},
            withheld=again.withheld,
            logged=told.logged.id,
            release="" if told.release is None else told.release.name,
            repeats=Repeated(told.logged.asked, told.logged.id, told.identical),
        )
        key = session.keep(asked, forgotten)
        self._core.sessions.tidy()
        return Reopened(key, told)

    def _again(self, token: str | None, answer_id: str, question: str, *, record: bool = False) -> AskedAgain:
        logged = self._store(token).answers.get(answer_id)
        self._core.model()
        with self._core.queue.turn(self._core.session(token).token):
            return ask_again(self._core, logged, question, record=record)

    @permitted("releases.mark")
    def mark(self, token: str | None, answer_id: str, verdict: str, *, note: str = "") -> Mark:
        """Says of an answer that it is right, wrong or an unwanted change.

        Raises:
            InputError: no such verdict, or the note is too long.
            AnswerMissingError: no such answer.
        """
        return self._store(token).pilot.mark(answer_id, verdict, author=self._name(token), note=note)

    # The pilot

    @permitted("releases.pilot")
    def pilot(self, token: str | None) -> PilotView:
        """Its members, and what came of the questions of each alias."""
        found = pilot_of(self._store(token))
        return replace(found, runs=self._shown(token, found.runs))

    @permitted("releases.join")
    def join(self, token: str | None, name: str, alias: str = CANDIDATE) -> PilotMember:
        """Somebody is served this alias from now on. Raises InputError where the name cannot be one."""
        return self._store(token).pilot.add(name, alias, author=self._name(token))

    @permitted("releases.leave")
    def leave(self, token: str | None, name: str) -> bool:
        """Somebody is served as everyone else from now on; False where they were before."""
        return self._store(token).pilot.remove(name, author=self._name(token))

    @permitted("releases.page")
    def page(self, token: str | None, language: str = "en") -> str:
        """The pilot as one HTML page that needs nothing else, in English (`en`) or Japanese (`ja`).

        Raises:
            InputError: another language.
        """
        from app.explain.pilot_page import pilot_page

        return pilot_page(self.pilot(token), language, made=datetime.now(UTC))

    def _shown(self, token: str | None, runs: Mapping[str, GateRun]) -> dict[str, GateRun]:
        """Runs of the gate; without their questions and answers for who may not see those of every edit."""
        whole = self._core.refusal("releases.gate", token) is None
        return {release: run if whole else replace(run, results=()) for release, run in runs.items()}

    def _store(self, token: str | None) -> Store:
        if self._core.session(token).shares_as is None:
            raise StoreError(
                "Releases are made of the shared edits, and this session uses its own.",
                "",
                "Open the shared edits first.",
            )
        return self._core.shared(create=False).store

    def _whole(self) -> Store:
        """With what is hidden too: a release holds all that acts, and is verified as a whole."""
        return self._core.whole_store(create=False).store

    def _name(self, token: str | None) -> str:
        return self._core.session(token).shares_as or VISITOR

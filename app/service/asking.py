"""Questions of a session: asked, answered as the answer grows, explained afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.data import Edit, demos
from app.data.demo import FILES
from app.errors import PoolError, QuestionError
from app.service.accounts import make_account, report_on
from app.service.answering import Answering, Asking
from app.service.awaiting import Awaiting
from app.service.background import in_background
from app.service.core import Core
from app.service.correcting import Draft, draft_for
from app.service.edit_details import EditDetails, details_of_private, details_of_stored
from app.service.kept_answers import ANSWERS_KEPT, Asked
from app.service.permissions import permitted
from app.service.sessions import Session

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.explain.report import Report
    from app.model import Policy
    from app.store import Release, StoredEdit


@dataclass(frozen=True)
class Examples:
    """Questions to begin with."""

    questions: tuple[str, ...]
    """They ask for those demo edits that are in use."""
    edits: int
    """Edits in use, of the demo and others."""


class Questions:
    """The questions of sessions; each function names its session by token.

    Every function with a token raises SessionExpiredError where there is no such session.
    """

    def __init__(self, core: Core, awaiting: Awaiting) -> None:
        self._core, self._answering = core, Answering(core, awaiting)

    @permitted("questions.examples")
    def examples(self, token: str | None) -> Examples:
        """What there is to ask with the edits in use; nothing for an unknown session.

        Raises:
            StoreError: the shared store cannot be read.
        """
        session = self._core.sessions.get(token)
        if session is None:
            held: set[str] = set()
        elif (release := self._core.release_for(session)) is not None:
            held = {edit.gist_id for edit in self._released(release)}
        elif session.offered is not None:
            pool = session.offered.pool
            demo = tuple(one.question for language in FILES for one in demos(language) if one.edit.id in pool)
            return Examples(demo, len(pool))
        elif session.shares_as is None:
            held = {edit.id for edit in session.work.edits}
        else:
            held = {edit.gist_id for edit in self._core.shared().store.edits.active()}
        known = (one for language in FILES for one in demos(language))
        demo = tuple(one.question for one in known if one.edit.id in held)
        taken_up = () if session is None or session.shares_as is not None else session.taken_up
        asked = dict.fromkeys(one.question for one in reversed(taken_up[-ANSWERS_KEPT:]))
        return Examples((*asked, *(one for one in demo if one not in asked)), len(held))

    @permitted("questions.ask")
    def ask(
        self,
        token: str | None,
        question: str,
        policy: Policy | str | None = None,
        *,
        only_edits: bool = False,
        place: str = "",
        explain: bool = False,
    ) -> Iterator[Asking]:
        """The answer with the session's edits and the backbone's own, growing side by side.

        First how far the model is, while it is loaded; how many edits of the session it waits for, where a few are on
        their way; its place in the queue for the model, whenever that changes; then the answer. The model answers in a
        thread of its own, several questions at once where it can: who takes the steps slowly, or goes away, holds
        nobody up.

        Stopped by `stop`: then the last one has no key. With the shared store's edits, if the session uses them;
        where a release is served, with its edits and its policy, whatever policy is given.

        Args:
            only_edits: where no edit covers the question, no answer is given; the last one then says which edits
                were nearest.
            place: where the answer is shown. A newer question of the session at the same place stops this one, whose
                last step then says that it was replaced.
            explain: a further step tells all that is known of the answer.

        Raises:
            BusyError: too many requests wait for the model already.
            QuestionError: an empty or too long question; or something was erased from the shared store meanwhile, so
                that the answer may repeat it.
            StoreError: the shared store cannot be read, or cannot keep the answer, which is then not given.
            PolicyError: an unknown policy, or one that was saved for another adapter.
            PinsError: the release that is served was made for another model than is open here.
        """
        session = self._core.session(token)
        if not question.strip():
            raise QuestionError("The question is empty.", "", "Type a question, or the beginning of a sentence.")
        with session.running(place) as running:
            stopped = running.stopped
            steps = self._answering.answer(session, question.strip(), policy, only_edits, stopped.is_set)
            last = Asking(None)
            for step in in_background(steps, stopped.set):
                if stopped.is_set():
                    break
                last = step
                yield step
            if explain and last.key is not None and not running.replaced:
                last = replace(last, account=self._account(session, last.key, refuse=False))
                if not running.replaced:
                    yield last
            if running.replaced:
                yield Asking(None, replaced=True)

    @permitted("questions.answered")
    def answered(self, token: str | None, key: str) -> Asked | None:
        """A recent answer of this session, for its pictures."""
        return self._core.session(token).asked(key)

    @permitted("questions.history")
    def history(self, token: str | None) -> tuple[tuple[str, Asked], ...]:
        """The recent answers of this session with their keys, the newest first; at most `ANSWERS_KEPT`."""
        return self._core.session(token).asked_lately()

    @permitted("questions.clear")
    def clear(self, token: str | None) -> None:
        """Forgets the recent answers of this session. What the shared store keeps of them stays there."""
        self._core.session(token).clear_asked()

    @permitted("questions.edit")
    def edit(self, token: str | None, edit_id: str, key: str = "") -> EditDetails | None:
        """All that is known of an edit that answers of this session may read; None when there is no such edit.

        Args:
            key: of an answer: an edit that was removed since is found in its evidence.

        Raises:
            StoreError: the shared store cannot be read.
        """
        session = self._core.session(token)
        if session.shares_as is not None:
            stored = self._stored(session, edit_id)
            if stored is not None:
                return stored
        found = next((edit for edit in session.work.edits if edit.id == edit_id), None)
        if found is not None:
            return details_of_private(found)
        asked = session.asked(key)
        selection = None if asked is None else asked.answer.evidence.selection
        if selection is None or edit_id not in selection.edit_ids:
            return None
        edit = Edit.of(selection.texts[selection.edit_ids.index(edit_id)])
        if asked is not None and asked.pool is not None and not asked.pool.in_memory:
            return details_of_private(edit, place="pool")
        return details_of_private(edit, removed=True)

    def _stored(self, session: Session, edit_id: str) -> EditDetails | None:
        release = self._core.release_for(session)
        if release is not None:
            held = (edit for edit in self._released(release) if edit.gist_id == edit_id)
            return next((details_of_stored(edit, edit_id) for edit in held), None)
        shared = self._core.shared()
        active = shared.snapshot().edits.get(edit_id)
        return None if active is None else details_of_stored(shared.store.edits.get(active.id), edit_id)

    def _released(self, release: Release) -> tuple[StoredEdit, ...]:
        """The edits of a release that hold now, as far as whoever acts may see them."""
        shown = {edit.id for edit in self._core.shared().store.releases.edits(release.id)}
        return tuple(edit for edit in self._core.released().edits(release.id) if edit.id in shown)

    @permitted("questions.draft")
    def draft(self, token: str | None, key: str) -> Draft | None:
        """A draft of the edit that would mend a recent answer; None when the answer is too old.

        Raises:
            PoolError: the session asks with a pool that is offered.
        """
        session = self._core.session(token)
        asked = session.asked(key)
        if asked is None:
            return None
        if session.offered is not None:
            raise PoolError(
                f"The pool “{session.offered.name}” is in use, which nobody changes here.",
                "Own edits and shared edits can be corrected.",
                "Choose your own edits above, and correct the answer then.",
            )
        selection = asked.answer.evidence.selection
        read = selection.texts[selection.edit_ids.index(selection.chosen[0])] if selection.chosen else ""
        return draft_for(asked.answer.question, asked.answer.text, read)

    @permitted("questions.account")
    def account(self, token: str | None, key: str) -> Account | None:
        """All that is known of a recent answer, leave-one-out included; None when it is too old.

        The model is asked at the first call only.

        Raises:
            BusyError: too many requests wait for the model already.
        """
        return self._account(self._core.session(token), key, refuse=True)

    def _account(self, session: Session, key: str, *, refuse: bool) -> Account | None:
        asked = session.asked(key)
        if asked is None or asked.account is not None:
            return None if asked is None else asked.account
        model = self._core.model()
        with self._core.queue.turn(session.token, refuse=refuse):
            account = make_account(model, asked)
        session.learn(key, account)
        return account

    @permitted("questions.report")
    def report(self, token: str | None, key: str) -> Report | None:
        """The evidence report of a recent answer; None when it is too old."""
        asked, account = self.answered(token, key), self.account(token, key)
        return None if asked is None or account is None else report_on(self._core.model(), asked, account)

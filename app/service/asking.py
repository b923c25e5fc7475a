"""Questions of a session: asked, answered as the answer grows, explained afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.data import demo_edits, demo_questions
from app.errors import Cancelled, QuestionError
from app.service.accounts import make_account, report_on
from app.service.core import Core
from app.service.sessions import Asked

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.explain.report import Report
    from app.model import PartialAnswer
    from app.model.policies import Policy


@dataclass(frozen=True)
class Asking:
    """An answer as it grows. `key` is set with the last one: it finds the answer for `account` and `report`."""

    partial: PartialAnswer
    key: str | None = None


class Questions:
    """The questions of sessions; each function names its session by token.

    Every function with a token raises SessionExpiredError where there is no such session.
    """

    def __init__(self, core: Core) -> None:
        self._core = core

    def of_demo(self, token: str | None) -> tuple[str, ...]:
        """Questions that ask for those demo edits that this session holds; none for an unknown session."""
        session = self._core.sessions.get(token)
        if session is None:
            return ()
        held = {edit.id for edit in session.work.edits}
        pairs = zip(demo_edits(), demo_questions(), strict=True)
        return tuple(question for edit, question in pairs if edit.id in held)

    def ask(self, token: str | None, question: str, policy: Policy | str | None = None) -> Iterator[Asking]:
        """The answer with the session's edits and the backbone's own, growing side by side.

        Stopped by `stop`: then the last one has no key. With the shared store's edits, if the session uses them.

        Raises:
            QuestionError: an empty or too long question.
            StoreError: the shared store cannot be read, or cannot keep the answer, which is then not given.
        """
        core = self._core
        session = core.session(token)
        if not question.strip():
            raise QuestionError("The question is empty.", "", "Type a question, or the beginning of a sentence.")
        model = core.model()
        snapshot = None if session.shares_as is None else core.shared().snapshot()
        pool = session.work.pool if snapshot is None else snapshot.pool
        with session.running() as stopped:
            try:
                for partial in model.stream(question.strip(), pool, policy=policy, stop_asked=stopped):
                    done = partial.done
                    versions: dict[str, int] = {}
                    if done is not None and snapshot is not None:
                        versions = snapshot.versions(done.evidence.selection.chosen)
                        core.shared().log(done, snapshot, asked_by=session.shares_as or "")
                    yield Asking(partial, None if done is None else session.keep(Asked(done, pool, versions)))
            except Cancelled:
                return

    def answered(self, token: str | None, key: str) -> Asked | None:
        """A recent answer of this session, for its pictures."""
        return self._core.session(token).asked(key)

    def account(self, token: str | None, key: str) -> Account | None:
        """All that is known of a recent answer, leave-one-out included; None when it is too old.

        The model is asked at the first call only.
        """
        session = self._core.session(token)
        asked = session.asked(key)
        if asked is None or asked.account is not None:
            return None if asked is None else asked.account
        account = make_account(self._core.model(), asked)
        session.learn(key, account)
        return account

    def report(self, token: str | None, key: str) -> Report | None:
        """The evidence report of a recent answer; None when it is too old."""
        asked, account = self.answered(token, key), self.account(token, key)
        return None if asked is None or account is None else report_on(self._core.model(), asked, account)

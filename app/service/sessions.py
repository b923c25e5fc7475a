"""Private work of each browser session, kept in the server's memory for a limited time.

A session is found by its token: 32 random bytes made here and never accepted from outside. Until the page has it, the
page's own mark finds what it opened: who acts while the page still opens would otherwise get a second session, and the
token that arrives last would hide what was done with the other. Its work is an immutable value that is replaced as a
whole, so a failed step leaves what was there before.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.errors import QuestionError
from app.service.identity import VISITOR, Identity
from app.service.jobs import JobShelf
from app.service.kept_answers import Asked, KeptAnswers
from app.service.pages import page_that_asks
from app.service.work import Change, Work

if TYPE_CHECKING:
    from app.data.saved_work import Asked as TakenUp
    from app.explain.account import Account
    from app.service.offered_pools import OfferedPool
    from app.service.proposals import Proposal
    from app.service.shared_editing import SharedEdits

CHANGES_KEPT = 50
"""Changes of a session's edits that can be taken back, the last first."""


@dataclass(eq=False)
class Running:
    """A question that is being answered."""

    place: str
    """Where the answer is shown; empty: nowhere that another answer could be shown too."""
    stopped: threading.Event = field(default_factory=threading.Event)
    replaced: bool = False
    """A newer question was asked at the same place."""


@dataclass
class Session:
    """One browser session. `work` changes only through `change`."""

    token: str
    work: Work = field(default_factory=Work)
    proposal: Proposal | None = None
    identity: Identity = VISITOR
    """Whose session it is, with the rights that he had when it was used last."""
    beside: dict[str, str] = field(default_factory=dict)
    """The sessions of the same browser, this one among them: who has signed in there (“”: nobody) → token."""
    shares_as: str | None = None
    """The name under which it uses the shared store; None where it uses its own edits."""
    offered: OfferedPool | None = None
    """The pool that it asks with in place of its own edits; never together with `shares_as`."""
    shared_edits: SharedEdits | None = None
    """Its view of the shared store, with the changes that it can take back there."""
    page: str = ""
    """Of the browser's page that it was opened on; empty where no page asked for it."""
    used_at: float = 0.0
    jobs: JobShelf = field(default_factory=JobShelf)
    taken_up: tuple[TakenUp, ...] = ()
    """Questions of an earlier session, from a file."""
    forgotten: int = 0
    """How often its answers had to be forgotten."""
    _answers: KeptAnswers = field(default_factory=KeptAnswers)
    _earlier: deque[tuple[Change, Work]] = field(default_factory=lambda: deque(maxlen=CHANGES_KEPT))
    """Each change that can be taken back, and the work before it."""
    _running: set[Running] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def change(self, step: Callable[[Work], Work], undoable: Change | None = None) -> Work:
        """Replaces the work by what `step` makes of it, one step at a time. An error in it changes nothing.

        Args:
            undoable: what `undo` takes back; None for what a person did not do themselves.
        """
        with self._lock:
            before, self.work = self.work, step(self.work)
            if undoable is not None and self.work is not before:
                self._earlier.append((undoable, before))
            return self.work

    @property
    def last_change(self) -> Change | None:
        """What `undo` would take back."""
        with self._lock:
            return self._earlier[-1][0] if self._earlier else None

    def undo(self) -> Change | None:
        """Takes back the last change; gists made since then stay with their edits. None: there is nothing to undo."""
        with self._lock:
            if not self._earlier:
                return None
            change, earlier = self._earlier.pop()
            self.work = self.work.back_to(earlier)
            return change

    @property
    def bytes(self) -> int:
        """Memory held by all gists, those included that only an earlier work or an answer has, by what was made to
        search them, and by the evidence of answers."""
        with self._lock:
            found = [self.work.pool, *(work.pool for _, work in self._earlier)]
            found += [asked.pool for asked in self._answers if asked.private]  # others' gists all sessions share
            pools = {id(pool): pool for pool in found if pool is not None}
            evidence = self._answers.bytes
        held = [pool for pool in pools.values() if pool.in_memory]
        gists = {id(gist): gist for pool in held for gist in pool}
        return evidence + sum(gist.bytes for gist in gists.values()) + sum(pool.search_bytes for pool in held)

    def keep(self, asked: Asked, forgotten: int | None = None) -> str:
        """Keeps an answer for explanation and returns the key to it.

        Args:
            forgotten: as it was before the answer's edits were read.

        Raises:
            QuestionError: answers had to be forgotten since then, and this one with them.
        """
        key = secrets.token_urlsafe(9)
        with self._lock:
            if forgotten not in (None, self.forgotten):
                raise QuestionError(
                    "Something was erased from the shared edits during the answer.",
                    "The answer may repeat it, and is not kept.",
                    "Ask again.",
                )
            self._answers.keep(key, asked)
        return key

    def asked(self, key: str) -> Asked | None:
        """The answer kept under this key; None when it is not one of the newest."""
        with self._lock:
            return self._answers.get(key)

    def asked_lately(self) -> tuple[tuple[str, Asked], ...]:
        """The answers kept, each with its key, the newest first."""
        with self._lock:
            return self._answers.newest_first()

    def clear_asked(self) -> None:
        """Forgets the answers, and the questions from a file; edits and jobs stay."""
        with self._lock:
            self._answers.clear()
            self.taken_up = ()

    def private_questions(self) -> tuple[tuple[str, str], ...]:
        """The newest questions asked with its own edits, and what was answered."""
        with self._lock:
            own = [asked.answer for asked in self._answers if asked.private]
        return tuple((answer.question, answer.text) for answer in own)

    def learn(self, key: str, account: Account) -> None:
        """Adds to the answer kept under this key what is known of it now."""
        with self._lock:
            self._answers.learn(key, account)

    def forget_answers(self) -> None:
        """Nothing is left of answers, of finished jobs, and of what it could take back in the shared store."""
        with self._lock:
            self.forgotten += 1
            self._answers.clear()
            self.shared_edits = None
        for view in self.jobs.views():
            if not view.live:
                self.jobs.forget(self.jobs.get(view.id))

    @contextmanager
    def running(self, place: str = "") -> Iterator[Running]:
        """Around an answer: tells whether the person has stopped it. An older one at the same place is stopped."""
        running = Running(place)
        with self._lock:
            for older in self._running:
                if place and older.place == place:
                    older.replaced = True
                    older.stopped.set()
            self._running.add(running)
        try:
            yield running
        finally:
            with self._lock:
                self._running.discard(running)

    def stop(self) -> None:
        """Stops every question of this session that is being answered now; its jobs go on."""
        with self._lock:
            for running in self._running:
                running.stopped.set()


class Sessions:
    """All sessions of this process, bounded in age, number and memory; the longest unused goes first.

    Args:
        hours: a session unused for longer is dropped.
        most: sessions kept at once.
        most_bytes: gists and evidence of all sessions together; the session in use is never dropped for it.
        clock: seconds, increasing.
    """

    def __init__(self, hours: float, most: int, most_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = hours * 3600
        self._most = most
        self._most_bytes = most_bytes
        self._clock = clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._sessions)

    def get(self, token: str | None) -> Session | None:
        """The session of this token, else the one that the page that asks has opened, or None when there is none (any
        more)."""
        with self._lock:
            self._drop_old()
            session = self._sessions.get(token) if isinstance(token, str) else None
            session = session or self._opened_on(page_that_asks())
            if session is not None:
                session.used_at = self._clock()
                self._sessions.move_to_end(session.token)
            return session

    def new(self, identity: Identity = VISITOR, before: Session | None = None) -> Session:
        """A session under a new token, empty; who has just signed in takes the visitor's edits along.

        Args:
            before: of the same browser, but of somebody else: it stays as it is.
        """
        session = Session(secrets.token_urlsafe(32), identity=identity, page=page_that_asks(), used_at=self._clock())
        if before is not None:
            session.beside = before.beside
            session.work = before.work if not before.identity.name else session.work
        session.beside[identity.name] = session.token
        with self._lock:
            self._sessions[session.token] = session
            self._drop_old()
        return session

    def forget_answers(self) -> None:
        """No session holds an answer any more."""
        with self._lock:
            sessions = tuple(self._sessions.values())
        for session in sessions:
            session.forget_answers()

    def drop_unused(self) -> None:
        """Drops the sessions that nobody has used for too long; without it that waits for the next visitor."""
        with self._lock:
            self._drop_old()

    def tidy(self) -> None:
        """Drops the longest unused sessions until the others' memory fits its limit: to be called after adding some."""
        with self._lock:
            held = sum(session.bytes for session in self._sessions.values())
            while held > self._most_bytes and len(self._sessions) > 1:
                held -= self._drop_oldest().bytes

    def _opened_on(self, page: str) -> Session | None:
        return next((one for one in reversed(self._sessions.values()) if page and one.page == page), None)

    def _drop_old(self) -> None:
        while self._sessions:
            oldest = next(iter(self._sessions.values()))
            too_old = self._clock() - oldest.used_at > self._seconds
            if not too_old and len(self._sessions) <= self._most:
                return
            self._drop_oldest()

    def _drop_oldest(self) -> Session:
        _, session = self._sessions.popitem(last=False)
        session.stop()
        session.jobs.clear()
        return session

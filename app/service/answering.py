"""One question answered: what it waits for, what it reads, the answer step by step, and what is kept of it."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.errors import Cancelled
from app.service.awaiting import Awaiting
from app.service.core import Core
from app.service.kept_answers import Asked
from app.service.loading import Loading, until_loaded
from app.service.queue import StopAsked
from app.service.rounds import Rounds
from app.service.sessions import Session
from app.store.rules import ANSWERS

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.model import Answer, EditableModel, GistPool, PartialAnswer, Policy, Selection
    from app.service.releases.serving import Served
    from app.service.shared_store import Snapshot


@dataclass(frozen=True)
class Asking:
    """An answer as it grows. `key` is set with the last one: it finds the answer for `account` and `report`."""

    partial: PartialAnswer | None
    """None while it waits for the model."""
    key: str | None = None
    withheld: bool = False
    """Only edits were to answer and none covers the question: there is no answer."""
    before: int = 0
    """Requests that go before it, while it waits for the model."""
    loading: Loading | None = None
    """How far the model is that it waits for."""
    awaited: int = 0
    """Edits on their way that it waits for, before it waits for the model."""
    account: Account | None = None
    """All that is known of the answer, where that was asked for: in a step of its own, after the answer's last."""
    replaced: bool = False
    """A newer question was asked at the same place: nothing more of this one is to be shown there."""


@dataclass(frozen=True)
class _Wanted:
    """A question as it was asked."""

    session: Session
    question: str
    rule: Policy
    asked_by: str | None
    """The name under which the session used the shared store; None where it read its own edits."""
    stop_asked: StopAsked


@dataclass(frozen=True)
class _Reads:
    """What a question is answered from, as it was when its turn came."""

    pool: GistPool | None
    rule: Policy
    snapshot: Snapshot | None
    """Of the shared store; None where the session reads its own edits."""
    served: Served | None
    """The release that answers, where one is served."""
    forgotten: int | None
    """How often the session's answers had been forgotten; None where nothing of the shared store is read."""
    not_ready: int = 0
    """Edits that are to be in use and are not compressed yet."""

    @property
    def longest(self) -> int | None:
        """Longest answer in tokens; None: the model's."""
        return None if self.served is None else self.served.release.pins.longest_answer


class Answering:
    """Answers questions of sessions, several at once where the model can (`app/model/together.py`)."""

    def __init__(self, core: Core, awaiting: Awaiting) -> None:
        self._core, self._awaiting = core, awaiting
        self._rounds = Rounds(core.queue.round)
        self._together: tuple[EditableModel, EditableModel | None] | None = None
        """A model, and the same answering together."""
        self._opening = threading.Lock()

    def answer(
        self, session: Session, question: str, policy: Policy | str | None, only_edits: bool, stop_asked: StopAsked
    ) -> Iterator[Asking]:
        """The steps of `Questions.ask`; ends early where `stop_asked()` says so. See there for what it raises."""
        from app.model import policy_for

        for state in until_loaded(self._core, stop_asked=stop_asked):
            yield Asking(None, loading=state)
        if stop_asked():
            return
        rule = policy_for(self._core.model(), policy)
        wanted, together = _Wanted(session, question, rule, session.shares_as, stop_asked), self._answering_together()
        try:
            for number in self._awaiting.edits(session, stop_asked):
                yield Asking(None, awaited=number)
            with self._core.queue.place(session.token, together=together is not None) as ticket:
                for before in ticket.wait(stop_asked):
                    yield Asking(None, before=before)
                steps = self._steps(together or self._core.model(), wanted)
                with closing(steps if together is None else self._rounds.taking_part(steps)) as taken:
                    for reads, partial in taken:
                        withheld = only_edits and not partial.selection.chosen
                        done = withheld_answer(question, partial.selection, reads.rule) if withheld else partial.done
                        if done is None:
                            yield Asking(partial)
                            continue
                        asked = Asked(done, reads.pool, withheld=withheld, not_ready=reads.not_ready)
                        key = self._kept(wanted, asked, reads)
                        last = replace(partial, text=done.text, original=done.original, done=done)
                        yield Asking(last, key, withheld)
                        return
        except Cancelled:
            return

    def _answering_together(self) -> EditableModel | None:
        """The model answering several questions at once; None where it answers them one by one."""
        from app.model import answering_together

        model = self._core.model()
        with self._opening:
            if self._together is None or self._together[0] is not model:
                self._together = model, answering_together(model)
            return self._together[1]

    def _steps(self, model: EditableModel, wanted: _Wanted) -> Generator[tuple[_Reads, PartialAnswer], None, None]:
        """The answer as it grows, with what it is read from."""
        reads = self._reads(wanted)
        for partial in model.stream(
            wanted.question,
            reads.pool,
            policy=reads.rule,
            max_new_tokens=reads.longest,
            stop_asked=wanted.stop_asked,
        ):
            yield reads, partial

    def _reads(self, wanted: _Wanted) -> _Reads:
        """What there is to read now. With the model, since gists of a release may have to be made."""
        core, session, forgotten = self._core, wanted.session, None
        if wanted.asked_by is not None:
            core.whole_store(create=False).notice_erasures()
            forgotten = session.forgotten
        served = core.served_to(session, wanted.stop_asked)
        if served is not None:
            return _Reads(served.pool, served.policy, served, served, forgotten)
        if wanted.asked_by is None and session.offered is not None:
            return _Reads(session.offered.read_by(core.model()), wanted.rule, None, None, forgotten)
        if wanted.asked_by is None:
            coming = self._awaiting.unsettled(session)  # looked at first: what leaves there has come into the work
            work = session.work
            return _Reads(work.pool, wanted.rule, None, None, forgotten, len(work.waiting) + coming)
        coming, snapshot = self._awaiting.unsettled(session), core.shared().snapshot()
        return _Reads(snapshot.pool, wanted.rule, snapshot, None, forgotten, len(snapshot.waiting) + coming)

    def _kept(self, wanted: _Wanted, asked: Asked, reads: _Reads) -> str:
        """Keeps an answer for the session, and in the store where it was read from there; the key to it."""
        if reads.snapshot is not None:
            asked = self._logged(asked, reads.snapshot, wanted.asked_by or "", reads.served)
            self._core.whole_store(create=False).notice_erasures()
        key = wanted.session.keep(asked, reads.forgotten)
        self._core.sessions.tidy()
        return key

    def _logged(self, asked: Asked, snapshot: Snapshot, asked_by: str, served: Served | None) -> Asked:
        """The answer, kept in the store."""
        release, shared = None if served is None else served.release, self._core.shared()
        keeps = shared.store.rules.value(ANSWERS) != "off"
        logged = shared.log(asked.answer, snapshot, asked_by=asked_by, release=None if release is None else release.id)
        return replace(
            asked,
            versions=snapshot.versions(asked.answer.evidence.selection.chosen),
            logged=logged.id if keeps else "",
            release="" if release is None else release.name,
            shared=True,
        )


def withheld_answer(question: str, selection: Selection, policy: Policy) -> Answer:
    """An answer without text: selection found no edit that covers the question, and the model was not asked."""
    from app.model import Answer, Evidence
    from app.model.prompts import prompt_of

    evidence = Evidence(selection, None)
    return Answer(question, prompt_of(question), "", "", (), (), evidence, policy, {})

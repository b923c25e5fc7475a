"""A logged answer, asked again: is it the same, and if not, where does it part?

With the answer's release, as that held when the question was asked; without one, with the edits that the answer read,
in the versions that it read. Whether others would be chosen is not checked then: which edits had gists, and were shown
to the asker, at that moment is not kept. The policy is the logged one. Of an answer that is kept as checksums (rule
`answers`) the question has to be given again; whether it is that one, and the answer the same, is then told by the
checksums.

Another model than the one that answered is no fault here: it is told as a difference beside what it does to the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.errors import QuestionError
from app.service.queue import StopAsked, never
from app.service.releases.pins import pins_of, policy_from
from app.service.releases.words import FirstDifference, first_difference
from app.service.shared_store import maker_of
from app.store import Difference, LoggedAnswer, Maker, Release, Store
from app.store.audit.log import AuditSearch
from app.store.release_records import differences
from app.store.served import SERVED, was_text

if TYPE_CHECKING:
    from app.model import Answer, GistPool, Policy
    from app.service.core import Core


@dataclass(frozen=True)
class Replay:
    """An answer beside what is answered now."""

    logged: LoggedAnswer
    release: Release | None
    answer: str
    original: str
    read: tuple[str, ...]
    """Texts of the edits that were read now, the heaviest first."""
    same_answer: bool
    same_original: bool
    """Of the untouched backbone's answer."""
    where: FirstDifference | None
    """The first word of the answer that differs; None where none does, or only a checksum of it is kept."""
    where_original: FirstDifference | None
    """The same of the untouched backbone's answer."""
    pins: tuple[Difference, ...]
    """What answered then, and what is open now."""

    @property
    def same_edits(self) -> bool:
        """Whether the same edits were chosen, in the same order."""
        return self.read == tuple(edit.text for edit in self.logged.used)

    @property
    def selection_checked(self) -> bool:
        """Whether all edits of then could be chosen again; without a release only those that were read could."""
        return self.release is not None

    @property
    def identical(self) -> bool:
        """Whether both answers and the edits read are the same; see `selection_checked`."""
        return self.same_answer and self.same_original and self.same_edits


@dataclass(frozen=True)
class AskedAgain:
    """A logged answer, asked again, with what explains the new one."""

    told: Replay
    answer: Answer
    pool: GistPool
    withheld: bool


@dataclass(frozen=True)
class _Kept:
    """The texts of an answer as far as they are kept."""

    logged: LoggedAnswer
    checksums: Mapping[str, Any] | None
    """What the audit chain holds in their place; None where they are kept themselves."""

    def is_of(self, name: str, text: str) -> bool:
        """Whether the text of that name was this one."""
        if self.checksums is None:
            return bool(getattr(self.logged, name) == text)
        return was_text(self.checksums, name, text)

    def where(self, name: str, text: str) -> FirstDifference | None:
        """The first word that differs; None where none does, or that cannot be told."""
        return None if self.checksums is not None else first_difference(getattr(self.logged, name), text)

    @property
    def withheld(self) -> bool:
        """Only edits were to answer and none covered the question: nothing was said, and no backbone was asked."""
        return not self.logged.used and self.is_of("answer", "") and self.is_of("original", "")


def ask_again(
    core: Core, logged: LoggedAnswer, question: str = "", stop_asked: StopAsked = never, *, record: bool = False
) -> AskedAgain:
    """Asks again; to be called in turn.

    Args:
        question: as it was asked, where the store does not hold it.
        record: keep the attention of every answer token as evidence.

    Raises:
        QuestionError: the store does not hold the question, and none was given, or another one.
        Cancelled: `stop_asked()` said so.
        PolicyError: the logged policy is not known to this version of the program.
    """
    store, model = core.shared().store, core.model()
    kept = _kept(store, logged)
    asked = _question(kept, question)
    release = None if logged.release is None else store.releases.get(logged.release)
    policy = policy_from(dict(logged.policy))
    pool, longest = _pool_of(core, logged, release, stop_asked), _longest(release, model.settings.max_new_tokens)
    parts = model.stream(asked, pool, policy=policy, max_new_tokens=longest, record=record, stop_asked=stop_asked)
    done = next(part.done for part in parts if part.done is not None)
    chosen = done.evidence.selection.chosen
    withheld = kept.withheld and not chosen
    if withheld:
        done = replace(done, text="", original="")
    told = Replay(
        logged=logged,
        release=release,
        answer=done.text,
        original=done.original,
        read=tuple(pool[gist].text for gist in chosen),
        same_answer=kept.is_of("answer", done.text),
        same_original=kept.is_of("original", done.original),
        where=kept.where("answer", done.text),
        where_original=kept.where("original", done.original),
        pins=_other_pins(core, logged, release, policy),
    )
    return AskedAgain(told, done, pool, withheld)


def _pool_of(core: Core, logged: LoggedAnswer, release: Release | None, stop_asked: StopAsked) -> GistPool:
    released = core.released()
    if release is not None:
        return released.pool_of(released.edits(release.id, logged.asked), stop_asked)
    model = core.model()
    return model.compress([edit.text for edit in logged.used], stop_asked=stop_asked)


def _longest(release: Release | None, here: int) -> int:
    return here if release is None else release.pins.longest_answer


def _kept(store: Store, logged: LoggedAnswer) -> _Kept:
    if logged.question:
        return _Kept(logged, None)
    found = store.audit.find(AuditSearch(object=logged.id, kind="answer", action=SERVED, limit=1))
    detail = found[0].detail if found else None
    if detail is None:
        raise QuestionError(
            "Nothing of that question and answer is kept any more.",
            "It is kept whole or as checksums, until it is erased or its time is over.",
            "It cannot be asked again.",
        )
    return _Kept(logged, detail)


def _question(kept: _Kept, given: str) -> str:
    if kept.checksums is None:
        return kept.logged.question
    if not given.strip() or not kept.is_of("question", given.strip()):
        raise QuestionError(
            "That is not the question of this answer." if given.strip() else "The text of that question is not kept.",
            "Of this answer checksums are kept; they tell whether a question and an answer are the same.",
            "Give the question exactly as it was asked (--question), or keep answers whole: the rule `answers`.",
        )
    return given.strip()


def _other_pins(core: Core, logged: LoggedAnswer, release: Release | None, policy: Policy) -> tuple[Difference, ...]:
    model = core.model()
    if release is not None:
        return differences(release.pins, pins_of(model, policy, release.pins.longest_answer))
    makers: dict[str, Maker] = {maker.made_by: maker for maker in core.shared().store.gists.makers()}
    then, now = vars(makers[logged.made_by]), vars(maker_of(model))
    return tuple(Difference(name, then[name], now[name]) for name in then if then[name] != now[name])

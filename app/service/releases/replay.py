"""A logged answer, asked again: is it the same, and if not, where does it part?

With the answer's release, as that held when the question was asked; without one, with the edits that the answer read,
in the versions that it read. The policy is the logged one. Another model than the one that answered is no fault here:
it is told as a difference beside what it does to the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.service.queue import StopAsked, never
from app.service.releases.pins import pins_of, policy_from
from app.service.releases.words import FirstDifference, first_difference
from app.service.shared_store import maker_of
from app.store import Difference, LoggedAnswer, Maker, Release
from app.store.release_records import differences

if TYPE_CHECKING:
    from app.model import GistPool, Policy
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
    where: FirstDifference | None
    """The first word of the answer that differs."""
    where_original: FirstDifference | None
    """The same of the untouched backbone's answer."""
    pins: tuple[Difference, ...]
    """What answered then, and what is open now."""

    @property
    def same_edits(self) -> bool:
        """Whether the same edits were chosen, in the same order."""
        return self.read == tuple(edit.text for edit in self.logged.used)

    @property
    def identical(self) -> bool:
        """Whether both answers and the choice of edits are the same."""
        return self.where is None and self.where_original is None and self.same_edits


def replay(core: Core, logged: LoggedAnswer, stop_asked: StopAsked = never) -> Replay:
    """Asks again; to be called in turn.

    Raises:
        Cancelled: `stop_asked()` said so.
        PolicyError: the logged policy is not known to this version of the program.
    """
    store, model = core.shared().store, core.model()
    release = None if logged.release is None else store.releases.get(logged.release)
    policy = policy_from(dict(logged.policy))
    pool, longest = _pool_of(core, logged, release, stop_asked), _longest(release, model.settings.max_new_tokens)
    parts = model.stream(
        logged.question, pool, policy=policy, max_new_tokens=longest, record=False, stop_asked=stop_asked
    )
    done = next(part.done for part in parts if part.done is not None)
    chosen = done.evidence.selection.chosen
    answer, original = (done.text, done.original)
    if _was_withheld(logged) and not chosen:
        answer = original = ""
    return Replay(
        logged=logged,
        release=release,
        answer=answer,
        original=original,
        read=tuple(pool[gist].text for gist in chosen),
        where=first_difference(logged.answer, answer),
        where_original=first_difference(logged.original, original),
        pins=_other_pins(core, logged, release, policy),
    )


def _pool_of(core: Core, logged: LoggedAnswer, release: Release | None, stop_asked: StopAsked) -> GistPool:
    released = core.released()
    if release is not None:
        return released.pool_of(released.edits(release.id, logged.asked), stop_asked)
    model = core.model()
    return model.compress([edit.text for edit in logged.used], stop_asked=stop_asked)


def _longest(release: Release | None, here: int) -> int:
    return here if release is None else release.pins.longest_answer


def _was_withheld(logged: LoggedAnswer) -> bool:
    """Only edits were to answer and none covered the question: nothing was said, and the backbone was not asked."""
    return not (logged.answer or logged.original or logged.used)


def _other_pins(core: Core, logged: LoggedAnswer, release: Release | None, policy: Policy) -> tuple[Difference, ...]:
    model = core.model()
    if release is not None:
        return differences(release.pins, pins_of(model, policy, release.pins.longest_answer))
    makers: dict[str, Maker] = {maker.made_by: maker for maker in core.shared().store.gists.makers()}
    then, now = vars(makers[logged.made_by]), vars(maker_of(model))
    return tuple(Difference(name, then[name], now[name]) for name in then if then[name] != now[name])

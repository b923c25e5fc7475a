"""All that is known of one answer: what the page shows, `explain` prints and the report keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.explain.changes import Change
from app.explain.claims import Claim
from app.explain.sentence import Finding, finding, in_words
from app.explain.support import unsupported
from app.explain.sureness import Sureness, signs_of, sureness_of
from app.texts import ASKED, Texts

if TYPE_CHECKING:
    from app.explain.calibration import Calibration
    from app.model.evidence import Answer


@dataclass(frozen=True, eq=False)
class Account:
    """One answer and everything drawn from its evidence."""

    answer: Answer
    changes: tuple[Change, ...] | None
    """By each edit read; None: not asked for."""
    finding: Finding
    unsupported: tuple[Claim, ...]
    """What the answer says that stands in no edit it read."""
    sureness: Sureness
    withheld: bool = False
    """Only edits were to answer and none covers the question: there is no answer."""
    not_ready: int = 0
    """Edits that were to be in use and not compressed yet: they took no part."""

    @property
    def texts(self) -> dict[str, str]:
        """Of the edits that were left out, and of those read in their place, by id."""
        named = (edit_id for change in self.changes or () for edit_id in (change.edit_id, *change.instead))
        return self.answer.evidence.selection.texts_of(dict.fromkeys(named))

    def sentence(self, say: Texts = ASKED, *, figures: bool = True) -> str:
        """The finding in words, as plain text; without `figures` how sure and how near are left out."""
        return in_words(self.finding, self.answer, self.sureness, say, withheld=self.withheld, figures=figures)


def account_of(
    answer: Answer,
    changes: Sequence[Change] | None = None,
    calibration: Calibration | None = None,
    *,
    withheld: bool = False,
    not_ready: int = 0,
) -> Account:
    """Everything about this answer. Computes nothing with the model.

    Args:
        changes: by each edit read. Without them no answer that read an edit has a sureness.
        calibration: of the model that gave the answer.
        withheld: only edits were to answer, and none covers the question.
        not_ready: edits that took no part, because they were not compressed yet.
    """
    found = finding(answer, changes)
    claims = unsupported(answer.text, [row.text for row in found.read])
    fitting = calibration if calibration is not None and calibration.fits(answer.policy) else None
    sureness = sureness_of(signs_of(answer, changes, claims), bool(found.read), fitting)
    return Account(answer, None if changes is None else tuple(changes), found, claims, sureness, withheld, not_ready)

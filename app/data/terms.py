"""Under what terms an edit holds: who answers for it, where it comes from, from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, StringConstraints

LONGEST_OWNER, LONGEST_SOURCE = 200, 2_000
"""In characters."""


@dataclass(frozen=True)
class Terms:
    """Under what terms an edit holds."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    owner: Annotated[str, StringConstraints(max_length=LONGEST_OWNER)] = ""
    """Who answers for it."""
    source: Annotated[str, StringConstraints(max_length=LONGEST_SOURCE)] = ""
    """Where it comes from: a document, a decision, a person."""
    confidential: bool = False
    valid_from: AwareDatetime | None = None
    """It acts from this moment; None: from its approval."""
    valid_until: AwareDatetime | None = None
    """It acts before this moment; None: until it is retired."""
    review_by: AwareDatetime | None = None
    """Somebody is reminded to look at it again."""

    def holds_at(self, moment: datetime) -> bool:
        """Whether the edit acts then, if it is approved."""
        begun = self.valid_from is None or self.valid_from <= moment
        return begun and (self.valid_until is None or moment < self.valid_until)


NO_TERMS = Terms()
"""Nobody in particular, for ever."""

"""Options that give edits their terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Annotated

import typer

from app.data import Terms
from app.data.moments import optional_moment
from app.data.terms import NO_TERMS

Date = "a date such as 2026-03-31, or a moment"


@dataclass(frozen=True)
class TermOptions:
    """Under what terms edits hold; what is None is not given."""

    owner: Annotated[str | None, typer.Option(help="Who answers for it.")] = None
    source: Annotated[str | None, typer.Option(help="A document, a decision, a person.")] = None
    confidential: Annotated[
        bool | None, typer.Option("--confidential/--not-confidential", help="Not for everyone.", show_default=False)
    ] = None
    valid_from: Annotated[str | None, typer.Option(metavar="DATE", help=f"It acts from then: {Date}.")] = None
    valid_until: Annotated[
        str | None, typer.Option(metavar="DATE", help="It acts until then; a date alone: until its end.")
    ] = None
    review_by: Annotated[str | None, typer.Option(metavar="DATE", help="Somebody is reminded then.")] = None

    @property
    def given(self) -> bool:
        """Whether any of them is."""
        return any(value is not None for value in vars(self).values())

    def changed(self, terms: Terms, zone: tzinfo) -> Terms:
        """Other terms with those that are given in place of theirs.

        Raises:
            MomentError: something is no date; it is never left out.
        """
        return replace(
            terms,
            owner=terms.owner if self.owner is None else self.owner,
            source=terms.source if self.source is None else self.source,
            confidential=terms.confidential if self.confidential is None else self.confidential,
            valid_from=_moment(self.valid_from, terms.valid_from, zone),
            valid_until=_moment(self.valid_until, terms.valid_until, zone, end=True),
            review_by=_moment(self.review_by, terms.review_by, zone),
        )

    def new(self, zone: tzinfo) -> Terms | None:
        """The terms of edits that are added; None where none are given. Raises as `changed` does."""
        return self.changed(NO_TERMS, zone) if self.given else None


def _moment(given: str | None, before: datetime | None, zone: tzinfo, *, end: bool = False) -> datetime | None:
    return before if given is None else optional_moment(given, zone, end=end)

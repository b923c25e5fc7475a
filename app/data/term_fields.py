"""Terms as people read and write them in a form, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from app.data.moments import brief, optional_moment
from app.data.terms import Terms
from app.texts import kept_place


@dataclass(frozen=True)
class TermFields:
    """The fields of a form; an empty one stands for nothing in particular."""

    owner: str = ""
    source: str = ""
    confidential: str = "no"
    valid_from: str = ""
    valid_until: str = ""
    review_by: str = ""


def fields_of(terms: Terms, zone: tzinfo) -> TermFields:
    """What stands in the form of an edit with these terms."""
    return TermFields(
        owner=terms.owner,
        source=terms.source,
        confidential="yes" if terms.confidential else "no",
        valid_from=brief(terms.valid_from, zone),
        valid_until=brief(terms.valid_until, zone, end=True),
        review_by=brief(terms.review_by, zone),
    )


def terms_of(fields: Mapping[str, str], zone: tzinfo) -> Terms:
    """The terms that somebody has written.

    Raises:
        MomentError: a date is not one; it is never left out.
    """
    return Terms(
        owner=fields["owner"],
        source=kept_place(fields["source"]),
        confidential=fields["confidential"] != "no",
        valid_from=optional_moment(fields["valid_from"], zone),
        valid_until=optional_moment(fields["valid_until"], zone, end=True),
        review_by=optional_moment(fields["review_by"], zone),
    )

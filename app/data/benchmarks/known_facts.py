"""known_1000 (Meng et al. 2022): facts that language models tend to know, as beginnings to be continued."""

from __future__ import annotations

from pathlib import Path

from app.data.benchmarks.reading import Shape, Text, read_list, shaped
from app.data.edit import Probe


class KnownFactShape(Shape):
    """A beginning, what it is about, and how it goes on."""

    subject: Text
    prompt: Text
    attribute: Text


def read_known_facts(path: Path) -> tuple[tuple[str, Probe], ...]:
    """Each fact's subject and its beginning, with the continuation as target.

    Raises:
        SuiteDataError: another shape; names the record and the field.
    """
    return tuple(
        (row.subject.strip(), Probe("neighbourhood", row.prompt.strip(), row.attribute.strip()))
        for row in shaped(path, read_list(path), KnownFactShape)
    )

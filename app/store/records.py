"""What the store holds, as values: edits, gists, their makers, answers. Immutable, and checked where they come in.

The same classes are the lines of an archive, so a field added here is stored, exported and imported.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from app.data import Probe, Terms
from app.data.terms import NO_TERMS

State = Literal["draft", "in-review", "approved", "retired"]
"""Answers use the version of an edit that was approved last, also while a later one is a draft or in review.
`retired`: out of use, and can be restored."""
STATES: tuple[State, ...] = get_args(State)
InUse = Literal["draft", "in-review", "approved"]
IN_USE: tuple[InUse, ...] = get_args(InUse)
Sort = Literal["newest", "oldest", "changed", "text"]
SORTS: tuple[Sort, ...] = get_args(Sort)

LONGEST_NOTE, LONGEST_NAME, LONGEST_TAG = 2_000, 200, 60
"""In characters."""
LARGEST_GIST = 256 * 2**20
"""In bytes: more than every token of a long edit takes in a large model."""

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""Random, made once and kept for ever, also in another store."""
ContentId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""sha256 of a normalised text; its first 16 digits are the id of a gist."""
MadeBy = Annotated[str, StringConstraints(pattern=r"^[0-9a-z-]{1,64}$")]
"""Fingerprint of everything that a gist depends on besides its text."""
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TAG)]


class _Line:
    """A value that is a line of an archive: read as it stands, with no field too many."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Seen:
    """An edit as somebody saw it: a change is refused when it is another version by now."""

    id: Id
    version: int


@dataclass(frozen=True)
class StoredEdit(_Line):
    """One edit with its history in brief."""

    id: Id
    content: ContentId
    text: str
    note: Note
    author: Name
    created: AwareDatetime
    changed: AwareDatetime
    changed_by: Name
    state: State
    restores_to: InUse | None
    """What `restore` makes of it; None unless it is retired."""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None
    tags: tuple[Tag, ...]
    """Sorted."""
    probes: tuple[Probe, ...]
    """Questions that test it."""
    version: Annotated[int, Field(ge=1)]
    """Grows by one with every change."""
    acting: int | None
    """The version that answers use: the last one approved; None where there is none, or the edit is retired."""
    terms: Terms = NO_TERMS
    reason: Note = ""
    """Of the last change."""

    @property
    def gist_id(self) -> str:
        """The id of its gist in a pool."""
        return self.content[:16]

    @property
    def seen(self) -> Seen:
        return Seen(self.id, self.version)


@dataclass(frozen=True)
class EditVersion(_Line):
    """One edit as it was from one change to the next."""

    edit: Id
    version: Annotated[int, Field(ge=1)]
    content: ContentId
    text: str
    note: Note
    state: State
    acting: int | None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None
    tags: tuple[Tag, ...]
    probes: tuple[Probe, ...]
    recorded: AwareDatetime
    recorded_by: Name
    reason: Note
    terms: Terms

    @classmethod
    def of(cls, edit: StoredEdit) -> EditVersion:
        """The version that an edit is now."""
        return cls(
            edit.id, edit.version, edit.content, edit.text, edit.note, edit.state, edit.acting, edit.language,
            edit.tags, edit.probes, edit.changed, edit.changed_by, edit.reason, edit.terms,
        )  # fmt: skip


@dataclass(frozen=True)
class ActiveEdit:
    """As much of an edit that acts as an answer needs."""

    id: str
    version: int
    content: str
    text: str

    @property
    def gist_id(self) -> str:
        """The id of its gist in a pool."""
        return self.content[:16]


@dataclass(frozen=True)
class Added:
    """What became of edits that were to be added."""

    new: tuple[StoredEdit, ...]
    repeated: tuple[StoredEdit, ...]
    """Edits that the store had already, under the same text."""


@dataclass(frozen=True)
class Search:
    """Which edits to list, in what order, and which part of the list."""

    words: str = ""
    """Each of them occurs in text or note; upper and lower case are the same."""
    tag: str | None = None
    language: str | None = None
    states: tuple[State, ...] = IN_USE
    sort: Sort = "newest"
    offset: int = 0
    limit: int | None = 50
    """None: all."""


@dataclass(frozen=True)
class Page:
    """A part of a list of edits."""

    edits: tuple[StoredEdit, ...]
    total: int
    """Edits in the whole list."""
    offset: int


@dataclass(frozen=True)
class Maker(_Line):
    """What makes gists and answers: a backbone with its adapter, a precision, a kind of memory."""

    made_by: MadeBy
    backbone: str
    backbone_fingerprint: str
    adapter: str | None
    precision: str
    memory: str
    slots: int | None
    """Gist slots of an edit; None where all of its tokens are kept."""


@dataclass(frozen=True)
class StoredGist:
    """One compressed edit as it is stored."""

    content: str
    made_by: str
    data: bytes
    """A safetensors file: keys, values, selection; the slots' labels as metadata."""
    checksum: str
    """sha256 of `data`."""
    created: datetime

    @property
    def sound(self) -> bool:
        """Whether the data are what they were when they were stored."""
        return hashlib.sha256(self.data).hexdigest() == self.checksum


@dataclass(frozen=True)
class GistEntry(_Line):
    """A gist in the index of an archive; its data lie elsewhere in it."""

    content: ContentId
    made_by: MadeBy
    bytes: Annotated[int, Field(ge=1, le=LARGEST_GIST)]
    checksum: ContentId
    created: AwareDatetime


@dataclass(frozen=True)
class UsedEdit(_Line):
    """An edit that an answer read, as it was then."""

    edit: Id
    version: int
    content: ContentId
    text: str
    weight: float
    """Of the selection, among the edits read."""
    mass: float | None
    """Mean attention on its slots; None where that was not recorded."""


@dataclass(frozen=True)
class LoggedAnswer(_Line):
    """A question that was asked, and what was answered with which edits."""

    id: Id
    asked: AwareDatetime
    asked_by: Name
    question: str
    answer: str
    original: str
    """The untouched backbone's answer."""
    policy: dict[str, Any]
    zero_weight: float
    """Of the zero gist, which stands for “no edit applies”."""
    used: tuple[UsedEdit, ...]
    """The heaviest first."""
    made_by: MadeBy
    release: Id | None = None
    """The release that answered; None: the edits as they were just then."""
    seconds: float | None = None
    """Of the computation."""
    tokens: int | None = None
    """Of question and answer."""

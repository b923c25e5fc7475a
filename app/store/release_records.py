"""Releases as values: what answers depend on, aliases, runs of the gate, the pilot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from app.store.records import StoredEdit

PRODUCTION, CANDIDATE = "production", "candidate"
"""Aliases that every store has; a release comes to `production` only through the gate."""

Verdict = Literal["right", "wrong", "unwanted"]
"""What somebody says of an answer. `unwanted`: it was changed, and no edit asks for that."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Pins:
    """All that answers depend on besides the edits."""

    backbone: str
    backbone_fingerprint: str
    adapter: str | None
    adapter_weights: str | None
    """sha256 of its tensors."""
    precision: str
    memory: str
    slots: int | None
    """Gist slots of an edit; None where all of its tokens are kept."""
    policy: Mapping[str, Any]
    longest_answer: int
    """In tokens."""
    program: str
    """Version of the workbench."""
    libraries: Mapping[str, str] = field(default_factory=dict)
    """Name → version."""
    tokenizer: str | None = None
    """sha256 of what it does. None, here and in the next two: in a release that was made before this was pinned."""
    config: str | None = None
    """sha256 of what the backbone's settings say about computing, and of the tokens that end an answer."""
    adapter_card: str | None = None
    """sha256 of what the card says about computing; None also without adapter."""

    def as_dict(self) -> dict[str, Any]:
        """As it is kept and fingerprinted: what is not pinned is left out, as releases made earlier have it."""
        found = asdict(self)
        return {name: value for name, value in found.items() if name not in PINNED_LATER or value is not None}


PINNED_LATER = ("tokenizer", "config", "adapter_card")
"""Pins that the first releases do not have."""


@dataclass(frozen=True)
class Release:
    """A named set of edit versions with its pins. Never changed."""

    number: int
    id: str
    name: str
    note: str
    made: datetime
    made_by: str
    pins: Pins
    fingerprint: str
    edits: int
    """How many there are in it."""


@dataclass(frozen=True)
class AliasMove:
    """An alias as it was moved to a release."""

    number: int
    alias: str
    release: str
    """Id."""
    release_name: str
    moved: datetime
    moved_by: str
    reason: str
    gate_run: str | None
    overridden: bool
    """The gate had refused it, and it was moved all the same, for the reason given."""


@dataclass(frozen=True)
class Limits:
    """What a release must keep to be promoted."""

    efficacy_at_least: float = 0.8
    """Share of the questions that must change which do."""
    unwanted_at_most: float = 0.05
    """Share of the questions that must stay as they are which do not."""
    untested_at_most: float = 1.0
    """Share of the edits which no test question asks to see changed; 1: any number may be untested."""


@dataclass(frozen=True)
class GateResult:
    """One test question, asked of a release."""

    edit: str
    version: int
    text: str
    """Of the edit."""
    kind: str
    """Of the test question, as in `app.data.Probe`."""
    question: str
    target: str
    """What the answer must begin with or contain; empty where it must stay what it was."""
    answer: str
    original: str
    read: tuple[str, ...]
    """Ids of the edits that were read."""
    passed: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for the same question in another run, whatever the version."""
        return (self.edit, self.kind, self.question)


@dataclass(frozen=True)
class Figures:
    """A run of the gate in numbers."""

    must_change: int
    changed: int
    """Of those, answered as the edit says."""
    must_stay: int
    unwanted: int
    """Of those, changed."""
    untested: int
    """Edits of the release without a test question that must change."""
    edits: int | None = None
    """How many edits there were; None in a run from before that was counted."""

    @property
    def efficacy(self) -> float | None:
        """None where no question must change."""
        return self.changed / self.must_change if self.must_change else None

    @property
    def unwanted_share(self) -> float | None:
        """None where no question must stay as it is: unwanted change was not measured then."""
        return self.unwanted / self.must_stay if self.must_stay else None

    @property
    def untested_share(self) -> float | None:
        """None where it is not known how many edits there were."""
        return None if self.edits is None else self.untested / max(self.edits, 1)

    def crossed(self, limits: Limits) -> tuple[str, ...]:
        """Which limits are crossed, in words. Without a question that must change nothing is known: that is one too."""
        found = []
        if self.efficacy is None:
            found.append("no test question asks for a change")
        elif self.efficacy < limits.efficacy_at_least:
            share = f"{self.changed} of {self.must_change} ({self.efficacy:.1%})"
            found.append(f"efficacy {share} is below {limits.efficacy_at_least:.1%}")
        if self.unwanted_share is not None and self.unwanted_share > limits.unwanted_at_most:
            share = f"{self.unwanted} of {self.must_stay} ({self.unwanted_share:.1%})"
            found.append(f"unwanted change {share} is above {limits.unwanted_at_most:.1%}")
        if self.untested and limits.untested_at_most < 1:
            if self.untested_share is None:
                found.append("what share of the edits has no test question was not counted: ask the questions again")
            elif self.untested_share > limits.untested_at_most:
                share = f"{self.untested} of {self.edits} ({self.untested_share:.1%})"
                found.append(f"edits without a test question, {share}, are above {limits.untested_at_most:.1%}")
        return tuple(found)


@dataclass(frozen=True)
class GateRun:
    """The test questions of a release, asked once."""

    number: int
    id: str
    release: str
    ran: datetime
    ran_by: str
    limits: Limits
    figures: Figures
    results: tuple[GateResult, ...]
    passed: bool


@dataclass(frozen=True)
class PilotMember:
    """Somebody who is served another alias than everyone else."""

    name: str
    alias: str
    added: datetime
    added_by: str


@dataclass(frozen=True)
class Mark:
    """What somebody says of an answer."""

    answer: str
    marked_by: str
    marked: datetime
    verdict: Verdict
    note: str = ""


@dataclass(frozen=True)
class Usage:
    """What became of the questions that one alias answered."""

    alias: str
    questions: int = 0
    people: int = 0
    changed: int = 0
    """Answered from an edit."""
    right: int = 0
    wrong: int = 0
    unwanted: int = 0
    """Marks, of which one person gives one an answer."""
    seconds: float = 0.0
    tokens: int = 0


@dataclass(frozen=True)
class PilotView:
    """The pilot as it stands."""

    members: tuple[PilotMember, ...]
    usage: tuple[Usage, ...]
    aliases: Mapping[str, AliasMove]
    """Alias → the move by which it stands where it does."""
    releases: Mapping[str, Release]
    """By id."""
    runs: Mapping[str, GateRun]
    """Id of a release → the last run of its gate, where there was one."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same in two places."""

    what: str
    first: Any
    second: Any


def fingerprint_of(pins: Pins, edits: Iterable[StoredEdit]) -> str:
    """sha256 over all that the release's answers and its gate depend on.

    Neither its name nor the order of its edits is part of it: the order of a pool does not change answers.
    """
    lines = sorted([edit.id, edit.version, digest_of(edit)] for edit in edits)
    return _sha256({"pins": pins.as_dict(), "edits": lines})


def digest_of(edit: StoredEdit) -> str:
    """sha256 of what a version of an edit does in a release: its text, when it acts, what tests it."""
    period = [_moment(at) for at in (edit.terms.valid_from, edit.terms.valid_until)]
    probes = [[probe.kind, probe.question, probe.target, list(probe.aliases)] for probe in edit.probes]
    return _sha256([edit.id, edit.version, edit.content, edit.text, period, probes])


def differences(first: Pins, second: Pins) -> tuple[Difference, ...]:
    """Which pins are not the same; of policy and libraries each entry by itself."""
    one, other = _flat(first), _flat(second)
    names = [*one, *(name for name in other if name not in one)]
    return tuple(Difference(name, one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name))


def _flat(pins: Pins) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in vars(pins).items():
        entries = {f"{name}.{key}": inner for key, inner in value.items()} if isinstance(value, Mapping) else {}
        found |= entries if isinstance(value, Mapping) else {name: value}
    return found


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")


def _sha256(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

"""What is not the same in two releases, as data and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.service.releases.words import Piece, pieces
from app.store import Difference, Release, StoredEdit
from app.store.release_records import differences
from app.texts import ASKED, Texts


@dataclass(frozen=True)
class ChangedEdit:
    """An edit that both releases have, in different versions."""

    before: StoredEdit
    after: StoredEdit

    @property
    def text(self) -> tuple[Piece, ...]:
        """How its text has changed, word by word."""
        return pieces(self.before.text, self.after.text)

    @property
    def text_changed(self) -> bool:
        return self.before.text != self.after.text

    @property
    def terms_changed(self) -> bool:
        return self.before.terms != self.after.terms

    @property
    def tests_changed(self) -> bool:
        return self.before.probes != self.after.probes


@dataclass(frozen=True)
class ReleaseDiff:
    """From one release to another."""

    before: Release
    after: Release
    added: tuple[StoredEdit, ...]
    removed: tuple[StoredEdit, ...]
    changed: tuple[ChangedEdit, ...]
    pins: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether they answer alike: all but name, note and time."""
        return self.before.fingerprint == self.after.fingerprint


def diff_of(
    before: Release, edits_before: Sequence[StoredEdit], after: Release, edits_after: Sequence[StoredEdit]
) -> ReleaseDiff:
    """What has changed from one release to another, each list in the order of its edits."""
    was, now = ({edit.id: edit for edit in edits} for edits in (edits_before, edits_after))
    both = ((was[edit.id], edit) for edit in edits_after if edit.id in was)
    return ReleaseDiff(
        before=before,
        after=after,
        added=tuple(edit for edit in edits_after if edit.id not in was),
        removed=tuple(edit for edit in edits_before if edit.id not in now),
        changed=tuple(ChangedEdit(one, other) for one, other in both if one.version != other.version),
        pins=differences(before.pins, after.pins),
    )


def diff_in_words(diff: ReleaseDiff, say: Texts = ASKED) -> tuple[str, ...]:
    """A sentence for each thing that has changed."""
    return tuple(_sentences(diff, say)) or (say("release.diff.same"),)


def _sentences(diff: ReleaseDiff, say: Texts) -> Iterator[str]:
    yield from (say("release.diff.added", text=edit.text) for edit in diff.added)
    yield from (say("release.diff.removed", text=edit.text) for edit in diff.removed)
    for one in diff.changed:
        if one.text_changed:
            yield say("release.diff.changed", text="".join(_marked(piece) for piece in one.text))
        if one.terms_changed:
            yield say("release.diff.terms", text=one.after.text)
        if one.tests_changed:
            yield say("release.diff.tests", text=one.after.text)
        if (one.before.text, one.before.terms, one.before.probes) == (
            one.after.text,
            one.after.terms,
            one.after.probes,
        ):
            yield say("release.diff.version", text=one.after.text)
    for pin in diff.pins:
        yield say(
            "release.diff.pin", what=pin.what.replace("_", " "), first=_value(pin.first), second=_value(pin.second)
        )


def _marked(piece: Piece) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return marks[piece.kind].format(piece.text)


def _value(value: object) -> str:
    return "–" if value is None else str(value)

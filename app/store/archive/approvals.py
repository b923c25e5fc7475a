"""Approvals in the history of an edit from elsewhere: which of them were given by other eyes.

Where a store has the four-eyes rule, an archive is no way round it. A version that was approved by who wrote it, or by
nobody who is named, comes in as one in review, and does not act; so does one that whoever imports it wrote. Its text,
its people and its moments stay. Names in an archive are those that its maker wrote there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.data.edit import folded
from app.store.four_eyes import substance
from app.store.records import EditVersion, StoredEdit


def with_valid_approvals(
    edit: StoredEdit, versions: Sequence[EditVersion], importer: str
) -> tuple[StoredEdit, tuple[EditVersion, ...]]:
    """An edit and its versions, with approvals only where somebody else than its writers gave them.

    Args:
        versions: all that are known, the oldest first.
        importer: who brings it into force here; empty where nobody is named.
    """
    valid = _valid_approvals(versions, importer)
    kept = tuple(_held_unless(valid, version) for version in versions)
    if edit.state == "retired":
        # What it was before: the last version in use; without one nobody is known to have approved it.
        was = next((version.state for version in reversed(kept) if version.state != "retired"), "in-review")
        held = edit.restores_to == "approved" and was != "approved"
        return replace(edit, restores_to="in-review" if held else edit.restores_to), kept
    return replace(edit, state=kept[-1].state, acting=kept[-1].acting), kept


def without_contradictions(
    edit: StoredEdit, versions: Sequence[EditVersion], held: frozenset[str]
) -> tuple[StoredEdit, tuple[EditVersion, ...]]:
    """An edit and its versions; where what acts is among these contents, nothing of it acts any more.

    Its last version is then in review. What it was before stays as it was known elsewhere.
    """
    kept = tuple(versions)
    acted = next((one for one in kept if one.version == edit.acting), None)
    if acted is None or acted.content not in held:
        return edit, kept
    state = "in-review" if edit.state == "approved" else edit.state
    return replace(edit, state=state, acting=None), (*kept[:-1], replace(kept[-1], state=state, acting=None))


def _valid_approvals(versions: Sequence[EditVersion], importer: str) -> set[int]:
    """Numbers of the versions that were in force with an approval by other eyes."""
    valid: set[int] = set()
    writers: set[str] = set()
    before: EditVersion | None = None
    for version in versions:
        if version.state == "retired":
            continue
        same = before is not None and substance(before) == substance(version)
        if not same:
            writers.add(folded(version.recorded_by))
        if version.state == "approved" and before is not None and same:
            approver = folded(version.recorded_by)
            if before.state == "approved":  # notes and tags, or restored: not an approval
                approved = before.version in valid
            else:
                approved = bool(approver and importer) and not writers & {approver, folded(importer), ""}
            if approved:
                valid.add(version.version)
                writers = set()
        before = version
    return valid


def _held_unless(valid: set[int], version: EditVersion) -> EditVersion:
    if version.state == "approved" and version.version not in valid:
        return replace(version, state="in-review", acting=None)
    return version if version.acting is None or version.acting in valid else replace(version, acting=None)

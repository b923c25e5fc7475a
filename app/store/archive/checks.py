"""Whether a row from elsewhere is one that this program could have written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.data import normalise
from app.data.upload import fault_of
from app.errors import InputError
from app.store.records import EditVersion, LoggedAnswer, StoredEdit
from app.store.values import content_id, sound_name, sound_note, sound_probes, sound_tags, sound_terms, storable


def fault_of_edit(edit: StoredEdit) -> str:
    """What is wrong with an edit, empty where nothing is."""
    fault = fault_of(edit.text)
    if fault:
        return fault
    try:
        rules = {
            "its text is not normalised": edit.text == normalise(edit.text),
            "its content is not the checksum of its text": edit.content == content_id(edit.text),
            "its note has characters that cannot be stored": edit.note == sound_note(edit.note),
            "its author has characters that cannot be stored": edit.author == sound_name(edit.author),
            "who changed it has characters that cannot be stored": edit.changed_by == sound_name(edit.changed_by),
            "its tags are not sorted, or not as they are stored": edit.tags == sound_tags(edit.tags),
            "its test questions are not as they are stored": edit.probes == sound_probes(edit.probes),
            "its terms are not as they are stored": edit.terms == sound_terms(edit.terms),
            "its reason has characters that cannot be stored": edit.reason == sound_note(edit.reason),
            "its state and the version that acts do not fit": _fits(edit),
            "its state and what it restores to do not fit": (edit.state == "retired") == bool(edit.restores_to),
        }
    except InputError as error:
        return error.given
    return _first_broken(rules)


def fault_of_history(edit: StoredEdit, versions: Sequence[EditVersion]) -> str:
    """What is wrong with the versions of an edit, empty where nothing is."""
    if not versions or versions[-1] != EditVersion.of(edit):
        return "its last version is not the edit as it is"
    numbers = [version.version for version in versions]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return "its versions do not follow each other"
    for version in versions:
        fault = fault_of_edit(_as_edit(edit, version))
        if fault:
            return f"version {version.version}: {fault}"
        if version.acting is not None and version.acting < numbers[0]:
            return f"version {version.version}: the version that acts is not there"
        if version.acting is not None and versions[version.acting - numbers[0]].state != "approved":
            return f"version {version.version}: the version that acts was not approved"
    return ""


def _as_edit(edit: StoredEdit, version: EditVersion) -> StoredEdit:
    """An edit as it was in a version."""
    values: dict[str, Any] = {**vars(version), "changed": version.recorded, "changed_by": version.recorded_by}
    for name in ("edit", "recorded", "recorded_by"):
        del values[name]
    return replace(edit, **values, restores_to="draft" if version.state == "retired" else None)


def fault_of_answer(answer: LoggedAnswer) -> str:
    """What is wrong with an answer, empty where nothing is."""
    texts = (answer.question, answer.answer, answer.original, answer.asked_by, *(used.text for used in answer.used))
    rules = {
        "it has characters that cannot be stored": all(text == storable(text) for text in texts),
        "the content of an edit is not the checksum of its text": all(
            used.content == content_id(used.text) for used in answer.used
        ),
    }
    return _first_broken(rules)


def _fits(edit: StoredEdit) -> bool:
    """Whether the acting version is one that there can be: the last one of an approved edit, none of a retired one."""
    if edit.state == "approved":
        return edit.acting == edit.version
    return edit.acting is None or (edit.state != "retired" and 1 <= edit.acting < edit.version)


def _first_broken(rules: dict[str, bool]) -> str:
    return next((rule for rule, kept in rules.items() if not kept), "")

"""What an archive looks like: a zip of JSON lines, with the gists if wanted.

    manifest.json   what the file is; rows, bytes and sha256 of every other member
    makers.jsonl    models that made gists or answers
    edits.jsonl     edits in the order they were added, with their tags, retired ones too
    versions.jsonl  every version of each of them: edits in the same order, the oldest version first
    answers.jsonl   answers in the order they were given, with the edits that they read
    gists.jsonl     one line a gist: content, maker, bytes, sha256, time
    gists.bin       the gists: safetensors files one after the other, in the order of gists.jsonl

The lines are the classes in `app.store.records`. The same store gives the same bytes.

Format 1, which knew neither versions nor terms, is read too (`earlier`).
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from app.store.records import ContentId, EditVersion, GistEntry, LoggedAnswer, Maker, StoredEdit

FORMAT, FORMAT_VERSION = "incomes-workbench archive", 2
MANIFEST, MAKERS, EDITS, ANSWERS = "manifest.json", "makers.jsonl", "edits.jsonl", "answers.jsonl"
VERSIONS = "versions.jsonl"
GIST_INDEX, GISTS = "gists.jsonl", "gists.bin"
LINES: dict[str, TypeAdapter[Any]] = {
    MAKERS: TypeAdapter(Maker),
    EDITS: TypeAdapter(StoredEdit),
    VERSIONS: TypeAdapter(EditVersion),
    ANSWERS: TypeAdapter(LoggedAnswer),
    GIST_INDEX: TypeAdapter(GistEntry),
}
"""Member → what one of its lines is."""

GISTS_AT_ONCE = 10
"""Held in memory while writing or reading."""


class Member(BaseModel):
    """What the manifest says of another member."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    rows: int
    bytes: int
    sha256: ContentId


class Manifest(BaseModel):
    """The head of an archive."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: str
    format_version: int
    program: str
    members: dict[str, Member]

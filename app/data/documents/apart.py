"""Word and PDF documents are read in a process of their own, which may neither hold much memory nor take long."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict

from app.config import ROOT
from app.data.documents.document import LONGEST_DOCUMENT, Block
from app.errors import UploadError

SECONDS = 60
MOST_BYTES = 1_500 * 2**20
"""Address space of the process."""


def read_apart(suffix: str, content: bytes) -> list[Block]:
    """What the reader of this suffix finds.

    Raises:
        UploadError: what the reader refuses, or it takes too long or too much memory.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.data.documents.apart", suffix],
            input=content, capture_output=True, timeout=SECONDS, cwd=ROOT, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise _too_much() from error
    if isinstance(found, dict):
        raise UploadError(found["given"], found["allowed"], found["remedy"])
    return [Block(**{**one, "cells": tuple(one["cells"]), "header": tuple(one["header"])}) for one in found]


def _too_much() -> UploadError:
    return UploadError(
        "The file cannot be read with the time and memory that a document may take.",
        f"{SECONDS} seconds and {MOST_BYTES // 2**20:,} MB.",
        "Save it as text, or split it into parts.",
    )


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # where the system has no such limits, time still has
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def _read(suffix: str, content: bytes) -> str:
    from app.data.documents.pdf import read_pdf
    from app.data.documents.word import read_word

    try:
        blocks = {".docx": read_word, ".pdf": read_pdf}[suffix](content)
        if sum(len(block.text) + sum(map(len, block.cells)) for block in blocks) > LONGEST_DOCUMENT:
            raise UploadError("The document is too long.", f"At most {LONGEST_DOCUMENT:,} characters.", "Split it.")
        return json.dumps([asdict(block) for block in blocks])
    except UploadError as error:
        return json.dumps(error.as_dict())


if __name__ == "__main__":
    _limit_memory()
    sys.stdout.write(_read(sys.argv[1], sys.stdin.buffer.read()))

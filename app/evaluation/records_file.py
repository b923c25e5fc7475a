"""A suite's records in a file, so that adapters of different days are compared on the same ones.

Suites that are made (`held-out`) change with the tables that they are made from. The file's first line says which suite
and version it holds; then one JSON object a line: a record with its questions, or an edit that only fills pools.
"""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.data import Edit, Record
from app.data.benchmarks.reading import sha256_of
from app.errors import SuiteDataError
from app.evaluation.suites import Filler, Suite, SuiteData, suite_named

FORMAT = "incomes-records-1"
MOST_FILLERS = 10_000

_RECORD = TypeAdapter(Record)
_EDIT = TypeAdapter(Edit)


class RecordsFile(Suite):
    """The suite whose records a file holds: its name, version and kinds are those of the suite it was written from.

    Raises:
        SuiteDataError: no such file, or none of records.
        UnknownNameError: it holds a suite that is not registered.
    """

    # A suite's description is its class's own; here it is read from a file.
    def __init__(self, path: Path) -> None:
        self._path = path
        head = self._head()
        suite = suite_named(str(head["suite"]))
        described = {name: getattr(suite, name) for name in _DESCRIPTION} | {"version": str(head["version"])}
        vars(self).update(described)

    def load(self, folder: Path) -> SuiteData:
        """The file's records and fillers; `folder` is not read."""
        records: list[Record] = []
        fillers: list[Filler] = []
        with self._path.open(encoding="utf-8") as file:
            for number, line in enumerate(islice(file, 1, None), start=2):
                try:
                    entry = json.loads(line)
                    if "record" in entry:
                        records.append(_RECORD.validate_json(json.dumps(entry["record"])))
                    else:
                        fillers.append(Filler(_EDIT.validate_json(json.dumps(entry["edit"])), str(entry["subject"])))
                except (ValueError, KeyError, TypeError, ValidationError) as error:
                    raise _foreign(self._path, number) from error
        return SuiteData(tuple(records), tuple(fillers), {self._path.name: sha256_of(self._path)})

    def _head(self) -> dict[str, Any]:
        try:
            with self._path.open(encoding="utf-8") as file:
                head = json.loads(file.readline())
            if head["format"] != FORMAT or not {"suite", "version"} <= set(head):
                raise ValueError("another format")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _foreign(self._path, 1) from error
        return dict(head)


_DESCRIPTION = (
    "name", "title", "version", "citation", "kinds", "max_new_tokens", "own_pool", "policy", "beside", "lists_failures",
)  # fmt: skip


def write_records(suite: Suite, data: Path, path: Path) -> tuple[int, int]:
    """Write a suite's records and fillers to a file.

    Args:
        data: folder with the suite's public file; suites that are made read none.

    Returns:
        How many records and how many fillers were written.

    Raises:
        SuiteDataError: what the suite raises.
    """
    loaded = suite.load(data)
    fillers = list(islice(loaded.fillers, MOST_FILLERS))
    head = {"format": FORMAT, "suite": suite.name, "version": suite.version, "made_from": loaded.sha256}
    lines = [head, *({"record": _RECORD.dump_python(record, mode="json")} for record in loaded.records)]
    lines += [{"subject": filler.subject, "edit": _EDIT.dump_python(filler.edit, mode="json")} for filler in fillers]
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return len(loaded.records), len(fillers)


def _foreign(path: Path, line: int) -> SuiteDataError:
    return SuiteDataError(
        f"Line {line} of {path} is none of a file of records.",
        "`python -m app evaluate SUITE --write-records FILE` writes such files.",
        "Write it again.",
    )

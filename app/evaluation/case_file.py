"""Cases on disk, one a line: appended as they are judged, so that a run that was killed goes on where it was.

Every line says what made it: versions, data, seed, configuration. A file never holds cases that were made differently.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from app.errors import EvaluationError
from app.evaluation.cases import Case

RUN, METHOD = "run", "settings_of_method"
"""Keys under which a line says what made it, and there, with what settings its method was asked."""

BEGINNING = b'{"method": "'
"""Of every line."""


class CaseFile:
    """The cases of one evaluation.

    Args:
        path: where they are; need not be there yet.
        made_by: versions, data, seed and configuration, as JSON has it.
        settings: of each method of this run. A method that the file has cases of, and this run does not ask, may have
            had any.

    Raises:
        EvaluationError: the file is no file of cases, or its cases were made differently.
    """

    def __init__(
        self, path: Path, made_by: Mapping[str, Any], settings: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._path = path
        self._made_by: dict[str, Any] = json.loads(json.dumps(made_by))
        self._settings: dict[str, Any] = json.loads(json.dumps(settings or {}))
        self.cases = tuple(self._read())
        """Those of earlier runs."""

    def append(self, cases: Iterable[Case]) -> None:
        """Writes cases behind those that are there; when it returns, they are on disk.

        Raises:
            EvaluationError: they cannot be written; the file is as it was, and the run can go on later.
        """
        lines = [
            json.dumps(case.as_dict() | {RUN: self._made_by_with(case.method)}, ensure_ascii=False) + "\n"
            for case in cases
        ]
        whole = self._path.stat().st_size if self._path.exists() else 0
        try:
            with self._path.open("ab") as file:
                file.write("".join(lines).encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            if self._path.exists():
                os.truncate(self._path, whole)  # half a line would stand between others once the run goes on
            raise EvaluationError(
                f"{self._path} cannot be written: {error.strerror}.", "", "Make room, and start the same run again."
            ) from error

    def _read(self) -> Iterator[Case]:
        """The cases in the file. A last line that was not written to its end is taken away."""
        if not self._path.exists():
            return
        whole = 0
        with self._path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    if not line.startswith(BEGINNING[: len(line)]):
                        raise self._foreign(number)
                    break
                yield self._case(line, number)
                whole += len(line)
        os.truncate(self._path, whole)

    def _case(self, line: bytes, number: int) -> Case:
        try:
            values = json.loads(line)
            made_by = values.pop(RUN)
        except (ValueError, KeyError, AttributeError, TypeError):
            raise self._foreign(number) from None
        if set(values) != {field.name for field in fields(Case)}:
            raise self._foreign(number)
        self._require_same(made_by, values["method"])
        return Case(**values)

    def _made_by_with(self, method: str) -> dict[str, Any]:
        settings = self._settings.get(method)
        return self._made_by if settings is None else self._made_by | {METHOD: settings}

    def _require_same(self, made_by: Mapping[str, Any], method: str) -> None:
        was, now = dict(made_by), dict(self._made_by)
        asked_with = was.pop(METHOD, {})
        if method in self._settings:
            was |= {f"{name} of {method}": value for name, value in asked_with.items()}
            now |= {f"{name} of {method}": value for name, value in self._settings[method].items()}
        other = [key for key in dict.fromkeys([*now, *was]) if was.get(key) != now.get(key)]
        if other:
            told = "; ".join(f"{key} was {was.get(key)!r} and is {now.get(key)!r}" for key in other)
            raise EvaluationError(
                f"{self._path} holds cases that were made differently: {told}.",
                "Figures are computed from cases of one configuration and the same versions.",
                "Give another file, or repeat the configuration and versions of the first run.",
            )

    def _foreign(self, line: int) -> EvaluationError:
        return EvaluationError(
            f"Line {line} of {self._path} is no case of an evaluation.",
            "A file of cases has one JSON object a line, as `evaluate --cases` writes them.",
            "Give another file. Nothing was changed.",
        )

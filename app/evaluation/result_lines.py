"""What `evaluate --json` printed: read back, and the command line that makes it again."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.errors import EvaluationError
from app.evaluation.suites import SAMPLES, SUITES
from app.evaluation.suites.business import BusinessTable
from app.evaluation.suites.held_out import HeldOut
from app.model.shelf import shipped_adapters


def reports_in(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number of the line and report, of every suite in a file; a bundle gives those of its tables.

    Raises:
        EvaluationError: a file that cannot be read or is empty, or a line that is no result.
    """
    try:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{file} cannot be read ({error}).", "", "Check the path.") from error
    if not lines:
        raise not_a_result(file, 1)
    for number, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
            reports = value.get("tables", [value])
            if not all({"suite", "results", "versions"} <= set(report) for report in reports):
                raise not_a_result(file, number)
        except (ValueError, AttributeError, TypeError) as error:
            raise not_a_result(file, number) from error
        yield from ((number, report) for report in reports)


def not_a_result(file: Path, line: int) -> EvaluationError:
    return EvaluationError(
        f"Line {line} of {file} is no result of an evaluation.",
        "Every line is what `python -m app evaluate … --json` prints.",
        "Give another file. Nothing was changed.",
    )


def command_of(report: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """The command line that measures rows of a report again; FOLDER stands for where the public files are,
    ADAPTER_FOLDER for that of a method's own adapter that does not ship."""
    versions, suite, records_file = report["versions"], SUITES.get(report["suite"]), None
    checksums = versions.get("data_sha256") or {}
    if isinstance(suite, HeldOut) and "made" not in checksums:
        records_file = next(iter(checksums), None)
    data = "sample" if is_sample(checksums) else "FOLDER"
    policies = {row["policy"]["name"] for row in rows if row.get("policy")}
    options: dict[str, Any] = {
        "data": None if isinstance(suite, (BusinessTable, HeldOut)) else data,
        "records-file": records_file,
        "records": report.get("records_asked_for"),
        "pool": ",".join(dict.fromkeys(str(row["pool"]) for row in rows)),
        "methods": ",".join(dict.fromkeys(row["method"] for row in rows)),
        "policy": policies.pop() if len(policies) == 1 else None,
        "seed": report["seed"],
        "backbone": versions["backbone"],
        "adapter": versions["adapter"],
        "precision": versions["precision"],
        **report.get("options", {}),
        "comparison-adapter": "ADAPTER_FOLDER" if any(_brought(row) for row in rows) else None,
    }
    parts = ["python", "-m", "app", "evaluate", *([] if records_file else [report["suite"]])]
    for name, value in options.items():
        parts += [] if value is None else [f"--{name}"] if value is True else [f"--{name}", str(value)]
    return shlex.join(parts)


def _brought(row: Mapping[str, Any]) -> bool:
    """Whether the method had an adapter of its own that does not ship with the workbench."""
    adapter = row.get("adapter")
    return adapter is not None and adapter["name"] not in {card.name for card in shipped_adapters().values()}


def is_sample(checksums: Mapping[str, str]) -> bool:
    """Whether the data, by their checksums, are the few records that ship with the program."""
    return bool(checksums) and set(checksums.values()) <= _sample_checksums()


@lru_cache(maxsize=1)
def _sample_checksums() -> frozenset[str]:
    files = (file for file in SAMPLES.rglob("*") if file.is_file())
    return frozenset(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)


def title_of(suite: str) -> str:
    """Of a suite, for people; its name where it is not registered."""
    return SUITES[suite].title if suite in SUITES else suite

"""What the readers of benchmark files share: finding the file, its shape, its checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from app.data.edit import Record
from app.errors import SuiteDataError

# A field that must hold something to see.
Text = Annotated[str, StringConstraints(pattern=r"\S")]


class Shape(BaseModel):
    """Base of the record shapes: types are taken as they are, fields that we do not need are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


Shaped = TypeVar("Shaped", bound=Shape)


@dataclass(frozen=True)
class Benchmark:
    """The records of one public file, how many were left out for which reason, and the file's checksum."""

    records: tuple[Record, ...]
    file: str
    sha256: str
    left_out: dict[str, int] = field(default_factory=dict)


def find(folder: Path, *names: str) -> Path:
    """The first of the files that is in the folder or a folder in it; `folder` may also be the file itself.

    Raises:
        SuiteDataError: none is there.
    """
    if folder.is_file() and folder.suffix == Path(names[0]).suffix:
        return folder
    for name in names:
        found = lookup(folder, name)
        if found is not None:
            return found
    raise SuiteDataError(
        f"There is no {' or '.join(names)} in {folder}.",
        "The public file is read as it is, under its own name.",
        "Give the folder that holds it.",
    )


def lookup(folder: Path, name: str) -> Path | None:
    """The file of that name in the folder, or in a folder in it; None: in neither."""
    for place in (folder / name, *sorted(folder.glob(f"*/{name}"))):
        if place.is_file():
            return place
    return None


def sha256_of(path: Path) -> str:
    """Checksum of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_list(path: Path) -> list[Any]:
    """The records of a JSON file that is a list.

    Raises:
        SuiteDataError: no JSON, or not a list.
    """
    value = _json_of(path)
    if not isinstance(value, list):
        raise _other_shape(path, f"holds {_kind(value)} where a list of records is expected")
    return value


def read_object(path: Path) -> dict[str, Any]:
    """The fields of a JSON file that is one object.

    Raises:
        SuiteDataError: no JSON, or not an object.
    """
    value = _json_of(path)
    if not isinstance(value, dict):
        raise _other_shape(path, f"holds {_kind(value)} where an object is expected")
    return value


def read_parallel(path: Path, *names: str) -> list[dict[str, Any]]:
    """The records of a JSON file that is one object of lists of equal length: one list a field.

    Raises:
        SuiteDataError: another shape; names the field.
    """
    fields = read_object(path)
    for name in names:
        if not isinstance(fields.get(name), list):
            raise _other_shape(path, f"field {name!r} is no list")
    lengths = {name: len(fields[name]) for name in names}
    if len(set(lengths.values())) > 1:
        raise _other_shape(path, f"field {names[1]!r}: lists of different length, {lengths}")
    return [dict(zip(names, values, strict=True)) for values in zip(*(fields[name] for name in names), strict=True)]


def read_json_lines(path: Path) -> list[Any]:
    """The records of a file with one JSON value a line.

    Raises:
        SuiteDataError: a line that is not JSON.
    """
    values = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            values.append(json.loads(line))
        except (ValueError, RecursionError) as error:
            raise _other_shape(path, f"is not JSON in line {number}: {error}") from error
    return values


def shaped(path: Path, values: Sequence[Any], shape: type[Shaped]) -> Iterable[Shaped]:
    """Each value in its shape.

    Raises:
        SuiteDataError: names the record (1-based, in the file's order) and the field.
    """
    for number, value in enumerate(values, start=1):
        try:
            yield shape.model_validate(value)
        except ValidationError as error:
            fault = error.errors()[0]
            name = ".".join(str(part) for part in fault["loc"]) or "the record itself"
            message = "must hold text" if fault["type"] == "string_pattern_mismatch" else fault["msg"]
            raise _other_shape(path, f"record {number}, field {name!r}: {message}") from error


def _json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _other_shape(path, f"is not JSON: {error}") from error


def _other_shape(path: Path, what: str) -> SuiteDataError:
    return SuiteDataError(
        f"{path.name}: {what}.",
        "The public file is read as it is.",
        "Fetch it again from its authors, or check what changed it.",
    )


def _kind(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "a string", type(None): "nothing"}.get(type(value), "one value")

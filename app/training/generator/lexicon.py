"""Word lists and tables shipped beside this module, read once."""

from __future__ import annotations

from functools import cache
from importlib import resources


def table_text(name: str) -> str:
    """A file of `tables/` as text."""
    path = resources.files(__package__) / "tables"
    for part in name.split("/"):
        path = path / part
    return path.read_text("utf-8")


@cache
def table_lines(name: str) -> tuple[str, ...]:
    """The lines of a table without comments and empty lines, stripped."""
    lines = (line.strip() for line in table_text(name).splitlines())
    return tuple(line for line in lines if line and not line.startswith("# "))


@cache
def table_names(folder: str) -> tuple[str, ...]:
    """Names of the tables in a folder of `tables/`, sorted, without ending."""
    path = resources.files(__package__) / "tables"
    for part in folder.split("/"):
        path = path / part
    return tuple(sorted(entry.name[:-4] for entry in path.iterdir() if entry.name.endswith(".txt")))


@cache
def words(folder: str, name: str) -> tuple[str, ...]:
    """A comma-separated word list of a folder, in the order of the file."""
    joined = ",".join(table_lines(f"{folder}/words/{name}.txt"))
    return tuple(word.strip() for word in joined.replace("、", ",").split(",") if word.strip())


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """A table's lines split into cells at `|`."""
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in table_lines(name))


@cache
def keyed(name: str) -> dict[str, tuple[str, ...]]:
    """A table of `key | template` lines: the templates of each key, in order; `·` is a space at an edge."""
    found: dict[str, list[str]] = {}
    for line in table_lines(name):
        key, template = (part.strip() for part in line.split("|", 1))
        found.setdefault(key, []).append(template.replace("·", " "))
    return {key: tuple(templates) for key, templates in found.items()}


def alternatives(cell: str) -> tuple[str, ...]:
    """The `~`-separated alternatives of a table's cell; `-` and nothing mean none."""
    return tuple(part.strip() for part in cell.split("~") if part.strip() not in ("", "-"))


def listed(cell: str) -> tuple[str, ...]:
    """The comma-separated entries of a cell."""
    return tuple(part.strip() for part in cell.split(",") if part.strip())

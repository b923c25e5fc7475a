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
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def words(name: str) -> tuple[str, ...]:
    """A comma-separated word list of `tables/words/`, in the order of the file."""
    joined = ",".join(table_lines(f"words/{name}.txt"))
    return tuple(word.strip() for word in joined.split(",") if word.strip())


def alternatives(cell: str) -> tuple[str, ...]:
    """The `~`-separated alternatives of a table's cell; `-` and nothing mean none."""
    return tuple(part.strip() for part in cell.split("~") if part.strip() not in ("", "-"))

"""How commands speak: results to standard output, progress and remarks to standard error, errors with a way out.

With `--json` standard output holds one JSON value and nothing else, also where the command fails.
"""

from __future__ import annotations

import functools
import json
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from app.errors import InputError, TermsNotAcceptedError, WorkbenchError

Result = TypeVar("Result")


def explained_errors(
    command: Callable[..., Result], agreed: Callable[[str], bool] = lambda _backbone: False
) -> Callable[..., Result]:
    """The command, with errors raised on purpose told without a traceback; the process then ends with 1.

    Args:
        agreed: asks for consent to the terms of a backbone; after a yes the command, which has done nothing before
            its backbone was there, is run again.
    """

    @functools.wraps(command)
    def told(*arguments: Any, **options: Any) -> Result:
        try:
            return command(*arguments, **options)
        except TermsNotAcceptedError as error:
            if not options.get("as_json") and agreed(error.backbone):
                return told(*arguments, **options)
            show_error(error, as_json=bool(options.get("as_json")))
        except WorkbenchError as error:
            show_error(error, as_json=bool(options.get("as_json")))
        except ModuleNotFoundError as error:
            missing = WorkbenchError(
                f"The package {error.name} is not installed.",
                "",
                f"Run `{sys.executable} -m pip install -r requirements.txt` (or `make setup`).",
            )
            show_error(missing, as_json=bool(options.get("as_json")))
        raise typer.Exit(1)

    return told


def show_error(error: WorkbenchError, *, as_json: bool) -> None:
    """For machines as `{"error": {code, given, allowed, remedy}}`, for people in sentences."""
    if as_json:
        print_json({"error": error.as_dict()})
    else:
        remarks().print(Text(str(error), style="red"))


def print_json(value: Any) -> None:
    """One JSON value on standard output; numbers that JSON does not know become null."""
    typer.echo(json.dumps(_without_nan(value), ensure_ascii=False, allow_nan=False))


def _without_nan(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(item) for item in value]
    return value


def write_whole(path: Path, content: bytes) -> None:
    """Write a whole file or none.

    Raises:
        InputError: the place cannot be written to.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError(f"{path} cannot be written: {error.strerror}.", "", "Choose another place.") from error


FILE_WIDTH = 200
"""Characters of a line where the output is not a terminal, so that few lines are broken in a file."""


def results() -> Console:
    """Standard output, for people."""
    return _console(stderr=False)


def remarks() -> Console:
    """Standard error."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=FILE_WIDTH)


def shown(text: str, style: str = "") -> Text:
    """Text of a person or a model, safe to print: no markup is read in it, control characters are replaced."""
    printable = (character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
    return Text("".join(printable), style=style)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error while something takes its time; gives the function that moves it."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    console = remarks()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda what, part: progress.update(task, description=what, completed=part)

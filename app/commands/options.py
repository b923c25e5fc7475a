"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.config import Memory, Precision, Settings
from app.errors import InputError

Question = Annotated[str, typer.Argument(help="A question, or the beginning of a sentence to go on with.")]
Files = Annotated[
    list[Path] | None,
    typer.Option("--edits", metavar="FILE", help="Edits from a file (.csv, .tsv, .jsonl, .txt); may be repeated."),
]
Texts = Annotated[list[str] | None, typer.Option("--edit", metavar="TEXT", help="One edit; may be repeated.")]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="The shared edits: sqlite:///FILE or postgresql://….",
        show_default="a file in the user's data folder",
    ),
]
PolicyName = Annotated[
    str | None, typer.Option("--policy", metavar="NAME", help="How edits are selected: default, top-4, soft, …")
]
Backbone = Annotated[
    str | None, typer.Option(help="embedded, gemma-3-270m, a local folder or a Hub id.", show_default="embedded")
]
AdapterName = Annotated[
    str | None, typer.Option("--adapter", help="auto, none, a shipped adapter's name, or a folder.")
]
MemoryKind = Annotated[Memory | None, typer.Option("--memory", help="What is read of an edit.")]
Device = Annotated[str | None, typer.Option(help="auto, cpu or cuda.")]
PrecisionKind = Annotated[Precision | None, typer.Option("--precision", help="What the backbone is computed in.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, for machines.")]


def chosen_settings(**options: Any) -> Settings:
    """The settings of the environment, with the options that were given in their place.

    Raises:
        InputError: a value that the settings do not know.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"The setting {name} cannot be {first['input']!r}.",
            f"{first['msg']}.",
            f"Correct the option --{name.replace('_', '-')} or the variable INCOMES_{name.upper()}.",
        ) from error


def user_name() -> str:
    """Who runs the command, as the system says; empty where it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def require_writable_place(path: Path | None) -> None:
    """Find out before any work whether a result can be written there.

    Raises:
        InputError: the folder does not exist, or the path is a folder.
    """
    if path is None:
        return
    if path.is_dir():
        raise InputError(f"{path} is a folder.", "", "Give the name of a file.")
    if not path.absolute().parent.is_dir():
        raise InputError(f"The folder {path.absolute().parent} does not exist.", "", "Make it, or choose another one.")

"""Options that several commands share, and the settings that they make.

A dataclass of options is one parameter of a command (app/commands/grouping.py).
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from app.config import Memory, Precision, Settings
from app.errors import InputError

if TYPE_CHECKING:
    from app.service import Workbench

Question = Annotated[str, typer.Argument(help="A question, or the beginning of a sentence to go on with.")]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--edits", metavar="FILE", help="Edits from a .csv, .tsv, .xlsx, .jsonl or .txt file; may be repeated."
    ),
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
PoolFolder = Annotated[
    Path | None,
    typer.Option("--pool", metavar="FOLDER", help="Answer from the edits that `compress --output` left there."),
]
PolicyName = Annotated[
    str | None, typer.Option("--policy", metavar="NAME", help="How edits are selected: default, top-4, soft, …")
]
ReleaseName = Annotated[
    str | None,
    typer.Option(
        "--release",
        metavar="RELEASE",
        help="Answer from this release alone: an alias, a name or an id.",
        show_default="the edits as they are",
    ),
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
Language = Annotated[str, typer.Option(help="Of sentences, pages and reports: en or ja.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, for machines.")]


SuiteNames = Annotated[str, typer.Argument(metavar="SUITE[,SUITE…]", help="held-out-near, counterfact-val, …")]


def data_folder(text: str | Path) -> Path:
    """A folder or file with data; `sample` is the one that comes with the program."""
    if str(text) != "sample":
        return Path(text)
    from app.evaluation.suites import SAMPLES

    return SAMPLES


DataFolder = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="FOLDER",
        parser=data_folder,
        help="Holds the suites' public files under their own names; `sample`: the few records that come along.",
    ),
]
PoolSize = Annotated[int, typer.Option("--pool", metavar="N", help="Edits in force at once.", min=1)]
Seed = Annotated[int, typer.Option("--seed", help="Of the draw and the intervals.")]


@dataclass(frozen=True)
class ModelOptions:
    """Which model a command runs with; the fields are settings."""

    backbone: Backbone = None
    adapter: AdapterName = None
    device: Device = None
    precision: PrecisionKind = None


@dataclass(frozen=True)
class ReadingOptions(ModelOptions):
    """Which model, and what it reads of an edit."""

    memory: MemoryKind = None


@dataclass(frozen=True)
class EditOptions:
    """Which edits are in force."""

    edits: Files = None
    edit: Texts = None
    store: StoreUrl = None


def names_in(text: str) -> list[str]:
    """The names of a list with commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def suites_in(text: str) -> list[str]:
    """The names of suites in a list with commas; a misspelt one is told before any model is loaded.

    Raises:
        UnknownNameError: a suite that is not registered.
    """
    from app.evaluation.suites import suite_named

    return [suite_named(name).name for name in names_in(text)]


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


def acts_as(workbench: Workbench) -> str:
    """Under what name a command changes the shared store: the account of its API token, or else who runs it."""
    return workbench.identity.name or user_name()


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

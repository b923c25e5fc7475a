"""A workbench whose session uses the shared edits, and values of the store as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.options import user_name
from app.commands.output import progress_bar
from app.config import Settings

if TYPE_CHECKING:
    from app.service import Workbench

Reference = Annotated[str, typer.Argument(metavar="RELEASE", help="An alias, a name or an id.")]
Alias = Annotated[str, typer.Argument(metavar="ALIAS", help="production, candidate, or a name of your own.")]
Reason = Annotated[str, typer.Option(help="Why; kept with the move.")]


@dataclass(frozen=True)
class Opened:
    """A session under the name of who runs the command."""

    workbench: Workbench
    token: str


def open_store_of(settings: Settings) -> Opened:
    """The shared edits. Raises StoreError where there is no store."""
    from app.service import Workbench

    workbench = Workbench(settings)
    token = workbench.open(None).token
    workbench.use_shared(token, user_name())
    return Opened(workbench, token)


def with_model(settings: Settings, reference: str | None = None) -> Opened:
    """The same with the model loaded.

    Args:
        reference: a release for which it is opened: a precision that was left to a measurement is the one it names.
    """
    opened = open_store_of(settings)
    if reference is not None and settings.precision == "auto":
        pins = opened.workbench.stored.release(reference).pins
        opened = open_store_of(settings.model_copy(update={"precision": pins.precision}))
    with progress_bar() as report:
        opened.workbench.model(report)
    return opened


def plain(value: Any) -> Any:
    """A dataclass as JSON has it; moments as ISO 8601."""
    return json.loads(json.dumps(asdict(value), default=lambda moment: moment.isoformat()))

"""`policies`: the settings that `tune --save` has kept on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import AsJson, chosen_settings
from app.commands.output import explained_errors, print_json, remarks, results, shown

if TYPE_CHECKING:
    from app.model.saved_policies import Figures, SavedPolicy, Share

policies = typer.Typer(name="policies", help="Policies that `tune --save` has kept here.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `policies list` shows it.")]


@policies.callback()
def group() -> None:
    """Policies that `tune --save` has kept here."""


@policies.command(name="list")
@explained_errors
def list_(as_json: AsJson = False) -> None:
    """List them, with what was measured; files that are none are named."""
    from app.model.saved_policies import shelf_in

    folder = chosen_settings().policies
    shelf = shelf_in(folder)
    if as_json:
        kept = [one.model_dump(mode="json") | {"name": one.name} for one in shelf.policies]
        print_json({"folder": str(folder), "policies": kept, "faults": [one.as_dict() for one in shelf.faults]})
        return
    table = Table("Policy", "For", "Efficacy", "Unwanted", "Measured on")
    for one in shelf.policies:
        found = _expected(one)
        table.add_row(
            one.name, shown(_model(one)), _share(found.efficacy), _share(found.unwanted), shown(", ".join(one.suites))
        )
    results().print(table)
    for fault in shelf.faults:
        remarks().print(shown(str(fault), "yellow"))
    remarks().print(shown(f"{folder}"))


@policies.command()
@explained_errors
def show(name: Name, as_json: AsJson = False) -> None:
    """Show one with its settings and what it was measured on."""
    from app.model.saved_policies import load_policy, require_held

    folder = chosen_settings().policies
    require_held(folder, name)
    found = load_policy(folder, name)
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    table = Table("What", "Is", show_header=False)
    measured = f"{', '.join(f'{suite} ({version})' for suite, version in found.suites.items())}, seed {found.seed}"
    expected = _expected(found)
    rows = {
        **{setting: str(value) for setting, value in found.policy.describe().items()},
        "for": f"{_model(found)}, {found.memory}, {found.slots} slots",
        "measured on": f"{found.records:,} records of {measured}, {found.pool:,} edits in the pool",
        "allowed unwanted": f"{found.most_unwanted:.1%}",
        "efficacy": _share(expected.efficacy),
        "unwanted": _share(expected.unwanted),
    }
    for what, value in rows.items():
        table.add_row(what, shown(value))
    results().print(table)
    if found.checked is None:
        remarks().print("The figures are of the questions that it was chosen on: a little flattering.")


@policies.command()
@explained_errors
def delete(name: Name, as_json: AsJson = False) -> None:
    """Delete one, or a file of that name that is damaged. What was answered with it keeps its settings."""
    from app.model.saved_policies import delete_policy

    file = delete_policy(chosen_settings().policies, name)
    if as_json:
        print_json({"deleted": str(file)})
    else:
        results().print(shown(f"Deleted: {file}"))


def _expected(policy: SavedPolicy) -> Figures:
    return policy.checked or policy.figures


def _model(policy: SavedPolicy) -> str:
    return f"{policy.backbone}, {policy.adapter or 'no adapter'}"


def _share(share: Share) -> str:
    return f"{share.value:.1%} [{share.low:.0%}–{share.high:.0%}], n = {share.n:,}"

"""`rule`: the rules of the shared store."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.table import Table

from app.commands.options import AsJson, StoreUrl, acts_as, chosen_settings
from app.commands.output import explained_errors, print_json, results, shown

rule = typer.Typer(name="rule", help="The rules of the shared store.", no_args_is_help=True)


@rule.callback()
def rules() -> None:
    """The rules of the shared store."""


@rule.command("list")
@explained_errors
def list_(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """List the rules, what they say, and what else they could."""
    from app.service import Workbench
    from app.store.rules import RULES

    with Workbench(chosen_settings(store=store)).stored.whole() as opened:
        found = opened.rules.all()
    if as_json:
        print_json({"store": opened.name, "rules": {one.name: one.value for one in found}})
        return
    table = Table("Rule", "Is", "Can be", "Means")
    for one in found:
        known = RULES[one.name]
        table.add_row(one.name, shown(json.dumps(one.value)), known.allowed, known.meaning)
    results().print(table)


@rule.command("set")
@explained_errors
def set_(
    name: Annotated[str, typer.Argument(help="As `rule list` shows it.")],
    value: Annotated[str, typer.Argument(help="JSON, or a word: true, 365, null, hashed, …")],
    reason: Annotated[str, typer.Option(help="Why; is kept in the audit records.")] = "",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Let a rule say something else."""
    from app.service import Workbench

    workbench = Workbench(chosen_settings(store=store))
    with workbench.stored.whole() as opened:
        new = opened.rules.set(name, _value(value), by=acts_as(workbench), reason=reason)
    if as_json:
        print_json({"store": opened.name, "rule": new.name, "value": new.value})
    else:
        results().print(shown(f"{new.name}: {json.dumps(new.value)}"))


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text

"""`conflicts`: shared edits that contradict, repeat or undo each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from app.commands.options import AsJson, StoreUrl, chosen_settings, user_name
from app.commands.output import explained_errors, print_json, remarks, results, shown

if TYPE_CHECKING:
    from app.service import Workbench
    from app.service.conflicts import Effect, ShownConflict

conflicts = typer.Typer(
    name="conflicts", help="Shared edits that contradict, repeat or undo each other.", no_args_is_help=True
)


@conflicts.callback()
def group() -> None:
    """Shared edits that contradict, repeat or undo each other."""


@conflicts.command()
@explained_errors
def find(
    everything: Annotated[
        bool, typer.Option("--all", help="Compare every edit, not only those that wait for approval.")
    ] = False,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Compare also what the model's selection finds near; loads the model.")
    ] = False,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Look for conflicts and keep them; shows all that are open."""
    workbench, token = _opened(store)
    _show(workbench.conflicts.find(token, scope="all" if everything else "waiting", with_model=with_model), as_json)


@conflicts.command(name="list")
@explained_errors
def list_open(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Show the conflicts that nobody has resolved."""
    workbench, token = _opened(store)
    _show(workbench.conflicts.open(token), as_json)


@conflicts.command()
@explained_errors
def measure(conflict: str, store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Ask the test questions of both edits, of each alone and of both together."""
    workbench, token = _opened(store)
    found = workbench.conflicts.measure(token, conflict)
    if as_json:
        print_json({"effects": [vars(effect) | {"changed": effect.changed} for effect in found]})
    else:
        _show_effects(found)


@conflicts.command()
@explained_errors
def resolve(
    conflict: str,
    how: Annotated[str, typer.Argument(metavar="HOW", help="superseded, scoped, rejected or dismissed.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence; it is kept.")] = "",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Resolve a conflict: `superseded` retires the older edit, `rejected` sends the newer one back to draft."""
    workbench, token = _opened(store)
    done = workbench.conflicts.resolve(token, conflict, how, reason=reason)
    if as_json:
        print_json({"id": done.id, "state": done.state, "reason": done.reason})
    else:
        results().print(shown(f"{done.id}: {done.state}."))


@conflicts.command()
@explained_errors
def evaluate(as_json: AsJson = False) -> None:
    """How well conflicts are found: precision and recall on two hundred labelled pairs."""
    from app.model.text_vectors import TextVectors
    from app.service.conflicts.labelled import judged, quality, read_pairs

    pairs = judged(read_pairs(), TextVectors())
    rows = []
    for part in ("validation", "test"):
        for language in ("", "en", "ja"):
            for difficulty in ("", "easy", "hard"):
                found = quality(
                    pairs,
                    lambda pair, p=part, la=language, d=difficulty: (  # type: ignore[misc]  # lambdas have no types
                        pair.part == p and la in ("", pair.language) and d in ("", pair.difficulty)
                    ),
                )
                named = {"part": part, "language": language or "all", "difficulty": difficulty or "all"}
                figures = {name: getattr(found, name) for name in ("precision", "recall", "kind_right")}
                rows.append(named | {"pairs": found.pairs} | figures)
    if as_json:
        print_json({"rows": [{k: v.as_dict() if hasattr(v, "as_dict") else v for k, v in r.items()} for r in rows]})
        return
    table = Table("Part", "Language", "Difficulty", "Pairs", "Precision", "Recall", "Kind right")
    for row in rows:
        cells = (_share(row[name]) for name in ("precision", "recall", "kind_right"))
        table.add_row(row["part"], row["language"], row["difficulty"], str(row["pairs"]), *cells)
    results().print(table)


def _opened(store: str | None) -> tuple[Workbench, str]:
    from app.service import Workbench

    workbench = Workbench(chosen_settings(store=store))
    token = workbench.open(None).token
    workbench.use_shared(token, user_name())
    return workbench, token


def _show(found: tuple[ShownConflict, ...], as_json: bool) -> None:
    if as_json:
        print_json({"conflicts": [_as_dict(one) for one in found]})
        return
    table = Table("Conflict", "Kind", "Older", "Newer", "Decided by")
    for one in found:
        told = one.conflict.explanation
        parts = " / ".join(part for part in (told["first"], told["second"]) if part)
        because = told["rule"] + (f": {parts}" if parts else "")
        table.add_row(
            one.conflict.id[:8], one.conflict.kind, shown(one.first.text), shown(one.second.text), shown(because)
        )
    results().print(table)
    remarks().print(f"{len(found):,} open.")


def _as_dict(one: ShownConflict) -> dict[str, Any]:
    edits = {
        name: {"id": edit.id, "version": edit.version, "state": edit.state, "text": edit.text}
        for name, edit in (("first", one.first), ("second", one.second))
    }
    told = {"id": one.conflict.id, "kind": one.conflict.kind, "found": one.conflict.found.isoformat()}
    return told | {"explanation": one.conflict.explanation} | edits


def _show_effects(found: tuple[Effect, ...]) -> None:
    table = Table("Question", "By its edit alone", "With both", "Changed")
    for effect in found:
        changed = "yes" if effect.changed else "no"
        table.add_row(shown(effect.question), shown(effect.alone), shown(effect.together), changed)
    results().print(table)


def _share(value: Any) -> str:
    return "–" if value is None else f"{value.value:.1%} [{value.low:.0%}–{value.high:.0%}], n = {value.n}"

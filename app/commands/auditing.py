"""`audit`: what happened in the shared store; whether its records are what they were."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from app.commands.options import AsJson, StoreUrl, acts_as, chosen_settings, require_writable_place
from app.commands.output import explained_errors, print_json, results, shown
from app.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.service import Workbench
    from app.store import Store
    from app.store.audit import Head
    from app.store.audit.log import ToldRecord
    from app.store.audit.verify import Verified

audit = typer.Typer(name="audit", help="What happened in the shared store.", no_args_is_help=True)

Moment = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"], help="In local time."),
]


@audit.callback()
def records() -> None:
    """The audit records of the shared store."""


@audit.command("list")
@explained_errors
def list_(
    object_: Annotated[str | None, typer.Option("--object", metavar="ID", help="Of what it was done to.")] = None,
    kind: Annotated[str | None, typer.Option(help="Of what it was done to: edit, release, answer, rule, …")] = None,
    action: Annotated[str | None, typer.Option(help="edit.added, edit.erased, …")] = None,
    actor: Annotated[str | None, typer.Option(help="Who did it.")] = None,
    since: Moment = None,
    until: Moment = None,
    limit: Annotated[int, typer.Option(help="Records shown; 0 for all.", min=0)] = 50,
    offset: Annotated[int, typer.Option(help="Records passed over.", min=0)] = 0,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """List what happened, the newest first; erased records say when and what, no longer who and how."""
    from app.store.audit.log import AuditSearch

    search = AuditSearch(object_, kind, action, actor, _zoned(since), _zoned(until), offset, limit or None)
    with _opened(store) as opened:
        found = opened.audit.find(search)
    if as_json:
        print_json({"store": opened.name, "offset": offset, "records": [_as_dict(one) for one in found]})
    else:
        _show(found)


@audit.command()
@explained_errors
def head(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Print number and hash of the last record: kept elsewhere, they show later whether the end was cut off.

    Where INCOMES_AUDIT_HEADS names a file, it is added there too.
    """
    from app.store.audit.heads import keep_head

    settings = chosen_settings(store=store)
    with _opened(store) as opened:
        newest = opened.audit.head()
    if settings.audit_heads is not None:
        keep_head(settings.audit_heads, newest)
    if as_json:
        kept = None if settings.audit_heads is None else str(settings.audit_heads)
        print_json(newest.as_dict() | {"store": opened.name, "kept": kept})
    else:
        results().print(shown(str(newest)))


@audit.command()
@explained_errors
def verify(
    heads: Annotated[
        list[str] | None,
        typer.Option("--head", metavar="FILE|NUMBER:HASH", help="What `audit head` printed; may be repeated."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Verify what `audit export` wrote, without a store.")
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Find every alteration, deletion, insertion, change of order and, with a head, truncation; ends with 1 on any."""
    from app.store.audit.log import verify_file

    wanted = _heads(heads or (), chosen_settings(store=store).audit_heads)
    if file is not None:
        what, found = str(file), verify_file(file, wanted)
    else:
        with _opened(store) as opened:
            what, found = opened.name, opened.audit.verify(wanted)
    if as_json:
        print_json({"verified": what, "sound": found.sound, **_counts(found), "findings": _findings(found)})
    else:
        _show_verified(what, found)
    if not found.sound:
        raise typer.Exit(1)


@audit.command()
@explained_errors
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Is written as a whole or not at all.")],
    keys: Annotated[
        bool,
        typer.Option("--keys", help="With the keys: readable, and out of reach of a later erasure."),
    ] = False,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Write all records to a file of JSON lines, which `audit verify --file` verifies without the store."""
    require_writable_place(file)
    with _opened(store) as opened:
        count = opened.audit.export(file, keys=keys)
    if as_json:
        print_json({"store": opened.name, "file": str(file), "records": count, "keys": keys})
    else:
        results().print(shown(f"{count:,} records: {file}"))


@audit.command()
@explained_errors
def erase(
    edits: Annotated[list[str] | None, typer.Argument(metavar="EDIT_ID…", help="As `list --json` shows them.")] = None,
    answers_of: Annotated[
        str | None, typer.Option("--answers-of", metavar="NAME", help="What this person asked, and the answers.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Stays in the records: say nothing of what is erased.")] = "",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Erase edits, or somebody's questions, for good: nothing of them is in the store's files afterwards."""
    if bool(edits) == (answers_of is not None):
        raise InputError(
            "It is not clear what to erase.", "Name edits, or --answers-of somebody.", "Nothing was changed."
        )
    workbench = _workbench(store)
    with workbench.stored.whole() as opened:
        by = acts_as(workbench)
        if answers_of is not None:
            erased = opened.erasure.answers_of(answers_of, author=by, reason=reason)
        else:
            erased = opened.erasure.edits(edits or (), author=by, reason=reason)
    if as_json:
        print_json({"store": opened.name} | asdict(erased))
    else:
        counts = f"{len(erased.edits):,} edits, the texts of {erased.answers:,} answers, {erased.gists:,} gists"
        results().print(f"Erased: {counts}; {erased.records:,} audit records can no longer be read.")
        results().print("Backups, and archives exported before, still hold it.")


@audit.command()
@explained_errors
def retain(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Let go of answers and sealed records that are older than the rule `retention-days` says."""
    workbench = _workbench(store)
    with workbench.stored.whole() as opened:
        gone = opened.retention.apply(author=acts_as(workbench))
    if as_json:
        counts = {"answers": gone.answers, "records": gone.records}
        print_json({"store": opened.name, "before": gone.before.isoformat()} | counts)
    else:
        what = f"{gone.answers:,} answers, and what was sealed in {gone.records:,} audit records"
        results().print(f"Let go: {what}, from before {gone.before.astimezone():%Y-%m-%d %H:%M}.")


@contextmanager
def _opened(url: str | None) -> Iterator[Store]:
    with _workbench(url).stored.whole() as opened:
        yield opened


def _workbench(url: str | None) -> Workbench:
    from app.service import Workbench

    return Workbench(chosen_settings(store=url))


def _zoned(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


def _heads(given: Iterable[str], kept: Path | None) -> list[Head]:
    """Those of the command line and, where there is one, of the file in the settings."""
    from app.store.audit.heads import heads_given, heads_in

    found = [head for text in given for head in heads_given(text)]
    return found + list(heads_in(kept)) if kept is not None and kept.exists() else found


def _as_dict(record: ToldRecord) -> dict[str, Any]:
    return asdict(record) | {"at": record.at.isoformat()}


def _counts(found: Verified) -> dict[str, Any]:
    names = ("records", "erased", "let_go", "heads", "keys", "faults")
    return {name: getattr(found, name) for name in names} | {"head": found.head.as_dict()}


def _findings(found: Verified) -> list[dict[str, Any]]:
    return [finding.as_dict() for finding in found.findings]


def _show(found: Iterable[ToldRecord]) -> None:
    table = Table("Number", "When", "Who", "What", "To", "Detail")
    for one in found:
        when = f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}"
        detail = "(erased)" if one.detail is None else str(one.detail)
        who = "(erased)" if one.actor is None else one.actor
        table.add_row(str(one.number), when, shown(who), one.action, shown(one.object), shown(detail[:200]))
    results().print(table)


def _show_verified(what: str, found: Verified) -> None:
    console = results()
    for finding in found.findings:
        console.print(shown(finding.said, "red"))
    if found.faults > len(found.findings):
        console.print(shown(f"And {found.faults - len(found.findings):,} more.", "red"))
    verdict = "sound" if found.sound else f"{found.faults:,} faults"
    gone = f"{found.erased:,} erased, {found.let_go:,} let go; {found.heads:,} heads compared"
    console.print(shown(f"{what}: {verdict}. {found.records:,} records, {gone}. Head {found.head}"))
    if not found.heads:
        console.print("Whether the end was cut off can only be told with a head: see `audit head`.")
    if not found.keys:
        console.print("The file has no keys: whether what is gone may be gone can only be told from the store.")

"""`release make`, `list`, `show` and `diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import AsJson, PolicyName, ReadingOptions, StoreUrl, chosen_settings
from app.commands.output import print_json, results, shown
from app.commands.releases.moving import show_gate
from app.commands.releases.opened import Reference, open_store_of, plain, with_model

if TYPE_CHECKING:
    from app.service.releases import Overview, ReleaseDetails
    from app.store import GateRun


def make(
    name: Annotated[str, typer.Argument(help="Of the release, for ever: a date, for example.")],
    *,
    note: Annotated[str, typer.Option(help="What it is for.")] = "",
    policy: PolicyName = None,
    model: ReadingOptions,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Make a release of the edits that act now, for the model that the options name."""
    opened = with_model(chosen_settings(store=store, **vars(model)))
    made = opened.workbench.releases.make(opened.token, name, note=note, policy=policy)
    if as_json:
        print_json(plain(made))
    else:
        results().print(shown(f"Made: {made.name}, {made.edits:,} edits, fingerprint {made.fingerprint}"))


def list_(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """List all releases, the newest first, with the aliases that stand at them and their last test."""
    opened = open_store_of(chosen_settings(store=store))
    overview = opened.workbench.releases.overview(opened.token)
    if as_json:
        releases = [plain(one) | {"aliases": overview.aliases_at(one.id)} for one in overview.releases]
        print_json({"releases": releases, "limits": plain(overview.limits)})
    else:
        _show_list(overview)


def show(release: Reference, store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Show what is in a release, and whether it is what it was when it was made; ends with 1 where it is not."""
    opened = open_store_of(chosen_settings(store=store))
    details = opened.workbench.releases.show(opened.token, release)
    if as_json:
        print_json(plain(details) | {"sound": details.verification.sound})
    else:
        _show_details(details)
    if not details.verification.sound:
        raise typer.Exit(1)


def diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A release or an alias.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="A release or an alias.")],
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Say what has changed from one release to another."""
    from app.service.releases import diff_in_words

    opened = open_store_of(chosen_settings(store=store))
    found = opened.workbench.releases.diff(opened.token, before, after)
    sentences = diff_in_words(found)
    if as_json:
        print_json(plain(found) | {"same": found.same, "sentences": sentences})
    else:
        for sentence in sentences:
            results().print(shown(sentence))


def _show_list(overview: Overview) -> None:
    table = Table("Release", "Aliases", "Edits", "Made", "By", "Gate")
    for one in overview.releases:
        run = overview.runs.get(one.id)
        gate = "not run" if run is None else _verdict(run)
        when = f"{one.made.astimezone():%Y-%m-%d %H:%M}"
        aliases = ", ".join(overview.aliases_at(one.id))
        table.add_row(shown(one.name), aliases, f"{one.edits:,}", when, shown(one.made_by), gate)
    results().print(table)


def _verdict(run: GateRun) -> str:
    if not run.passed:
        return "refused"
    return "passed" if run.figures.must_stay else "passed; unwanted change not measured"


def _show_details(details: ReleaseDetails) -> None:
    release, console = details.release, results()
    facts = Table.grid(padding=(0, 2))
    facts.add_row("Release", shown(release.name, "bold"))
    facts.add_row("Aliases", ", ".join(details.aliases) or "–")
    facts.add_row("Made", shown(f"{release.made.astimezone():%Y-%m-%d %H:%M} {release.made_by}"))
    facts.add_row("Note", shown(release.note or "–"))
    facts.add_row("Fingerprint", release.fingerprint)
    for name, value in plain(release.pins).items():
        facts.add_row(name.replace("_", " ").capitalize(), shown("–" if value is None else str(value)))
    console.print(facts)
    for edit in details.edits:
        console.print(shown(f"{edit.text}  (version {edit.version})"))
    if details.gate is not None:
        show_gate(details.gate)
    for difference in details.verification.differences:
        changed = f"Not as it was made: {difference.what}: {difference.first} → {difference.second}"
        console.print(shown(changed, "red"))

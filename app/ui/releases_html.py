"""What the tab *Releases* shows, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.service.releases import GateReport, Overview, ReleaseDetails, ReleaseDiff
from app.service.releases.diff import ChangedEdit, diff_in_words
from app.store import CANDIDATE, PRODUCTION, AliasMove, GateResult, PilotView, Release
from app.texts import Texts, alias_words, detail_words, memory_words, policy_words
from app.ui.pieces import Tone, button, heading, notice, safe, table, tag

EDITS_SHOWN = 50
"""Edits of a release on the page; the command line lists all."""
MOVES_SHOWN = 10


@dataclass(frozen=True)
class Rights:
    """What whoever looks at the page may do with releases: nothing else is offered."""

    release: bool = True
    """Make and move them, and say who is in the pilot."""
    test: bool = True


def overview(found: Overview, history: Sequence[AliasMove], rights: Rights, say: Texts) -> str:
    """Where the aliases stand, every release, and the last moves."""
    if not found.releases:
        return f'<p class="empty">{safe(say("releases.empty"))}</p>'
    standing = "".join(_alias(alias, found.aliases.get(alias), rights, say) for alias in _aliases(found))
    rows = "".join(_row(release, found, rights, say) for release in found.releases)
    names = ("release", "edits", "made", "gate", "do")
    head = "".join(f'<th scope="col">{safe(say(f"releases.column.{name}"))}</th>' for name in names)
    return (
        f'<div class="aliases">{standing}</div>'
        f'<div class="table releases stacks"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        + _moves(history, say)
    )


def details(found: ReleaseDetails, diff: ReleaseDiff | None, say: Texts) -> str:
    """One release: whether it is unchanged, its test, what differs from production, what is in it."""
    release = found.release
    sound = found.verification.sound
    state = tag(say("releases.sound" if sound else "releases.altered"), tone="good" if sound else "bad")
    altered = "".join(
        notice(safe(say("releases.altered.what", what=one.what, first=one.first, second=one.second)), "bad")
        for one in found.verification.differences
    )
    note = f'<p dir="auto">{safe(release.note)}</p>' if release.note else ""
    return (
        f'<div class="release-details"><div class="list-head"><h2 dir="auto">{safe(release.name)}</h2>{state}</div>'
        f"{note}{altered}{_gate(found.gate, say)}{_diff(diff, say)}{_pins(release, say)}{_edits(found, say)}</div>"
    )


def pilot(view: PilotView, rights: Rights, say: Texts) -> str:
    """Who is in the pilot, and what each alias came to."""
    names = ("alias", "questions", "people", "changed", "right", "wrong", "unwanted", "seconds", "tokens")
    rows = [
        (
            alias_words(one.alias, say), f"{one.questions:,}", f"{one.people:,}", f"{one.changed:,}", str(one.right),
            str(one.wrong), str(one.unwanted), f"{one.seconds:.1f}", f"{one.tokens:,}",
        )
        for one in view.usage
    ]  # fmt: skip
    counted = table([say(f"pilot.{name}") for name in names], rows, "counted stacks") if rows else _none(say)
    members = "".join(_member(one.name, one.alias, rights, say) for one in view.members)
    listed = f'<ul class="members">{members}</ul>' if members else ""
    return heading(say("releases.pilot"), say("releases.pilot.note")) + counted + listed


def _member(name: str, alias: str, rights: Rights, say: Texts) -> str:
    leave = button("×", "leave", name, style="remove", title=say("releases.leave", name=name)) if rights.release else ""
    return f"<li>{safe(say('releases.member', name=name, alias=alias_words(alias, say)))} {leave}</li>"


def marks(release: str, logged: str, given: str, say: Texts) -> str:
    """Under an answer of a release: which one, and what the person says of it."""
    if not release:
        return ""
    shown = tag(say("releases.answered", release=release))
    if given:
        return f'<div class="judge">{shown}<span role="status">{safe(say(f"releases.marked.{given}"))}</span></div>'
    if not logged:
        return f'<div class="judge">{shown}</div>'
    asked = f"<span>{safe(say('releases.judge'))}</span>"
    buttons = "".join(
        button(say(f"releases.verdict.{verdict}"), verdict, logged, style="small")
        for verdict in ("right", "wrong", "unwanted")
    )
    return f'<div class="judge">{shown}{asked}{buttons}</div>'


def _aliases(found: Overview) -> tuple[str, ...]:
    own = (alias for alias in found.aliases if alias not in (PRODUCTION, CANDIDATE))
    return (PRODUCTION, CANDIDATE, *own)


def _alias(alias: str, move: AliasMove | None, rights: Rights, say: Texts) -> str:
    title = f"<h3>{safe(alias_words(alias, say))}</h3>"
    if move is None:
        return f'<div class="alias">{title}<p class="pale">{safe(say("releases.nowhere"))}</p></div>'
    since = say("releases.since", when=_when(move.moved), who=move.moved_by or say("releases.nobody"))
    over = tag(say("releases.overridden"), tone="warning", title=move.reason) if move.overridden else ""
    back = button(say("releases.rollback"), "rollback", alias, style="small") if rights.release else ""
    return (
        f'<div class="alias">{title}<p class="stands" dir="auto">{safe(move.release_name)} {over}</p>'
        f'<p class="note">{safe(since)}</p>{back}</div>'
    )


def _row(release: Release, found: Overview, rights: Rights, say: Texts) -> str:
    run = found.runs.get(release.id)
    tones: dict[str, Tone] = {"passed": "good", "unmeasured": "warning", "refused": "warning", "none": "plain"}
    crossed = () if run is None else run.figures.crossed(found.limits)
    passed = "passed" if run is None or run.figures.must_stay else "unmeasured"
    verdict = "none" if run is None else "refused" if crossed else passed
    gate = tag(say(f"releases.gate.{verdict}"), tone=tones[verdict], title=detail_words("; ".join(crossed), say))
    at = "".join(tag(alias_words(alias, say)) for alias in found.aliases_at(release.id))
    made = say("review.moment", moment=_when(release.made), who=release.made_by)
    edits, when = (safe(say(f"releases.column.{name}")) for name in ("edits", "made"))
    return (
        f'<tr><td dir="auto"><strong>{safe(release.name)}</strong> {at}</td>'
        f'<td data-label="{edits}">{release.edits:,}</td><td data-label="{when}">{safe(made)}</td><td>{gate}</td>'
        f'<td><div class="row-buttons">{_row_buttons(release, rights, say)}</div></td></tr>'
    )


def _row_buttons(release: Release, rights: Rights, say: Texts) -> str:
    offered = {"show": say("releases.show")}
    if rights.test:
        offered["gate"] = say("releases.test")
    if rights.release:
        offered |= {alias: say("releases.to", alias=alias_words(alias, say)) for alias in (CANDIDATE, PRODUCTION)}
    return "".join(button(label, action, release.id, style="small") for action, label in offered.items())


def _moves(history: Sequence[AliasMove], say: Texts) -> str:
    if not history:
        return ""
    rows = [
        (_when(move.moved), alias_words(move.alias, say), move.release_name, move.moved_by, move.reason)
        for move in history[:MOVES_SHOWN]
    ]
    names = [say(f"releases.move.{name}") for name in ("when", "alias", "to", "by", "reason")]
    moved = table(names, rows, "stacks")
    return f"<details><summary>{safe(say('releases.history'))}</summary>{moved}</details>"


def _gate(report: GateReport | None, say: Texts) -> str:
    if report is None:
        return notice(safe(say("releases.untested")))
    figures = report.run.figures
    measured = "unwanted" if figures.must_stay else "unmeasured"
    said = say(
        "releases.figures",
        changed=figures.changed,
        must_change=figures.must_change,
        unwanted=say(f"releases.figures.{measured}", unwanted=figures.unwanted, must_stay=figures.must_stay),
        untested=figures.untested,
    )
    passed = say("releases.kept" if figures.must_stay else "releases.unmeasured")
    verdict = say("releases.crossed", why=detail_words("; ".join(report.crossed), say)) if report.crossed else passed
    good = figures.must_stay and not report.crossed
    shown = notice(f"<strong>{safe(verdict)}</strong> {safe(said)}", "good" if good else "warning")
    failed = [result for result in report.run.results if not result.passed]
    return shown + _since(report, say) + _results("releases.failed", failed, say)


def _since(report: GateReport, say: Texts) -> str:
    if report.compared_with is None:
        return ""
    name = report.compared_with.name
    broken, mended = report.changes.broken, report.changes.mended
    line = say("releases.compared", release=name, broken=len(broken), mended=len(mended))
    return f"<p>{safe(line)}</p>" + _results("releases.broken", broken, say) + _results("releases.mended", mended, say)


def _results(key: str, results: Sequence[GateResult], say: Texts) -> str:
    if not results:
        return ""
    names = [say(f"releases.result.{name}") for name in ("question", "answer", "wanted")]
    rows = [(one.question, one.answer, one.target or one.original) for one in results]
    return f"<h3>{safe(say(key))}</h3>{table(names, rows, 'stacks')}"


def _diff(diff: ReleaseDiff | None, say: Texts) -> str:
    if diff is None:
        return ""
    changed = [f"<li>{_changed(one)}</li>" for one in diff.changed if one.text_changed]
    others = [f"<li>{safe(sentence)}</li>" for sentence in _other_sentences(diff, say)]
    title = safe(say("releases.diff", release=diff.before.name))
    return f'<h3>{title}</h3><ul class="diff">{"".join((*others, *changed))}</ul>'


def _other_sentences(diff: ReleaseDiff, say: Texts) -> list[str]:
    """The sentences without those on changed texts, which are shown word by word."""
    worded = {
        say("release.diff.changed", text="".join(_marks(piece.kind).format(piece.text) for piece in one.text))
        for one in diff.changed
        if one.text_changed
    }
    return [sentence for sentence in diff_in_words(diff, say) if sentence not in worded]


def _marks(kind: str) -> str:
    return {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}[kind]


def _changed(edit: ChangedEdit) -> str:
    """A text with what was taken out and put in."""
    forms = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
    return "".join(forms[piece.kind].format(safe(piece.text)) for piece in edit.text)


def _pins(release: Release, say: Texts) -> str:
    pins = release.pins
    policy = policy_words(str(pins.policy.get("name", "")), say) + ": "
    policy += ", ".join(
        f"{name} {value}" for name, value in pins.policy.items() if name != "name" and value is not None
    )
    libraries = ", ".join(f"{name} {version}" for name, version in pins.libraries.items())
    facts = (
        ("backbone", f"{pins.backbone} · {pins.backbone_fingerprint[:12]}"),
        ("adapter", f"{pins.adapter or '–'} · {(pins.adapter_weights or '–')[:12]}"),
        ("compute", f"{pins.precision} · {memory_words(pins.memory, say)}"),
        ("policy", policy),
        ("program", f"{pins.program}, {libraries}"),
        ("fingerprint", release.fingerprint),
    )
    rows = "".join(f"<dt>{safe(say(f'pilot.pins.{name}'))}</dt><dd>{safe(value)}</dd>" for name, value in facts)
    return f'<details><summary>{safe(say("releases.pins"))}</summary><dl class="facts">{rows}</dl></details>'


def _edits(found: ReleaseDetails, say: Texts) -> str:
    shown = found.edits[:EDITS_SHOWN]
    rows = "".join(
        f'<li><span class="text" dir="auto">{safe(edit.text)}</span>'
        f"{tag(say('releases.version', version=edit.version))}</li>"
        for edit in shown
    )
    more = len(found.edits) - len(shown)
    rest = f'<p class="note">{safe(say("releases.more", number=f"{more:,}"))}</p>' if more else ""
    title = safe(say.count("releases.edits", len(found.edits)))
    return f'<details><summary>{title}</summary><ul class="edits">{rows}</ul>{rest}</details>'


def _none(say: Texts) -> str:
    return f'<p class="pale">{safe(say("releases.pilot.none"))}</p>'


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M %Z}"

"""What the tab *Edits* shows, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from app.data import Edit, Fault
from app.service import JobView, Proposal
from app.texts import Texts
from app.ui.pieces import button, heading, notice, place_in_queue, progress_bar, safe, table, tag

Variant = Literal["primary", "secondary", "stop"]

PAGE = 25
"""Edits on one page of the list."""
FAULTS_SHOWN = 50
FIRST_SHOWN = 5
"""Edits of a large proposal that its preview shows."""


def edit_list(edits: Sequence[Edit], waiting: frozenset[str], first: int, say: Texts) -> str:
    """One page of the session's edits, each with its state and a button that removes it."""
    if not edits:
        title = heading(say.count("edits.list.heading", 0))
        return f'{title}<p class="empty">{safe(say("edits.list.empty"))}</p>'
    clear = button(say("edits.clear"), "clear", style="quiet", confirm=say("edits.clear.confirm"))
    rows = "".join(_row(edit, edit.id in waiting, say) for edit in edits[first : first + PAGE])
    title = heading(say.count("edits.list.heading", len(edits)))
    return f'<div class="list-head">{title}{clear}</div><ul class="edits">{rows}</ul>{_pages(edits, first, say)}'


def _row(edit: Edit, waiting: bool, say: Texts) -> str:
    state = tag(say("edits.state.waiting")) if waiting else tag(say("edits.state.ready"), tone="good")
    remove = button("×", "remove", edit.id, style="remove", title=say("edits.remove"))
    return f'<li><span class="text" dir="auto">{safe(edit.text)}</span>{state}{remove}</li>'


def _pages(edits: Sequence[Edit], first: int, say: Texts) -> str:
    if len(edits) <= PAGE:
        return ""
    last = min(first + PAGE, len(edits))
    previous = button(say("edits.previous"), "page", str(first - PAGE), style="quiet") if first else ""
    following = button(say("edits.next"), "page", str(last), style="quiet") if last < len(edits) else ""
    place = say("edits.page", first=first + 1, last=last, number=f"{len(edits):,}")
    return f'<div class="pages">{previous}<span>{safe(place)}</span>{following}</div>'


def compressing(state: JobView, say: Texts) -> str:
    """The bar while edits are compressed, or their place in the queue."""
    if state.before is not None:
        return notice(place_in_queue(state.before, say))
    label = say("edits.compressing", done=f"{state.done:,}", total=f"{state.total:,}")
    return notice(progress_bar(label, state.done / max(state.total, 1)))


def compressed(state: JobView, say: Texts) -> str:
    """The result in one line."""
    if state.state == "stopped":
        return notice(safe(say("edits.stopped", done=f"{state.done:,}", total=f"{state.total:,}")), "warning")
    if not state.total:
        return notice(safe(say("edits.nothing-new")))
    return notice(safe(say.count("edits.added", state.total)), "good")


def aside(proposal: Proposal, say: Texts) -> str:
    """What of a proposal was not added: texts that were there already, and rows at fault."""
    repeated = safe(say.count("edits.repeated", proposal.repeated)) if proposal.repeated else ""
    return notice(repeated) + faults(proposal.faults, say, proposal.unlisted)


def faults(rows: Sequence[Fault], say: Texts, unlisted: int = 0) -> str:
    """The rows at fault with their reasons; nothing when there are none."""
    if not rows:
        return ""
    shown = rows[:FAULTS_SHOWN]
    cells = [(f"{fault.row:,}", fault.text or say("faults.empty"), fault.reason) for fault in shown]
    headings = (say("faults.row"), say("faults.text"), say("faults.reason"))
    hidden = len(rows) - len(shown) + unlisted
    more = f'<p class="note">{safe(say.count("faults.more", hidden))}</p>' if hidden else ""
    title = f"<strong>{safe(say.count('faults.heading', len(rows) + unlisted))}</strong>"
    return notice(title + table(headings, cells, "faults") + more, "warning")


def proposal(found: Proposal, say: Texts) -> str:
    """What was found, before it is added: how many, what is in another language, the first few, the faults."""
    parts = [f"<strong>{safe(say.count('proposal.heading', len(found.edits)))}</strong>"]
    if found.repeated:
        parts.append(safe(say.count("edits.repeated", found.repeated)))
    if found.flagged:
        names = ", ".join(_language(code, say) for code in found.languages)
        warning = safe(say.count("proposal.flagged", len(found.flagged), languages=names))
        parts.append(f"{warning}{_texts(found.flagged)}")
    if len(found.edits) > len(found.flagged):
        title = say("proposal.others") if found.flagged else say("proposal.first")
        parts.append(f"{safe(title)}{_texts(found.without_flagged)}")
    tone: Literal["warning", "plain"] = "warning" if found.flagged else "plain"
    body = "".join(f"<div>{part}</div>" for part in parts)
    return notice(body, tone) + faults(found.faults, say, found.unlisted)


def _language(code: str, say: Texts) -> str:
    """The name of a language where the table has one, else its code."""
    key = f"language.{code}"
    return say(key) if key in say else code


def _texts(edits: Sequence[Edit]) -> str:
    items = "".join(f'<li dir="auto">{safe(edit.text)}</li>' for edit in edits[:FIRST_SHOWN])
    return f'<ul class="texts">{items}</ul>'

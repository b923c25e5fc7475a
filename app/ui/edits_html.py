"""What is shown while edits are added: proposals, rows at fault, how far the compression is, a table's first rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from app.data import Columns, Edit, Fault
from app.data.upload import clip
from app.service import JobView, Proposal
from app.service.columns import OpenTable
from app.texts import Texts, detail_words
from app.ui.pieces import heading, notice, place_in_queue, progress_bar, safe, table

Variant = Literal["primary", "secondary", "stop"]

FAULTS_SHOWN = 50
FIRST_SHOWN = 5
"""Edits of a large proposal, and rows of a table, that a preview shows."""
COLUMNS_SHOWN = 12
CELL_SHOWN = 120
"""Characters of a cell in the preview."""


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


def held(texts: Sequence[str], say: Texts) -> str:
    """Edits that contradict what acts, and therefore do not act; nothing when there are none."""
    if not texts:
        return ""
    shown = " · ".join(clip(text) for text in texts[:FAULTS_SHOWN])
    return notice(safe(say.count("edits.held", len(texts), texts=shown)), "warning")


def faults(rows: Sequence[Fault], say: Texts, unlisted: int = 0) -> str:
    """The rows at fault with their reasons; nothing when there are none."""
    if not rows:
        return ""
    shown = rows[:FAULTS_SHOWN]
    cells = [(f"{fault.row:,}", fault.text or say("faults.empty"), detail_words(fault.reason, say)) for fault in shown]
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


def preview(opened: OpenTable, columns: Columns, say: Texts) -> str:
    """The table's first rows under the names of its columns; those that are used stand out."""
    found = opened.table
    shown = found.columns[:COLUMNS_SHOWN]
    used = _used_columns(found.columns, columns)
    names = "".join(
        f'<th scope="col" class="{"used" if place in used else ""}">{safe(name)}</th>'
        for place, name in enumerate(shown)
    )
    rows = "".join(
        f'<tr><td class="row-number">{row.number:,}</td>'
        + "".join(
            f'<td class="{"used" if place in used else ""}" dir="auto">{safe(_short(row.cell(place)))}</td>'
            for place in range(len(shown))
        )
        + "</tr>"
        for row in found.rows[:FIRST_SHOWN]
    )
    head = f'<tr><th scope="col" class="row-number">{safe(say("columns.row"))}</th>{names}</tr>'
    size = say.count("columns.rows", len(found.rows), columns=len(found.columns))
    return (
        f"{heading(say('columns.heading', name=opened.name), f'{size} {_sheet(opened, say)}'.strip())}"
        f'<div class="table preview"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>'
    )


def _sheet(opened: OpenTable, say: Texts) -> str:
    if not opened.table.sheet:
        return ""
    others = opened.table.other_sheets
    if not others:
        return say("columns.sheet", sheet=opened.table.sheet)
    named = say("list.between").join(say("list.quoted", text=name) for name in others[:5])
    return say("columns.sheet.others", sheet=opened.table.sheet, others=named)


def _used_columns(names: Sequence[str], columns: Columns) -> set[int]:
    if columns.template:
        return {place for place, name in enumerate(names) if f"{{{name}}}".casefold() in columns.template.casefold()}
    return set() if columns.text is None else {columns.text}


def _short(text: str) -> str:
    return text if len(text) <= CELL_SHOWN else f"{text[: CELL_SHOWN - 1]}…"

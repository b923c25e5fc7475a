"""What the tab *Compare* shows, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import WorkbenchError
from app.service import JobView
from app.service.comparing import MethodChoice, SuiteSize
from app.texts import Texts, detail_words, error_words, name_words, together
from app.ui.pieces import Tone, notice, place_in_queue, progress_bar, safe

if TYPE_CHECKING:
    from app.evaluation.comparison import Comparison
    from app.evaluation.comparison.table import Table


def method_name(name: str, say: Texts) -> str:
    """A method in words."""
    from app.evaluation.comparison.sentence import method_title

    return method_title(name, say)


def obstacles(methods: Sequence[MethodChoice], say: Texts) -> str:
    """Methods that cannot run here, each with the reason, which names files and commands, folded behind it."""
    found = [(one, one.obstacle) for one in methods if one.obstacle is not None]
    if not found:
        return ""
    asks = safe(say("compare.obstacle.why"))
    items = "".join(
        f"<li>{safe(method_name(one.name, say))}<details><summary>{asks}</summary>{_told(why, say)}</details></li>"
        for one, why in found
    )
    return f'<h3>{safe(say("compare.obstacles"))}</h3><ul class="plain note">{items}</ul>'


def _told(why: WorkbenchError, say: Texts) -> str:
    return safe(together((detail_words(part, say) for part in (why.given, why.remedy) if part), say))


def suite_about(size: SuiteSize, file: Path | None, say: Texts) -> str:
    """What a suite holds."""
    told = say.count("compare.holds", size.records)
    return f'<p class="note">{safe(told if file is None else f"{file.name}: {told}")}</p>'


def on_its_way(view: JobView, say: Texts) -> str:
    """How far a comparison is, or its place in the queue."""
    if view.before is not None:
        return notice(place_in_queue(view.before, say))
    label = say("compare.progress", title=name_words(view.title, say), done=f"{view.done:,}", total=f"{view.total:,}")
    return notice(progress_bar(label, view.done / max(view.total, 1)))


def over(view: JobView, say: Texts) -> str:
    """How a comparison ended."""
    tones: dict[str, Tone] = {"done": "good", "stopped": "warning", "failed": "bad"}
    said = say(
        f"compare.{view.state}", title=name_words(view.title, say), done=f"{view.done:,}", total=f"{view.total:,}"
    )
    why = "" if view.error is None else str(error_words(view.error, say))
    return notice(safe(f"{said} {why}".strip()), tones[view.state])


def told(comparison: Comparison, say: Texts) -> str:
    """The sentence, with what was measured above it."""
    from app.evaluation.comparison.sentence import sentence

    return (
        f'<p class="eyebrow">{safe(name_words(comparison.title, say))}</p>'
        f'<p class="sentence">{safe(sentence(comparison, say))}</p>'
        f'<p class="note">{safe(say("compare.report.intervals"))}</p>'
    )


def figures_table(table: Table, caption: str) -> str:
    """A table whose first cell of a row names it."""
    head = "".join(f'<th scope="col">{safe(heading)}</th>' for heading in table.headings)
    body = "".join(
        f'<tr><th scope="row">{safe(first)}</th>{"".join(f"<td>{safe(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in table.rows
    )
    return (
        f'<div class="table numbers compared" tabindex="0" role="region" aria-label="{safe(caption)}"><table>'
        f"<caption>{safe(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )

"""What was measured of an adapter, for the tab *About*: figures, recall by kind of answer, failures by kind of edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import Texts, kind_words, memory_words, metric_words, name_words
from app.ui.compare_html import method_name
from app.ui.pieces import safe, table

if TYPE_CHECKING:
    from app.model.adapter_card import AdapterCard
    from app.model.card_entries import FailureKind, Measurement


def folded(title: str, content: str, *, opened: bool = False) -> str:
    """Content behind its title."""
    return f"<details{' open' if opened else ''}><summary>{safe(title)}</summary>{content}</details>"


def figures(card: AdapterCard, say: Texts) -> str:
    """All figures, with the commands that measure them again; empty where there are none."""
    rows = [
        (metric_words(name, say), _measured(one, say), str(share))
        for one in card.measurements
        for name, share in one.main_figures.items()
    ]
    rows += [(name, "–", value) for name, value in card.figures.items()]
    if not rows:
        return ""
    headings = (say("about.figure"), say("about.figure.measured"), say("about.value"))
    shown = table(headings, rows, "figures stacks")
    commands = "".join(f"<pre>{safe(one.command)}</pre>" for one in card.measurements)
    again = folded(say("about.again"), commands) if commands else ""
    return folded(say("about.figures"), f'<p class="note">{safe(say("about.figures.note"))}</p>{shown}{again}')


def recall(card: AdapterCard, say: Texts) -> str:
    """Names, amounts, dates, codes apart; empty where that was not measured."""
    found = [(kind, one, share) for one in card.measurements if one.memory for kind, share in one.recall.items()]
    rows = [
        (kind_words(kind, say), _measured(one, say), str(share))
        for kind, one, share in sorted(found, key=lambda entry: entry[0])
    ]
    headings = (say("about.recall.kind"), say("about.recall.measured"), say("about.recall.right"))
    return folded(say("about.recall"), table(headings, rows, "recall stacks")) if rows else ""


def failures(card: AdapterCard, say: Texts) -> str:
    """Wrong answers, a table of examples under each kind of edit; empty where none were listed."""
    parts = "".join(_examples(kind, say) for kind in card.failures if kind.examples)
    if not parts:
        return ""
    note = f'<p class="note">{safe(say("about.failures.note"))}</p>'
    return folded(say("about.failures"), f'{note}<div class="failures">{parts}</div>')


def _examples(kind: FailureKind, say: Texts) -> str:
    headings = [say(f"about.trial.{name}") for name in ("edit", "question", "expected", "answer")]
    rows = [
        (one.edit or "–", one.question, one.expected or say("about.failures.no-edit"), one.answer or "–")
        for one in kind.examples
    ]
    return f"<h3>{safe(_kind(kind, say))}</h3>{table(headings, rows, 'trials stacks')}"


def _kind(kind: FailureKind, say: Texts) -> str:
    name = kind_words(kind.kind, say) or say("about.failures.uncovered")
    title = name_words(kind.title, say)
    if kind.asked is None:
        return say("about.failures.wrong", title=title, kind=name, wrong=kind.wrong)
    return say("about.failures.share", title=title, kind=name, wrong=kind.wrong, asked=kind.asked)


def _measured(one: Measurement, say: Texts) -> str:
    """On which questions, with how many edits, and how they were read."""
    reads = memory_words(one.memory, say) if one.memory else method_name(one.method, say)
    return say("about.figure.name", name=name_words(one.title, say), pool=f"{one.pool:,}", reads=reads)

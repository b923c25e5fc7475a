"""What the draft of a correcting edit shows, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.texts import Texts, detail_words, together
from app.ui.pieces import button, heading, notice, safe

if TYPE_CHECKING:
    from app.data import Edit
    from app.service.correcting import Draft
    from app.service.testing import QuestionResult


def about(draft: Draft, say: Texts) -> str:
    """The question, the wrong answer, and the edit that was read as another beginning."""
    pairs = ((say("draft.question"), draft.question), (say("draft.answer"), draft.answer or say("draft.no-answer")))
    items = "".join(f'<dt>{safe(name)}</dt><dd dir="auto">{safe(value)}</dd>' for name, value in pairs)
    read = ""
    if draft.read:
        read = f'<p class="note">{safe(say("draft.read"))}</p>{button(draft.read, "begin", draft.read, style="chip")}'
    return f'{heading(say("draft.heading"))}<dl class="summary">{items}</dl>{read}'


def tested(edit: Edit, results: Sequence[QuestionResult], say: Texts) -> str:
    """Whether the test is met, and what the question is answered now."""
    if not results or results[0].fault:
        reason = safe(detail_words(results[0].fault, say)) if results else ""
        return notice(f"{safe(say('draft.keeps'))} {reason}", "warning")
    result = results[0]
    own = result.edit_id == edit.id
    key = "draft.now.own" if own else "draft.now.other" if result.edit else "draft.now.none"
    now = say(key, question=result.question, answer=result.answer or say("ask.no-text"), edit=result.edit)
    wanted = "" if result.met is not False else say("draft.wanted", expected=result.expected)
    verdict = say("draft.tested") if result.met is None else say("draft.met" if result.met else "draft.unmet")
    good = own if result.met is None else result.met
    opens = button(say("draft.open"), "edit", edit.id, style="small")
    text = together((now, wanted, say("draft.keeps")), say)
    return notice(
        f"<div><strong>{safe(verdict)}.</strong> {safe(text)}</div><div>{opens}</div>", "good" if good else "warning"
    )

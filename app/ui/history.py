"""In the tab *Ask*: the session's recent questions, to be seen again with their evidence, or forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import gradio as gr

from app.errors import WorkbenchError
from app.texts import Texts, policy_words
from app.ui.pieces import button, html_place, safe, tag
from app.ui.state import Page, Updates, listen

if TYPE_CHECKING:
    from app.service.kept_answers import Asked

ANSWER_SHOWN = 120
"""Characters of an answer in the list."""


class History:
    """The list; what a click on it does is up to the tab."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        with gr.Accordion(say("history.asked"), open=False, visible=False, elem_id="history") as self.panel:
            self.place = html_place("", "asked", clicks=True)
        self.outputs = [self.panel, self.place]
        listen(page.answer.change, self.show, [page.token, page.answer], self.outputs)

    def show(self, token: str | None, key: str) -> Updates:
        """The questions as they are now; nothing before the first."""
        try:
            found = self._page.workbench.questions.history(token)
        except WorkbenchError:
            found = ()
        return {
            self.panel: gr.update(visible=bool(found)),
            self.place: history_html(found, key, self._page.say) if found else "",
        }


def history_html(found: Sequence[tuple[str, Asked]], shown: str, say: Texts) -> str:
    """One line a question, the newest first.

    Args:
        shown: key of the answer that is on the page.
    """
    rows = "".join(_row(key, asked, key == shown, say) for key, asked in found)
    clear = button(say("history.clear"), "clear", style="quiet", confirm=say("history.clear.confirm"))
    return f'<ul class="edits history">{rows}</ul><div class="list-actions">{clear}</div>'


def _row(key: str, asked: Asked, shown: bool, say: Texts) -> str:
    answer = asked.answer
    said = say("ask.uncovered") if asked.withheld else answer.text or say("ask.no-text")
    text = said if len(said) <= ANSWER_SHOWN else f"{said[: ANSWER_SHOWN - 1]}…"
    current = ' aria-current="true"' if shown else ""
    read = "" if answer.evidence.selection.chosen else tag(say("ask.unchanged"))
    policy = tag(asked.release or policy_words(answer.policy.name, say))
    return (
        f'<li><button type="button" class="open" data-action="again" data-value="{safe(key)}"{current}>'
        f'<span class="text" dir="auto">{safe(answer.question)}</span>'
        f'<span class="note" dir="auto">{safe(text)}</span></button><span class="marks">{read}{policy}</span></li>'
    )

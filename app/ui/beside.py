"""In the tab *Why*: the answer that is shown beside an earlier one, or the same question with another setting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import gradio as gr

from app.errors import WorkbenchError
from app.service.strictness import STOPS
from app.texts import policy_words
from app.ui.ask_html import compared
from app.ui.drawer import opened
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.state import Page, Updates, listen

if TYPE_CHECKING:
    from app.service.kept_answers import Asked

LABEL_SHOWN = 70
"""Characters of a question in the choice."""


class Beside:
    """Components, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        with gr.Accordion(say("beside.heading"), open=False, visible=False, elem_id="beside") as self.panel:
            with gr.Row(elem_classes="beside-row"):
                self.other = gr.Dropdown(
                    label=say("beside.other"), min_width=260, visible=False, elem_id="beside-other"
                )
                settings = [(say(f"rules.{name}"), name) for name in STOPS]
                self.policy = gr.Dropdown(
                    settings, value=STOPS[0], label=say("beside.setting"), min_width=200, elem_id="beside-policy"
                )
                self.ask = gr.Button(say("beside.ask"), min_width=180, scale=0, elem_id="beside-ask")
            self.place = html_place("", "beside-answers", clicks=True)
        token, answer = page.token, page.answer
        offered = [self.panel, self.other, self.policy, self.ask, self.place]
        listen(answer.change, self.offer, [token, answer], offered)
        listen(self.other.input, self.show, [token, answer, self.other], [self.place], model=True)
        asked = listen(self.ask.click, self.wait, None, [self.place])
        self.asked = listen(
            asked.then, self.ask_again, [token, answer, self.policy], [self.other, self.place], model=True
        )
        """Once the same question was answered again."""
        listen(self.place.click, self.open_edit, [token, answer], [page.drawer])

    def offer(self, token: str | None, key: str) -> Updates:
        """What the answer that is shown can be compared with; a served release has its own setting alone."""
        settings = gr.update(visible=not self._page.workbench.serves)
        choices = self._choices(token, key)
        return {
            self.panel: gr.update(visible=bool(key)),
            self.other: gr.update(choices=choices, value=None, visible=bool(choices)),
            self.policy: settings,
            self.ask: settings,
            self.place: "",
        }

    def wait(self) -> str:
        """Answers the click at once."""
        return notice(safe(self._page.say("edits.waiting")))

    def ask_again(self, token: str | None, key: str, policy: str) -> Iterator[Updates]:
        """Asks the same question with another setting; the answer is one of the earlier ones from then on."""
        questions, other = self._page.workbench.questions, None
        try:
            asked = questions.answered(token, key)
            if asked is not None:
                for step in questions.ask(token, asked.answer.question, policy, explain=True):
                    other = step.key or other
            chosen = gr.update(choices=self._choices(token, key), value=other, visible=other is not None)
            yield {self.other: chosen, self.place: self.show(token, key, other)}
        except WorkbenchError as error:
            yield {self.place: error_notice(error)}

    def show(self, token: str | None, key: str, other: str | None) -> str:
        """Both answers side by side."""
        workbench = self._page.workbench
        try:
            first = workbench.questions.account(token, key)
            second = None if other is None else workbench.questions.account(token, other)
        except WorkbenchError as error:
            return error_notice(error)
        if first is None or second is None:
            return notice(safe(self._page.say("history.gone")), "warning")
        about = workbench.about()
        return compared(first, second, about is not None and about.adapter is not None, self._page.say)

    def open_edit(self, token: str | None, key: str, event: gr.EventData) -> Updates:
        """A click on an edit that one of them used."""
        return opened(self._page, token, str(event.value), key)

    def _choices(self, token: str | None, key: str) -> list[tuple[str, str]]:
        """Label and key of each earlier answer but the one that is shown."""
        try:
            found = self._page.workbench.questions.history(token)
        except WorkbenchError:
            return []
        return [(self._label(asked), other) for other, asked in found if other != key]

    def _label(self, asked: Asked) -> str:
        """The setting stands first: on a phone the end of a long question is cut off."""
        say, policy = self._page.say, asked.answer.policy.name
        setting = asked.release or policy_words(policy, say)
        return say("beside.other.choice", policy=setting, question=asked.answer.question[:LABEL_SHOWN])

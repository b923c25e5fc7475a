"""On the tab *Why*, where there is a shared store: answers given earlier are looked up, and explained again."""

from __future__ import annotations

import gradio as gr

from app.errors import WorkbenchError
from app.service.releases import LoggedPage
from app.ui import logged_html as html
from app.ui.pieces import error_notice, html_place
from app.ui.shared_only import shared_first
from app.ui.state import Page, Updates, listen

ROWS = 10
IN_TURN = "logged"


class LoggedAnswers:
    """Components, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        with gr.Accordion(say("logged.heading"), open=False, elem_id="logged") as self.panel:
            self.search = gr.Textbox(
                "", label=say("logged.search"), info=say("logged.search.hint"), max_lines=1, elem_id="logged-search"
            )
            self.listing = html_place("", "logged-list", clicks=True)
            self.question = gr.Textbox(
                "", label=say("logged.question"), info=say("logged.question.hint"), max_lines=1, visible=False,
                elem_id="logged-question",
            )  # fmt: skip
        self.verdict = html_place("", "logged-verdict")
        self._listen()

    def _listen(self) -> None:
        token, shown = self._page.token, [self.listing, self.question]
        listen(self.panel.expand, self.show, [token, self.search], shown, in_turn=IN_TURN)
        listen(self.search.submit, self.show, [token, self.search], shown, in_turn=IN_TURN)
        clicked = [token, self.search, self.question]
        outputs = [*shown, self.verdict, self._page.answer]
        listen(self.listing.click, self.act, clicked, outputs, model=True)

    def show(self, token: str | None, search: str) -> Updates:
        """The newest answers that the search finds."""
        return self._listed(token, search, 0)

    def act(self, token: str | None, search: str, question: str, event: gr.EventData) -> Updates:
        """A click in the list: another page of it, or an answer to be opened."""
        if str(event.action) == "page":
            return self._listed(token, search, int(str(event.value)))
        try:
            found = self._page.workbench.releases.reopen(token, str(event.value), question)
        except WorkbenchError as error:
            return {self.verdict: error_notice(error)}
        return {self.verdict: html.verdict(found.told, self._page.say), self._page.answer: found.key}

    def _listed(self, token: str | None, search: str, offset: int) -> Updates:
        own = shared_first(self._page.workbench, token, "logged.own", self._page.say)
        if own:
            return {self.listing: own, self.question: gr.update(visible=False)}
        try:
            found = self._page.workbench.releases.logged(token, search=search, offset=offset, limit=ROWS)
        except WorkbenchError as error:
            return {self.listing: error_notice(error), self.question: gr.update(visible=False)}
        return {
            self.listing: html.answers(found, search, self._page.say),
            self.question: gr.update(visible=_asks_for_words(found)),
        }


def _asks_for_words(found: LoggedPage) -> bool:
    """Whether an answer that is shown is kept as checksums: its question has to be given again."""
    return found.refusal is None and any(not answer.question for answer in found.answers)

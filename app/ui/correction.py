"""On the tab *Edits*: a draft of the edit that mends a wrong answer, with the question that went wrong as its test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import gradio as gr

from app.data import Upload
from app.data.questions import ListedQuestion
from app.errors import WorkbenchError
from app.service.correcting import Draft, corrected
from app.service.loading import until_loaded
from app.ui import correction_html as html
from app.ui.ask_many_html import asking
from app.ui.drawer import opened
from app.ui.edits_html import compressing, faults, held
from app.ui.header import loading_html
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.state import Page, Updates, listen

if TYPE_CHECKING:
    from app.data import Edit


class Correction:
    """Components of the draft, hidden until an answer is to be corrected, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        with gr.Column(visible=False, elem_classes="draft", elem_id="draft") as self.panel:
            self.about = html_place("", "draft-about", clicks=True)
            self.text = gr.Textbox(
                "", label=say("draft.text"), placeholder=say("draft.text.placeholder"), lines=2, elem_id="draft-text"
            )
            self.expected = gr.Textbox(
                "", label=say("draft.expected"), placeholder=say("draft.expected.placeholder"), elem_id="draft-expected"
            )
            with gr.Row(elem_classes="actions"):
                self.add = gr.Button(say("draft.add"), variant="primary", min_width=130, elem_id="draft-add")
                self.discard = gr.Button(say("draft.discard"), min_width=110, elem_id="draft-discard")
        self.notice = html_place("", "draft-notice", clicks=True)
        shown = [self.panel, self.about, self.text, self.expected, self.notice]
        listen(page.draft.change, self.show, [page.draft], shown)
        listen(self.about.click, self.begin_with, None, [self.text])
        listen(self.discard.click, lambda: None, None, [page.draft])
        self.outputs = [*shown, self.add, page.token, page.draft]
        self.added = listen(
            self.add.click, self.mend, [page.token, page.draft, self.text, self.expected], self.outputs, model=True
        )
        listen(self.notice.click, self.open_edit, [page.token], [page.drawer])

    def show(self, draft: Draft | None) -> Updates:
        """The draft that was asked for; nothing once it is discarded."""
        if draft is None:
            return {self.panel: gr.update(visible=False)}
        return {
            self.panel: gr.update(visible=True),
            self.about: html.about(draft, self._page.say),
            self.text: f"{draft.beginning} " if draft.beginning else "",
            self.expected: "",
            self.notice: "",
        }

    def begin_with(self, event: gr.EventData) -> str:
        """The text of the edit that was read, instead of the question's beginning."""
        return str(event.value)

    def open_edit(self, token: str | None, event: gr.EventData) -> Updates:
        """A click on the edit that the new answer used."""
        return opened(self._page, token, str(event.value))

    def mend(self, token: str | None, draft: Draft | None, text: str, expected: str) -> Iterator[Updates]:
        """Adds the edit, compresses it, asks the question again and says whether the test is met."""
        try:
            yield from self._mend(token, draft, text, expected)
        except WorkbenchError as error:
            yield {self.notice: error_notice(error)}

    def _mend(self, token: str | None, draft: Draft | None, text: str, expected: str) -> Iterator[Updates]:
        say, edits = self._page.say, self._page.workbench.edits
        if draft is None:
            return
        if draft.beginning and text.strip() in ("", draft.beginning):
            yield {self.notice: notice(safe(say("draft.unfinished", beginning=draft.beginning)), "warning")}
            return
        for state in until_loaded(self._page.workbench):
            yield {self.notice: notice(loading_html(state, say))}
        token = self._page.workbench.open(token).token
        yield {self._page.token: token}
        edit = corrected(text, draft.question, expected)
        proposal = edits.propose(token, Upload((edit,), (), 0, (1,)))
        if proposal.faults:
            edits.discard(token)
            yield {self.notice: faults(proposal.faults, say)}
            return
        edits.accept(token)
        waits = held(edits.held(token), say)
        for step in self._page.workbench.jobs.follow(token, edits.compress(token)):
            if step.live:
                yield {self.notice: compressing(step, say)}
        yield from self._tested(token, edit, ListedQuestion(draft.question, expected.strip()), waits)

    def _tested(self, token: str, edit: Edit, test: ListedQuestion, waits: str) -> Iterator[Updates]:
        """The result of the test, behind HTML that says whether the edit waits; the draft is then done."""
        workbench, say = self._page.workbench, self._page.say
        job = workbench.tests.start(token, [test])
        for state in workbench.jobs.follow(token, job):
            if state.live:
                yield {self.notice: asking(state, say)}
        yield {
            self.notice: waits + html.tested(edit, workbench.tests.results(token, job), say),
            self.panel: gr.update(visible=False),
            self._page.draft: None,  # the same answer may be corrected again
        }

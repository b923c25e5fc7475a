"""The tab *Ask*: a question, the answer with the edits beside the model's own, and the edits used."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep

import gradio as gr

from app.errors import WorkbenchError
from app.ui import ask_html as html
from app.ui.ask_many import ManyQuestions
from app.ui.drawer import opened
from app.ui.edit_tests import TestsOfEdits
from app.ui.history import History
from app.ui.link import Linked, LinkPlace, OpenedLink
from app.ui.marks import Marks
from app.ui.pieces import error_notice, html_place, into_view, notice, safe
from app.ui.state import Page, Updates, at_most_every, listen
from app.ui.strictness import rules_section

UPDATE_SECONDS = 0.1
"""Between two updates of the page while an answer is written."""


AGAIN_SECONDS = 0.3
"""After it the whole answer is sent once more: of updates close together the page may go on showing an earlier one,
since Gradio reports each value that it shows as if a person had set it."""


class AskTab:
    """Components of the tab, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        with gr.Row(elem_classes="ask-line"):
            self.question = gr.Textbox(
                "", label=say("ask.label"), placeholder=say("ask.placeholder"), lines=1, scale=8, elem_id="question"
            )
            self.ask = gr.Button(say("ask.ask"), variant="primary", scale=0, min_width=110, elem_id="ask")
            self.stop = gr.Button(say("ask.stop"), visible=False, scale=0, min_width=110, elem_id="stop-answering")
        html_place(f'<p class="note">{safe(say("ask.alone"))}</p>', "ask-alone")
        self.linked = OpenedLink(page, self.question)
        self.examples = html_place("", "examples", clicks=True)
        self.result = html_place(html.empty(say), "result", clicks=True, js=into_view("[aria-busy=true]"))
        self.marks = Marks(page)
        with gr.Row(elem_classes="actions"):
            self.why = gr.Button(say("ask.why"), visible=False, min_width=140, elem_id="see-why")
            self.correct = gr.Button(say("ask.correct"), visible=False, min_width=180, elem_id="correct")
        LinkPlace(page)
        with gr.Column(visible=not page.workbench.serves):  # a release is answered by its own policy
            self.rules = rules_section(page)  # below the answer, which would begin outside a small window
        self.history = History(page)
        self.many = ManyQuestions(page, self.rules)
        TestsOfEdits(page, self.rules)
        self._listen()

    def _listen(self) -> None:
        page, token = self._page, self._page.token
        outputs = [self.result, self.marks.place, page.answer, self.ask, self.stop, self.why, self.correct]
        self.restored = [*outputs, self.question, *self.history.outputs]
        """What `restore` sets."""
        cleared = [self.result, self.marks.place, self.why, self.correct]
        begun = [
            listen(self.ask.click, self.begin, None, cleared, again=True),
            listen(self.question.submit, self.begin, None, cleared, again=True),
            listen(self.examples.click, self.begin_example, None, [*cleared, self.question], again=True),
        ]
        asked = [token, self.question, self.rules.policy, self.rules.only_edits]
        for first in begun:
            listen(first.then, self.answer, asked, outputs, model=True, again=True)  # the newer question counts
        listen(self.stop.click, page.workbench.stop, [token], None)
        listen(page.revision.change, self.show_examples, [token], [self.examples])
        listen(self.result.click, self.open_edit, [token, page.answer], [page.drawer])
        listen(self.history.place.click, self.see_again, [token], self.restored, model=True)
        listen(self.why.click, lambda: gr.Tabs(selected="why"), None, [page.tabs])
        listen(self.correct.click, self.begin_correction, [token, page.answer], [page.draft, page.tabs, self.result])

    def show_examples(self, token: str | None) -> str:
        """Questions about the demo edits in use; a hint when no edit is in use."""
        try:
            found = self._page.workbench.questions.examples(token)
        except WorkbenchError as error:
            return error_notice(error)
        state = self._page.workbench.loading
        loading = not state.ready and state.error is None
        return html.examples(found.questions, not found.edits, self._page.say, loading=loading)

    def begin(self) -> Updates:
        """Clears the last answer at once: what follows may have to wait."""
        hidden = gr.update(visible=False)
        waiting = html.waiting(self._page.say)
        return {self.result: waiting, self.marks.place: "", self.why: hidden, self.correct: hidden}

    def begin_example(self, event: gr.EventData) -> Updates:
        """The same, with an example as the question."""
        return {**self.begin(), self.question: str(event.value)}

    def answer(
        self, token: str | None, question: str, policy: str, only_edits: bool, request: gr.Request
    ) -> Iterator[Updates]:
        """The answer as it grows; the last update tells the other tabs of it. Another question stops it."""
        yield self._buttons(running=True)
        try:
            yield from self._answer(token, question, policy, only_edits, request.session_hash or "")
        except WorkbenchError as error:
            yield {self.result: error_notice(error), **self._buttons()}

    def see_again(self, token: str | None, event: gr.EventData) -> Updates:
        """A click in the list of questions: shows one with its evidence, or forgets all of them."""
        try:
            if str(event.action) == "clear":
                self._page.workbench.questions.clear(token)
                hidden = gr.update(visible=False)
                shown = {self.result: html.empty(self._page.say), self._page.answer: "", self.why: hidden}
                return {**shown, self.correct: hidden, **self.history.show(token, "")}
            return self._seen_again(token, str(event.value))
        except WorkbenchError as error:
            return {self.result: error_notice(error)}

    def restore(self, token: str | None, request: gr.Request) -> Updates:
        """After a reload: the newest answer stands where it stood, unless the page was opened by a link."""
        workbench = self._page.workbench
        if workbench.known(token) is None:
            return {self.result: gr.skip()}
        try:
            found = workbench.questions.history(token)
            if not found or Linked.of(request.query_params).question:
                return self.history.show(token, "")
            return self._seen_again(token, found[0][0])
        except WorkbenchError as error:
            return {self.result: error_notice(error)}

    def _seen_again(self, token: str | None, key: str) -> Updates:
        workbench = self._page.workbench
        account = workbench.questions.account(token, key)
        if account is None:
            return {self.result: notice(safe(self._page.say("history.gone")), "warning")}
        return {
            self.result: html.answered(account, self._adapted(), self._page.say),
            self.question: account.answer.question,
            self._page.answer: key,
            **self._buttons(answered=True, token=token),
        }

    def open_edit(self, token: str | None, key: str, event: gr.EventData) -> Updates:
        """A click on an edit that was used, or was near."""
        return opened(self._page, token, str(event.value), key)

    def begin_correction(self, token: str | None, key: str) -> Updates:
        """Opens a draft on the tab *Edits*, with the question that went wrong."""
        page = self._page
        try:
            draft = page.workbench.questions.draft(token, key)
        except WorkbenchError as error:
            return {self.result: error_notice(error)}
        if draft is None:
            return {self.result: gr.skip()}
        return {page.draft: draft, page.tabs: gr.Tabs(selected="edits")}

    def _answer(self, token: str | None, question: str, policy: str, only_edits: bool, place: str) -> Iterator[Updates]:
        workbench, say, shown = self._page.workbench, self._page.say, ""
        steps = workbench.questions.ask(token, question, policy, only_edits=only_edits, place=place, explain=True)
        running = self._buttons(running=True)  # each time: of two updates close together the page may drop the first
        for step in at_most_every(UPDATE_SECONDS, steps):
            adapted = self._adapted()
            if step.replaced:
                return
            if step.account is not None:
                told = html.answered(step.account, adapted, say)
                yield {
                    self.result: told,
                    self._page.answer: step.key,
                    **self._buttons(answered=True, token=token),
                }
                sleep(AGAIN_SECONDS)
                yield {self.result: told}
                return
            if step.partial is None:
                yield {self.result: html.before_answer(step, say), **running}
            elif step.key is None or step.partial.done is None:
                shown = html.growing(step.partial, adapted, say)
                yield {self.result: shown, **running}
            elif not step.withheld:
                yield {self.result: html.finished(step.partial.done, adapted, say)}
        yield {self.result: shown + html.stopped(say), **self._buttons()}

    def _adapted(self) -> bool:
        """Whether the model that answers has an adapter."""
        about = self._page.workbench.about()
        return about is not None and about.adapter is not None

    def _buttons(self, *, running: bool = False, answered: bool = False, token: str | None = None) -> Updates:
        workbench = self._page.workbench
        corrects = answered and not workbench.serves and workbench.pools.in_use(token) is None
        return {
            self.ask: gr.update(visible=not running),
            self.stop: gr.update(visible=running),
            self.why: gr.update(visible=answered),
            self.correct: gr.update(visible=corrects),
        }

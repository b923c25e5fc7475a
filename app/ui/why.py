"""The tab *Why*: selection, reading, and what each edit changed, for the answer that *Ask* shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.errors import WorkbenchError
from app.explain import reading_figure, selection_figure, selection_view
from app.ui import why_html as html
from app.ui.pieces import error_notice, html_place
from app.ui.state import Page, Updates, listen

if TYPE_CHECKING:
    from app.explain.report import Report
    from app.model import Answer

MEAN = -1
"""The choice “mean of all” in the selectors of layer and head."""


class WhyTab:
    """Components of the tab, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        self.summary = html_place(html.empty(say), "why-summary")
        with gr.Column(visible=False, elem_classes="picture") as self.selection_part:
            self.selection_note = html_place("", "selection-note")
            self.selection = gr.Plot(show_label=False, container=False, elem_id="selection-plot")
        with gr.Column(visible=False, elem_classes="picture") as self.reading_part:
            html_place(html.reading_heading(say))
            with gr.Row(elem_classes="selectors"):
                self.layer = gr.Dropdown(label=say("why.layer"), min_width=140, elem_id="layer")
                self.head = gr.Dropdown(label=say("why.head"), min_width=140, elem_id="head")
            self.reading = gr.Plot(show_label=False, container=False, elem_id="reading-plot")
        self.no_reading = html_place("", "no-reading")
        self.without = html_place("", "without")
        with gr.Row(elem_classes="actions"):
            self.report = gr.DownloadButton(say("why.report"), visible=False, scale=0, min_width=220, elem_id="report")
        self._listen()

    def _listen(self) -> None:
        token, answer = self._page.token, self._page.answer
        outputs = [
            self.summary, self.selection_part, self.selection_note, self.selection, self.reading_part, self.layer,
            self.head, self.reading, self.no_reading, self.without, self.report,
        ]  # fmt: skip
        shown = listen(answer.change, self.show, [token, answer], outputs)
        listen(shown.then, self.prove, [token, answer], [self.summary, self.without, self.report], model=True)
        for selector in (self.layer, self.head):
            listen(selector.input, self.redraw, [token, answer, self.layer, self.head], [self.reading])

    def show(self, token: str | None, key: str) -> Updates:
        """Everything that is known without asking the model again."""
        answer = self._answer(token, key)
        say = self._page.say
        if answer is None:
            hidden = gr.update(visible=False)
            return {
                self.summary: html.empty(say),
                self.selection_part: hidden,
                self.reading_part: hidden,
                self.no_reading: "",
                self.without: "",
                self.report: hidden,
            }
        view = selection_view(answer.evidence.selection)
        return {
            self.summary: html.summary(answer, None, say),
            self.report: gr.update(visible=False),
            self.selection_part: gr.update(visible=bool(view.edits)),
            self.selection_note: html.selection_heading(view.left_out, say),
            self.selection: selection_figure(answer, say=say),
            self.without: "",
            **self._reading(answer),
        }

    def redraw(self, token: str | None, key: str, layer: int, head: int) -> gr.Plot:
        """The reading at the chosen layer and head."""
        answer = self._answer(token, key)
        return gr.Plot(None if answer is None else self._drawn(answer, layer, head))

    def prove(self, token: str | None, key: str) -> Updates:
        """What the answer owes to each edit read, and the report; nothing where there is no answer."""
        say = self._page.say
        try:
            account = self._page.workbench.questions.account(token, key)
            report = self._page.workbench.questions.report(token, key)
        except WorkbenchError as error:
            return {self.without: error_notice(error)}
        if account is None or report is None:
            return {self.without: ""}
        return {
            self.summary: html.summary(account.answer, account, say),
            self.without: html.without(account, say),
            self.report: gr.update(value=self._file(report), visible=True),
        }

    def _file(self, report: Report) -> str:
        """The report in Gradio's own folder, under a path that nobody can guess; deleted with the uploads."""
        path: str = save_bytes_to_cache(report.content, report.name, self.report.GRADIO_CACHE)
        return path

    def _answer(self, token: str | None, key: str) -> Answer | None:
        try:
            asked = self._page.workbench.questions.answered(token, key)
        except WorkbenchError:
            return None
        return None if asked is None else asked.answer

    def _reading(self, answer: Answer) -> Updates:
        say, reading = self._page.say, answer.evidence.reading
        if reading is None:
            return {self.reading_part: gr.update(visible=False), self.no_reading: html.no_reading(say)}
        layers = [(say("why.layer.one", number=layer), layer) for layer in reading.layers]
        heads = [(say("why.head.one", number=head), head) for head in range(reading.mass.shape[2])]
        return {
            self.reading_part: gr.update(visible=True),
            self.layer: gr.update(choices=[(say("why.layer.mean"), MEAN), *layers], value=MEAN),
            self.head: gr.update(choices=[(say("why.head.mean"), MEAN), *heads], value=MEAN),
            self.reading: self._drawn(answer, MEAN, MEAN),
            self.no_reading: "",
        }

    def _drawn(self, answer: Answer, layer: int, head: int) -> object:
        return reading_figure(
            answer,
            None if layer == MEAN else layer,
            None if head == MEAN else head,
            say=self._page.say,
        )

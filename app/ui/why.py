"""The tab *Why*: selection, reading, and what each edit changed, for the answer that *Ask* shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.errors import WorkbenchError
from app.explain import finding, in_words, reading_figure, reading_view, selection_figure, selection_view
from app.explain.change_figure import change_figure
from app.explain.grids import BYS, By, draw_grid, grid_of
from app.explain.titles import changes_title, grid_title, reading_title, selection_title
from app.ui import why_html as html
from app.ui import why_tables as tables
from app.ui.beside import Beside
from app.ui.drawer import opened
from app.ui.figure_card import FigureCard
from app.ui.logged import LoggedAnswers
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
        if page.workbench.has_shared:
            LoggedAnswers(page)
        self.summary = html_place(html.empty(say), "why-summary", clicks=True)
        self.beside = Beside(page)
        self.selection = FigureCard(page, "selection", self.open_edit)
        self.reading = FigureCard(page, "reading", self.open_edit, self._selectors)
        self.no_reading = html_place("", "no-reading")
        self.without = FigureCard(page, "without", self.open_edit)
        self.grid = FigureCard(page, "grid", self.open_edit, self._rows)
        self.words = html_place("", "why-words")
        self.trouble = html_place("", "why-trouble")
        with gr.Row(elem_classes="actions"):
            self.report = gr.DownloadButton(say("why.report"), visible=False, scale=0, min_width=220, elem_id="report")
        self._listen()

    def _selectors(self) -> None:
        say = self._page.say
        with gr.Row(elem_classes="selectors"):
            self.layer = gr.Dropdown(label=say("why.layer"), min_width=140, elem_id="layer")
            self.head = gr.Dropdown(label=say("why.head"), min_width=140, elem_id="head")

    def _rows(self) -> None:
        say = self._page.say
        choices = [(say(f"why.grid.by.{by}"), by) for by in BYS]
        self.by = gr.Radio(choices, value=BYS[0], label=say("why.grid.by"), elem_id="grid-by")

    def _listen(self) -> None:
        token, answer = self._page.token, self._page.answer
        first = [
            self.summary, *self.selection.outputs, *self.reading.outputs, self.layer, self.head, self.no_reading,
            *self.without.outputs, *self.grid.outputs, self.words, self.trouble, self.report,
        ]  # fmt: skip
        proven = [self.summary, *self.without.outputs, self.trouble, self.report]
        shown = listen(answer.change, self.show, [token, answer, self.by], first)
        listen(self.summary.click, self.open_edit, [token, answer], [self._page.drawer])
        listen(self.by.input, self.regrid, [token, answer, self.by], self.grid.outputs)
        listen(shown.then, self.prove, [token, answer], proven, model=True)
        for selector in (self.layer, self.head):
            listen(selector.input, self.redraw, [token, answer, self.layer, self.head], self.reading.outputs)

    def open_edit(self, token: str | None, key: str, event: gr.EventData) -> Updates:
        """A click on a bar, a name, a cell or a row of a table."""
        return opened(self._page, token, str(event.value), key)

    def show(self, token: str | None, key: str, by: By) -> Updates:
        """Everything that is known without asking the model again."""
        answer = self._answer(token, key)
        say = self._page.say
        if answer is None:
            return {
                self.summary: html.empty(say),
                **self.selection.hidden(),
                **self.reading.hidden(),
                **self.without.hidden(),
                **self.grid.hidden(),
                self.no_reading: "",
                self.words: "",
                self.trouble: "",
                self.report: gr.update(visible=False),
            }
        view = selection_view(answer.evidence.selection)
        more = say.count("why.selection.left-out", view.left_out) if view.left_out else ""
        title = html.titled("selection", selection_title(finding(answer), say), say, more)
        figure, table = selection_figure(answer, say=say), tables.selection_table(view, say)
        return {
            self.summary: html.summary(answer, None, say),
            self.report: gr.update(visible=False),
            self.words: html.words(say),
            self.trouble: "",
            **(self.selection.shown(title, figure, table) if view.edits else self.selection.hidden()),
            **self._reading(answer),
            **self.without.hidden(),
            **self._grid(answer, by),
        }

    def regrid(self, token: str | None, key: str, by: By) -> Updates:
        """The attention on each edit, by what was chosen."""
        answer = self._answer(token, key)
        return self.grid.hidden() if answer is None else self._grid(answer, by)

    def _grid(self, answer: Answer, by: By) -> Updates:
        grid, say = grid_of(answer, by), self._page.say
        if grid is None or not grid.rows:
            return self.grid.hidden()
        title = html.titled("grid", grid_title(grid, say), say)
        return self.grid.shown(title, draw_grid(grid, say), tables.grid_table(grid, say))

    def redraw(self, token: str | None, key: str, layer: int, head: int) -> Updates:
        """The reading at the chosen layer and head."""
        answer = self._answer(token, key)
        return self.reading.hidden() if answer is None else self._drawn(answer, layer, head)

    def prove(self, token: str | None, key: str) -> Updates:
        """What the answer owes to each edit read, and the report; nothing where there is no answer."""
        say = self._page.say
        try:
            account = self._page.workbench.questions.account(token, key)
            report = self._page.workbench.questions.report(token, key)
        except WorkbenchError as error:
            return {self.trouble: error_notice(error)}
        if account is None or report is None:
            return self.without.hidden()
        figure = change_figure(account, say)
        title = html.titled("without", changes_title(account, say), say)
        shown = self.without.shown(title, figure, tables.changes_table(account, say))
        return {
            self.summary: html.summary(account.answer, account, say),
            **(self.without.hidden() if figure is None else shown),
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
            return {**self.reading.hidden(), self.no_reading: html.no_reading(say)}
        layers = [(say("why.layer.one", number=layer), layer) for layer in reading.layers]
        heads = [(say("why.head.one", number=head), head) for head in range(reading.mass.shape[2])]
        return {
            **self._drawn(answer, MEAN, MEAN),
            self.layer: gr.update(choices=[(say("why.layer.mean"), MEAN), *layers], value=MEAN),
            self.head: gr.update(choices=[(say("why.head.mean"), MEAN), *heads], value=MEAN),
            self.no_reading: "",
        }

    def _drawn(self, answer: Answer, layer: int, head: int) -> Updates:
        say = self._page.say
        at = (None if layer == MEAN else layer, None if head == MEAN else head)
        view = reading_view(answer, *at)
        if view is None:
            return self.reading.hidden()
        title = html.titled("reading", reading_title(view, say), say, rest=say(f"why.reading.note.{view.rest}"))
        return self.reading.shown(
            title, reading_figure(answer, *at, say=say), tables.reading_table(in_words(view, say), say)
        )

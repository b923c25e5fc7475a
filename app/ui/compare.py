"""The tab *Compare*: methods measured beside each other, results of before, and what a month costs."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from app.errors import WorkbenchError
from app.service.loading import until_loaded
from app.ui.compare_choice import CompareChoice
from app.ui.compare_results import CompareResults
from app.ui.costs import CostsPanel
from app.ui.state import Page, Updates, listen


class CompareTab:
    """The form that begins a comparison, its results, and the cost page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        with gr.Tabs(elem_id="compare-parts"):
            with gr.Tab(page.say("compare.part.quality"), id="quality"):
                self.choice = CompareChoice(page)
                self.results = CompareResults(page)
            with gr.Tab(page.say("compare.part.costs"), id="costs"):
                self.costs = CostsPanel(page, self.results)

    def fill(self, tab: gr.Tab) -> None:
        """Shows what can be chosen whenever this tab, in which all of it stands, is opened."""
        outputs = [*self.choice.offered, *self.results.offered, *self.costs.offered]
        methods = list(self.choice.methods.values())
        opened = listen(tab.select, self.offer, [self.choice.suite, self.choice.begun], outputs)
        listen(opened.then, self.offer_methods, methods, outputs, model=True)

    def offer(self, suite: str | None, begun: bool) -> Updates:
        """What is known without the model."""
        return {**self.choice.choices(suite, begun), **self.results.choices()}

    def offer_methods(self, *methods: list[str]) -> Iterator[Updates]:
        """Which methods can run, and the model's size, once it is loaded; the page tells at its top why it is not."""
        try:
            for _ in until_loaded(self._page.workbench):
                pass
        except WorkbenchError:
            return
        yield {**self.choice.methods_offered(*methods), **self.costs.choices()}

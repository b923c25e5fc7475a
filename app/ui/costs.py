"""On the tab *Compare*: the cost page, what a month of edits takes in computation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from app.errors import WorkbenchError
from app.service.comparing import Results
from app.service.costing import CostRequest
from app.ui.compare_html import figures_table
from app.ui.compare_results import CompareResults, comparison_of
from app.ui.figure_card import FigureCard
from app.ui.pieces import error_notice, heading, html_place, notice, safe
from app.ui.state import Page, Updates, listen

if TYPE_CHECKING:
    from app.evaluation.cost_model import Costing

USUAL = {"edits": 1_000.0, "new-edits": 100.0, "questions": 10_000.0, "edit-tokens": 20.0, "parameters": 135.0}
"""What the fields hold at first."""


class CostsPanel:
    """Fields for a month, and what it costs."""

    def __init__(self, page: Page, compared: CompareResults) -> None:
        self._page = page
        say = page.say
        html_place(heading(say("costs.heading"), say("costs.note")))
        with gr.Row(elem_classes="numbers-row"):
            self.fields = {
                name: gr.Number(value, label=say(f"costs.{name}"), minimum=0, min_width=170, elem_id=f"costs-{name}")
                for name, value in USUAL.items()
            }
            self.price = gr.Number(None, label=say("costs.price"), minimum=0, min_width=170, elem_id="costs-price")
        self.model = html_place("", "costs-model")
        with gr.Row(elem_classes="actions"):
            self.reckon = gr.Button(say("costs.reckon"), variant="primary", min_width=120, elem_id="costs-reckon")
        self.told = html_place("", "costs-told")
        self.curve = FigureCard(page, "costs-curve", beside="costs-told")
        self.table = html_place("", "costs-table")
        with gr.Accordion(say("costs.constants"), open=False, visible=False, elem_id="costs-constants") as self.behind:
            html_place(f'<p class="note">{safe(say("costs.constants.note"))}</p>')
            self.constants = html_place("", "costs-constants-table")
        self.offered = [self.fields["parameters"], self.model]
        asked = [compared.results, compared.suite, *self.fields.values(), self.price]
        outputs = [self.told, *self.curve.outputs, self.table, self.behind, self.constants]
        listen(self.reckon.click, self.show, asked, outputs)

    def choices(self) -> Updates:
        """The size of the model that is open, to begin with."""
        millions = self._page.workbench.costs.millions()
        if millions is None:
            return {self.model: ""}
        told = self._page.say("costs.parameters.open", number=f"{millions:,.2f}")
        return {self.fields["parameters"]: millions, self.model: f'<p class="note">{safe(told)}</p>'}

    def show(self, results: Results | None, suite: str | None, *numbers: float | None) -> Updates:
        """The month as a sentence, curves and tables."""
        *fields, price = numbers
        given = [number for number in fields if number is not None]
        if len(given) < len(fields):
            return {self.told: notice(safe(self._page.say("costs.empty")), "warning")}
        try:
            costs = self._page.workbench.costs.reckon(CostRequest(*given), comparison_of(results, suite))
        except WorkbenchError as error:
            return {self.told: error_notice(error)}
        return self._shown(costs, price)

    def _shown(self, costs: Costing, price: float | None) -> Updates:
        from app.evaluation.comparison.figures import curve_figure
        from app.evaluation.comparison.table import curve_table
        from app.evaluation.cost_model.view import constants_table, curve_note, curve_of, sentence, table_of

        say = self._page.say
        curve = curve_of(costs.scenario, costs.constants, say)
        title, values = heading(curve.title, curve_note(costs, say)), curve_table(curve, say)
        return {
            self.told: f'<p class="sentence">{safe(sentence(costs, say))}</p>',
            **self.curve.shown(title, curve_figure(curve, say), figures_table(values, curve.title)),
            self.table: figures_table(table_of(costs, price, say), say("costs.heading")),
            self.behind: gr.update(visible=True),
            self.constants: figures_table(constants_table(costs.constants, say), say("costs.constants")),
        }

"""The tab *About*: what answers here, how well, what it cannot do, and where data is kept."""

from __future__ import annotations

import gradio as gr

from app.config import ASSETS
from app.errors import WorkbenchError
from app.ui import about_html as html
from app.ui.about_backbones_html import backbones
from app.ui.pieces import error_notice, html_place
from app.ui.state import Page, listen

ERRORS = ASSETS / "docs" / "errors.md"


class AboutTab:
    """One place for everything, filled when the tab is opened, and the documents that belong to it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.place = html_place(html.loading(page.say), "about-facts")
        with gr.Accordion(page.say("about.errors"), open=False, elem_id="about-errors"):
            gr.Markdown(ERRORS.read_text(encoding="utf-8"))

    def fill(self, tab: gr.Tab) -> None:
        """Shows the facts whenever this tab, in which it stands, is opened."""
        listen(tab.select, self.show, None, [self.place])

    def show(self) -> str:
        """The facts, as far as they are known while the model is being loaded; the backbones to choose from."""
        workbench, say = self._page.workbench, self._page.say
        try:
            facts = workbench.facts.facts()
            shown = html.loading(say) if facts is None else html.facts(facts, say)
        except WorkbenchError as error:
            shown = error_notice(error)
        known = workbench.backbones
        return shown + backbones(known.available(), known.opened(), known.waiting_for_consent(), say)

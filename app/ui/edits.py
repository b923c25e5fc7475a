"""The tab *Edits*: on the left what is added, on the right what is there, below both what documents propose."""

from __future__ import annotations

from secrets import token_urlsafe

import gradio as gr

from app.ui.documents import DocumentsPart
from app.ui.edits_input import EditsInput
from app.ui.edits_list import EditsList
from app.ui.own_work import OwnWorkPart
from app.ui.state import Page, Updates


class EditsTab:
    """The two halves. They hear of each other through `page.revision` alone."""

    def __init__(self, page: Page) -> None:
        self._page = page
        with gr.Row(elem_classes="columns"):
            with gr.Column(scale=5, min_width=320):
                self.input = EditsInput(page)
            with gr.Column(scale=6, min_width=320):
                self.list = EditsList(page)
                self.own_work = OwnWorkPart(page)
        DocumentsPart(page)
        self.outputs = [page.token, page.revision]

    def show(self, token: str | None) -> Updates:
        """Has everything shown as the session holds it: at the page's opening, or when a reload brings it back."""
        return {self._page.token: self._page.workbench.open(token).token, self._page.revision: token_urlsafe(6)}

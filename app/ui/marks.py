"""Under an answer of a release: which release it was, and buttons to say whether the answer is right."""

from __future__ import annotations

import gradio as gr

from app.errors import WorkbenchError
from app.ui import releases_html as html
from app.ui.pieces import error_notice, html_place
from app.ui.state import Page, listen


class Marks:
    """The place, filled for the answer that is shown."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.place = html_place("", "marks", clicks=True)
        listen(page.answer.change, self.show, [page.token, page.answer], [self.place])
        listen(self.place.click, self.mark, [page.token, page.answer], [self.place])

    def show(self, token: str | None, key: str) -> str:
        """The release of the answer with the buttons; nothing for an answer without release."""
        return self._html(token, key, "")

    def mark(self, token: str | None, key: str, event: gr.EventData) -> str:
        """A click on a verdict."""
        verdict = str(event.action)
        try:
            self._page.workbench.releases.mark(token, str(event.value), verdict)
        except WorkbenchError as error:
            return error_notice(error)
        return self._html(token, key, verdict)

    def _html(self, token: str | None, key: str, given: str) -> str:
        try:
            asked = self._page.workbench.questions.answered(token, key)
        except WorkbenchError:
            return ""
        return "" if asked is None else html.marks(asked.release, asked.logged, given, self._page.say)

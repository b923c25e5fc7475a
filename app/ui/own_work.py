"""Under the list of edits: one's own work as a file. It is taken up again where files are uploaded."""

from __future__ import annotations

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.data.saved_work import SUFFIX
from app.errors import WorkbenchError
from app.ui.pieces import clicks_on, error_notice, html_place, notice, safe
from app.ui.state import QUICK_AT_ONCE, Page, Updates, listen
from app.ui.strictness import Rules

FILE = f"incomes-work{SUFFIX}"


class OwnWorkPart:
    """A button, and the file behind it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        html_place(f'<p class="note">{safe(say("work.hint", hours=f"{page.workbench.settings.session_hours:g}"))}</p>')
        with gr.Row(elem_classes="actions"):
            self.save = gr.Button(say("work.save"), min_width=150, size="sm", elem_id="save-work")
            self.file = gr.DownloadButton("", visible="hidden", elem_id="work-file")
        self.notice = html_place("", "work-notice")

    def keeps(self, rules: Rules) -> None:
        """Connects the button; `rules` are the settings that go into the file."""
        inputs = [self._page.token, rules.policy, rules.only_edits]
        made = listen(self.save.click, self.make, inputs, [self.file, self.notice])
        made.then(
            None, None, None, js=clicks_on("work-file"), api_visibility="private", concurrency_limit=QUICK_AT_ONCE
        )

    def make(self, token: str | None, policy: str, only_edits: bool) -> Updates:
        """The file, or why there is none."""
        try:
            content = self._page.workbench.own_work.save(token, policy, only_edits=only_edits)
        except WorkbenchError as error:
            return {self.file: gr.DownloadButton(value=None), self.notice: error_notice(error)}
        path = save_bytes_to_cache(content, FILE, self.file.GRADIO_CACHE)
        return {self.file: path, self.notice: notice(safe(self._page.say("work.saved")))}

"""In the tab *Ask*: many questions from a file, a table of what came of them, and that table as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.data import READERS
from app.errors import WorkbenchError
from app.service import JobView
from app.service.loading import until_loaded
from app.service.testing import ASK
from app.service.testing_report import run_page
from app.service.testing_table import csv_of
from app.ui import ask_many_html as html
from app.ui.drawer import opened
from app.ui.edits_html import faults
from app.ui.header import loading_html
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.state import Page, Updates, at_most_every, listen
from app.ui.strictness import Rules

UPDATE_SECONDS = 0.5
"""Between two updates of the page while questions are answered."""
FILE_NAME, REPORT_NAME = "answers.csv", "answers.html"


class ManyQuestions:
    """Components of the section, and what happens when they are used."""

    def __init__(self, page: Page, rules: Rules) -> None:
        self._page = page
        say = page.say
        with gr.Accordion(say("many.heading"), open=False, elem_id="many"):
            html_place(f'<p class="note">{safe(say("many.hint", most=page.workbench.settings.max_upload_mb))}</p>')
            with gr.Row(elem_classes="actions"):
                self.upload = gr.UploadButton(
                    say("many.upload"), file_types=list(READERS), min_width=180, elem_id="questions-file"
                )
                self.stop = gr.Button(say("ask.stop"), visible=False, min_width=110, elem_id="stop-many")
                self.download = gr.DownloadButton(
                    say("many.download"), visible=False, min_width=180, elem_id="answers-file"
                )
                self.report = gr.DownloadButton(
                    say("many.report"), visible=False, min_width=180, elem_id="answers-report"
                )
            self.notice = html_place("", "many-notice")
            self.table = html_place("", "many-table", clicks=True)
        outputs = [self.notice, self.table, self.stop, self.download, self.report]
        begun = listen(self.upload.upload, self.begin, None, outputs)
        asked = [page.token, self.upload, rules.policy, rules.only_edits]
        listen(begun.then, self.run, asked, [*outputs, page.token, page.jobs], model=True)
        listen(self.stop.click, self.stop_asking, [page.token], None)
        listen(self.table.click, self.open_edit, [page.token], [page.drawer])

    def begin(self) -> Updates:
        """Answers the upload at once: what follows may have to wait."""
        hidden = gr.update(visible=False)
        waits = notice(safe(self._page.say("edits.waiting")))
        return {
            self.notice: waits,
            self.table: "",
            self.stop: gr.update(visible=True),
            self.download: hidden,
            self.report: hidden,
        }

    def run(self, token: str | None, path: str, policy: str, only_edits: bool) -> Iterator[Updates]:
        """The table as it grows; an error that is meant for the person becomes the notice."""
        try:
            yield from self._run(token, Path(path), policy, only_edits)
        except WorkbenchError as error:
            yield {self.notice: error_notice(error), self.stop: gr.update(visible=False)}

    def open_edit(self, token: str | None, event: gr.EventData) -> Updates:
        """A click on the edit that an answer used."""
        return opened(self._page, token, str(event.value))

    def stop_asking(self, token: str | None) -> None:
        """Stops the session's runs of questions; what is answered stays."""
        jobs = self._page.workbench.jobs
        for job in jobs.of(token):
            if job.live and job.kind == ASK:
                jobs.stop(token, job.id)

    def _run(self, token: str | None, path: Path, policy: str, only_edits: bool) -> Iterator[Updates]:
        workbench, say = self._page.workbench, self._page.say
        for state in until_loaded(workbench):
            yield {self.notice: notice(loading_html(state, say))}
        token = workbench.open(token).token
        yield {self._page.token: token}
        read = workbench.tests.read_file(path)
        job = workbench.tests.start(token, read.questions, policy, only_edits=only_edits, title=path.name)
        yield {self._page.jobs: job}
        last: JobView | None = None
        for last in at_most_every(UPDATE_SECONDS, workbench.jobs.follow(token, job)):
            if last.live:
                shown = html.table(workbench.tests.results(token, job), say)
                yield {self.notice: html.asking(last, say), self.table: shown}
        results = workbench.tests.results(token, job)
        stopped = last is not None and last.state == "stopped"
        file = save_bytes_to_cache(csv_of(results, say), FILE_NAME, self.download.GRADIO_CACHE)
        page = save_bytes_to_cache(run_page(results, say), REPORT_NAME, self.report.GRADIO_CACHE)
        yield {
            self.notice: html.summary(results, len(read.questions), stopped, say) + faults(read.faults, say),
            self.table: html.table(results, say),
            self.stop: gr.update(visible=False),
            self.download: gr.update(value=file, visible=bool(results)),
            self.report: gr.update(value=page, visible=bool(results)),
        }

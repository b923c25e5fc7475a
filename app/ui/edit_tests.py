"""In the tab *Ask*: the test questions of all edits in use as one job, its results, and files of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.errors import WorkbenchError
from app.service.edit_testing_report import csv_of_tests, page_of_tests
from app.service.loading import until_loaded
from app.texts import Texts
from app.ui import edit_tests_html as html
from app.ui.drawer import opened
from app.ui.header import loading_html
from app.ui.pieces import clicks_on, error_notice, html_place, notice, safe
from app.ui.state import QUICK_AT_ONCE, Handler, Page, Updates, listen
from app.ui.strictness import Rules

if TYPE_CHECKING:
    from app.service.edit_testing import EditTestRun

FILES: dict[str, Callable[[EditTestRun, Texts], bytes]] = {"tests.html": page_of_tests, "tests.csv": csv_of_tests}
"""Name → what makes it."""


class TestsOfEdits:
    """Components of the section, and what happens when they are used."""

    __test__ = False  # for pytest: its name begins like a test's

    def __init__(self, page: Page, rules: Rules) -> None:
        self._page = page
        say = page.say
        self.view = gr.State(("all", 0))
        """Which verdicts are shown, and the place of the first one on the page."""
        self.unfolded = gr.State("")
        """The job that this section was opened for: closed by hand, it stays closed."""
        with gr.Accordion(say("tests.heading"), open=False, elem_id="edit-tests") as self.panel:
            html_place(f'<p class="note">{safe(say("tests.note"))} {safe(say("tests.rule"))}</p>')
            with gr.Row(elem_classes="actions"):
                self.begin = gr.Button(say("tests.begin"), variant="primary", min_width=180, elem_id="tests-begin")
                self.report = gr.Button(say("tests.report"), visible=False, min_width=180, elem_id="tests-report")
                self.csv = gr.Button(say("tests.file"), visible=False, min_width=180, elem_id="tests-csv")
                self.file = gr.DownloadButton("", visible="hidden", elem_id="tests-file")
            self.notice = html_place("", "tests-notice", clicks=True)
            self.table = html_place("", "tests-table", clicks=True)
        shown = [self.panel, self.unfolded, self.notice, self.table, self.report, self.csv]
        waits = listen(self.begin.click, self.wait, None, [self.notice])
        listen(waits.then, self.start, [page.token, rules.policy], [self.notice, page.jobs, page.token], model=True)
        listen(page.progress.change, self.follow, [page.token, self.view, self.unfolded], shown)
        listen(self.notice.click, self.act, [page.token], [self.notice, page.jobs])
        listen(self.table.click, self.look, [page.token, self.view], [self.table, self.view, page.drawer])
        for button, name in ((self.report, "tests.html"), (self.csv, "tests.csv")):
            made = listen(button.click, self._saved_as(name), [page.token], [self.file, self.notice])
            made.then(
                None, None, None, js=clicks_on("tests-file"), api_visibility="private", concurrency_limit=QUICK_AT_ONCE
            )

    def wait(self) -> str:
        """Answers the click at once."""
        return notice(safe(self._page.say("tests.begun")))

    def start(self, token: str | None, policy: str) -> Iterator[Updates]:
        """Compresses what waits, then begins to ask; `follow` shows what comes of it."""
        workbench = self._page.workbench
        try:
            token = workbench.open(token).token
            yield {self._page.token: token}
            for state in until_loaded(workbench):
                yield {self.notice: notice(loading_html(state, self._page.say))}
            if workbench.edit_tests.questions(token):
                yield {self._page.jobs: workbench.edits.compress(token)}
            yield {self._page.jobs: workbench.edit_tests.start(token, policy)}
        except WorkbenchError as error:
            yield {self.notice: error_notice(error)}

    def follow(self, token: str | None, view: tuple[html.View, int], unfolded: str = "") -> Updates:
        """The session's newest run as it goes on, and what came of it; also after a reload."""
        workbench, say = self._page.workbench, self._page.say
        if workbench.known(token) is None:
            return {self.table: gr.skip()}
        try:
            job = workbench.edit_tests.newest(token)
            if job is None:
                hidden = gr.update(visible=False)
                return {self.notice: "", self.table: "", self.report: hidden, self.csv: hidden}
            run = workbench.edit_tests.run(token, job.id)
        except WorkbenchError as error:
            return {self.notice: error_notice(error)}
        over = gr.update(visible=bool(run.verdicts) and not job.live)
        return {
            **({} if job.id == unfolded else {self.panel: gr.update(open=True), self.unfolded: job.id}),
            self.notice: html.told(run, job, say),
            self.table: html.table(run, *view, say),
            self.report: over,
            self.csv: over,
        }

    def act(self, token: str | None, event: gr.EventData) -> Updates:
        """A click: stop the job, or let it go on."""
        jobs, job = self._page.workbench.jobs, str(event.value)
        actions = {"stop": jobs.stop, "resume": jobs.resume, "forget": jobs.forget}
        try:
            actions[str(event.action)](token, job)
        except WorkbenchError as error:
            return {self.notice: error_notice(error)}
        return {self._page.jobs: f"{event.action} {job}"}

    def look(self, token: str | None, view: tuple[html.View, int], event: gr.EventData) -> Updates:
        """A click in the table: opens the edit of a row, or shows other rows."""
        action, value = str(event.action), str(event.value)
        if action == "edit":
            return opened(self._page, token, value)
        view = (view[0], int(value)) if action == "page" else (next(one for one in html.VIEWS if one == value), 0)
        return {self.view: view, self.table: self.follow(token, view).get(self.table, gr.skip())}

    def _saved_as(self, name: str) -> Handler:
        def save(token: str | None) -> Updates:
            tests = self._page.workbench.edit_tests
            try:
                job = tests.newest(token)
                if job is None:
                    return {self.file: None}
                content = FILES[name](tests.run(token, job.id), self._page.say)
            except WorkbenchError as error:
                return {self.notice: error_notice(error)}
            return {self.file: save_bytes_to_cache(content, name, self.file.GRADIO_CACHE)}

        return save

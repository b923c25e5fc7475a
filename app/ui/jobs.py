"""The panel above the tabs: the session's long jobs, with their progress, and buttons to stop them and to go on.

It asks the service again every second while a job works, and until the line of one that is done has gone. A page that
is loaded anew finds the jobs of its session here.
"""

from __future__ import annotations

from secrets import token_urlsafe

import gradio as gr

from app.errors import WorkbenchError
from app.service import JobView
from app.ui.jobs_html import goes_away, jobs
from app.ui.pieces import error_notice, html_place
from app.ui.state import Page, Updates, listen

LOOK_SECONDS = 1.0
"""Between two looks while a job works."""

Seen = tuple[tuple[str, str, int], ...]
"""Id, state and units done of each job, as the page showed them last."""


def jobs_place() -> gr.HTML:
    """Where the jobs are shown."""
    return html_place("", "jobs", clicks=True)


class JobsPanel:
    """Shows the jobs, and what happens when their buttons are used."""

    def __init__(self, page: Page, place: gr.HTML) -> None:
        self._page, self.place = page, place
        self.timer = gr.Timer(LOOK_SECONDS, active=False)
        self.seen = gr.State(())
        inputs = [page.token, self.seen]
        self.outputs = [place, self.timer, self.seen, page.progress]
        for event in (page.jobs.change, self.timer.tick):
            listen(event, self.show, inputs, self.outputs)
        listen(place.click, self.act, inputs, self.outputs)

    def show(self, token: str | None, seen: Seen) -> Updates:
        """The jobs as they are now; tells the tabs where one has done something since they were shown last."""
        workbench = self._page.workbench
        views = () if workbench.known(token) is None else workbench.jobs.of(token)
        now = _seen(views)
        told = {self._page.progress: token_urlsafe(6)} if now != tuple(map(tuple, seen)) else {}
        return {
            self.place: jobs(views, self._page.say),
            self.timer: gr.Timer(active=any(view.live or goes_away(view) for view in views)),
            self.seen: now,
            **told,
        }

    def act(self, token: str | None, seen: Seen, event: gr.EventData) -> Updates:
        """A click: stop a job, go on with it, or take it from the list."""
        doing = self._page.workbench.jobs
        actions = {"stop": doing.stop, "resume": doing.resume, "forget": doing.forget}
        try:
            actions[str(event.action)](token, str(event.value))
            return self.show(token, seen)
        except WorkbenchError as error:
            return {self.place: error_notice(error)}


def _seen(views: tuple[JobView, ...]) -> Seen:
    return tuple((view.id, view.state, view.done) for view in views)

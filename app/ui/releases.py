"""The tab *Releases*, where there is a shared store: made, tested, moved, tried by some before all."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.errors import WorkbenchError
from app.service.releases.gate import GATE
from app.store import CANDIDATE, PRODUCTION
from app.ui import releases_html as html
from app.ui.jobs_html import DONE_SECONDS
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.shared_only import may, shared_first
from app.ui.state import Page, Updates, listen

IN_TURN = "releases"


class ReleasesTab:
    """Components of the tab, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        self.notice = html_place("", "releases-notice")
        with gr.Row(elem_classes=["ask-line", "releases-form"], visible=False) as make:
            self.name = gr.Textbox("", label=say("releases.name"), max_lines=1, scale=2, elem_id="release-name")
            self.note = gr.Textbox("", label=say("releases.note"), max_lines=1, scale=3, elem_id="release-note")
            self.make = gr.Button(
                say("releases.make"), variant="primary", scale=0, min_width=150, elem_id="make-release"
            )
        with gr.Row(elem_classes=["ask-line", "releases-form"], visible=False) as move:
            self.reason = gr.Textbox(
                "", label=say("releases.reason"), info=say("releases.reason.hint"), max_lines=1, scale=4,
                elem_id="move-reason",
            )  # fmt: skip
            self.override = gr.Checkbox(
                label=say("releases.override"), container=False, scale=1, elem_id="override-gate"
            )
        self.list = html_place("", "releases-list", clicks=True)
        self.details = html_place("", "release-details")
        self.pilot = html_place("", "pilot", clicks=True)
        with gr.Row(elem_classes=["ask-line", "releases-form"], visible=False) as join:
            self.member = gr.Textbox("", label=say("releases.join"), max_lines=1, scale=3, elem_id="pilot-member")
            self.join = gr.Button(say("releases.join.do"), scale=0, min_width=170, elem_id="join-pilot")
        with gr.Row(elem_classes="actions", visible=False) as self.saved:
            self.pages = {
                language: gr.DownloadButton(
                    say(f"releases.page.{language}"), min_width=220, elem_id=f"pilot-page-{language}"
                )
                for language in ("en", "ja")
            }
        self.forms = (make, move, join)
        """For who may release."""
        self.shown = gr.State("")
        """Id of the release whose details are shown."""
        self._listen()

    def _listen(self) -> None:
        page, token = self._page, self._page.token
        self.outputs = [self.notice, self.list, self.details, self.pilot, self.shown, *self.pages.values()]
        self.outputs += [*self.forms, self.saved]
        fields = [self.name, self.note, self.reason, self.override, self.member]
        listen(
            self.make.click,
            self.make_one,
            [token, self.name, self.note, self.shown],
            [*self.outputs, *fields],
            model=True,
        )
        asked = [token, self.reason, self.override, self.shown]
        joined = [token, self.member, self.shown]
        listen(self.list.click, self.act, asked, [*self.outputs, *fields, page.jobs], in_turn=IN_TURN)
        listen(self.join.click, self.join_one, joined, [*self.outputs, *fields], in_turn=IN_TURN)
        listen(self.pilot.click, self.leave, [token, self.shown], self.outputs, in_turn=IN_TURN)
        tested = [token, self.shown, self.notice]
        listen(page.progress.change, self.show_verdict, tested, self.outputs, in_turn=IN_TURN)

    def fill(self, tab: gr.Tab) -> None:
        """Shows what there is whenever this tab, in which it stands, is opened."""
        listen(tab.select, self.show, [self._page.token, self.shown], self.outputs, in_turn=IN_TURN)

    def show(self, token: str | None, shown: str) -> Updates:
        """Everything as it is now."""
        return self._after(token, shown, lambda: None)

    def show_verdict(self, token: str | None, shown: str, told: str) -> Updates:
        """The same after a job has done something, where that was a test that is over now; what else was told stays."""
        workbench = self._page.workbench
        session = workbench.known(token)
        jobs = () if session is None or session.shares_as is None else workbench.jobs.of(token)
        if not any(job.kind == GATE and job.state == "done" and job.over_for < DONE_SECONDS for job in jobs):
            return {self.notice: gr.skip()}
        still = {} if told == self._testing() else {self.notice: gr.skip()}
        return {**self.show(token, shown), **still}

    def _testing(self) -> str:
        return notice(safe(self._page.say("releases.testing")))

    def make_one(self, token: str | None, name: str, note: str, shown: str) -> Updates:
        """A release of what acts now."""
        releases = self._page.workbench.releases
        return {
            **self._after(token, shown, lambda: releases.make(token, name, note=note), "releases.made"),
            self.name: "",
            self.note: "",
        }

    def act(self, token: str | None, reason: str, override: bool, shown: str, event: gr.EventData) -> Updates:
        """A click in the list: show, test, move or roll back."""
        releases, value = self._page.workbench.releases, str(event.value)
        action, begun = str(event.action), ""
        if action == "show":
            return self._after(token, "" if shown == value else value, lambda: None)
        if action == "gate":
            try:
                begun = releases.begin_gate(token, value)
            except WorkbenchError as error:
                return {self.notice: error_notice(error)}
            return {self._page.jobs: begun, self.notice: self._testing()}
        if action == "rollback":
            updates = self._after(token, shown, lambda: releases.rollback(token, value, reason=reason))
        else:
            alias = PRODUCTION if action == PRODUCTION else CANDIDATE
            updates = self._after(
                token, shown, lambda: releases.move(token, alias, value, reason=reason, override=override)
            )
        return {**updates, self.reason: "", self.override: False} if not updates[self.notice] else updates

    def join_one(self, token: str | None, name: str, shown: str) -> Updates:
        """Somebody is served the candidate from now on."""
        updates = self._after(token, shown, lambda: self._page.workbench.releases.join(token, name))
        return {**updates, self.member: ""} if not updates[self.notice] else updates

    def leave(self, token: str | None, shown: str, event: gr.EventData) -> Updates:
        """Somebody is served as everyone else from now on."""
        name = str(event.value)
        return self._after(token, shown, lambda: self._page.workbench.releases.leave(token, name))

    def _after(self, token: str | None, shown: str, do: Callable[[], object], said: str = "") -> Updates:
        """Does something and shows everything as it is then; an error meant for the person becomes the notice."""
        own = shared_first(self._page.workbench, token, "releases.own", self._page.say)
        if own:
            return {
                **self._offered(token, whole=False),
                self.notice: "",
                self.list: own,
                self.details: "",
                self.pilot: "",
            }
        told = ""
        try:
            do()
            told = notice(safe(self._page.say(said)), "good") if said else ""
        except WorkbenchError as error:
            told = error_notice(error)
        try:
            return {**self._all(token, shown), self.notice: told}
        except WorkbenchError as error:
            return {self.notice: told or error_notice(error), self.list: "", self.details: "", self.pilot: ""}

    def _all(self, token: str | None, shown: str) -> Updates:
        releases, say = self._page.workbench.releases, self._page.say
        found = releases.overview(token)
        rights = html.Rights(self._may(token, "make"), self._may(token, "begin_gate"))
        updates: Updates = {
            **self._offered(token, whole=True),
            self.list: html.overview(found, releases.history(token), rights, say),
            self.details: self._details(token, shown),
            self.pilot: html.pilot(releases.pilot(token), rights, say),
            self.shown: shown,
        }
        for language, place in self.pages.items():
            content = releases.page(token, language).encode("utf-8")
            updates[place] = save_bytes_to_cache(content, f"pilot-{language}.html", place.GRADIO_CACHE)
        return updates

    def _may(self, token: str | None, step: str) -> bool:
        return may(self._page.workbench, f"releases.{step}", token)

    def _offered(self, token: str | None, *, whole: bool) -> Updates:
        """The fields and buttons: those that change something for who may, none where nothing is shown."""
        change = gr.update(visible=whole and self._may(token, "make"))
        return {**dict.fromkeys(self.forms, change), self.saved: gr.update(visible=whole)}

    def _details(self, token: str | None, shown: str) -> str:
        releases = self._page.workbench.releases
        if not shown:
            return ""
        found = releases.show(token, shown)
        standing = releases.overview(token).aliases.get(PRODUCTION)
        other = standing is not None and standing.release != shown
        diff = releases.diff(token, standing.release, shown) if other and standing is not None else None
        return html.details(found, diff, self._page.say)

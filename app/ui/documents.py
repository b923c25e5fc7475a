"""On the tab *Edits*: an old and a new document, or pasted corrections, and what they propose."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import gradio as gr

from app.data.documents import READERS
from app.errors import WorkbenchError
from app.service.document_list import VIEWS, View
from app.service.fidelities import CHECKED_UNASKED
from app.service.loading import until_loaded
from app.ui import documents_html as html
from app.ui.edits_html import compressed, held
from app.ui.header import loading_html
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.state import Page, Updates, listen

LOOK_SECONDS = 0.2
"""Between two looks at whether edits are compressed; the panel of jobs shows how far it is."""
IN_TURN = "documents"
"""What is ticked, written and accepted is taken in one after the other."""


class DocumentsPart:
    """Components, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say, settings = page.say, page.workbench.settings
        self.view = gr.State(("all", 0))
        """What is shown of the proposals, and the place of the first one on the page."""
        self.accepted = gr.State("")
        """Another one whenever something was accepted."""
        with gr.Accordion(say("documents.heading"), open=False, elem_id="documents") as self.panel:
            html_place(f'<p class="note">{safe(say("documents.note"))}</p>')
            kinds = list(READERS)
            with gr.Row(elem_classes="document-files"):
                self.old, self.new = (
                    gr.File(
                        label=say(f"documents.{which}"), file_types=kinds, height=140, min_width=240,
                        elem_id=f"document-{which}",
                    )
                    for which in ("old", "new")
                )  # fmt: skip
            html_place(f'<p class="note">{safe(say("documents.hint", most=settings.max_upload_mb))}</p>')
            self.pasted = gr.Textbox(
                "", label=say("documents.pasted"), placeholder=say("documents.pasted.placeholder"), lines=3,
                max_lines=10, elem_id="document-pasted",
            )  # fmt: skip
            with gr.Row(elem_classes="actions"):
                self.compare = gr.Button(
                    say("documents.compare"), variant="primary", min_width=120, elem_id="document-compare"
                )
            self.notice = html_place("", "documents-notice")
            self.place = html_place("", "proposals", clicks=False, js=html.FORM)
        self._listen()

    def _listen(self) -> None:
        page = self._page
        shown = [self.panel, self.place, self.view]
        told = [*shown, self.notice, self.accepted, page.token, page.revision]
        begun = listen(self.compare.click, self.begin, None, [self.notice])
        given = [page.token, self.old, self.new, self.pasted]
        listen(begun.then, self.propose, given, [*told, self.old, self.new, self.pasted], model=True)
        listen(page.revision.change, self.show, [page.token, self.view], shown)
        listen(self.place.click, self.act, [page.token, self.view], told, in_turn=IN_TURN, again=True)
        made = [self.notice, page.revision, page.jobs]
        listen(self.accepted.change, self.compress, [page.token, self.notice], made, model=True)

    # What a person does

    def begin(self) -> str:
        """Answers the click at once: what follows may have to wait for the model."""
        return notice(safe(self._page.say("documents.comparing")))

    def propose(self, token: str | None, old: str | None, new: str | None, pasted: str) -> Iterator[Updates]:
        """Compares what was given; an error is told, and everything given stays where it is."""
        try:
            yield from self._propose(token, old, new, pasted.strip())
        except WorkbenchError as error:
            yield {self.notice: error_notice(error)}

    def show(self, token: str | None, view: tuple[View, int]) -> Updates:
        """What is proposed, as the session holds it: after a reload, and weighed anew when the edits have changed."""
        workbench = self._page.workbench
        if workbench.known(token) is None or not workbench.loading.ready:
            return {self.place: gr.skip()}
        try:
            return self._shown(token, *view)
        except WorkbenchError as error:
            return {self.place: error_notice(error)}

    def act(self, token: str | None, view: tuple[View, int], event: gr.EventData) -> Updates:
        """A click, a tick, a text: all that is ticked and written is kept first."""
        given = json.loads(str(event.value))
        try:
            ticks, texts = _by_place(given["ticks"], bool), _by_place(given["texts"], str)
            self._page.workbench.documents.note(token, str(given["comparison"]), ticks, texts)
            return self._act(token, view, str(event.action), str(given["value"]))
        except WorkbenchError as error:
            return {**self.show(token, view), self.notice: error_notice(error)}

    def compress(self, token: str | None, said: str) -> Iterator[Updates]:
        """Compresses what was accepted, and has a few checked; what was said of it stays above the result."""
        workbench = self._page.workbench
        try:
            job = workbench.edits.compress(token)
            yield {self._page.jobs: job}
            *_, last = workbench.jobs.follow(token, job, LOOK_SECONDS)
            check = workbench.fidelities.begin(token, CHECKED_UNASKED) if last.state == "done" else None
        except WorkbenchError as error:
            yield {self.notice: said + error_notice(error)}
            return
        done = compressed(last, self._page.say) if last.state == "stopped" else ""
        begun = {} if check is None else {self._page.jobs: check}
        yield {self.notice: said + done, self._page.revision: token_urlsafe(6), **begun}

    # How it is done

    def _propose(self, token: str | None, old: str | None, new: str | None, pasted: str) -> Iterator[Updates]:
        workbench, say = self._page.workbench, self._page.say
        if not new and not pasted:
            missing = say("documents.old-alone" if old else "documents.nothing-given")
            yield {self.notice: notice(safe(missing), "warning")}
            return
        for state in until_loaded(workbench):
            yield {self.notice: notice(loading_html(state, say))}
        token = workbench.open(token).token
        yield {self._page.token: token}
        if new:
            workbench.documents.begin(token, Path(old) if old else None, Path(new))
        else:
            workbench.documents.begin_pasted(token, pasted)
        yield {**self._shown(token, "all", 0), self.notice: ""}

    def _act(self, token: str | None, view: tuple[View, int], action: str, value: str) -> Updates:
        documents = self._page.workbench.documents
        if action == "tick":
            return {self.notice: gr.skip()}
        if action == "accept":
            return self._accept(token, view)
        if action == "close":
            documents.close(token)
            said = notice(safe(self._page.say("documents.closed")))
            return {self.place: "", self.view: ("all", 0), self.notice: said}
        if action in ("all", "none"):
            documents.tick(token, view[0], on=action == "all")
        elif action == "view":
            view = (next(one for one in VIEWS if one == value), 0)
        elif action == "page":
            view = (view[0], int(value))
        return {**self._shown(token, *view), self.notice: ""}

    def _accept(self, token: str | None, view: tuple[View, int]) -> Updates:
        workbench = self._page.workbench
        done = workbench.documents.accept(token)
        number = len(done.added) + len(done.replaced) + len(done.gone)
        said = html.accepted(done, self._page.say) + held(workbench.edits.held(token), self._page.say)
        changed = {self.accepted: token_urlsafe(6), self._page.revision: token_urlsafe(6)} if number else {}
        return {**self._shown(token, *view), self.notice: said, **changed}

    def _shown(self, token: str | None, view: View, first: int) -> Updates:
        """A page of the proposals; nothing where there are none (any more)."""
        page = self._page.workbench.documents.proposed(token, view, first)
        if page is None:
            return {self.place: "", self.view: ("all", 0)}
        listed = html.proposals(page, self._page.say)
        return {self.place: listed, self.view: (page.view, page.first), self.panel: gr.update(open=True)}


def _by_place(given: dict[str, Any], kind: type[Any]) -> dict[int, Any]:
    return {int(place): kind(value) for place, value in given.items()}

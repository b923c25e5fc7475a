"""The tab *Edits*: type, upload, look, compress, remove."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe

import gradio as gr

from app.data import READERS, Upload
from app.errors import WorkbenchError
from app.service import Proposal, Session
from app.ui import edits_html as html
from app.ui.header import loading_html
from app.ui.pieces import error_notice, heading, html_place, notice, safe
from app.ui.state import Components, Event, Handler, Page, Updates, listen, until_ready

LOOK_SECONDS = 0.2
"""Between two looks at whether edits are compressed; the panel of jobs shows how far it is."""


class EditsTab:
    """Components of the tab, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.first = gr.State(0)
        """Place of the first edit shown in the list, from 0."""
        self.rest = gr.State(None)
        """What stays in the text field once the proposal is accepted; None: whatever is there."""
        with gr.Row(elem_classes="columns"):
            with gr.Column(scale=5, min_width=320):
                self._input_column()
            with gr.Column(scale=6, min_width=320):
                empty = html.edit_list((), frozenset(), 0, page.say)
                self.listing = html_place(empty, "edit-list", clicks=True)
        self._listen()

    def _input_column(self) -> None:
        say, settings = self._page.say, self._page.workbench.settings
        html_place(heading(say("edits.add.heading")))
        self.typed = gr.Textbox(
            label=say("edits.type.label"),
            placeholder=say("edits.type.placeholder"),
            lines=5,
            max_lines=12,
            elem_id="typed-edits",
        )
        with gr.Row(elem_classes="actions"):
            self.add = gr.Button(say("edits.add"), variant="primary", min_width=90, elem_id="add")
            self.demo = gr.Button(say("edits.demo"), min_width=180, elem_id="demo")
            self.upload = gr.UploadButton(
                say("edits.upload"), file_types=list(READERS), min_width=130, elem_id="upload"
            )
        self.notice = html_place("", "edits-notice")
        with gr.Row(elem_classes="actions"):
            self.accept = _hidden_button("accept", variant="primary")
            self.accept_plain = _hidden_button("accept-without-flagged")
            self.discard = _hidden_button("discard", say("proposal.discard"))
            self.ask_next = _hidden_button("ask-next", say("edits.ask-next"))
        hints = (
            say("edits.upload.hint", most=settings.max_upload_mb),
            say("edits.privacy", hours=f"{settings.session_hours:g}"),
        )
        html_place("".join(f'<p class="note">{safe(hint)}</p>' for hint in hints))

    def _listen(self) -> None:
        page, token = self._page, self._page.token
        self.outputs = outputs = [
            page.token, page.revision, self.first, self.rest, self.typed, self.listing, self.notice,
            self.accept, self.accept_plain, self.discard, self.ask_next, page.jobs,
        ]  # fmt: skip
        with_model: list[tuple[Event, Handler, Components]] = [
            (self.add.click, self.add_typed, [token, self.typed]),
            (self.demo.click, self.add_demo, [token]),
            (self.upload.upload, self.add_file, [token, self.upload]),
            (self.accept.click, self.accept_all, [token, self.rest]),
            (self.accept_plain.click, self.accept_listed, [token, self.rest]),
        ]
        for event, handler, inputs in with_model:
            begun = listen(event, self.begin, None, outputs)
            listen(begun.then, handler, inputs, outputs, model=True)
        listen(self.discard.click, self.discard_proposal, [token], outputs)
        listen(page.progress.change, self.show_again, [token, self.first], outputs)
        listen(self.listing.click, self.list_action, [token, self.first], outputs)
        listen(self.ask_next.click, lambda: gr.Tabs(selected="ask"), None, [page.tabs])

    # What a person does

    def show(self, token: str | None) -> Updates:
        """The list as the session holds it: at the page's opening, or when a reload brings it back."""
        session = self._page.workbench.open(token)
        return {self._page.token: session.token, **self._listed(session)}

    def begin(self) -> Updates:
        """Answers a click at once, even where the model is busy with someone else's edits."""
        return {self.notice: notice(safe(self._page.say("edits.waiting"))), **self._buttons()}

    def add_typed(self, token: str | None, text: str) -> Iterator[Updates]:
        """Adds the typed lines; those that cannot be used stay in the field."""
        upload = self._page.workbench.edits.read_lines(text)
        yield from self._told(self._add(token, upload, text.splitlines()))

    def add_demo(self, token: str | None) -> Iterator[Updates]:
        """Adds the demo edits."""
        yield from self._told(self._add(token, self._page.workbench.edits.demo()))

    def add_file(self, token: str | None, path: str) -> Iterator[Updates]:
        """Adds the edits of an uploaded file."""
        yield from self._told(self._add_file(token, Path(path)))

    def accept_all(self, token: str | None, rest: str | None) -> Iterator[Updates]:
        """Adds the proposal as it is."""
        yield from self._told(self._accept(token, rest, flagged=True))

    def accept_listed(self, token: str | None, rest: str | None) -> Iterator[Updates]:
        """Adds the proposal without the edits in a language that the adapter was not made for."""
        yield from self._told(self._accept(token, rest, flagged=False))

    def show_again(self, token: str | None, first: int) -> Updates:
        """The same part of the list once a job has done something to it."""
        session = self._page.workbench.sessions.get(token)
        return {} if session is None else self._listed(session, first)

    def discard_proposal(self, token: str | None) -> Iterator[Updates]:
        """Forgets the proposal; the text field stays as it is."""
        yield from self._told(self._discard(token))

    def list_action(self, token: str | None, first: int, event: gr.EventData) -> Iterator[Updates]:
        """A click in the list: remove an edit, remove all, or turn the page."""
        yield from self._told(self._list_action(token, first, str(event.action), str(event.value)))

    # How it is done

    def _told(self, steps: Iterator[Updates]) -> Iterator[Updates]:
        """The steps; an error that is meant for the person becomes the notice, and what was there stays."""
        try:
            yield from steps
        except WorkbenchError as error:
            yield {self.notice: error_notice(error), **self._buttons()}

    def _add_file(self, token: str | None, path: Path) -> Iterator[Updates]:
        yield from self._add(token, self._page.workbench.edits.read_file(path))

    def _add(self, token: str | None, upload: Upload, lines: list[str] | None = None) -> Iterator[Updates]:
        session = self._page.workbench.open(token)
        nothing = not upload.edits and not upload.faults
        said = notice(safe(self._page.say("edits.nothing"))) if nothing else ""
        yield {self._page.token: session.token, self.notice: said, **self._buttons()}
        if nothing:
            return
        for state in until_ready(self._page.workbench):
            yield {self.notice: notice(loading_html(state, self._page.say))}
        proposal = self._page.workbench.edits.propose(session.token, upload)
        rest = None if lines is None else "\n".join(lines[fault.row - 1] for fault in proposal.faults)
        if proposal.asks:
            yield {self.notice: html.proposal(proposal, self._page.say), self.rest: rest, **self._choices(proposal)}
        else:
            yield from self._accept(session.token, rest, flagged=True)

    def _accept(self, token: str | None, rest: str | None, *, flagged: bool) -> Iterator[Updates]:
        session = self._page.workbench.session(token)
        proposal = session.proposal
        self._page.workbench.edits.accept(token, flagged=flagged)
        kept = {} if rest is None else {self.typed: rest}
        yield {**kept, self.rest: None, **self._listed(session)}
        after = "" if proposal is None else html.aside(proposal, self._page.say)
        yield from self._compress(session, after)

    def _compress(self, session: Session, after: str) -> Iterator[Updates]:
        """Compresses what waits; `after` is HTML to stand under the result."""
        workbench, say = self._page.workbench, self._page.say
        job = workbench.edits.compress(session.token)
        yield {self._page.jobs: job, self.notice: after, **self._buttons()}
        *_, last = workbench.jobs.follow(session.token, job, LOOK_SECONDS)
        yield {
            self.notice: html.compressed(last, say) + after,
            **self._buttons(ask_next=last.state == "done" and last.total > 0),
            **self._listed(session),
        }

    def _discard(self, token: str | None) -> Iterator[Updates]:
        self._page.workbench.edits.discard(token)
        yield {self.notice: notice(safe(self._page.say("proposal.discarded"))), **self._buttons()}

    def _list_action(self, token: str | None, first: int, action: str, value: str) -> Iterator[Updates]:
        workbench = self._page.workbench
        session = workbench.session(token)
        if action == "remove":
            workbench.edits.remove(token, value)
        elif action == "clear":
            workbench.edits.clear(token)
            yield {self.notice: "", **self._buttons()}
        elif action == "page":
            first = int(value)
        yield self._listed(session, first)

    def _listed(self, session: Session, first: int = 0) -> Updates:
        """The list from this place on, and word to the other tabs that the edits may have changed."""
        work = session.work
        first = max(0, min(first, (len(work.edits) - 1) // html.PAGE * html.PAGE))
        waiting = frozenset(edit.id for edit in work.waiting)
        return {
            self.listing: html.edit_list(work.edits, waiting, first, self._page.say),
            self.first: first,
            self._page.revision: token_urlsafe(6),
        }

    def _choices(self, proposal: Proposal) -> Updates:
        say, others = self._page.say, len(proposal.without_flagged)
        some = proposal.flagged and others
        return self._buttons(
            accept=say.count("proposal.accept", len(proposal.edits)),
            accept_plain=say.count("proposal.without-flagged", others) if some else "",
            discard=True,
        )

    def _buttons(
        self,
        accept: str = "",
        accept_plain: str = "",
        *,
        discard: bool = False,
        ask_next: bool = False,
    ) -> Updates:
        """Shows these buttons and hides the others."""
        return {
            self.accept: gr.update(value=accept, visible=bool(accept)),
            self.accept_plain: gr.update(value=accept_plain, visible=bool(accept_plain)),
            self.discard: gr.update(visible=discard),
            self.ask_next: gr.update(visible=ask_next),
        }


def _hidden_button(name: str, label: str = "", variant: html.Variant = "secondary") -> gr.Button:
    return gr.Button(label, variant=variant, visible=False, min_width=120, elem_id=name)

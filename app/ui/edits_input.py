"""On the tab *Edits*: typed lines, an uploaded file, the demo; what was found is shown before it is added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe

import gradio as gr

from app.data import READERS, Upload
from app.data.saved_work import SUFFIX
from app.errors import WorkbenchError
from app.service import Proposal
from app.service.arriving import Arrival
from app.service.fidelities import CHECKED_UNASKED
from app.texts import detail_words
from app.ui import edits_html as html
from app.ui.edits_columns import ColumnsPanel
from app.ui.header import loading_html
from app.ui.pieces import error_notice, heading, html_place, into_view, notice, safe
from app.ui.state import Components, Event, Handler, Page, Updates, listen

LOOK_SECONDS = 0.2
"""Between two looks at whether edits are compressed; the panel of jobs shows how far it is."""


class EditsInput:
    """Components, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.rest = gr.State(None)
        """What stays in the text field once the proposal is accepted; None: whatever is there."""
        say, settings = page.say, page.workbench.settings
        html_place(heading(say("edits.add.heading")))
        self.typed = gr.Textbox(
            "",
            label=say("edits.type.label"),
            placeholder=say("edits.type.placeholder"),
            lines=5,
            max_lines=12,
            elem_id="typed-edits",
        )
        with gr.Row(elem_classes="actions"):
            self.add = gr.Button(say("edits.add"), variant="primary", min_width=90, elem_id="add")
            self.upload = gr.UploadButton(
                say("edits.upload"), file_types=[*READERS, SUFFIX], min_width=130, elem_id="upload"
            )
            self.demo = gr.Button(say("edits.demo"), min_width=180, elem_id="demo")
        self.columns = ColumnsPanel(page)
        self.notice = html_place("", "edits-notice", js=into_view(".notice"))
        with gr.Row(elem_classes="actions"):
            self.accept = _hidden_button("accept", variant="primary")
            self.accept_plain = _hidden_button("accept-without-flagged")
            self.discard = _hidden_button("discard", say("proposal.discard"))
            self.ask_next = _hidden_button("ask-next", say("edits.ask-next"), variant="primary")
        hints = (
            say("edits.upload.hint", most=settings.max_upload_mb),
            say("edits.privacy", hours=f"{settings.session_hours:g}"),
        )
        html_place("".join(f'<p class="note">{safe(hint)}</p>' for hint in hints))
        self._listen()

    def _listen(self) -> None:
        page, token = self._page, self._page.token
        outputs = [
            page.token, page.revision, self.rest, self.typed, self.notice, self.accept, self.accept_plain,
            self.discard, self.ask_next, page.jobs, page.rules, *self.columns.outputs,
        ]  # fmt: skip
        adding = [self.add, self.upload, self.demo]
        self.checked = [self.notice, *self._buttons(), *self.columns.hidden(), *adding]
        """What `check_proposal` may change."""
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
        self.arrived = outputs
        """What `follow_coming` sets."""
        for event in self.columns.chosen:
            listen(event, self.map_columns, [token, *self.columns.inputs], outputs, model=True)
        listen(self.columns.first_row.input, self.take_first_row, [token, self.columns.first_row], outputs, model=True)
        listen(self.discard.click, self.discard_proposal, [token], outputs)
        listen(self.ask_next.click, lambda: gr.Tabs(selected="ask"), None, [page.tabs])

    # What a person does

    def begin(self) -> Updates:
        """Answers a click at once: what follows may have to wait."""
        return {self.notice: notice(safe(self._page.say("edits.waiting"))), **self._buttons(), **self.columns.hidden()}

    def add_typed(self, token: str | None, text: str) -> Iterator[Updates]:
        """Adds the typed lines; those that cannot be used stay in the field."""
        upload = self._page.workbench.edits.read_lines(text)
        yield from self._told(self._add(token, upload, text.splitlines()))

    def follow_coming(self, token: str | None) -> Iterator[Updates]:
        """After a reload: what was added before it and is still on its way."""
        workbench = self._page.workbench
        coming = () if workbench.known(token) is None else workbench.arrivals.coming(token)
        if not coming or token is None:
            yield {self.notice: gr.skip()}
            return
        yield from self._told(self._arriving(token, coming[-1]))

    def add_demo(self, token: str | None) -> Iterator[Updates]:
        """Adds the demo edits, in the language of whoever asks where the model has it; else it is said why not."""
        say = self._page.say
        upload = self._page.workbench.edits.demo(say.language)
        other = upload.edits[0].language != say.language
        why = notice(safe(say("edits.demo.english"))) if other else ""
        for step in self._told(self._add(token, upload)):
            yield {**step, self.notice: f"{step[self.notice]}{why}"} if step.get(self.notice) else step

    def add_file(self, token: str | None, path: str) -> Iterator[Updates]:
        """Shows what an uploaded file holds: its columns where there are several, its edits, its rows at fault."""
        yield from self._told(self._add_file(token, Path(path)))

    def map_columns(self, token: str | None, *choices: object) -> Iterator[Updates]:
        """Shows the edits that another choice of columns gives."""
        yield from self._told(self._map(token, choices))

    def take_first_row(self, token: str | None, names: bool) -> Iterator[Updates]:
        """Takes the table's first row for names, or for values, and guesses the columns anew."""
        yield from self._told(self._take_first_row(token, names))

    def accept_all(self, token: str | None, rest: str | None) -> Iterator[Updates]:
        """Adds the proposal as it is."""
        yield from self._told(self._accept(token, rest, flagged=True))

    def accept_listed(self, token: str | None, rest: str | None) -> Iterator[Updates]:
        """Adds the proposal without the edits in a language that the adapter was not made for."""
        yield from self._told(self._accept(token, rest, flagged=False))

    def discard_proposal(self, token: str | None) -> Iterator[Updates]:
        """Forgets the proposal; the text field stays as it is."""
        yield from self._told(self._discard(token))

    def check_proposal(self, token: str | None) -> Updates:
        """Drops a proposal that was made for other edits than those in use now, and says so.

        Where whoever asks may not add to those, the buttons go, and the notice says why.
        """
        workbench = self._page.workbench
        if workbench.known(token) is None:
            return {self.notice: gr.skip()}
        try:
            workbench.edits.require_fitting(token)
        except WorkbenchError as error:
            workbench.tables.close(token)
            return {self.notice: error_notice(error), **self._buttons(), **self.columns.hidden()}
        refused = workbench.access.why_not("edits.accept", token)
        offered = {button: gr.update(visible=refused is None) for button in (self.add, self.upload, self.demo)}
        if refused is None:
            return offered
        said = self._page.say("access.read-only", reason=detail_words(refused.allowed, self._page.say))
        return {**offered, self.notice: notice(safe(said))}

    # How it is done

    def _told(self, steps: Iterator[Updates]) -> Iterator[Updates]:
        """The steps; an error that is meant for the person becomes the notice, and what was there stays."""
        try:
            yield from steps
        except WorkbenchError as error:
            yield {self.notice: error_notice(error), **self._buttons()}

    def _add_file(self, token: str | None, path: Path) -> Iterator[Updates]:
        workbench = self._page.workbench
        token = workbench.open(token).token
        yield {self._page.token: token}
        if path.suffix.casefold() == SUFFIX:
            work = workbench.own_work.read(token, path)
            rules = work.rules, token_urlsafe(6)
            yield {self._page.rules: rules, self._page.revision: token_urlsafe(6), **self.columns.hidden()}
            yield from self._add(token, work.upload, look=True)
            return
        opened = workbench.tables.open(token, path)
        yield self.columns.shown(opened) if opened.table.several else self.columns.hidden()
        yield from self._add(token, workbench.tables.upload(token, opened.columns), look=True)

    def _map(self, token: str | None, choices: tuple[object, ...]) -> Iterator[Updates]:
        tables = self._page.workbench.tables
        opened = tables.get(token)
        columns = self.columns.columns_of(choices)
        yield self.columns.previewed(opened, columns)
        yield from self._add(token, tables.upload(token, columns), look=True)

    def _take_first_row(self, token: str | None, names: bool) -> Iterator[Updates]:
        tables = self._page.workbench.tables
        opened = tables.with_first_row_as(token, "names" if names else "values")
        yield self.columns.shown(opened)
        yield from self._add(token, tables.upload(token, opened.columns), look=True)

    def _add(
        self, token: str | None, upload: Upload, lines: list[str] | None = None, *, look: bool = False
    ) -> Iterator[Updates]:
        """Adds what is good in an upload. With `look`, and where something speaks for it, the person accepts first."""
        workbench, say = self._page.workbench, self._page.say
        session = workbench.open(token)
        nothing = not upload.edits and not upload.faults
        said = notice(safe(say("edits.nothing"))) if nothing else ""
        yield {self._page.token: session.token, self.notice: said, **self._buttons()}
        if nothing:
            return
        arrival = workbench.arrivals.begin(session.token, upload, "always" if look else "if it asks")
        yield from self._arriving(session.token, arrival, lines)

    def _arriving(self, token: str, arrival: Arrival, lines: list[str] | None = None) -> Iterator[Updates]:
        """What becomes of an upload: what is to be looked at first, or that it is in use."""
        workbench, say = self._page.workbench, self._page.say
        for _ in arrival.waiting(LOOK_SECONDS):
            if not workbench.loading.ready:
                yield {self.notice: notice(loading_html(workbench.loading, say))}
        proposal = arrival.result()
        rest = None if lines is None else "\n".join(lines[fault.row - 1] for fault in proposal.faults)
        if arrival.looks == "always" or proposal.asks:
            yield {self.notice: html.proposal(proposal, say), self.rest: rest, **self._choices(proposal)}
            return
        workbench.tables.close(token)
        after = html.held(arrival.held, say) + html.aside(proposal, say)
        yield from self._compressed(token, arrival.job, rest, after)

    def _accept(self, token: str | None, rest: str | None, *, flagged: bool) -> Iterator[Updates]:
        workbench = self._page.workbench
        session = workbench.session(token)
        proposal = session.proposal
        workbench.edits.accept(token, flagged=flagged)
        workbench.tables.close(token)
        after = html.held(workbench.edits.held(token), self._page.say)
        after += "" if proposal is None else html.aside(proposal, self._page.say)
        yield from self._compressed(session.token, workbench.edits.compress(token), rest, after)

    def _compressed(self, token: str, job: str | None, rest: str | None, after: str) -> Iterator[Updates]:
        """Follows the job that compresses what is in the list now, and has a few checked.

        Args:
            rest: stays in the text field; None: whatever is there.
            after: HTML to stand under the result.
        """
        workbench, say = self._page.workbench, self._page.say
        kept = {} if rest is None else {self.typed: rest}
        taken = {**kept, self.rest: None, self._page.revision: token_urlsafe(6), **self.columns.hidden()}
        if job is None:
            yield {**taken, self.notice: notice(safe(say("edits.nothing-new"))) + after, **self._buttons()}
            return
        yield {**taken, self._page.jobs: job, self.notice: after, **self._buttons()}
        *_, last = workbench.jobs.follow(token, job, LOOK_SECONDS)
        check = workbench.fidelities.begin(token, CHECKED_UNASKED) if last.state == "done" else None
        yield {
            self.notice: html.compressed(last, say) + after,
            **self._buttons(ask_next=last.state == "done" and last.total > 0),
            self._page.revision: token_urlsafe(6),
            **({} if check is None else {self._page.jobs: check}),
        }

    def _discard(self, token: str | None) -> Iterator[Updates]:
        self._page.workbench.edits.discard(token)
        self._page.workbench.tables.close(token)
        said = notice(safe(self._page.say("proposal.discarded")))
        yield {self.notice: said, **self._buttons(), **self.columns.hidden()}

    def _choices(self, proposal: Proposal) -> Updates:
        say, others = self._page.say, len(proposal.without_flagged)
        some = proposal.flagged and others
        return self._buttons(
            accept=say.count("proposal.accept", len(proposal.edits)) if proposal.edits else "",
            accept_plain=say.count("proposal.without-flagged", others) if some else "",
            discard=True,
        )

    def _buttons(
        self, accept: str = "", accept_plain: str = "", *, discard: bool = False, ask_next: bool = False
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

"""On the tab *Edits*: the list, searched and filtered; an edit opens at its place and is changed there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from secrets import token_urlsafe
from typing import Literal

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache

from app.errors import WorkbenchError
from app.service.editing import Suffix
from app.service.fidelities import CHECKED_UNASKED
from app.service.listing import STATES, Listing, Query, State
from app.service.loading import until_loaded
from app.ui.edits_html import held
from app.ui.edits_list_html import FORM, edit_list
from app.ui.header import loading_html
from app.ui.pieces import clicks_on, error_notice, html_place, notice, safe
from app.ui.state import QUICK_AT_ONCE, Find, Handler, Page, Updates, listen

COMPRESS, CHECK, CHECK_ALL = "compress", "check", "check-all"
"""What is left to do with the model after a click."""


SEARCHED_FROM = 2
"""Edits from which on there are fields to search them."""


class EditsList:
    """Components, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        self.first = gr.State(0)
        """Place of the first edit shown, from 0."""
        self.opened = gr.State("")
        """Id of the edit whose form is open."""
        self.to_do = gr.State("")
        with gr.Row(elem_classes="filters", visible=False) as self.filters:
            self.search = gr.Textbox(
                "", label=say("edits.search"), placeholder=say("edits.search.placeholder"), lines=1, max_lines=1,
                min_width=180, scale=3, elem_id="search",
            )  # fmt: skip
            self.tag = gr.Dropdown(
                [(say("edits.tag.any"), "")], value="", label=say("edits.tag"), min_width=120, scale=2, elem_id="tag"
            )
            states = [(say("edits.state.any"), ""), *((say(f"edits.state.{state}"), state) for state in STATES[:2])]
            self.state = gr.Dropdown(
                states, value="", label=say("edits.state"), min_width=120, scale=2, elem_id="state"
            )
        self.notice = html_place("", "list-notice")
        self.listing = html_place(
            edit_list(Listing((), 0, 0, Query()), "", False, say), "edit-list", clicks=True, js=FORM
        )
        with gr.Row(elem_classes="actions"):
            self.csv = gr.Button(say("export.csv"), visible=False, min_width=130, size="sm", elem_id="export-csv")
            self.json = gr.Button(say("export.json"), visible=False, min_width=130, size="sm", elem_id="export-json")
            self.file = gr.DownloadButton("", visible="hidden", elem_id="export-file")
        self._listen()

    def _listen(self) -> None:
        page = self._page
        asked = [page.token, self.search, self.tag, self.state, self.first, self.opened]
        shown = [self.listing, self.filters, self.tag, self.state, self.first, self.csv, self.json]
        outputs = [*shown, self.opened, self.to_do, self.notice, page.revision, page.jobs]
        for event in (page.revision.change, page.progress.change):
            listen(event, self.refresh, asked, shown)
        for event in (self.search.change, self.tag.input, self.state.input):
            listen(event, self.find, asked, [*shown, self.opened, self.notice])
        looked = listen(page.find.change, self.look_up, [page.find], [self.search, self.tag, self.state])
        listen(looked.then, self.find, asked, [*shown, self.opened, self.notice])
        clicked = listen(self.listing.click, self.act, asked, outputs)
        listen(clicked.then, self.finish, [*asked, self.to_do], outputs, model=True)
        files: tuple[tuple[gr.Button, Suffix], ...] = ((self.csv, ".csv"), (self.json, ".jsonl"))
        for button, suffix in files:
            made = listen(button.click, self._export(suffix), [page.token], [self.file, self.notice])
            made.then(
                None, None, None, js=clicks_on("export-file"), api_visibility="private", concurrency_limit=QUICK_AT_ONCE
            )

    # What a person does

    def refresh(self, token: str | None, words: str, tag: str, state: str, first: int, opened: str) -> Updates:
        """The same page of the list, after edits have changed."""
        try:
            return self._listed(token, _query(words, tag, state, first), opened)
        except WorkbenchError as error:
            return {self.listing: error_notice(error)}

    def find(self, token: str | None, words: str, tag: str, state: str, first: int, opened: str) -> Updates:
        """The first page of what is searched for."""
        return {**self.refresh(token, words, tag, state, 0, ""), self.opened: "", self.notice: ""}

    def look_up(self, wanted: Find | None) -> Updates:
        """An edit that another tab wants to see here; `find` then shows it, also where no filter has changed."""
        return {self.search: "" if wanted is None else wanted.text, self.tag: "", self.state: ""}

    def act(
        self, token: str | None, words: str, tag: str, state: str, first: int, opened: str, event: gr.EventData
    ) -> Updates:
        """A click in the list. What needs the model is done by `finish`."""
        query = _query(words, tag, state, first)
        try:
            return self._act(token, query, str(event.action), str(event.value))
        except WorkbenchError as error:
            return {self.notice: error_notice(error), self.to_do: ""}

    def finish(
        self, token: str | None, words: str, tag: str, state: str, first: int, opened: str, to_do: str
    ) -> Iterator[Updates]:
        """What a click has left to do with the model: compress, or tell how much gists hold."""
        query = _query(words, tag, state, first)
        yield {self.to_do: ""}  # also where nothing is left: Gradio empties the outputs of a handler without a step
        try:
            if to_do:
                yield from self._finish(token, query, opened, to_do)
        except WorkbenchError as error:
            yield {self.notice: error_notice(error)}

    # How it is done

    def _act(self, token: str | None, query: Query, action: str, value: str) -> Updates:
        edits, say = self._page.workbench.edits, self._page.say
        if action == "page":
            return {**self._listed(token, _query(query.words, query.tag, query.state, int(value)), ""), self.opened: ""}
        if action == "open":
            return {**self._listed(token, query, value), self.opened: value, self.to_do: CHECK, self.notice: ""}
        if action == "close":
            return {**self._listed(token, query, ""), self.opened: "", self.to_do: ""}
        if action == "save":
            return self._save(token, query, json.loads(value))
        if action == "check":
            return {self.to_do: CHECK_ALL}
        if action == "compress":
            return {self.to_do: COMPRESS}
        said = ""
        if action == "remove":
            edit_id, _, version = value.partition(":")
            edits.remove(token, edit_id, int(version))
        elif action == "clear":
            edits.clear(token)
        elif action == "undo":
            said = notice(safe(say("undo.done" if edits.undo(token) else "undo.nothing")))
            said += held(edits.held(token), say)
        waiting = any(edit.waiting for edit in edits.list(token, query).edits) and action == "undo"
        return {**self._changed(token, query, said), self.to_do: COMPRESS if waiting else ""}

    def _save(self, token: str | None, query: Query, fields: dict[str, str]) -> Updates:
        """Terms, note and tags first: should the text be refused, they are kept and the form stays open."""
        edits, edit_id, version = self._page.workbench.edits, fields["id"], int(fields["version"])
        before = next((edit for edit in edits.list(token, query).edits if edit.id == edit_id), None)
        changed = before is None or before.text != " ".join(fields["text"].split())
        waits: tuple[str, ...] = ()
        if "owner" in fields:
            version = edits.set_terms(token, edit_id, fields, version)
            waits = edits.held(token)
        version = edits.annotate(token, edit_id, fields["note"], fields["tags"].split(","), version)
        if not changed:
            said = held(waits, self._page.say) or self._said("edits.noted")
            return {**self._changed(token, query, said), self.to_do: ""}
        edits.reword(token, edit_id, fields["text"], version)
        waits = edits.held(token)
        return {**self._changed(token, query, held(waits, self._page.say)), self.to_do: "" if waits else COMPRESS}

    def _finish(self, token: str | None, query: Query, opened: str, to_do: str) -> Iterator[Updates]:
        workbench, say = self._page.workbench, self._page.say
        if to_do == CHECK:
            if opened and workbench.fidelities.available:
                shown = next((edit for edit in workbench.edits.list(token, query).edits if edit.id == opened), None)
                if shown is not None and shown.fidelity is None and not shown.waiting:
                    workbench.fidelities.check(token, shown.gist_id)
                    yield self._listed(token, query, opened)
            return
        for state in until_loaded(workbench):
            yield {self.notice: notice(loading_html(state, say))}
        if to_do == COMPRESS:
            job = workbench.edits.compress(token)
            yield {self._page.jobs: job}
            *_, last = workbench.jobs.follow(token, job)
            if last.state == "done":
                yield {self.notice: self._said("edits.changed"), self._page.revision: token_urlsafe(6)}
        check = workbench.fidelities.begin(token, CHECKED_UNASKED if to_do == COMPRESS else None)
        if check is not None:
            yield {self._page.jobs: check}

    def _changed(self, token: str | None, query: Query, said: str) -> Updates:
        """After a change: the list without an open form, and word to the other tabs."""
        shown = self._listed(token, query, "")
        return {**shown, self.opened: "", self.notice: said, self._page.revision: token_urlsafe(6)}

    def _said(self, key: str) -> str:
        return notice(safe(self._page.say(key)), "good")

    def _listed(self, token: str | None, query: Query, opened: str) -> Updates:
        """A page of the list, and filters with what there is to choose."""
        workbench, say = self._page.workbench, self._page.say
        if workbench.known(token) is None:
            return {self.first: 0, self.filters: gr.update(visible=False)}
        listing = workbench.edits.list(token, query)
        tells = workbench.fidelities.available
        tags = [(say("edits.tag.choice", tag=tag, number=f"{number:,}"), tag) for tag, number in listing.tags.items()]
        states = [(say(f"edits.state.{state}"), state) for state in (STATES if tells else STATES[:2])]
        return {
            self.listing: edit_list(listing, opened, tells, say),
            self.filters: gr.update(visible=listing.all >= SEARCHED_FROM or _filters(query)),
            self.first: listing.query.first,
            self.tag: gr.update(choices=[(say("edits.tag.any"), ""), *tags]),
            self.state: gr.update(choices=[(say("edits.state.any"), ""), *states]),
            self.csv: gr.update(visible=listing.all > 0),
            self.json: gr.update(visible=listing.all > 0),
        }

    def _export(self, suffix: Suffix) -> Handler:
        def export(token: str | None) -> Updates:
            try:
                content = self._page.workbench.edits.export(token, suffix)
            except WorkbenchError as error:
                return {self.notice: error_notice(error)}
            return {self.file: save_bytes_to_cache(content, f"edits{suffix}", self.file.GRADIO_CACHE)}

        return export


def _filters(query: Query) -> bool:
    """Whether it leaves anything out."""
    return bool(query.words or query.tag or query.state)


def _query(words: str, tag: str, state: str, first: int) -> Query:
    known: State | Literal[""] = next((one for one in STATES if one == state), "")
    return Query(words or "", tag or "", known, first)

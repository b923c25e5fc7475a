"""Above the tabs, where there is a shared store: the session's own edits, or the shared ones and under what name."""

from __future__ import annotations

from secrets import token_urlsafe

import gradio as gr

from app.errors import WorkbenchError
from app.service import Workbench
from app.texts import Texts
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.state import Page, Updates, listen

OWN, SHARED = "own", "shared"


class StoreChoice:
    """The components. Nothing is shown where no shared store is offered."""

    def __init__(self, workbench: Workbench, say: Texts) -> None:
        with gr.Row(elem_id="store-switch", visible=workbench.offers_shared) as self.row:
            self.choice = gr.Radio(
                [(say("store.own"), OWN), (say("store.shared"), SHARED)],
                value=OWN,
                label=say("store.label"),
                visible=not workbench.serves,
                elem_id="edits-in-use",
            )
            self.name = gr.Textbox(
                label=say("store.name"), placeholder=say("store.name.placeholder"), info=say("store.name.hint"),
                lines=1, max_lines=1, visible=False, elem_id="visitor-name",
            )  # fmt: skip
            self.note = html_place("", "store-note")
        # Without a key of one's own Gradio makes one at every start, and a name kept before it could not be read.
        key = "incomes-name"  # it hides nothing: the name stands beside what its owner does
        self.kept_name = gr.BrowserState("", storage_key=key, secret=key)


class StoreSwitch:
    """Chooses which edits the session works with."""

    def __init__(self, page: Page, place: StoreChoice) -> None:
        self._page, self.choice, self.note, self._row = page, place.choice, place.note, place.row
        self.name, self.kept_name = place.name, place.kept_name
        self.inputs = [page.token, self.kept_name]
        self.outputs = [self.choice, self.name, self.note, page.token]
        told = [*self.outputs, page.revision, page.progress, page.jobs]
        self.switched = listen(self.choice.input, self.switch, [page.token, self.choice, self.name], told)
        """What happens once other edits are in use."""
        for event in (self.name.blur, self.name.submit):
            listen(event, self.rename, [page.token, self.name], [self.kept_name, self.note])

    def show(self, token: str | None, kept_name: str | None) -> Updates:
        """The choice as the session has it, and the name as the browser kept it: after a reload."""
        workbench = self._page.workbench
        if workbench.serves:
            return self._serve(token, kept_name or "")
        session = workbench.known(token)
        shown = self._chosen(session is not None and session.shares_as is not None)
        asked = shown[self.choice] == SHARED and not workbench.identity.name
        return {
            **shown,
            self.name: gr.update(value=kept_name or "", visible=asked),
            self._row: gr.update(visible=workbench.offers_shared),
        }

    def _serve(self, token: str | None, name: str) -> Updates:
        """Where a release is served everyone uses it, under the name that the browser has kept."""
        workbench = self._page.workbench
        token = workbench.open(token).token
        try:
            workbench.open_shared(token, name)
            shown = self._chosen(True)
        except WorkbenchError as error:
            shown = {**self._chosen(False), self.note: error_notice(error)}
        return {**shown, self.name: gr.update(value=name, visible=True), self._page.token: token}

    def rename(self, token: str | None, name: str) -> Updates:
        """From now on the visitor's changes and questions are kept under this name."""
        try:
            self._page.workbench.rename(token, name)
        except WorkbenchError as error:
            return {self.note: error_notice(error)}
        return {self.kept_name: name, self.note: self._note(True)}

    def switch(self, token: str | None, choice: str, name: str) -> Updates:
        """Opens the shared edits, and begins to compress those that wait there; or goes back to the session's own."""
        workbench = self._page.workbench
        token = workbench.open(token).token
        begun: Updates = {}
        try:
            if choice == SHARED:
                workbench.open_shared(token, name)
                begun = {self._page.jobs: workbench.edits.compress(token)}
            else:
                workbench.leave_shared(token)
        except WorkbenchError as error:
            workbench.leave_shared(token)
            return {**self._chosen(False), self.note: error_notice(error), self._page.token: token}
        changed = {self._page.revision: token_urlsafe(6), self._page.progress: token_urlsafe(6)}
        return {**self._chosen(choice == SHARED), **changed, **begun, self._page.token: token}

    def _chosen(self, shared: bool) -> Updates:
        choice = SHARED if shared else OWN
        asked = shared and not self._page.workbench.identity.name
        return {self.choice: choice, self.name: gr.update(visible=asked), self.note: self._note(shared)}

    def _note(self, shared: bool) -> str:
        say, workbench = self._page.say, self._page.workbench
        if workbench.serves:
            return notice(safe(say("store.release.note", release=workbench.settings.release)))
        return notice(safe(say("store.shared.note"))) if shared else ""

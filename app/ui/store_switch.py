"""Above the tabs, where there is a shared store: the session's own edits, or the shared ones."""

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
        with gr.Row(elem_id="store-switch", visible=workbench.offers_shared):
            self.choice = gr.Radio(
                [(say("store.own"), OWN), (say("store.shared"), SHARED)],
                value=OWN,
                label=say("store.label"),
                elem_id="edits-in-use",
            )
            self.note = html_place("", "store-note")


class StoreSwitch:
    """Chooses which edits the session works with."""

    def __init__(self, page: Page, place: StoreChoice) -> None:
        self._page, self.choice, self.note = page, place.choice, place.note
        self.outputs = [self.choice, self.note]
        told = [*self.outputs, page.token, page.revision, page.progress, page.jobs]
        listen(self.choice.input, self.switch, [page.token, self.choice], told)

    def show(self, token: str | None) -> Updates:
        """The choice as the session has it: after a reload."""
        session = self._page.workbench.sessions.get(token)
        return self._chosen(session is not None and session.shares_as is not None)

    def switch(self, token: str | None, choice: str) -> Updates:
        """Opens the shared edits, and begins to compress those that wait there; or goes back to the session's own."""
        workbench = self._page.workbench
        token = workbench.open(token).token
        begun: Updates = {}
        try:
            if choice == SHARED:
                workbench.open_shared(token)
                begun = {self._page.jobs: workbench.edits.compress(token)}
            else:
                workbench.leave_shared(token)
        except WorkbenchError as error:
            workbench.leave_shared(token)
            return {self.choice: OWN, self.note: error_notice(error), self._page.token: token}
        changed = {self._page.revision: token_urlsafe(6), self._page.progress: token_urlsafe(6)}
        return {**self._chosen(choice == SHARED), **changed, **begun, self._page.token: token}

    def _chosen(self, shared: bool) -> Updates:
        note = notice(safe(self._page.say("store.shared.note"))) if shared else ""
        return {self.choice: SHARED if shared else OWN, self.note: note}

"""Above the tabs, where there is a choice: the session's own edits, the shared ones and under what name, or a pool in a
folder that whoever runs the workbench offers."""

from __future__ import annotations

from secrets import token_urlsafe

import gradio as gr

from app.errors import WorkbenchError
from app.service import Workbench
from app.service.offered_pools import PoolOffer
from app.texts import Texts
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.state import Page, Updates, listen

IN_TURN = "store"
OWN, SHARED, POOL = "own", "shared", "pool:"
"""What is chosen; behind the last one stands a pool's name."""


class StoreChoice:
    """The components. Nothing is shown where neither a shared store nor a pool is offered."""

    def __init__(self, workbench: Workbench, say: Texts) -> None:
        with gr.Row(elem_id="store-switch", visible=_is_choice(workbench)) as self.row:
            self.choice = gr.Radio(
                _choices(workbench, workbench.has_shared, say),
                value=OWN,
                label=say("store.label"),
                visible=not workbench.serves,
                elem_id="edits-in-use",
            )
            self.name = gr.Textbox(
                "", label=say("store.name"), placeholder=say("store.name.placeholder"), info=say("store.name.hint"),
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
        self.switched = listen(
            self.choice.input, self.switch, [page.token, self.choice, self.name], told, in_turn=IN_TURN
        )
        """What happens once other edits are in use."""
        for event in (self.name.blur, self.name.submit):
            listen(event, self.rename, [page.token, self.name], [self.kept_name, self.note])

    def show(self, token: str | None, kept_name: str | None) -> Updates:
        """The choice as the session has it, and the name as the browser kept it: after a reload."""
        workbench = self._page.workbench
        if workbench.serves:
            return self._serve(token, kept_name or "")
        token = workbench.open(token).token  # of who is signed in now, where the browser's was another's
        chosen = self._in_use(token)
        asked = chosen == SHARED and not workbench.identity.name
        return {
            **self._chosen(chosen, self._pool_in_use(token)),
            self.choice: gr.update(choices=_choices(workbench, workbench.offers_shared, self._page.say), value=chosen),
            self.name: gr.update(value=kept_name or "", visible=asked),
            self._row: gr.update(visible=_is_choice(workbench)),
            self._page.token: token,
        }

    def _in_use(self, token: str | None) -> str:
        """What the session has chosen."""
        session = self._page.workbench.known(token)
        if session is not None and session.offered is not None:
            return POOL + session.offered.name
        return OWN if session is None or session.shares_as is None else SHARED

    def _pool_in_use(self, token: str | None) -> PoolOffer | None:
        workbench = self._page.workbench
        return None if workbench.known(token) is None else workbench.pools.in_use(token)

    def _serve(self, token: str | None, name: str) -> Updates:
        """Where a release is served everyone uses it, under the name that the browser has kept."""
        workbench = self._page.workbench
        token = workbench.open(token).token
        try:
            workbench.open_shared(token, name)
            shown = self._chosen(SHARED)
        except WorkbenchError as error:
            shown = {**self._chosen(OWN), self.note: error_notice(error)}
        return {**shown, self.name: gr.update(value=name, visible=True), self._page.token: token}

    def rename(self, token: str | None, name: str) -> Updates:
        """From now on the visitor's changes and questions are kept under this name."""
        try:
            self._page.workbench.rename(token, name)
        except WorkbenchError as error:
            return {self.note: error_notice(error)}
        return {self.kept_name: name, self.note: self._note(SHARED, None)}

    def switch(self, token: str | None, choice: str, name: str) -> Updates:
        """Opens the shared edits, and begins to compress those that wait there; or a pool, or the session's own."""
        workbench = self._page.workbench
        token = workbench.open(token).token
        begun: Updates = {}
        try:
            if choice == SHARED:
                workbench.open_shared(token, name)
                begun = {self._page.jobs: workbench.edits.compress(token)}
            elif choice.startswith(POOL):
                workbench.pools.use(token, choice.removeprefix(POOL))
            else:
                self._leave(token)
        except WorkbenchError as error:
            self._leave(token)
            return {**self._chosen(OWN), self.note: error_notice(error), self._page.token: token}
        changed = {self._page.revision: token_urlsafe(6), self._page.progress: token_urlsafe(6)}
        return {**self._chosen(choice, self._pool_in_use(token)), **changed, **begun, self._page.token: token}

    def _leave(self, token: str) -> None:
        self._page.workbench.leave_shared(token)
        self._page.workbench.pools.leave(token)

    def _chosen(self, choice: str, pool: PoolOffer | None = None) -> Updates:
        asked = choice == SHARED and not self._page.workbench.identity.name
        return {self.choice: choice, self.name: gr.update(visible=asked), self.note: self._note(choice, pool)}

    def _note(self, choice: str, pool: PoolOffer | None) -> str:
        say, workbench = self._page.say, self._page.workbench
        if workbench.serves:
            return notice(safe(say("store.release.note", release=workbench.settings.release)))
        if pool is not None:
            return notice(safe(say("store.pool.note", name=pool.name, number=f"{pool.edits:,}")))
        return notice(safe(say("store.shared.note"))) if choice == SHARED else ""


def _is_choice(workbench: Workbench) -> bool:
    """Whether there is anything besides one's own edits."""
    return workbench.offers_shared or bool(workbench.pools.offered())


def _choices(workbench: Workbench, shared: bool, say: Texts) -> list[tuple[str, str]]:
    """What can be chosen, with what is said of it."""
    offered = workbench.pools.offered()
    pools = [(say("store.pool", name=one.name, number=f"{one.edits:,}"), POOL + one.name) for one in offered]
    return [(say("store.own"), OWN), *([(say("store.shared"), SHARED)] if shared else []), *pools]

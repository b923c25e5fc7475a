"""Conflicts between shared edits, a part of the tab *Review*: looked for, measured, resolved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from secrets import token_urlsafe
from typing import TYPE_CHECKING

import gradio as gr

from app.errors import WorkbenchError
from app.ui import conflicts_html as html
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.shared_only import may
from app.ui.state import Page, Updates, listen

if TYPE_CHECKING:
    from app.service.conflicts import Effect


class ConflictsPart:
    """Components, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.notice = html_place("", "conflicts-notice")
        self.place = html_place("", "conflicts", clicks=True, js=html.WITH_REASON)
        listen(page.revision.change, self.show, [page.token], [self.place])
        listen(self.place.click, self.act, [page.token], [self.place, self.notice, page.revision])

    def show(self, token: str | None, measured: dict[str, Sequence[Effect]] | None = None) -> str:
        """The open conflicts; nothing where the session works on its own edits."""
        session = self._page.workbench.known(token)
        if session is None or session.shares_as is None:
            return ""
        try:
            may_find = may(self._page.workbench, "conflicts.find", token)
            found = self._page.workbench.conflicts.open(token)
            return html.conflicts(found, measured or {}, self._page.say, may_find=may_find)
        except WorkbenchError as error:
            return error_notice(error)

    def act(self, token: str | None, event: gr.EventData) -> Updates:
        """A click on one of the buttons."""
        action, value = str(event.action), str(event.value)
        conflicts, say = self._page.workbench.conflicts, self._page.say
        try:
            if action == "find":
                said = say("conflicts.found", number=len(conflicts.find(token)))
            elif action == "measure":
                return {self.place: self.show(token, {value: conflicts.measure(token, value)}), self.notice: ""}
            else:
                return self._resolved(token, value)
        except WorkbenchError as error:
            return {self.place: self.show(token), self.notice: error_notice(error)}
        return {self.place: self.show(token), self.notice: notice(safe(said))}

    def _resolved(self, token: str | None, value: str) -> Updates:
        given = json.loads(value)
        how = str(given["how"])
        self._page.workbench.conflicts.resolve(token, str(given["conflict"]), how, reason=str(given["reason"]))
        said = notice(safe(self._page.say(f"conflicts.done.{how}")), "good")
        return {self.place: self.show(token), self.notice: said, self._page.revision: token_urlsafe(6)}

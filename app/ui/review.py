"""The tab *Review*: approve or send back what waits in the shared store, submit drafts, see what is due."""

from __future__ import annotations

import json
from secrets import token_urlsafe

import gradio as gr

from app.errors import WorkbenchError
from app.texts import detail_words
from app.ui import review_html as html
from app.ui.conflicts import ConflictsPart
from app.ui.pieces import error_notice, html_place, notice, safe
from app.ui.shared_only import may, shared_first
from app.ui.state import Page, Updates, listen

DRAFTS = 50
"""Drafts that are shown, the newest first."""


class ReviewTab:
    """Components, and what happens when they are used."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.notice = html_place("", "review-notice")
        self.place = html_place("", "review", clicks=True, js=html.WITH_REASON)
        listen(page.revision.change, self.show, [page.token], [self.place])
        self.conflicts = ConflictsPart(page)
        told = [self.place, self.notice, page.drawer, page.revision, page.jobs]
        listen(self.place.click, self.act, [page.token], told)

    def fill(self, tab: gr.Tab) -> None:
        """Shows what waits whenever this tab, in which it stands, is opened."""
        listen(tab.select, self.open, [self._page.token], [self.place, self.notice, self.conflicts.place])

    def open(self, token: str | None) -> Updates:
        """What waits and what is in conflict, without what was said of an earlier step."""
        return {self.place: self.show(token), self.notice: "", self.conflicts.place: self.conflicts.show(token)}

    def show(self, token: str | None) -> str:
        """What waits for approval, drafts, and what is due."""
        from app.store import Search

        workbench, say = self._page.workbench, self._page.say
        own = shared_first(workbench, token, "review.own", say)
        if own:
            return own
        reviews = workbench.reviews
        try:
            drafts = reviews.find(token, Search(states=("draft",), limit=DRAFTS)).edits
            rights = html.Rights(self._may(token, "approve"), self._may(token, "submit"))
            shown = html.review(reviews.waiting(token), drafts, reviews.due(token), reviews.zone, rights, say)
            return self._refusal(token) + shown
        except WorkbenchError as error:
            return error_notice(error)

    def _may(self, token: str | None, step: str) -> bool:
        return may(self._page.workbench, f"reviews.{step}", token)

    def _refusal(self, token: str | None) -> str:
        """Why whoever acts may only look on; empty for who may approve."""
        refused, say = self._page.workbench.access.why_not("reviews.approve", token), self._page.say
        if refused is None:
            return ""
        return notice(safe(say("review.read-only", reason=detail_words(refused.allowed, say))))

    def act(self, token: str | None, event: gr.EventData) -> Updates:
        """A click on a button of an edit."""
        action, value = str(event.action), str(event.value)
        try:
            if action == "history":
                reviews = self._page.workbench.reviews
                return {self._page.drawer: html.history(reviews.history(token, value), reviews.zone, self._page.say)}
            return self._moved(token, action, value)
        except WorkbenchError as error:
            return {self.place: self.show(token), self.notice: error_notice(error)}

    def _moved(self, token: str | None, action: str, value: str) -> Updates:
        """Another state, or test questions taken over; an approved edit is compressed at once."""
        from app.store import Seen

        workbench, page = self._page.workbench, self._page
        given = json.loads(value) if action in ("approve", "send-back") else {"edit": value, "reason": ""}
        edit_id, _, version = str(given["edit"]).partition(":")
        seen, reason = Seen(edit_id, int(version)), str(given["reason"])
        begun: Updates = {}
        if action == "approve":
            workbench.reviews.approve(token, [seen], reason)
            begun = {page.jobs: workbench.edits.compress(token)}
        elif action == "send-back":
            workbench.reviews.send_back(token, [seen], reason)
        elif action == "submit":
            workbench.reviews.submit(token, [seen])
        elif action == "take-over":
            workbench.reviews.take_over(token, seen)
        said = notice(safe(page.say(f"review.done.{action}")), "good")
        return {self.place: self.show(token), self.notice: said, page.revision: token_urlsafe(6), **begun}

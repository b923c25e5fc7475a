"""A link that asks the same again: question, policy, and the release or the shared edits that answered.

It names nothing else: no edit, no session, nobody. Whoever opens it asks with their own rights, and only when they
press the button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import gradio as gr

from app.errors import WorkbenchError
from app.texts import Texts, together
from app.ui.pieces import html_place, notice, safe
from app.ui.state import Page, Updates, listen

if TYPE_CHECKING:
    from app.service.kept_answers import Asked

QUESTION, POLICY, RELEASE, EDITS = "question", "policy", "release", "edits"
"""Names in the page's address."""
SHARED = "shared"
LONGEST = 2_000
"""Characters of a question that a link carries."""

COPIES = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-query]');
  if (!button) return;
  const field = element.querySelector('input'), said = element.querySelector('[role="status"]');
  field.value = `${location.origin}${location.pathname}?${button.dataset.query}`;
  field.hidden = false;
  field.focus();
  field.select();
  const copied = () => { said.textContent = button.dataset.copied; };
  if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(copied, () => {});
});
"""
"""JavaScript: the link stands in a field, selected; where the browser allows it, it is copied too."""


@dataclass(frozen=True)
class Linked:
    """What a link asks for."""

    question: str = ""
    release: str = ""
    shared: bool = False

    @classmethod
    def of(cls, address: Mapping[str, str]) -> Linked:
        """As the page's address says it."""
        question = address.get(QUESTION, "")[:LONGEST].strip()
        return cls(question, address.get(RELEASE, "")[:LONGEST], address.get(EDITS) == SHARED)


def query_of(asked: Asked) -> str:
    """What stands behind the “?” of a link to an answer."""
    parts = {QUESTION: asked.answer.question[:LONGEST], POLICY: asked.answer.policy.name}
    if asked.release:
        parts[RELEASE] = asked.release
    elif asked.shared:
        parts[EDITS] = SHARED
    return urlencode(parts)


class LinkPlace:
    """Under an answer: a button that copies a link to its question."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.place = html_place("", "link", js=COPIES)
        listen(page.answer.change, self.show, [page.token, page.answer], [self.place])

    def show(self, token: str | None, key: str) -> str:
        """The button for the answer that is shown; nothing without one."""
        try:
            asked = self._page.workbench.questions.answered(token, key)
        except WorkbenchError:
            return ""
        return "" if asked is None else link_html(query_of(asked), self._page.say)


class OpenedLink:
    """What the page says when it was opened by a link: what was asked, and with what."""

    def __init__(self, page: Page, question: gr.Textbox) -> None:
        self._page, self._question = page, question
        self.place = html_place("", "opened-link", clicks=True)
        self.outputs = [question, self.place, page.tabs]

    def show(self, token: str | None, request: gr.Request) -> Updates:
        """The question in its field, not asked yet; nothing where the address names none."""
        linked = Linked.of(request.query_params)
        if not linked.question:
            return {self.place: ""}
        said = linked_html(linked, self._answers_from(token), self._shares(token), self._page)
        return {self._question: linked.question, self.place: said, self._page.tabs: gr.Tabs(selected="ask")}

    def _answers_from(self, token: str | None) -> str:
        """Name of the release that answers here; empty: none does."""
        workbench = self._page.workbench
        try:
            release = workbench.releases.served(token) if workbench.serves else None
        except WorkbenchError:
            return ""
        return "" if release is None else release.name

    def _shares(self, token: str | None) -> bool:
        session = self._page.workbench.known(token)
        return session is not None and session.shares_as is not None


def link_html(query: str, say: Texts) -> str:
    """The button, the field and what is said of it."""
    return (
        f'<div class="share"><button type="button" class="small" data-query="{safe(query)}" '
        f'data-copied="{safe(say("link.copied"))}">{safe(say("link.copy"))}</button>'
        f'<input type="text" readonly hidden aria-label="{safe(say("link.label"))}">'
        f'<span class="note" role="status"></span></div>'
    )


def linked_html(linked: Linked, release: str, shares: bool, page: Page) -> str:
    """What the link asks for, and what of it is otherwise here."""
    say = page.say
    lines = [say("link.opened")]
    if linked.release and linked.release != release:
        lines.append(say("link.release", release=linked.release))
    elif linked.shared and not shares:
        offered = page.workbench.offers_shared
        lines.append(say("link.shared" if offered else "link.shared.none"))
    return notice(safe(together(lines, say)), "warning" if len(lines) > 1 else "plain")

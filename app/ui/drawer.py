"""The details of one edit, beside whatever tab is open: opened from a chip, a bar or a row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from app.errors import WorkbenchError
from app.texts import Texts
from app.ui.pieces import button, error_notice, html_place, safe, tag
from app.ui.state import Find, Page, Updates, listen

if TYPE_CHECKING:
    from app.service.edit_details import EditDetails

CLOSE_ON_ESCAPE = """
document.addEventListener('keydown', (event) => {
  const close = element.querySelector('[data-action="close"]');
  if (event.key === 'Escape' && close) close.click();
});
watch('value', () => element.querySelector('[data-action="close"]')?.focus({preventScroll: true}));
"""


def drawer_place() -> gr.HTML:
    """Where the details appear; empty while no edit is open."""
    return html_place("", "edit-drawer", clicks=True, js=CLOSE_ON_ESCAPE)


class Drawer:
    """What the buttons inside the details do."""

    def __init__(self, page: Page) -> None:
        self._page = page
        listen(page.drawer.click, self.act, None, [page.drawer, page.find, page.tabs])

    def act(self, event: gr.EventData) -> Updates:
        """Closes the details; “find” also looks the edit up in the list of edits."""
        page = self._page
        if str(event.action) == "find":
            return {page.drawer: "", page.find: Find(str(event.value)), page.tabs: gr.Tabs(selected="edits")}
        return {page.drawer: ""}


def opened(page: Page, token: str | None, edit_id: str, key: str = "") -> Updates:
    """Opens the details of an edit, or says why they cannot be shown.

    Args:
        key: of the answer in whose evidence the edit stands.
    """
    try:
        details = page.workbench.questions.edit(token, edit_id, key)
    except WorkbenchError as error:
        return {page.drawer: _panel(error_notice(error), page.say)}
    if details is None:
        return {page.drawer: _panel(f'<p class="note">{safe(page.say("drawer.gone"))}</p>', page.say)}
    return {page.drawer: details_html(details, page.say)}


def details_html(details: EditDetails, say: Texts) -> str:
    """Text, state, and everything else that is known; what is not known is left out."""
    tags = [tag(say(f"drawer.place.{details.place}"))]
    if details.removed:
        tags.append(tag(say("drawer.removed"), tone="warning", title=say("drawer.removed.hint")))
    tags += [tag(name) for name in details.tags]
    facts = {
        "drawer.note": details.note,
        "drawer.tests": "\n".join(_probe(probe.question, probe.target, say) for probe in details.probes),
        "drawer.version": "" if details.version is None else str(details.version),
        "drawer.author": details.author,
        "drawer.changed": "" if details.changed is None else f"{details.changed:%Y-%m-%d %H:%M %Z}",
        "drawer.language": _language(details.language, say),
        "drawer.id": details.id,
    }
    rows = "".join(
        f'<dt>{safe(say(key))}</dt><dd dir="auto">{safe(value)}</dd>' for key, value in facts.items() if value
    )
    listed = not details.removed and details.place != "pool"
    find = button(say("drawer.find"), "find", details.text, style="small") if listed else ""
    text = f'<p class="drawer-text" dir="auto">{safe(details.text)}</p>'
    return _panel(f'{text}<div class="tags">{"".join(tags)}</div><dl class="facts">{rows}</dl>{find}', say)


def _panel(content: str, say: Texts) -> str:
    close = button("×", "close", style="remove", title=say("drawer.close"))
    head = f'<div class="drawer-head"><h2>{safe(say("drawer.heading"))}</h2>{close}</div>'
    return f'<div class="drawer" role="dialog" aria-label="{safe(say("drawer.heading"))}">{head}{content}</div>'


def _probe(question: str, target: str, say: Texts) -> str:
    return say("drawer.test", question=question, expected=target) if target else question


def _language(code: str | None, say: Texts) -> str:
    key = f"language.{code}"
    return "" if code is None else say(key) if key in say else code

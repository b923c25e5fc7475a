"""A picture on the page with its tools: as picture or as table, saved as PNG, SVG or HTML, each edit one click away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from app.texts import Texts
from app.ui.pieces import html_place, safe
from app.ui.state import Page, Updates, listen

TOOLS = Path(__file__).with_name("figures.js").read_text(encoding="utf-8")
SAVED_AS = ("png", "svg", "html")


class FigureCard:
    """The components of one picture.

    Args:
        name: stands in the ids of the parts: NAME-plot, NAME-table, NAME-note.
        opens: called with session token, answer key and a click that names an edit; gives what opens the edit. None:
            no edit is in the picture.
        beside: id of the part of the page whose sentence goes into the saved page.
        above: makes further components above the picture, such as selectors.
    """

    def __init__(
        self,
        page: Page,
        name: str,
        opens: Callable[..., Updates] | None = None,
        above: Callable[[], None] | None = None,
        beside: str = "why-summary",
    ) -> None:
        self._name = name
        with gr.Column(visible=False, elem_classes="picture", elem_id=f"{name}-card") as self.card:
            self.heading = html_place("", f"{name}-note")
            if above is not None:
                above()
            tools = html_place(tools_html(name, beside, page.say), f"{name}-tools", js=TOOLS)
            self.plot = gr.Plot(show_label=False, container=False, elem_id=f"{name}-plot")
            self.table = html_place("", f"{name}-table", clicks=True)
        if opens is not None:
            for place in (tools, self.table):
                listen(place.click, opens, [page.token, page.answer], [page.drawer])

    @property
    def outputs(self) -> list[Any]:
        """The components that `shown` and `hidden` set."""
        return [self.card, self.heading, self.plot, self.table]

    def shown(self, heading: str, figure: object, table: str) -> Updates:
        """The picture with its title and its table."""
        return {
            self.card: gr.update(visible=True),
            self.heading: heading,
            self.plot: figure,
            self.table: f'<div class="as-table">{table}</div>',
        }

    def hidden(self) -> Updates:
        """Nothing: there is no such picture for this answer."""
        return {self.card: gr.update(visible=False), self.table: ""}


def tools_html(name: str, beside: str, say: Texts) -> str:
    """The buttons; the browser does what they say."""
    views = "".join(
        f'<button type="button" data-view="{view}" aria-pressed="{str(view == "plot").lower()}">'
        f"{safe(say(f'figure.{view}'))}</button>"
        for view in ("plot", "table")
    )
    saves = "".join(
        f'<button type="button" data-save="{kind}" aria-label="{safe(say("figure.save.as", kind=kind.upper()))}">'
        f"{kind.upper()}</button>"
        for kind in SAVED_AS
    )
    return (
        f'<div class="tools" data-name="incomes-{safe(name)}" data-beside="{safe(beside)}">'
        f'<div class="switch" role="group" aria-label="{safe(say("figure.view"))}">{views}</div>'
        f'<div class="saves"><span class="note">{safe(say("figure.save"))}</span>{saves}</div></div>'
    )

"""What the columns of an uploaded table mean: its first rows, the guess, and a person's own choice."""

from __future__ import annotations

import gradio as gr

from app.data import ROLES, Columns, Role
from app.service.columns import OpenTable
from app.ui import edits_html as html
from app.ui.pieces import html_place, safe
from app.ui.state import Event, Page, Updates

TEMPLATE, NONE = -2, -1
"""Values of a choice besides the places of columns."""

MORE: tuple[Role, ...] = tuple(role for role in ROLES if role != "text")


class ColumnsPanel:
    """Components, hidden until a table of several columns is uploaded."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        with gr.Column(visible=False, elem_classes="draft", elem_id="columns") as self.panel:
            self.preview = html_place("", "columns-preview")
            self.first_row = gr.Checkbox(label=say("columns.first-row"), elem_id="first-row")
            self.text = gr.Dropdown(label=say("columns.text"), elem_id="column-text")
            self.template = gr.Textbox(
                "",
                label=say("columns.template"),
                placeholder=say(
                    "columns.template.placeholder", attribute="{attribute}", product="{product}", value="{value}"
                ),
                visible=False,
                elem_id="column-template",
            )
            with gr.Accordion(say("columns.more"), open=False, elem_id="more-columns"):
                with gr.Row(elem_classes="column-roles"):
                    self.more = {
                        role: gr.Dropdown(label=say(f"columns.{role}"), min_width=130, elem_id=f"column-{role}")
                        for role in MORE
                    }
                html_place(f'<p class="note">{safe(say("columns.old-new.note"))}</p>')
        self.inputs = [self.text, self.template, *self.more.values()]
        self.outputs = [self.panel, self.preview, self.first_row, *self.inputs]
        self.chosen: list[Event] = [
            self.text.input,
            self.template.submit,
            self.template.blur,
            *(one.input for one in self.more.values()),
        ]

    def hidden(self) -> Updates:
        """Nothing to choose (any more)."""
        return {self.panel: gr.update(visible=False)}

    def shown(self, opened: OpenTable) -> Updates:
        """A table as it was uploaded, with the columns as they were guessed."""
        say, table, guessed = self._page.say, opened.table, opened.columns
        places = list(enumerate(table.columns))
        names = [(name, place) for place, name in places]
        text = TEMPLATE if guessed.template else NONE if guessed.text is None else guessed.text
        none = [(say("columns.none"), NONE)]
        more = {one: gr.update(choices=none + names, value=_value(guessed.of(role))) for role, one in self.more.items()}
        return {
            self.panel: gr.update(visible=True),
            self.first_row: gr.update(value=table.first_row == "names", visible=table.first_row != "fields"),
            self.text: gr.update(choices=[*none, *names, (say("columns.text.template"), TEMPLATE)], value=text),
            self.template: gr.update(value=guessed.template, visible=text == TEMPLATE),
            **more,
            **self._previewed(opened, guessed),
        }

    def previewed(self, opened: OpenTable, columns: Columns) -> Updates:
        """The same table with other columns chosen."""
        return {**self._previewed(opened, columns), self.template: gr.update(visible=columns.text is None)}

    def columns_of(self, choices: tuple[object, ...]) -> Columns:
        """The person's choice, from the values of `inputs` in their order."""
        text, template, *more = choices
        places = dict(zip(MORE, (_place(value) for value in more), strict=True))
        return Columns(
            text=_place(text),
            template=str(template or "") if text == TEMPLATE else "",
            **{str(role): place for role, place in places.items()},
        )

    def _previewed(self, opened: OpenTable, columns: Columns) -> Updates:
        return {self.preview: html.preview(opened, columns, self._page.say)}


def _value(place: int | None) -> int:
    return NONE if place is None else place


def _place(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None

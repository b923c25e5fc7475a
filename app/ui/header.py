"""The top of the page: what it is, and which model answers here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from app.errors import WorkbenchError
from app.service import About, Loading
from app.service.loading import until_loaded
from app.texts import ENGLISH, Texts, name_words
from app.ui.about_backbones_html import languages
from app.ui.pieces import button, error_notice, html_place, notice, progress_bar, safe, tag
from app.ui.state import Page, Updates


def header_section(say: Texts) -> gr.HTML:
    """Title, promise and the place where the model is described."""
    title, promise = safe(say("page.title")), safe(say("page.promise"))
    html_place(f'<h1>{title}</h1><p class="promise">{promise}</p>', "masthead")
    return html_place(progress_bar(say("loading.start"), 0), "about", clicks=True)


class Header:
    """Fills the place where the model is described."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def show(self) -> Iterator[str]:
        """Progress until the model is there, then what it is; the reason when it cannot be loaded."""
        say = self._page.say
        try:
            for state in until_loaded(self._page.workbench):
                yield loading_html(state, say)
        except WorkbenchError as error:
            yield error_notice(error) + button(say("loading.again"), "again", style="small")
            return
        about = self._page.workbench.about()
        yield about_html(about, say) if about is not None else ""

    def open_about(self, event: gr.EventData) -> Updates:
        """A click on the way to the tab *About*."""
        return {self._page.tabs: gr.Tabs(selected="about") if str(event.action) == "about" else gr.skip()}

    def examples(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Examples for the fields of an edit and of a question: in English where the model reads nothing else."""
        about = self._page.workbench.about()
        say = ENGLISH if about is not None and about.languages == ("en",) else self._page.say
        edit, question = say("edits.type.placeholder"), say("ask.placeholder")
        return gr.update(placeholder=edit), gr.update(placeholder=question)


def loading_html(state: Loading, say: Texts) -> str:
    """How far the model is."""
    label = say("loading.step", step=name_words(state.step, say)) if state.step else say("loading.start")
    return progress_bar(label, state.fraction)


def about_html(about: About, say: Texts) -> str:
    """One line: which model answers, in which languages, and where more stands; “without adapter” stands out."""
    name, tongues = name_words(about.backbone, say), languages(about.languages, say)
    said = say("about.line", name=name, languages=tongues) if tongues else say("about.line.plain", name=name)
    plain = "" if about.adapter else tag(say("about.no-adapter"), tone="warning", title=say("about.no-adapter.hint"))
    more = button(say("about.line.more"), "about", style="link")
    return f'<div class="tags"><span>{safe(said)} {more}</span>{plain}</div>{english_only(about, say)}'


def english_only(about: About, say: Texts) -> str:
    """For who reads another language: that the model reads English alone, and how to get the one that reads theirs."""
    if about.languages != ("en",) or say.language == "en":
        return ""
    command = f"<code>{safe(say('about.english-only.command'))}</code>"
    how = f"{safe(say('about.english-only.begin'))} {command} {safe(say('about.english-only.after'))}"
    other = f"<details><summary>{safe(say('about.english-only.other'))}</summary>{how}</details>"
    return notice(f"{safe(say('about.english-only'))}{other}", "warning")

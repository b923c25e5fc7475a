"""Beside the slider: the settings that a person tuned and named, where there are any for this model."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.errors import WorkbenchError
from app.service.saved_policies import Offered, OfferedPolicy
from app.texts import Texts, memory_words, name_words, percent, together
from app.ui.pieces import error_notice, safe
from app.ui.state import Page

SLIDER = ""
"""Value of the choice that leaves it to the slider."""


def saved_place(say: Texts) -> gr.Dropdown:
    """The choice; hidden until there is something to choose."""
    return gr.Dropdown(
        choices=[(say("saved.none"), SLIDER)],
        value=SLIDER,
        label=say("saved.label"),
        visible=False,
        min_width=200,
        scale=0,
        elem_id="saved-policy",
    )


def offer(page: Page) -> Any:
    """The choice as it is now, left to the slider; after the model is loaded."""
    offered, say = page.workbench.policies.offered(), page.say
    names = [(one.name, one.name) for one in offered.policies]
    return gr.update(
        choices=[(say("saved.none"), SLIDER), *names],
        value=SLIDER,
        visible=bool(names or offered.hidden),
        info=say.count("saved.hidden", offered.hidden) if offered.hidden else None,
    )


def saved_meaning(page: Page, name: str) -> str:
    """What a saved setting brings and costs, or why it cannot be used."""
    offered: Offered = page.workbench.policies.offered()
    try:
        return meaning_html(offered.named(name), page.say)
    except WorkbenchError as error:
        return error_notice(error)


def meaning_html(offered: OfferedPolicy, say: Texts) -> str:
    """A sentence with the figures, and what they were measured on."""
    from app.evaluation.result_lines import title_of

    suites = say("list.between").join(name_words(title_of(one), say) for one in offered.saved.suites)
    saved, right, changed = offered.saved, offered.expected.efficacy, offered.expected.unwanted
    figures = say(
        "saved.figures", name=saved.name, suites=suites, records=f"{saved.records:,}",
        pool=f"{saved.pool:,}", right=percent(right.value, say), low=percent(right.low, say),
        high=percent(right.high, say), changed=percent(changed.value, say), from_=percent(changed.low, say),
        to=percent(changed.high, say),
    )  # fmt: skip
    sentences = [figures, say("saved.flattering") if offered.flattering else say("saved.checked")]
    if offered.elsewhere:
        sentences.append(say("saved.elsewhere", memory=memory_words(saved.memory, say), slots=saved.slots))
    return f'<p class="note" aria-live="polite">{safe(together(sentences, say))}</p>'

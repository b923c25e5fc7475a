"""How readily edits are used: a slider with named stops, a person's own settings, and “only edits answer”."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.data.saved_work import Rules as SavedRules
from app.service.strictness import STOPS, USUAL, Strictness, strictness
from app.texts import Texts, together
from app.ui.link import POLICY
from app.ui.pieces import html_place, safe
from app.ui.saved_policies import SLIDER, offer, saved_meaning, saved_place
from app.ui.state import QUICK_AT_ONCE, Page, listen

SLIDES = """
const slide = element.querySelector('input');
const names = [...element.querySelectorAll('[data-stop]')];
const show = (stop) => {
  slide.value = stop;
  slide.setAttribute('aria-valuetext', names[stop].textContent);
  names.forEach((name, place) => name.classList.toggle('chosen', place === Number(stop)));
};
const choose = (stop) => { show(stop); trigger('click', {action: 'stop', value: String(stop)}); };
slide.addEventListener('input', () => show(slide.value));
slide.addEventListener('change', () => choose(slide.value));
names.forEach((name, place) => name.addEventListener('click', () => choose(place)));
show(slide.value);
const linked = new URLSearchParams(location.search).get('policy');
const wanted = names.findIndex((name) => name.dataset.policy === linked);
if (wanted >= 0) show(wanted);
"""
"""JavaScript of the slider: the server hears of a stop when it is chosen, not while it is dragged. It begins at the one
that the page's address names; the server takes it from there too (`Rules.take_linked`)."""


STANDS = """
(meaning) => {
  const policy = /data-policy="([a-z-]+)"/.exec(meaning)?.[1];
  const put = () => {
    const slide = document.querySelector('#strictness-slide');
    if (slide === null) { setTimeout(put, 300); return; }
    slide.value = document.querySelector(`#strictness [data-policy="${policy}"]`).dataset.stop;
    slide.dispatchEvent(new Event('input'));
  };
  if (policy) put();
}
"""
"""JavaScript that puts the slider at the stop whose meaning is told, once the tab was opened; its elements stay, since
its listeners hang on them. A state's value, as that of `stop`, never reaches the browser."""


@dataclass(frozen=True)
class Rules:
    """Components that say how a question is to be answered."""

    policy: gr.State
    """Name of a policy."""
    only_edits: gr.Checkbox
    saved: gr.Dropdown
    """A person's own settings."""
    offer: Callable[..., Any]
    """What `saved` holds, once the model is there; the one that the page's address names is chosen."""
    offered: list[Any]
    """The components that it sets."""
    take_linked: Callable[[gr.Request], dict[Any, Any]]
    """Chooses the stop that the page's address names."""
    linked: list[Any]
    """The components that it sets."""


def rules_section(page: Page) -> Rules:
    """Slider, the person's own settings, switch, and a line that says what they mean."""
    say = page.say
    policy, stop = gr.State(STOPS[USUAL]), gr.State(USUAL)
    with gr.Row(elem_classes="rules"):
        slider = html_place(slider_html(say), "strictness", js=SLIDES)
        saved = saved_place(say)
        only_edits = gr.Checkbox(
            label=say("rules.only-edits"), info=say("rules.only-edits.hint"), container=False, elem_id="only-edits"
        )
    meaning = html_place(meaning_html(strictness(USUAL), say), "strictness-meaning")

    def choose(event: gr.EventData) -> tuple[str, str, int, str]:
        chosen = strictness(int(event.value))
        return chosen.policy, meaning_html(chosen, say), int(event.value), SLIDER

    def choose_saved(name: str, place: int) -> tuple[str, str]:
        if name == SLIDER:
            chosen = strictness(place)
            return chosen.policy, meaning_html(chosen, say)
        return name, saved_meaning(page, name)

    def offer_saved(request: gr.Request) -> dict[Any, Any]:
        offered = {saved: offer(page)}
        linked = request.query_params.get(POLICY, "")
        if linked not in {one.name for one in page.workbench.policies.offered().policies}:
            return offered
        chosen = {policy: linked, meaning: saved_meaning(page, linked)}
        return {saved: gr.update(**{**offered[saved], "value": linked}), **chosen}

    def take_linked(request: gr.Request) -> dict[Any, Any]:
        name = request.query_params.get(POLICY, "")
        if name not in STOPS:
            return {stop: gr.skip()}
        place = STOPS.index(name)
        return {policy: name, meaning: meaning_html(strictness(place), say), stop: place}

    def take_up(given: tuple[SavedRules, str] | None) -> tuple[Any, ...]:
        """As a file of saved work says; a setting of one's own is left to whoever has it here to choose it."""
        if given is None:
            return (gr.skip(),) * 5
        rules, _ = given
        place = STOPS.index(rules.policy) if rules.policy in STOPS else USUAL
        chosen = strictness(place)
        return chosen.policy, rules.only_edits, meaning_html(chosen, say), place, SLIDER

    taken_up = listen(page.rules.change, take_up, [page.rules], [policy, only_edits, meaning, stop, saved])
    taken_up.then(None, [meaning], None, js=STANDS, api_visibility="private", concurrency_limit=QUICK_AT_ONCE)
    listen(slider.click, choose, None, [policy, meaning, stop, saved])
    listen(saved.input, choose_saved, [saved, stop], [policy, meaning])
    return Rules(
        policy, only_edits, saved, offer_saved, [saved, policy, meaning], take_linked, [policy, meaning, stop]
    )  # fmt: skip


def slider_html(say: Texts) -> str:
    """The slider; its stops are named below it and can be clicked."""
    names = "".join(
        f'<span data-stop="{place}" data-policy="{name}" style="--place:{place / (len(STOPS) - 1)}">'
        f"{safe(say(f'rules.{name}'))}</span>"
        for place, name in enumerate(STOPS)
    )
    label = safe(say("rules.label"))
    return (
        f'<label class="slide-label" for="strictness-slide">{label}</label>'
        f'<input id="strictness-slide" type="range" min="0" max="{len(STOPS) - 1}" step="1" value="{USUAL}">'
        f'<div class="slide-stops" aria-hidden="true">{names}</div>'
    )


def meaning_html(chosen: Strictness, say: Texts) -> str:
    """What the stop means, in words; its margin, which tells experts alone something, when it is pointed at."""
    kind = "ahead" if chosen.margin > 0 else "behind" if chosen.margin < 0 else "even"
    rule = say(f"rules.{kind}", times=f"{chosen.times:.2g}")
    most = say.count("rules.most", chosen.most)
    told = together((rule, most, say(f"rules.{chosen.policy}.effect")), say)
    number = say("rules.margin", margin=f"{chosen.margin:+g}".replace("-", "−").replace("+0", "0"))
    return (
        f'<p class="note" aria-live="polite" data-policy="{safe(chosen.policy)}" title="{safe(number)}">'
        f"{safe(told)}</p>"
    )

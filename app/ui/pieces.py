"""Small pieces of HTML that the tabs share. Everything that came from a person goes through `safe`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

import gradio as gr

from app.errors import WorkbenchError
from app.explain import Claim, marked_parts
from app.texts import ASKED, Texts, error_words

Tone = Literal["plain", "good", "warning", "bad"]

CLICKS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-action]');
  if (!button || (button.dataset.confirm && !window.confirm(button.dataset.confirm))) return;
  trigger('click', {action: button.dataset.action, value: button.dataset.value || ''});
});
"""
"""JavaScript for `gr.HTML(js_on_load=…)`: buttons made by `button` report their action and value."""


INTO_VIEW = """
element.style.scrollMarginBottom = '90px';  // what stands below it, such as the next step, is seen too
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
let stood = '';
watch('value', () => {
  const now = element.querySelector('MARK') ? 'there' : '';
  const show = () => element.scrollIntoView({block: 'nearest', behavior: still ? 'auto' : 'smooth'});
  if (now && !stood) setTimeout(show, 150);
  stood = now;
});
"""


def into_view(mark: str) -> str:
    """JavaScript for `html_place`: once what `mark` (a CSS selector) finds stands there, the place is scrolled to."""
    return INTO_VIEW.replace("MARK", mark)


def html_place(value: str, name: str | None = None, *, clicks: bool = False, js: str = "") -> gr.HTML:
    """A place on the page for HTML in the workbench's own style; with `clicks` its buttons report what they do.

    Args:
        js: more JavaScript, run once when the place is there, with `element`, `trigger` and `watch`.
    """
    script = (CLICKS if clicks else "") + js
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=script or None)


def clicks_on(name: str) -> str:
    """JavaScript: a click on a hidden download button, whose file has just been made."""
    return f"() => {{ setTimeout(() => document.querySelector('#{name}')?.click(), 50); }}"


def safe(text: str) -> str:
    """Text as HTML."""
    return escape(text, quote=True)


def notice(content: str, tone: Tone = "plain") -> str:
    """A message box. `content` is HTML."""
    role = "alert" if tone == "bad" else "status"
    return f'<div class="notice {tone}" role="{role}">{content}</div>' if content else ""


def error_notice(error: WorkbenchError) -> str:
    """An error as the reader needs it: what was given, what is allowed, what to do; its code small at the end."""
    return notice(error_html(error, ASKED, strong=True), "bad")


def error_html(error: WorkbenchError, say: Texts, *, strong: bool = False) -> str:
    """An error within something else; what it has only in English stands beneath.

    Args:
        strong: what has happened stands out.
    """
    words = error_words(error, say)
    given = f"<strong>{safe(words.given)}</strong>" if strong else safe(words.given)
    english = f'<span class="original" lang="en">{safe(words.english)}</span>' if words.english else ""
    return f'{given} {safe(words.rest)} <span class="code">{safe(error.code)}</span>{english}'


def progress_bar(label: str, fraction: float) -> str:
    """A bar with its label; `fraction` from 0 to 1."""
    percent = round(100 * min(max(fraction, 0.0), 1.0))
    return (
        f'<div class="progress"><div class="progress-label">{safe(label)}</div>'
        f'<div class="track" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{percent}" '
        f'aria-label="{safe(label)}"><div class="fill" style="width:{percent}%"></div></div></div>'
    )


def button(label: str, action: str, value: str = "", *, style: str = "", title: str = "", confirm: str = "") -> str:
    """A button inside HTML that reports `action` and `value` (see `CLICKS`), after a question if `confirm` is set."""
    asks = f' data-confirm="{safe(confirm)}"' if confirm else ""
    name = f' aria-label="{safe(title)}" title="{safe(title)}"' if title else ""
    return (
        f'<button type="button" class="{safe(style)}" data-action="{safe(action)}" data-value="{safe(value)}"'
        f"{asks}{name}>{safe(label)}</button>"
    )


def place_in_queue(before: int, say: Texts) -> str:
    """How many requests go before one's own."""
    return safe(say.count("queue.before", before) if before else say("queue.next"))


def tag(label: str, *, tone: Tone = "plain", title: str = "") -> str:
    """A small rounded label."""
    hint = f' title="{safe(title)}"' if title else ""
    return f'<span class="tag {tone}"{hint}>{safe(label)}</span>'


def marked(text: str, unsupported: Sequence[Claim], say: Texts) -> str:
    """An answer with what stands in no edit underlined and followed by a question mark."""
    hint = safe(say("unsupported.hint"))
    return "".join(
        f'<mark class="unsupported" title="{hint}">{safe(part.text)}<sup>?</sup></mark>'
        if part.marked
        else safe(part.text)
        for part in marked_parts(text, unsupported)
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], style: str = "") -> str:
    """A table of plain texts; with the style `stacks` its rows are stacks of named cells on a phone."""
    head = "".join(f'<th scope="col">{safe(heading)}</th>' for heading in headings)
    named = [f' data-label="{safe(heading)}"' if "stacks" in style else "" for heading in headings]
    body = "".join(
        f"<tr>{''.join(f'<td{name}>{safe(cell)}</td>' for name, cell in zip(named, row, strict=True))}</tr>"
        for row in rows
    )
    inner = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="table {style}" tabindex="0">{inner}</div>'


def heading(text: str, note: str = "") -> str:
    """A section heading with a line of explanation under it."""
    under = f'<p class="note">{safe(note)}</p>' if note else ""
    return f"<h2>{safe(text)}</h2>{under}"

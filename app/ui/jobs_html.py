"""The jobs of a session, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from app.service import JobView
from app.texts import Texts, name_words
from app.ui.pieces import Tone, button, error_html, notice, place_in_queue, progress_bar, safe

DONE_SECONDS = 8.0
"""For so long a job stays on the page that is done without faults."""
MINUTE = 60
"""Seconds; from two of them on, the time left is told in minutes."""


def jobs(views: Sequence[JobView], say: Texts) -> str:
    """A line for every job that works, waits, was stopped or failed, and for the newest one just done."""
    shown = [view for place, view in enumerate(views) if view.state != "done" or (place == 0 and goes_away(view))]
    return "".join(_line(view, say) for view in shown)


def goes_away(view: JobView) -> bool:
    """Whether a job is done and its line still stands, to be gone when it is looked at again later."""
    return view.state == "done" and view.total > 0 and view.over_for < DONE_SECONDS


def _line(view: JobView, say: Texts) -> str:
    title = safe(say(f"job.{view.kind}", title=name_words(view.title, say)))
    tones: dict[str, Tone] = {"done": "good", "stopped": "warning", "failed": "bad"}
    body = f'<div class="job"><div class="job-state">{_state(view, title, say)}</div>{_buttons(view, say)}</div>'
    return notice(body, tones.get(view.state, "plain"))


def _state(view: JobView, title: str, say: Texts) -> str:
    done, total = f"{view.done:,}", f"{view.total:,}"
    if view.before is not None:
        return f"<strong>{title}</strong> {place_in_queue(view.before, say)}"
    if view.state == "running":
        name = say(f"job.{view.kind}", title=name_words(view.title, say))
        label = say("job.running", name=name, done=done, total=total) + _time_left(view.seconds_left, say)
        return progress_bar(label, view.done / max(view.total, 1))
    said = safe(say(f"job.{view.state}", done=done, total=total))
    if view.error is None:
        return f"<strong>{title}</strong> {said}"
    return f"<strong>{title}</strong> {said} {error_html(view.error, say)}"


def _time_left(seconds: float | None, say: Texts) -> str:
    if seconds is None:
        return ""
    if seconds < 2 * MINUTE:
        return say("job.left.seconds", number=max(1, ceil(seconds)))
    return say("job.left.minutes", number=ceil(seconds / MINUTE))


def _buttons(view: JobView, say: Texts) -> str:
    if view.live:
        return button(say("job.stop"), "stop", view.id, style="small")
    forget = button("×", "forget", view.id, style="remove", title=say("job.forget"))
    return (button(say("job.resume"), "resume", view.id, style="small") if view.state != "done" else "") + forget

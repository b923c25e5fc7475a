"""Answers that were given with the shared edits, as HTML."""

from __future__ import annotations

from app.service.releases import LoggedPage, Replay
from app.store import LoggedAnswer
from app.texts import Texts, together
from app.ui.pieces import button, error_notice, notice, safe

COLUMNS = ("when", "who", "question", "edits", "do")
LONGEST = 120
"""Characters of a question or an edit in the list."""


def answers(found: LoggedPage, search: str, say: Texts) -> str:
    """The list, a page of it, with what leads to the next."""
    refusal = "" if found.refusal is None else error_notice(found.refusal)
    if not found.total:
        return refusal + f'<p class="empty">{safe(say("logged.not-found" if search else "logged.none"))}</p>'
    head = "".join(f'<th scope="col">{safe(say(f"logged.column.{name}"))}</th>' for name in COLUMNS)
    rows = "".join(_row(answer, found.refusal is None, say) for answer in found.answers)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'{refusal}<div class="table logged stacks" tabindex="0">{table}</div>{_pages(found, say)}'


def verdict(told: Replay, say: Texts) -> str:
    """Whether the answer came out as it was logged, and if not, where it parts."""
    when, who = _when(told.logged), told.logged.asked_by or say("review.nobody")
    if told.identical:
        same = f"<strong>{safe(say('logged.same', when=when, who=who))}</strong>"
        more = "" if told.selection_checked else safe(say("logged.unchecked"))
        return notice(together((same, more), say), "good")
    items = "".join(f"<li>{safe(line)}</li>" for line in _differences(told, say))
    return notice(f"<strong>{safe(say('logged.differs', when=when, who=who))}</strong><ul>{items}</ul>", "warning")


def _differences(told: Replay, say: Texts) -> list[str]:
    lines = []
    for name, same, where in (
        ("answer", told.same_answer, told.where),
        ("original", told.same_original, told.where_original),
    ):
        if where is not None:
            lines.append(
                say(f"logged.differs.{name}", number=where.word, then=where.first or "–", now=where.second or "–")
            )
        elif not same:
            lines.append(say(f"logged.differs.{name}.checksum"))
    if not told.same_edits:
        then = [used.text for used in told.logged.used]
        lines.append(say("logged.differs.edits", then=_listed(then, say), now=_listed(told.read, say)))
    pins = (
        say("logged.differs.pin", what=pin.what.replace("_", " "), then=pin.first, now=pin.second) for pin in told.pins
    )
    return [*lines, *pins]


def _row(answer: LoggedAnswer, may_open: bool, say: Texts) -> str:
    question = _short(answer.question) if answer.question else say("logged.checksum")
    given = f'<br><span class="note">→ {safe(_short(answer.answer))}</span>' if answer.answer else ""
    read = "<br>".join(safe(_short(used.text)) for used in answer.used) or safe(say("logged.no-edit"))
    opens = (
        button(say("logged.open"), "reopen", answer.id, style="link", title=say("logged.open.hint")) if may_open else ""
    )
    cells = (
        ("", safe(_when(answer))),
        ("who", safe(answer.asked_by or say("review.nobody"))),
        ("", f"{safe(question)}{given}"),
        ("edits", read),
        ("", opens),
    )
    labels = {name: f' data-label="{safe(say(f"logged.column.{name}"))}"' if name else "" for name, _ in cells}
    return "<tr>" + "".join(f'<td dir="auto"{labels[name]}>{cell}</td>' for name, cell in cells) + "</tr>"


def _pages(found: LoggedPage, say: Texts) -> str:
    last = found.offset + len(found.answers)
    newer = button(say("logged.newer"), "page", str(max(0, found.offset - len(found.answers)))) if found.offset else ""
    older = button(say("logged.older"), "page", str(last)) if last < found.total else ""
    place = say("logged.place", first=found.offset + 1, last=last, total=f"{found.total:,}")
    return f'<div class="pages"><span class="note">{safe(place)}</span>{newer}{older}</div>'


def _when(answer: LoggedAnswer) -> str:
    return f"{answer.asked:%Y-%m-%d %H:%M %Z}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _listed(texts: list[str] | tuple[str, ...], say: Texts) -> str:
    return " / ".join(texts) or say("logged.no-edit")

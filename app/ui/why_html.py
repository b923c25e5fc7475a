"""What the tab *Why* shows beside its pictures, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.explain import sentence
from app.explain.carrying import CarriedToken, Carrying, carrying_of
from app.explain.titles import times_of
from app.texts import Texts, percent, together
from app.ui.pieces import button, heading, marked, notice, safe

if TYPE_CHECKING:
    from app.explain import Account
    from app.model import Answer


COLOURS = 6
"""Of tokens that edits carried, as style.css has them; the number beside a token tells further edits apart."""


WORDS = ("score", "near", "none", "part", "piece", "read", "changed")
"""Everyday words that stand for a term of the field."""


def empty(say: Texts) -> str:
    """Before the first answer."""
    return f'<p class="empty">{safe(say("why.empty"))}</p>'


def summary(answer: Answer, account: Account | None, say: Texts) -> str:
    """Question, answer, and the sentence about them; `account` is None until it is made."""
    claims = () if account is None or not account.finding.read else account.unsupported
    said = sentence(answer, say, figures=False) if account is None else account.sentence(say, figures=False)
    none = say("ask.uncovered") if account is not None and account.withheld else say("ask.no-text")
    values = (safe(answer.question), marked(answer.text, claims, say) or safe(none))
    pairs = zip((say("why.question"), say("why.answer")), values, strict=True)
    items = "".join(f'<dt>{safe(name)}</dt><dd dir="auto">{value}</dd>' for name, value in pairs)
    found = None if account is None else carrying_of(account)
    words = "" if found is None else carried(found, say)
    told = "" if account is None else figures(account, say)
    return f'<dl class="summary">{items}</dl><p class="sentence">{safe(said)}</p>{told}{words}'


def figures(account: Account, say: Texts) -> str:
    """The figures of the edit that the answer is put down to, or of the nearest one, each with its name and meaning."""
    named, sureness = account.finding.named, account.sureness
    row = account.finding.nearest if named is None else named
    told: list[tuple[str, str, str]] = []
    if sureness.probability is not None:
        sure, called = percent(sureness.probability, say), say(f"sureness.{sureness.called}")
        note = "sure" if sureness.read else "unread"
        told.append(("sure", say("why.figures.sure.of", sure=sure, called=called), note))
    if row is not None:
        told.append(("near", percent(row.weight, say), "near"))
    if named is not None:
        reading = account.answer.evidence.reading
        if reading is not None and reading.mass.size:
            told.append(("read", percent(float(reading.of_edit(named.edit_id).mean()), say), "read"))
        change = next((one for one in account.changes or () if one.edit_id == named.edit_id), None)
        if change is not None:
            told.append(("changed", say("why.figures.changed.of", times=times_of(change.nats, say)), "changed"))
    items = "".join(
        f"<div><dt>{safe(say(f'why.figures.{name}'))}</dt><dd><strong>{safe(value)}</strong>"
        f'<span class="note">{safe(say(f"why.figures.{note}.note"))}</span></dd></div>'
        for name, value, note in told
    )
    return f'<dl class="key-figures">{items}</dl>' if items else ""


def carried(found: Carrying, say: Texts) -> str:
    """The answer token by token, each in the colour and under the line of the edit that carried it.

    The number of the edit stands behind the last of neighbouring tokens that it carried.
    """
    following = [*(token.edit for token in found.tokens[1:]), None]
    words = "".join(
        safe(token.text)
        if token.edit is None
        else f'<span class="carried carried-{token.edit % COLOURS}" title="{safe(_carried_by(found, token, say))}">'
        f"{safe(token.text)}{'' if token.edit == after else f'<sup>{token.edit + 1}</sup>'}</span>"
        for token, after in zip(found.tokens, following, strict=True)
    )
    legend = "".join(
        f'<li><span class="carried carried-{place % COLOURS}">{place + 1}</span> '
        f"{button(edit.text, 'edit', edit.edit_id, style='link')}</li>"
        for place, edit in enumerate(found.edits)
    )
    key = "why.carried.note" if found.edits else "why.carried.none"
    return (
        f'<div class="carrying"><p class="eyebrow">{safe(say("why.carried.heading"))}</p>'
        f'<p class="words" dir="auto">{words}</p>{f"<ul>{legend}</ul>" if legend else ""}'
        f'<p class="note">{safe(say(key))}</p></div>'
    )


def _carried_by(found: Carrying, token: CarriedToken, say: Texts) -> str:
    edit = "" if token.edit is None else found.edits[token.edit].text
    return say("why.carried.by", edit=edit, times=times_of(token.nats, say))


def titled(name: str, title: str, say: Texts, more: str = "", **named: str) -> str:
    """What a picture is about, its finding as the heading, and how to read it; `named` stands in the last."""
    eyebrow = f'<p class="eyebrow">{safe(say(f"why.{name}.heading"))}</p>'
    return eyebrow + heading(title, together((say(f"why.{name}.note", **named), more), say))


def words(say: Texts) -> str:
    """What the everyday words of this tab are called in the field, folded."""
    items = "".join(
        f"<dt>{safe(say(f'why.words.{name}'))}</dt><dd>{safe(say(f'why.words.{name}.term'))}</dd>" for name in WORDS
    )
    return f'<details class="words"><summary>{safe(say("why.words"))}</summary><dl class="facts">{items}</dl></details>'


def no_reading(say: Texts) -> str:
    """In place of the second picture when no edit was read."""
    return heading(say("why.reading.heading")) + notice(safe(say("why.reading.none")))

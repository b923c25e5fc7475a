"""What the tab *Ask* shows, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.texts import Texts, percent, policy_words
from app.ui.header import loading_html
from app.ui.pieces import Tone, button, marked, notice, place_in_queue, safe, tag

if TYPE_CHECKING:
    from app.explain import Account, Claim, Sureness
    from app.model import Answer, PartialAnswer
    from app.service import Asking

EXAMPLES_SHOWN = 6
"""Example questions before “more”."""
NEAREST_SHOWN = 3
"""Edits listed where none covers the question."""


def empty(say: Texts) -> str:
    """Before the first question."""
    return f'<p class="empty">{safe(say("ask.empty"))}</p>'


def examples(questions: Sequence[str], no_edits: bool, say: Texts, *, loading: bool = False) -> str:
    """Example questions as buttons; where there is no edit yet, a hint, another one while the model loads."""
    if no_edits:
        return notice(safe(say("ask.no-edits.loading" if loading else "ask.no-edits")))
    if not questions:
        return ""
    chips = [button(question, "ask", question, style="chip") for question in questions]
    first, others = "".join(chips[:EXAMPLES_SHOWN]), "".join(chips[EXAMPLES_SHOWN:])
    more = safe(say.count("ask.examples.more", len(chips) - EXAMPLES_SHOWN))
    folded = f'<details><summary>{more}</summary><div class="chips">{others}</div></details>' if others else ""
    return f'<p class="note">{safe(say("ask.examples"))}</p><div class="chips">{first}</div>{folded}'


def waiting(say: Texts) -> str:
    """From the question to the first token."""
    return _cards("", "", (), say, busy=True)


def before_answer(step: Asking, say: Texts) -> str:
    """While the question waits: for the model, for edits on their way, or for others' requests."""
    if step.loading is not None:
        return notice(loading_html(step.loading, say)) + waiting(say)
    waits = safe(say.count("ask.awaits", step.awaited)) if step.awaited else place_in_queue(step.before, say)
    return notice(waits) + waiting(say)


def growing(partial: PartialAnswer, adapted: bool, say: Texts) -> str:
    """Both answers so far."""
    return _cards(partial.text, partial.original, _tags(bool(partial.selection.chosen), adapted, say), say, busy=True)


def finished(answer: Answer, adapted: bool, say: Texts) -> str:
    """Both answers, whole, while the model is asked again without each edit."""
    tags = _tags(bool(answer.evidence.selection.chosen), adapted, say)
    checking = f'<p class="note busy">{safe(say("ask.checking"))}</p>'
    return _cards(answer.text, answer.original, tags, say, busy=True) + checking


def answered(account: Account, adapted: bool, say: Texts) -> str:
    """Both answers, what stands in no edit, the sentence, the edits used; where no answer is given, why."""
    if account.withheld:
        return _withheld(account, say) + _not_ready(account, say)
    answer, read = account.answer, bool(account.finding.read)
    claims = account.unsupported if read else ()  # without an edit the whole answer is the model's own
    tags = (*_tags(read, adapted, say), *_sure_tag(account.sureness, say))
    seconds = f"{answer.timings.get('total', 0.0):.1f}"
    foot = [say("ask.footnote", policy=policy_words(answer.policy.name, say), seconds=seconds)]
    if account.sureness.probability is None and read:
        foot.append(say("sureness.none"))
    return (
        _cards(answer.text, answer.original, tags, say, claims=claims)
        + _not_ready(account, say)
        + _unsupported(claims, say)
        + f'<p class="sentence">{safe(account.sentence(say, figures=False))}</p>'
        + _used(answer, say)
        + f'<p class="note foot">{safe(" · ".join(foot))}</p>'
    )


def compared(first: Account, second: Account, adapted: bool, say: Texts) -> str:
    """Two answers beside each other, with what is the same about them in a line above."""
    answers = first.answer.text == second.answer.text and first.withheld == second.withheld
    edits = set(first.answer.evidence.selection.chosen) == set(second.answer.evidence.selection.chosen)
    told = say(f"beside.{'same' if answers else 'other'}-answer.{'same' if edits else 'other'}-edits")
    cards = "".join(_compared_card(one, adapted, say) for one in (first, second))
    return f'<p class="sentence">{safe(told)}</p><div class="answers">{cards}</div>'


def _compared_card(account: Account, adapted: bool, say: Texts) -> str:
    answer, read = account.answer, bool(account.finding.read)
    text = say("ask.uncovered") if account.withheld else answer.text or say("ask.no-text")
    tags = "".join((*_tags(read, adapted, say), *_sure_tag(account.sureness, say)))
    title = safe(say("beside.policy", policy=policy_words(answer.policy.name, say)))
    return (
        f'<div class="answer"><div class="answer-head"><h3>{title}</h3>{tags}</div>'
        f'<p class="note" dir="auto">{safe(answer.question)}</p><p class="answer-text" dir="auto">{safe(text)}</p>'
        f'<p class="sentence">{safe(account.sentence(say, figures=False))}</p>{_used(answer, say, figures=True)}</div>'
    )


def _not_ready(account: Account, say: Texts) -> str:
    """How many edits took no part, since they were not compressed yet."""
    said = safe(say.count("ask.not-ready", account.not_ready)) if account.not_ready else ""
    return notice(said, "warning")


def _unsupported(claims: Sequence[Claim], say: Texts) -> str:
    if not claims:
        return ""
    texts = say("list.between").join(say("list.quoted", text=claim.text) for claim in claims)
    return notice(
        f'<span class="sign" aria-hidden="true">?</span> {safe(say("unsupported.note", claims=texts))}', "warning"
    )


def _sure_tag(sureness: Sureness, say: Texts) -> tuple[str, ...]:
    """The one figure beside an answer: how sure that it says what the edit says, or that no edit fits."""
    if sureness.probability is None:
        return ()
    tones: dict[str, Tone] = {"sure": "good", "unsure": "warning"}
    key, hint = ("sureness.tag", "sure") if sureness.read else ("sureness.tag.unread", "unread")
    called, sure = say(f"sureness.{sureness.called}"), percent(sureness.probability, say)
    label = say(key, called=called[:1].upper() + called[1:], sure=sure)
    tone = tones.get(sureness.called, "plain") if sureness.read else "plain"
    return (tag(label, tone=tone, title=say(f"why.figures.{hint}.note")),)


def stopped(say: Texts) -> str:
    """Under what was there when the person stopped it."""
    return notice(safe(say("ask.stopped")))


def _tags(read: bool, adapted: bool, say: Texts) -> tuple[str, ...]:
    unread = () if read else (tag(say("ask.unchanged")),)
    plain = () if adapted else (tag(say("ask.no-adapter"), tone="warning"),)
    return (*unread, *plain)


def _cards(
    edited: str, original: str, tags: Sequence[str], say: Texts, *, claims: Sequence[Claim] = (), busy: bool = False
) -> str:
    empty = (say("ask.waiting"), say("ask.waiting.original")) if busy else (say("ask.no-text"),) * 2
    first = _card(say("ask.edited"), marked(edited, claims, say), "edited", "".join(tags), empty[0])
    second = _card(say("ask.original"), safe(original), "original", "", empty[1])
    return f'<div class="answers" aria-live="polite" aria-busy="{str(busy).lower()}">{first}{second}</div>'


def _card(title: str, content: str, style: str, tags: str, empty: str) -> str:
    """One answer; `content` is HTML, `empty` stands in its place while there is none."""
    body = content or f'<span class="pale">{safe(empty)}</span>'
    return (
        f'<div class="answer {style}"><div class="answer-head"><h3>{safe(title)}</h3>{tags}</div>'
        f'<p class="answer-text" dir="auto">{body}</p></div>'
    )


def _withheld(account: Account, say: Texts) -> str:
    """That no edit covers the question, and which edits were nearest."""
    near = account.answer.evidence.by_edit(NEAREST_SHOWN)[1:].to_dict("records")
    chips = "".join(_edit_chip(row["edit_id"], row["text"]) for row in near)
    nearest = f'<h3>{safe(say("ask.nearest"))}</h3><ul class="used">{chips}</ul>' if near else ""
    return (
        f'<div class="answer uncovered" aria-live="polite"><div class="answer-head"><h3>{safe(say("ask.edited"))}</h3>'
        f"{''.join(_sure_tag(account.sureness, say))}</div>"
        f'<p class="answer-text">{safe(say("ask.uncovered"))}</p>'
        f'<p class="sentence">{safe(account.sentence(say, figures=False))}</p>'
        f'<p class="note">{safe(say("ask.uncovered.note"))}</p></div>{nearest}'
    )


def _used(answer: Answer, say: Texts, *, figures: bool = False) -> str:
    """The edits read, the heaviest first; with `figures` how near each was, and how much of it was read."""
    frame = answer.evidence.by_edit(0)
    read = frame[frame["read"]].to_dict("records")
    if not read:
        return ""
    chips = "".join(
        _edit_chip(edit["edit_id"], edit["text"], _figures(edit["weight"], edit["mass"], say) if figures else ())
        for edit in read
    )
    return f'<h3>{safe(say.count("ask.used", len(read)))}</h3><ul class="used">{chips}</ul>'


def _figures(weight: float, mass: float, say: Texts) -> tuple[str, ...]:
    near = say("ask.used.weight", weight=percent(weight, say))
    # the share is missing (NaN) where nothing was recorded
    return (near, say("ask.used.mass", mass=percent(mass, say))) if mass == mass else (near,)


def _edit_chip(edit_id: str, text: str, numbers: Sequence[str] = ()) -> str:
    """An edit as a button that opens it."""
    told = f'<span class="note">{safe(" · ".join(numbers))}</span>' if numbers else ""
    return (
        f'<li><button type="button" class="chip edit" data-action="edit" data-value="{safe(edit_id)}">'
        f'<span class="text" dir="auto">{safe(text)}</span>{told}</button></li>'
    )

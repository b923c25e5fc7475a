"""The backbones to choose from, for the tab *About*: what each needs, under what terms, and how to start with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.texts import Texts, name_words
from app.ui.about_card_html import folded
from app.ui.pieces import heading, safe, tag

if TYPE_CHECKING:
    from app.service.backbones import BackboneChoice


def backbones(choices: Sequence[BackboneChoice], opened: str | None, waiting: BackboneChoice | None, say: Texts) -> str:
    """All of them.

    Args:
        opened: name of the one that answers now.
        waiting: the one that is to answer, while its terms are not accepted; these stand open.
    """
    shown = "".join(_backbone(one, one.name == opened, one == waiting, say) for one in choices)
    title = heading(say("about.backbones"), say("about.backbones.note"))
    return f'<section class="about">{title}{shown}</section>'


def _backbone(one: BackboneChoice, opened: bool, waiting: bool, say: Texts) -> str:
    facts = {
        "about.detail.licence": one.licence,
        "about.backbones.size": say("about.backbones.size.value", download=one.download_mb, disk=f"{one.disk_mb:,}"),
        "about.backbones.languages": languages(one.languages, say),
        "about.backbones.adapter": one.adapter or say("about.backbones.no-adapter"),
    }
    rows = "".join(f"<dt>{safe(say(key))}</dt><dd>{safe(value)}</dd>" for key, value in facts.items())
    title = safe(name_words(one.title, say))
    return (
        f'<div class="backbone"><h3>{title} {_state(one, opened, say)}</h3><dl class="facts">{rows}</dl>'
        f"<pre>{safe(f'python app.py --backbone {one.name}')}</pre>{_terms(one, waiting, say)}</div>"
    )


def _state(one: BackboneChoice, opened: bool, say: Texts) -> str:
    if opened:
        return tag(say("about.backbones.open"), tone="good")
    return tag(say("about.backbones.here" if one.here else "about.backbones.to-fetch"))


def _terms(one: BackboneChoice, waiting: bool, say: Texts) -> str:
    if one.terms is None:
        return ""
    allowed = one.here or one.accepted
    said = "" if allowed else f'<p class="note">{safe(say("about.backbones.consent"))}</p>'
    link = f'<a href="{safe(one.terms.url)}" target="_blank" rel="noreferrer">{safe(one.terms.url)}</a>'
    text = f"<p>{safe(one.terms.notice)} ({link})</p><pre>{safe(one.terms.text)}</pre>"
    return said + folded(one.terms.title, text, opened=waiting)


def languages(codes: Sequence[str], say: Texts) -> str:
    """Their names; the code of one that has none here."""
    return ", ".join(say(key) if (key := f"language.{code}") in say else code for code in codes)

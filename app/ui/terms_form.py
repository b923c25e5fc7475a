"""The fields in which the terms of a shared edit are read and written; part of the form of an open edit."""

from __future__ import annotations

from app.data.term_fields import TermFields
from app.texts import Texts, place_words
from app.ui.pieces import safe

DATES = ("valid_from", "valid_until", "review_by")


def terms_form(fields: TermFields | None, say: Texts) -> str:
    """Owner, source, confidentiality and dates; nothing for an edit of a session, which has no terms."""
    if fields is None:
        return ""
    texts = _text("owner", fields.owner, say) + _text("source", place_words(fields.source, say), say)
    dates = "".join(_text(name, getattr(fields, name), say, hint="2026-03-31") for name in DATES)
    choices = "".join(
        f'<option value="{value}"{" selected" if fields.confidential == value else ""}>{safe(say(f"terms.{value}"))}'
        "</option>"
        for value in ("no", "yes")
    )
    label = f"<span>{safe(say('terms.confidential'))}</span>"
    confidential = f'<label>{label}<select name="confidential">{choices}</select></label>'
    return f'<div class="fields terms">{texts}{confidential}</div><div class="fields terms">{dates}</div>'


def _text(name: str, value: str, say: Texts, hint: str = "") -> str:
    placeholder = f' placeholder="{safe(hint)}"' if hint else ""
    return (
        f"<label><span>{safe(say(f'terms.{name}'))}</span>"
        f'<input name="{name}" value="{safe(value)}" autocomplete="off"{placeholder}></label>'
    )

"""Places for the shared edits: what stands there for others, and what whoever acts may do in them."""

from __future__ import annotations

from app.service import Workbench
from app.texts import Texts
from app.ui.pieces import safe


def shared_first(workbench: Workbench, token: str | None, key: str, say: Texts) -> str:
    """What to do before there is anything to see (the text `key`); empty for a session on the shared edits."""
    session = workbench.known(token)
    if session is not None and session.shares_as is not None:
        return ""
    return f'<p class="empty">{safe(say(key if workbench.offers_shared else "store.stranger"))}</p>'


def may(workbench: Workbench, operation: str, token: str | None) -> bool:
    """Whether whoever acts may do that: what they may not do is not offered."""
    return workbench.access.why_not(operation, token) is None

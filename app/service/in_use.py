"""The edits that answers of a session may use now: its own, the shared ones, or those of a served release."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.data import Edit
from app.store import Search

if TYPE_CHECKING:
    from app.service.core import Core
    from app.service.sessions import Session
    from app.store import StoredEdit


def edits_in_use(core: Core, session: Session) -> tuple[Edit, ...]:
    """In the version that acts, as far as whoever acts may see them; each has the id of its gist.

    Raises:
        StoreError: the session uses the shared store, and that cannot be read.
    """
    if session.shares_as is None:
        return session.work.edits
    release = core.release_for(session)
    store = core.shared().store
    if release is not None:
        shown = {edit.id for edit in store.releases.edits(release.id)}
        return tuple(_edit(one) for one in core.released().edits(release.id) if one.id in shown)
    found = store.edits.find(Search(sort="oldest", limit=None)).edits
    acting = store.history.those((edit.id, edit.acting) for edit in found if edit.acting is not None)
    now = datetime.now(UTC)
    return tuple(_edit(one) for one in acting if one.terms.holds_at(now))


def _edit(edit: StoredEdit) -> Edit:
    return Edit(edit.text, edit.gist_id, edit.language, edit.note, edit.tags, edit.probes, terms=edit.terms)

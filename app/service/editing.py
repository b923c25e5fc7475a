"""What a person does with the edits of their session: read, propose, accept, compress, remove."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.data import Edit, Upload, demo_edits, read_lines, read_upload
from app.errors import Cancelled
from app.service.compressing import Compressing, steps_of
from app.service.core import Core
from app.service.proposals import Proposal, propose
from app.service.sessions import Session, Work

if TYPE_CHECKING:
    from app.model import GistPool


class Edits:
    """The edits of sessions; each function names its session by token.

    Every function with a token raises SessionExpiredError where there is no such session.
    """

    def __init__(self, core: Core) -> None:
        self._core = core

    def read_lines(self, text: str) -> Upload:
        """Typed edits, one a line."""
        return read_lines(text)

    def read_file(self, path: Path) -> Upload:
        """An uploaded file. Raises UploadError when it cannot be read at all."""
        settings = self._core.settings
        return read_upload(path, max_mb=settings.max_upload_mb, max_edits=settings.max_edits)

    def demo(self) -> Upload:
        """The demo edits, as if they had been typed."""
        return read_lines("\n".join(edit.text for edit in demo_edits()))

    def propose(self, token: str | None, upload: Upload) -> Proposal:
        """Checks an upload and remembers what is good in it for `accept`. Nothing is added yet."""
        session = self._core.session(token)
        proposal = propose(upload, session.work, self._core.model(), self._core.settings.max_edits)
        session.proposal = proposal
        return proposal

    def accept(self, token: str | None, *, flagged: bool = True) -> tuple[Edit, ...]:
        """Adds the edits proposed last, with or without those in another language; they wait for `compress`."""
        session = self._core.session(token)
        proposal, session.proposal = session.proposal, None
        if proposal is None:
            return ()
        edits = proposal.edits if flagged else proposal.without_flagged
        session.change(lambda work: work.with_edits(edits))
        return edits

    def discard(self, token: str | None) -> None:
        """Forgets the proposal; the session's edits stay as they are."""
        self._core.session(token).proposal = None

    def compress(self, token: str | None) -> Iterator[Compressing]:
        """Compresses the waiting edits step by step. What is done stays, whether it is stopped or fails."""
        session = self._core.session(token)
        waiting = session.work.waiting
        with session.running() as stopped:
            yield Compressing(0, len(waiting))
            model = self._core.model()
            for start, batch in steps_of(waiting):
                try:
                    gists = model.compress([edit.text for edit in batch], stop_asked=stopped)
                except Cancelled:
                    yield Compressing(start, len(waiting), stopped=True)
                    return
                self._add_gists(session, gists)
                yield Compressing(start + len(batch), len(waiting))
                if stopped() and start + len(batch) < len(waiting):
                    yield Compressing(start + len(batch), len(waiting), stopped=True)
                    return

    def _add_gists(self, session: Session, gists: GistPool) -> None:
        session.change(lambda work: work.with_gists(gists))
        self._core.sessions.tidy()

    def remove(self, token: str | None, *edit_ids: str) -> Work:
        """Removes edits with their gists; unknown ids change nothing."""
        return self._core.session(token).change(lambda work: work.without(frozenset(edit_ids)))

    def clear(self, token: str | None) -> Work:
        """Removes every edit of the session."""
        session = self._core.session(token)
        session.stop()
        session.proposal = None
        return session.change(lambda _: Work())

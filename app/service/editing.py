"""What a person does with the edits of their session: read, propose, accept, compress, remove."""

from __future__ import annotations

from pathlib import Path

from app.data import Edit, Upload, demo_edits, read_lines, read_upload
from app.service.compressing import CompressOwn, CompressShared
from app.service.core import Core
from app.service.jobs import Jobs
from app.service.proposals import Proposal, propose
from app.service.sessions import Work


class Edits:
    """The edits of sessions; each function names its session by token.

    Every function with a token raises SessionExpiredError where there is no such session.
    """

    def __init__(self, core: Core, jobs: Jobs) -> None:
        self._core, self._jobs = core, jobs

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

    def compress(self, token: str | None) -> str:
        """Begins the job that compresses what waits, in the shared store where the session uses that.

        Returns the job's id: `jobs.follow`, `jobs.stop` and `jobs.resume` take it. Where such a job is on its way
        already, it is that one: it takes in what was added meanwhile. What is done stays, whether it is stopped or
        fails.

        Raises:
            StoreError: the shared store cannot be opened.
        """
        session = self._core.session(token)
        if session.shares_as is None:
            return self._jobs.start(token, CompressOwn(self._core, session), alone=True)
        return self._jobs.start_shared(token, CompressShared(self._core, self._core.shared()))

    def remove(self, token: str | None, *edit_ids: str) -> Work:
        """Removes edits with their gists; unknown ids change nothing."""
        return self._core.session(token).change(lambda work: work.without(frozenset(edit_ids)))

    def clear(self, token: str | None) -> Work:
        """Removes every edit of the session."""
        session = self._core.session(token)
        session.jobs.stop()
        session.proposal = None
        return session.change(lambda _: Work())

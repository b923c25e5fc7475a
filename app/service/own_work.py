"""A person's own work as a file, since a session ends: downloaded, and taken up again in another one."""

from __future__ import annotations

from pathlib import Path

from app.data.decoding import read_bytes
from app.data.saved_work import Asked, Rules, SavedWork, read_work, written_work
from app.errors import InputError
from app.service.core import Core
from app.service.permissions import permitted


class OwnWork:
    """Private edits, questions and settings. Every function raises SessionExpiredError where there is no session."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("own_work.save")
    def save(self, token: str | None, policy: str = "", *, only_edits: bool = False) -> bytes:
        """The file: the session's private edits, its newest questions with their answers, and these settings.

        Raises:
            InputError: there is nothing to keep yet.
        """
        session = self._core.session(token)
        asked = (*session.taken_up, *(Asked(question=q, answer=a) for q, a in session.private_questions()))
        if not session.work.edits and not asked:
            raise InputError("There is no work of your own to keep yet.", "", "Add an edit or ask a question first.")
        return written_work(session.work.edits, asked, Rules(policy=policy, only_edits=only_edits))

    @permitted("own_work.read")
    def read(self, token: str | None, path: Path) -> SavedWork:
        """What such a file holds; its edits are to be proposed as those of any upload, its questions are offered.

        Raises:
            UploadError: it is no such file.
            InputError: the session works on the shared edits.
        """
        session, settings = self._core.session(token), self._core.settings
        if session.shares_as is not None:
            raise InputError("This would add to the shared edits.", "", "Choose your own edits, then upload it again.")
        work = read_work(read_bytes(path, max_mb=settings.max_upload_mb), max_edits=settings.max_edits)
        session.taken_up = work.questions
        return work

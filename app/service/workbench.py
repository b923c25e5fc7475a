"""The one façade that the interface, the command line and the HTTP API go through.

It knows sessions, limits and the order of steps; it knows neither tensors nor Gradio. Everything that a person may
do to their edits happens in their own session; the model is shared and never changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import Settings
from app.config import settings as process_settings
from app.data import Edit, Upload, demo_edits, demo_questions, read_lines, read_upload
from app.errors import Cancelled, QuestionError, SessionExpiredError
from app.service.accounts import make_account, report_on
from app.service.compressing import Compressing, steps_of
from app.service.loading import Loading, ModelOnce, Progress
from app.service.proposals import Proposal, propose
from app.service.sessions import Asked, Session, Sessions, Work

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.explain.report import Report
    from app.model import EditableModel, GistPool, PartialAnswer
    from app.model.policies import Policy
    from app.service.shared_store import SharedStore

LoadFromSettings = Callable[[Settings, Progress], "EditableModel"]


@dataclass(frozen=True)
class About:
    """What answers here, for the top of the page."""

    backbone: str
    adapter: str | None
    """None: without adapter, verbatim reading."""
    precision: str
    device: str
    memory: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Asking:
    """An answer as it grows. `key` is set with the last one: it finds the answer for `explain`."""

    partial: PartialAnswer
    key: str | None = None


class Workbench:
    """One model, many private sessions.

    Args:
        settings: limits and the choice of model; those of the process by default.
        load: makes the model; replaced in tests.
    """

    def __init__(self, settings: Settings | None = None, load: LoadFromSettings | None = None) -> None:
        self.settings = settings or process_settings()
        make = load or load_model
        self._model = ModelOnce(lambda progress: make(self.settings, progress))
        self._sessions = Sessions(
            self.settings.session_hours, self.settings.max_sessions, self.settings.max_gist_mb * 2**20
        )
        self._shared: SharedStore | None = None
        self._opening_shared = threading.Lock()

    # The model

    def begin_loading(self) -> None:
        """Starts loading the model in the background; calling it again does no harm."""
        self._model.begin()

    @property
    def loading(self) -> Loading:
        """How far the model is, without waiting."""
        return self._model.state

    def model(self, progress: Progress | None = None) -> EditableModel:
        """The model, loaded if it is not yet. Raises WorkbenchError with the reason when that fails."""
        return self._model.get(progress)

    def about(self) -> About | None:
        """What answers here; None while the model is not loaded."""
        model = self._model.model
        if model is None:
            return None
        from app.model.sources import PACKAGED

        packaged = PACKAGED.get(model.backbone.name)
        card = None if model.adapter is None else model.adapter.card
        return About(
            backbone=model.backbone.name if packaged is None else packaged.title,
            adapter=None if card is None else card.name,
            precision=str(model.backbone.precision),
            device=str(model.backbone.device),
            memory=str(model.memory),
            languages=() if card is None else tuple(card.languages),
        )

    # Sessions

    def open(self, token: str | None) -> Session:
        """The session of this token, or a new one under a new token when there is none."""
        return self._sessions.get(token) or self._sessions.new()

    def session(self, token: str | None) -> Session:
        """The session of this token. Raises SessionExpiredError when there is none (any more)."""
        session = self._sessions.get(token)
        if session is None:
            hours = f"{self.settings.session_hours:g}"
            raise SessionExpiredError(
                "This session is over: its edits are no longer here.",
                f"Edits are kept for {hours} hours after they were last used, less when the server is full.",
                "Add them again; what stands in the text field is still there.",
            )
        return session

    def stop(self, token: str | None) -> None:
        """Stops what this session is computing now."""
        session = self._sessions.get(token)
        if session is not None:
            session.stop()

    # Edits

    def read_lines(self, text: str) -> Upload:
        """Typed edits, one a line."""
        return read_lines(text)

    def read_file(self, path: Path) -> Upload:
        """An uploaded file. Raises UploadError when it cannot be read at all."""
        return read_upload(path, max_mb=self.settings.max_upload_mb, max_edits=self.settings.max_edits)

    def demo(self) -> Upload:
        """The demo edits, as if they had been typed."""
        return read_lines("\n".join(edit.text for edit in demo_edits()))

    def demo_questions(self, token: str | None) -> tuple[str, ...]:
        """Questions that ask for those demo edits that this session holds."""
        session = self._sessions.get(token)
        if session is None:
            return ()
        held = {edit.id for edit in session.work.edits}
        pairs = zip(demo_edits(), demo_questions(), strict=True)
        return tuple(question for edit, question in pairs if edit.id in held)

    def propose(self, token: str | None, upload: Upload) -> Proposal:
        """Checks an upload and remembers what is good in it for `accept`. Nothing is added yet."""
        session = self.session(token)
        proposal = propose(upload, session.work, self.model(), self.settings.max_edits)
        session.proposal = proposal
        return proposal

    def accept(self, token: str | None, *, flagged: bool = True) -> tuple[Edit, ...]:
        """Adds the edits proposed last, with or without those in another language; they wait for `compress`."""
        session = self.session(token)
        proposal, session.proposal = session.proposal, None
        if proposal is None:
            return ()
        edits = proposal.edits if flagged else proposal.without_flagged
        session.change(lambda work: work.with_edits(edits))
        return edits

    def discard(self, token: str | None) -> None:
        """Forgets the proposal; the session's edits stay as they are."""
        self.session(token).proposal = None

    def compress(self, token: str | None) -> Iterator[Compressing]:
        """Compresses the waiting edits step by step. What is done stays, whether it is stopped or fails."""
        session = self.session(token)
        waiting = session.work.waiting
        with session.running() as stopped:
            yield Compressing(0, len(waiting))
            model = self.model()
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
        self._sessions.tidy()

    def remove(self, token: str | None, *edit_ids: str) -> Work:
        """Removes edits with their gists; unknown ids change nothing."""
        return self.session(token).change(lambda work: work.without(frozenset(edit_ids)))

    def clear(self, token: str | None) -> Work:
        """Removes every edit of the session."""
        session = self.session(token)
        session.stop()
        session.proposal = None
        return session.change(lambda _: Work())

    # The shared store

    def shared(self, *, create: bool = True) -> SharedStore:
        """The shared store that the settings name, opened at the first call.

        Raises:
            StoreError: it cannot be opened; without `create` also where there is none yet.
        """
        from app.service.shared_store import SharedStore
        from app.store import open_store

        with self._opening_shared:
            if self._shared is None:
                self._shared = SharedStore(open_store(self.settings.store, create=create), self.model)
            return self._shared

    def use_shared(self, token: str | None, name: str = "") -> None:
        """From now on this session asks with the shared edits, and its answers are kept beside them under this name.

        Raises:
            StoreError: there is no shared store, or it cannot be opened.
        """
        session = self.session(token)
        self.shared(create=False)
        session.shares_as = name

    # Questions

    def ask(self, token: str | None, question: str, policy: Policy | str | None = None) -> Iterator[Asking]:
        """The answer with the session's edits and the backbone's own, growing side by side.

        Stopped by `stop`: then the last one has no key. With the shared store's edits, if the session uses them.

        Raises:
            QuestionError: an empty or too long question.
            StoreError: the shared store cannot be read, or cannot keep the answer, which is then not given.
        """
        session = self.session(token)
        if not question.strip():
            raise QuestionError("The question is empty.", "", "Type a question, or the beginning of a sentence.")
        model = self.model()
        snapshot = None if session.shares_as is None else self.shared().snapshot()
        pool = session.work.pool if snapshot is None else snapshot.pool
        with session.running() as stopped:
            try:
                for partial in model.stream(question.strip(), pool, policy=policy, stop_asked=stopped):
                    done = partial.done
                    versions: dict[str, int] = {}
                    if done is not None and snapshot is not None:
                        versions = snapshot.versions(done.evidence.selection.chosen)
                        self.shared().log(done, snapshot, asked_by=session.shares_as or "")
                    yield Asking(partial, None if done is None else session.keep(Asked(done, pool, versions)))
            except Cancelled:
                return

    def answered(self, token: str | None, key: str) -> Asked | None:
        """A recent answer of this session, for its pictures."""
        return self.session(token).asked(key)

    def account(self, token: str | None, key: str) -> Account | None:
        """All that is known of a recent answer, leave-one-out included; None when it is too old.

        The model is asked at the first call only.
        """
        session = self.session(token)
        asked = session.asked(key)
        if asked is None or asked.account is not None:
            return None if asked is None else asked.account
        account = make_account(self.model(), asked)
        session.learn(key, account)
        return account

    def report(self, token: str | None, key: str) -> Report | None:
        """The evidence report of a recent answer; None when it is too old."""
        asked, account = self.answered(token, key), self.account(token, key)
        return None if asked is None or account is None else report_on(self.model(), asked, account)


def load_model(settings: Settings, progress: Progress) -> EditableModel:
    """The model that the settings name. Torch is imported here, not before: the page opens at once."""
    from app.model import EditableModel

    return EditableModel.load(settings=settings, progress=progress)

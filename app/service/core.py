"""What every part of the service stands on: settings, the one model, the sessions, the shared store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.config import Settings
from app.config import settings as process_settings
from app.errors import ReleaseError, SessionExpiredError, StoreError
from app.service.identity import Identity
from app.service.loading import Loading, ModelOnce, Progress
from app.service.permissions import permitted
from app.service.queue import ModelQueue
from app.service.serving import VISITOR, ServesReleases
from app.service.sessions import Session, Sessions

if TYPE_CHECKING:
    from app.model import EditableModel, GistPool
    from app.service.releases.serving import ReleasedPools
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


class Core(ServesReleases):
    """One model, many private sessions, one shared store.

    Args:
        settings: limits and the choice of model; those of the process by default.
        load: makes the model; replaced in tests.
        identity: who acts where nobody has said so (`acting_as`); the account of the settings' API token, or without
            one whoever sits at this machine.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        load: LoadFromSettings | None = None,
        identity: Identity | None = None,
    ) -> None:
        self.settings = settings or process_settings()
        self._identity = identity
        make = load or load_model
        self._model = ModelOnce(lambda progress: make(self._settings_of_model(), progress))
        self.queue = ModelQueue(self.settings.max_waiting, self.settings.answer_batch)
        """Everything that computes with the model waits here first: `with core.queue.turn(session.token): …`."""
        self.sessions = Sessions(
            self.settings.session_hours, self.settings.max_sessions, self.settings.max_gist_mb * 2**20
        )
        self.forgetting: list[Callable[[], None]] = []
        """Called once something was erased from the shared store: each forgets what it holds in memory."""
        self._shared: SharedStore | None = None
        self._released: ReleasedPools | None = None
        self._opening, self._opening_shared = threading.Lock(), threading.Lock()

    # The model

    @permitted("begin_loading")
    def begin_loading(self) -> None:
        """Starts loading the model in the background; calling it again does no harm."""
        self._model.begin()

    @property
    def loading(self) -> Loading:
        """How far the model is, without waiting."""
        return self._model.state

    @permitted("model")
    def model(self, progress: Progress | None = None) -> EditableModel:
        """The model, loaded if it is not yet. Raises WorkbenchError with the reason when that fails."""
        return self._model.get(progress)

    @permitted("about")
    def about(self) -> About | None:
        """What answers here; None while the model is not loaded."""
        model = self._model.model
        if model is None:
            return None
        from app.model.lending import zero_gpu
        from app.model.sources import PACKAGED

        packaged = PACKAGED.get(model.backbone.name)
        card = None if model.adapter is None else model.adapter.card
        return About(
            backbone=model.backbone.name if packaged is None else packaged.title,
            adapter=None if card is None else card.name,
            precision=str(model.backbone.precision),
            device=zero_gpu.device_of(model),
            memory=str(model.memory),
            languages=() if card is None else tuple(card.languages),
        )

    # Sessions

    @permitted("open")
    def open(self, token: str | None) -> Session:
        """The session of this token, or a new one under a new token when there is none that is one's own.

        Of a token that the browser got as somebody else: one's own session in that browser. Who signs out finds the
        visitor's again, and who signs in again the one that they had.
        """
        with self._opening:
            before = self.sessions.get(token)
            found = self.known(token) or (before and self.known(before.beside.get(self.identity.name)))
            if found is None:
                found = self.sessions.new(self.identity, before)
                found.shares_as = (self.identity.name or VISITOR) if self.serves else None
            return found

    @permitted("known")
    def known(self, token: str | None) -> Session | None:
        """The session of this token; None where there is none (any more), or it is somebody else's."""
        session = self.sessions.get(token)
        if session is None or session.identity.name != self.identity.name:
            return None
        session.identity = self.identity
        return session

    @permitted("session")
    def session(self, token: str | None) -> Session:
        """The session of this token. Raises SessionExpiredError when there is none (any more)."""
        if self._shared is not None:
            with suppress(StoreError):  # whoever needs the store is told by itself
                self._shared.notice_erasures()
        session = self.known(token)
        if session is None:
            hours = f"{self.settings.session_hours:g}"
            raise SessionExpiredError(
                "This session is over: its edits are no longer here.",
                f"Edits are kept for {hours} hours after they were last used, less when the server is full.",
                "Add them again; what stands in the text field is still there.",
            )
        return session

    @permitted("stop")
    def stop(self, token: str | None) -> None:
        """Stops the questions that this session is asking now; its jobs are stopped one by one (`jobs.stop`)."""
        session = self.known(token)
        if session is not None:
            session.stop()

    # The shared store

    @permitted("shared")
    def shared(self, *, create: bool = True) -> SharedStore:
        """The shared store that the settings name, as far as whoever acts may see it; opened at the first call.

        Raises:
            StoreError: it cannot be opened; without `create` also where there is none yet.
        """
        return self.whole_store(create=create).seen_by(self.identity.viewer)

    def whole_store(self, *, create: bool = True) -> SharedStore:
        """The shared store with all that is in it: for what checks by itself what of it may be told.

        Raises:
            StoreError: as `shared`.
        """
        from app.service.shared_store import SharedStore
        from app.store import open_store

        with self._opening_shared:
            if self._shared is None:
                self._shared = SharedStore(
                    open_store(self.settings.store, create=create), self.model, self._forget_erased
                )
            return self._shared

    def _forget_erased(self) -> None:
        """Something was erased from the shared store: nothing that may repeat it stays in memory."""
        self.sessions.forget_answers()
        for forget in self.forgetting:
            forget()

    def check_store(self) -> None:
        """Opens the store if the page is to offer one, and finds its release: what is wrong is told at the start.

        Raises:
            StoreError: it cannot be opened, or there is no such release.
        """
        if self.serves or "store" in self.settings.model_fields_set:
            self.whole_store(create=not self.serves)
        serving = self.serving()
        if serving is not None:
            serving.release_for("")

    @property
    def has_shared(self) -> bool:
        """Whether the page has places for the shared store: only where somebody has said which one it is."""
        return self.serves or "store" in self.settings.model_fields_set

    @property
    def offers_shared(self) -> bool:
        """Whether the page offers the shared store to whoever acts."""
        return self.has_shared and self.refusal("open_shared") is None

    @permitted("open_shared")
    def open_shared(self, token: str | None, name: str = "") -> None:
        """As `use_shared`, for visitors of the page, who may say who they are.

        Raises:
            InputError: the name is too long.
            StoreError: the page does not offer it, or it cannot be opened.
        """
        if "store" not in self.settings.model_fields_set:
            raise StoreError(
                "There are no shared edits here.",
                "The page offers them only where their place is named.",
                "Start the workbench with --store URL, or set INCOMES_STORE.",
            )
        self.use_shared(token, visitor_named(name))

    @permitted("rename")
    def rename(self, token: str | None, name: str) -> None:
        """Another name for somebody who uses the shared store without sign-in; does nothing for anybody else.

        Raises:
            InputError: it is too long; the old one stays.
        """
        session, sound = self.session(token), visitor_named(name)
        if session.shares_as is not None and not self.identity.name:
            session.shares_as = sound

    @permitted("leave_shared")
    def leave_shared(self, token: str | None) -> None:
        """From now on this session uses its own edits again, which are as they were.

        Raises:
            ReleaseError: a release is served here, and nothing else.
        """
        session = self.session(token)
        if self.serves:
            raise ReleaseError(
                "Own edits cannot be used here.",
                f"This workbench answers from the release {self.settings.release!r} alone.",
                "Start another one without --release to try edits.",
            )
        session.shares_as = None

    @permitted("use_shared")
    def use_shared(self, token: str | None, name: str = "") -> None:
        """From now on this session asks with the shared edits, and its answers are kept beside them under this name.

        Who has signed in does so under the name of the account.

        Raises:
            StoreError: there is no shared store, or it cannot be opened.
        """
        session = self.session(token)
        self.shared(create=False)
        session.shares_as, session.offered = self.identity.name or name, None

    @permitted("pool_of")
    def pool_of(self, session: Session) -> GistPool | None:
        """The gists that a session asks with now: its own, or the shared ones while it uses those.

        Raises:
            StoreError: the shared store cannot be read.
        """
        served = self.served_to(session)
        if served is not None:
            return served.pool
        return session.work.pool if session.shares_as is None else self.shared().snapshot().pool


def visitor_named(name: str) -> str:
    """Under what name a visitor changes and asks. Raises InputError where the name is too long."""
    from app.store.values import sound_name

    return sound_name(name) or VISITOR


def load_model(settings: Settings, progress: Progress) -> EditableModel:
    """The model that the settings name. Torch is imported here, not before: the page opens at once."""
    from app.model import EditableModel
    from app.model.lending import zero_gpu

    if zero_gpu.offered():
        return zero_gpu.load(settings, progress)
    return EditableModel.load(settings=settings, progress=progress)

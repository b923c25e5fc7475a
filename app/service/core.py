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
from app.service.loading import Loading, ModelOnce, Progress
from app.service.queue import ModelQueue, StopAsked, never
from app.service.sessions import Session, Sessions

if TYPE_CHECKING:
    from app.model import EditableModel, GistPool
    from app.service.releases.serving import ReleasedPools, Served, Serving
    from app.service.shared_store import SharedStore
    from app.store import Release

VISITOR = "visitor"
"""Author of what somebody does on the page who has given no name."""

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


class Core:
    """One model, many private sessions, one shared store.

    Args:
        settings: limits and the choice of model; those of the process by default.
        load: makes the model; replaced in tests.
    """

    def __init__(self, settings: Settings | None = None, load: LoadFromSettings | None = None) -> None:
        self.settings = settings or process_settings()
        make = load or load_model
        self._model = ModelOnce(lambda progress: make(self._settings_of_model(), progress))
        self.queue = ModelQueue()
        """Everything that computes with the model waits here first: `with core.queue.turn(session.token): …`."""
        self.sessions = Sessions(
            self.settings.session_hours, self.settings.max_sessions, self.settings.max_gist_mb * 2**20
        )
        self.forgetting: list[Callable[[], None]] = []
        """Called once something was erased from the shared store: each forgets what it holds in memory."""
        self._shared: SharedStore | None = None
        self._released: ReleasedPools | None = None
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
        session = self.sessions.get(token)
        if session is None:
            session = self.sessions.new()
            session.shares_as = VISITOR if self.serves else None
        return session

    def session(self, token: str | None) -> Session:
        """The session of this token. Raises SessionExpiredError when there is none (any more)."""
        if self._shared is not None:
            with suppress(StoreError):  # whoever needs the store is told by itself
                self._shared.notice_erasures()
        session = self.sessions.get(token)
        if session is None:
            hours = f"{self.settings.session_hours:g}"
            raise SessionExpiredError(
                "This session is over: its edits are no longer here.",
                f"Edits are kept for {hours} hours after they were last used, less when the server is full.",
                "Add them again; what stands in the text field is still there.",
            )
        return session

    def stop(self, token: str | None) -> None:
        """Stops the questions that this session is asking now; its jobs are stopped one by one (`jobs.stop`)."""
        session = self.sessions.get(token)
        if session is not None:
            session.stop()

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
                self._shared = SharedStore(
                    open_store(self.settings.store, create=create), self.model, self._forget_erased
                )
            return self._shared

    def _forget_erased(self) -> None:
        """Something was erased from the shared store: nothing that may repeat it stays in memory."""
        self.sessions.forget_answers()
        for forget in self.forgetting:
            forget()

    @property
    def offers_shared(self) -> bool:
        """Whether visitors of the page may open the shared store: only where somebody has said which one it is."""
        return self.serves or "store" in self.settings.model_fields_set

    def open_shared(self, token: str | None, name: str = "") -> None:
        """As `use_shared`, for visitors of the page, who may say who they are.

        Raises:
            InputError: the name is too long.
            StoreError: visitors are not offered it, or it cannot be opened.
        """
        if not self.offers_shared:
            raise StoreError(
                "There are no shared edits here.",
                "The page offers them only where their place is named.",
                "Start the workbench with --store URL, or set INCOMES_STORE.",
            )
        self.use_shared(token, visitor_named(name))

    def rename(self, token: str | None, name: str) -> None:
        """Another name for a visitor who uses the shared store; does nothing for one who does not.

        Raises:
            InputError: it is too long; the old one stays.
        """
        session, sound = self.session(token), visitor_named(name)
        if session.shares_as is not None:
            session.shares_as = sound

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

    def use_shared(self, token: str | None, name: str = "") -> None:
        """From now on this session asks with the shared edits, and its answers are kept beside them under this name.

        Raises:
            StoreError: there is no shared store, or it cannot be opened.
        """
        session = self.session(token)
        self.shared(create=False)
        session.shares_as = name

    def pool_of(self, session: Session) -> GistPool | None:
        """The gists that a session asks with now: its own, or the shared ones while it uses those.

        Raises:
            StoreError: the shared store cannot be read.
        """
        served = self.served_to(session)
        if served is not None:
            return served.pool
        return session.work.pool if session.shares_as is None else self.shared().snapshot().pool

    # Releases

    @property
    def serves(self) -> bool:
        """Whether answers come from a release alone."""
        return bool(self.settings.release)

    def released(self) -> ReleasedPools:
        """The releases of the shared store as the model reads them. Raises StoreError as `shared` does."""
        from app.service.releases.serving import ReleasedPools

        shared = self.shared(create=False)
        with self._opening_shared:
            if self._released is None:
                self._released = ReleasedPools(shared, self.model)
                self.forgetting.append(self._released.forget)
            return self._released

    def serving(self) -> Serving | None:
        """Which release answers whom; None where the edits answer as they are. Raises StoreError as `shared` does."""
        from app.service.releases.serving import Serving

        if not self.settings.release:
            return None
        return Serving(self.settings.release, self.shared(create=False), self.released())

    def release_for(self, session: Session) -> Release | None:
        """The release that answers this session now; None where none is served.

        Raises:
            ReleaseMissingError: there is no such release, or the alias stands nowhere.
            StoreError: the shared store cannot be read.
        """
        serving = self.serving()
        return None if serving is None else serving.release_for(session.shares_as or VISITOR)

    def served_to(self, session: Session, stop_asked: StopAsked = never) -> Served | None:
        """The same as the model reads it; gists that it lacks are made, so it is to be called in turn.

        Raises:
            PinsError: the release was made for another model than is open here.
            ReleaseMissingError, StoreError: as `release_for` does.
            Cancelled: `stop_asked()` said so.
        """
        serving = self.serving()
        return None if serving is None else serving.served_to(session.shares_as or VISITOR, stop_asked)

    def _settings_of_model(self) -> Settings:
        """The settings; a precision that was left to a measurement is the one that the served release names."""
        serving = self.serving() if self.settings.precision == "auto" else None
        if serving is None:
            return self.settings
        return self.settings.model_copy(update={"precision": serving.release_for("").pins.precision})


def visitor_named(name: str) -> str:
    """Under what name a visitor changes and asks. Raises InputError where the name is too long."""
    from app.store.values import sound_name

    return sound_name(name) or VISITOR


def load_model(settings: Settings, progress: Progress) -> EditableModel:
    """The model that the settings name. Torch is imported here, not before: the page opens at once."""
    from app.model import EditableModel

    return EditableModel.load(settings=settings, progress=progress)

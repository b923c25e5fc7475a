"""What every part of the service stands on: settings, the one model, the sessions, the shared store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.config import Settings
from app.config import settings as process_settings
from app.errors import SessionExpiredError, StoreError
from app.service.loading import Loading, ModelOnce, Progress
from app.service.queue import ModelQueue
from app.service.sessions import Session, Sessions

if TYPE_CHECKING:
    from app.model import EditableModel, GistPool
    from app.service.shared_store import SharedStore

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
        self._model = ModelOnce(lambda progress: make(self.settings, progress))
        self.queue = ModelQueue()
        """Everything that computes with the model waits here first: `with core.queue.turn(session.token): …`."""
        self.sessions = Sessions(
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
        return self.sessions.get(token) or self.sessions.new()

    def session(self, token: str | None) -> Session:
        """The session of this token. Raises SessionExpiredError when there is none (any more)."""
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
                self._shared = SharedStore(open_store(self.settings.store, create=create), self.model)
            return self._shared

    @property
    def offers_shared(self) -> bool:
        """Whether visitors of the page may open the shared store: only where somebody has said which one it is."""
        return "store" in self.settings.model_fields_set

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
        """From now on this session uses its own edits again, which are as they were."""
        self.session(token).shares_as = None

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
        return session.work.pool if session.shares_as is None else self.shared().snapshot().pool


def visitor_named(name: str) -> str:
    """Under what name a visitor changes and asks. Raises InputError where the name is too long."""
    from app.store.values import sound_name

    return sound_name(name) or VISITOR


def load_model(settings: Settings, progress: Progress) -> EditableModel:
    """The model that the settings name. Torch is imported here, not before: the page opens at once."""
    from app.model import EditableModel

    return EditableModel.load(settings=settings, progress=progress)

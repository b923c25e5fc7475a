"""The model, loaded once for the whole process, in the background, with progress that a page can show."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import sleep
from typing import TYPE_CHECKING, Protocol

from app.errors import BackboneError, WorkbenchError

if TYPE_CHECKING:
    from app.model import EditableModel

LOOK_SECONDS = 0.25
"""Between two looks at how far the model is."""
Progress = Callable[[str, float], None]
"""Called with the name of the step and the part of it that is done, 0 to 1."""
LoadModel = Callable[[Progress], "EditableModel"]


@dataclass(frozen=True)
class Loading:
    """How far the model is."""

    step: str = ""
    fraction: float = 0.0
    ready: bool = False
    error: WorkbenchError | None = None


class Loads(Protocol):
    """What loads the model: the workbench."""

    @property
    def loading(self) -> Loading: ...

    def begin_loading(self) -> None: ...


def until_loaded(
    bench: Loads, every: float = LOOK_SECONDS, stop_asked: Callable[[], bool] = lambda: False
) -> Iterator[Loading]:
    """How far the model is, again and again, until it is loaded or `stop_asked()` says so.

    Raises:
        WorkbenchError: why it cannot be loaded.
    """
    bench.begin_loading()
    while not (state := bench.loading).ready and not stop_asked():
        if state.error is not None:
            raise state.error
        yield state
        sleep(every)


class ModelOnce:
    """Loads the model at the first call and hands the same one to every caller and thread.

    A failed attempt is told to everyone who waited for it; the next call tries again.
    """

    def __init__(self, load: LoadModel) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._model: EditableModel | None = None
        self.state = Loading()

    def get(self, progress: Progress | None = None) -> EditableModel:
        """The model; blocks while it is being loaded.

        Raises:
            WorkbenchError: why it cannot be loaded.
        """
        with self._lock:
            if self._model is None:
                self._model = self._try(progress)
            return self._model

    def begin(self) -> None:
        """Starts loading in the background, unless the model is there or on its way."""
        if self._model is None and not self._lock.locked():
            if self.state.error is not None:
                self.state = Loading()  # who looks before the thread runs must not see the error of the last attempt
            threading.Thread(target=self._in_background, name="load-model", daemon=True).start()

    @property
    def model(self) -> EditableModel | None:
        """The model if it is loaded, without waiting."""
        return self._model

    def _in_background(self) -> None:
        try:
            self.get()
        except WorkbenchError:
            return  # `state.error` tells the page

    def _try(self, progress: Progress | None) -> EditableModel:
        def report(step: str, fraction: float) -> None:
            self.state = Loading(step, min(max(fraction, 0.0), 1.0))
            if progress is not None:
                progress(step, fraction)

        self.state = Loading()
        try:
            model = self._load(report)
        except WorkbenchError as error:
            self.state = Loading(error=error)
            raise
        except Exception as error:
            unforeseen = BackboneError(
                f"The model could not be loaded: {error}.",
                "",
                "`python -m app doctor` says what is ready and what is not.",
            )
            self.state = Loading(error=unforeseen)
            raise unforeseen from error
        self.state = Loading(fraction=1.0, ready=True)
        return model

"""The same model in several processes, of this machine or of others: they compress batches, or evaluate, side by side.

What they make is what one process makes: they compress the very batches that it would, with the same model, which is
checked. They get texts and give gists back; where gists are kept, and with what password, stays with who asked them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.cluster import Cluster, Crew, Piece, open_cluster
from app.config import Settings
from app.errors import ClusterError
from app.service import core
from app.service.core import LoadFromSettings
from app.service.loading import Progress

if TYPE_CHECKING:
    from app.model import EditableModel, Gist

State = TypeVar("State")


@contextmanager
def machines(workers: int | None, address: str | None) -> Iterator[Machines]:
    """Processes that help, while they are needed.

    Args:
        workers: None: one for every machine.
        address: of a running cluster; None: processes of this machine.

    Raises:
        RayMissingError, InputError, ClusterError: see `open_cluster`.
    """
    with open_cluster(workers, address) as cluster, closing(Machines(cluster, core.load_model)) as opened:
        yield opened


class Machines:
    """A cluster that can load the model of this process.

    Args:
        load: as this process loads it; pickled.
    """

    def __init__(self, cluster: Cluster, load: LoadFromSettings) -> None:
        self._cluster, self._load = cluster, load
        self._crews: list[Crew[Any]] = []

    def load(self, settings: Settings, progress: Progress) -> EditableModel:
        """The model that the settings name, which has its edits compressed by the cluster. Fit for `Workbench`."""
        model = self._load(settings, progress)
        helped = partial(_by, self.crew(model, _itself))
        return replace(model, compressor=replace(model.compressor, elsewhere=helped))

    def crew(self, model: EditableModel, state: Callable[[EditableModel], State]) -> Crew[State]:
        """Workers with the same model.

        Args:
            state: makes of a worker's model what its pieces of work are given.
        """
        make = partial(_made, self._load, _settings_for_workers(model), model.compressor.made_by, state)
        crew = Crew(self._cluster, make, on_card=model.backbone.device.type == "cuda")
        self._crews.append(crew)
        return crew

    def close(self) -> None:
        """Ends the workers."""
        for crew in self._crews:
            crew.close()


def _by(crew: Crew[EditableModel], batches: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[Gist]]]:
    numbers = {Piece(partial(_compressed, tuple(texts))): number for number, texts in enumerate(batches)}
    for piece, gists in crew.each(list(numbers)):
        yield numbers[piece], gists


def _compressed(texts: Sequence[str], model: EditableModel, _common: None) -> Sequence[Gist]:
    return tuple(model.compress(texts))


def _made(load: LoadFromSettings, settings: Settings, made_by: str, state: Callable[[EditableModel], State]) -> State:
    """In a worker.

    Raises:
        ClusterError: the model is another one here.
    """
    model = load(settings, lambda _step, _part: None)
    if model.compressor.made_by != made_by:
        raise ClusterError(
            "A worker has another model, adapter or version of the program than the process that asked it.",
            "All workers make the same gists, to the last bit.",
            "Give every machine the same program and the same files of model and adapter.",
        )
    return state(model)


def _itself(model: EditableModel) -> EditableModel:
    return model


def _settings_for_workers(model: EditableModel) -> Settings:
    """What was left to a measurement is as it came out here; no password or token goes with it."""
    given = model.settings
    folders = {"backbone": given.backbone, "adapter": given.adapter}
    return given.model_copy(
        update={name: str(Path(place).absolute()) for name, place in folders.items() if Path(place).is_dir()}
        | {
            "precision": model.backbone.precision,
            "device": model.backbone.device.type,
            "memory": model.memory,
            "token": None,  # nosec B105  # there is none
            "store": "",
        }
    )

"""Hugging Face's ZeroGPU: a GPU that a Space is lent for seconds, in a process forked for it.

How its package `spaces` works, and what follows for us:

- A function under `spaces.GPU` runs in a process forked from the page's. CUDA may be initialised there and nowhere
  else: here the weights lie in ordinary memory, and the first piece that such a process does moves them. A process is
  used again while it keeps the GPU, so that a row of questions moves them once.
- In the page's process `spaces` makes torch say that there is CUDA. So the device is named here, never looked for.
- Arguments and steps are pickled (`pieces.py`), a generator's steps come as they are made, and of errors only their
  names come back: ours travel as steps.
- There has to be such a function before the page is served (`lender`).

Outside ZeroGPU `spaces.GPU` gives a function back as it is: all of this then runs in the same process.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.errors import LendingError, WorkbenchError

if TYPE_CHECKING:
    from app.config import Settings
    from app.model.editable import EditableModel
    from app.model.lending.borrowing import Lend
    from app.model.lending.pieces import Piece
    from app.model.progress import Progress

SECONDS = 30
"""For which a piece asks for the GPU. A visitor's quota must cover them; only those that pass are taken from it."""


@dataclass(frozen=True)
class Failed:
    """A step that tells why there are no more."""

    error: WorkbenchError


_model: EditableModel | None = None
"""What is lent the GPU: a forked process finds it here."""
_home = 0
"""Id of the process that it is from."""
_moved: EditableModel | None = None
"""What a forked process has made of it."""


def offered() -> bool:
    """Whether this is a Space on ZeroGPU."""
    return os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")  # as `spaces` reads it


def lender() -> Lend:
    """ZeroGPU as a lender. On a Space it is to be called before the page is served."""
    import gradio as gr
    import spaces

    compute = spaces.GPU(duration=SECONDS)(work)

    def lend(piece: Piece) -> Generator[Any, None, None]:
        try:
            with closing(compute(piece)) as steps:
                for step in steps:
                    if isinstance(step, Failed):
                        raise step.error
                    yield step
        except gr.Error as error:  # no GPU is free, the visitor's quota is used up, …
            raise LendingError(
                f"ZeroGPU did not lend its GPU: {error.message}",
                "Who has signed in to Hugging Face is lent it for longer.",
                "Ask again in a minute.",
            ) from error

    return lend


def device_of(model: EditableModel) -> str:
    """Where a model computes, for people."""
    return "cuda (ZeroGPU)" if offered() else str(model.backbone.device)


def load(settings: Settings, progress: Progress) -> EditableModel:
    """The model that the settings name, lent the GPU.

    Raises:
        BackboneError, AdapterError: as `EditableModel.load`; 4 bits are asked for.
    """
    from app.model.editable import EditableModel
    from app.model.precision import resolve_precision

    precision = "bfloat16" if settings.precision == "auto" else resolve_precision(settings.precision, "cpu")
    return lent(EditableModel.load(settings=settings, device="cpu", precision=precision, progress=progress))


def lent(model: EditableModel) -> EditableModel:
    """A model, here in ordinary memory, lent the GPU from now on: one in a process."""
    from app.model.lending.borrowing import borrowing

    global _model, _home, _moved
    _ = model.backbone.model  # loaded now, once: a forked process finds it in memory
    _model, _home, _moved = model, os.getpid(), None
    return borrowing(model, lender())


def work(piece: Piece) -> Generator[Any, None, None]:
    """What a forked process does, step by step; an error of ours is its last step."""
    try:
        yield from piece.steps(_with_gpu())
    except WorkbenchError as error:
        yield Failed(error)


def _with_gpu() -> EditableModel:
    global _moved
    if _moved is None:
        import torch

        from app.model.editable import EditableModel

        if _model is None:
            raise LendingError("There is no model here to lend the GPU to.", "", "Load one first.")
        if os.getpid() != _home:
            torch.set_num_threads(1)  # OpenMP's threads are not forked: a product that waits for them never ends
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        backbone = replace(_model.backbone, tree=_model.backbone.model.to(device), device=device)
        settings = _model.settings.model_copy(update={"packed": False})  # packed layers are for processors
        _moved = EditableModel.assemble(backbone, _model.adapter, _model.memory, settings)
    return _moved

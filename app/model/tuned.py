"""A backbone with low-rank updates over whole prompts: the reader that an adapter `in-prompt` was trained for."""

from __future__ import annotations

from dataclasses import replace

from app.model.adapter import Adapter
from app.model.editable import EditableModel
from app.model.editor import make_editor


def with_tuned_reader(model: EditableModel, adapter: Adapter) -> EditableModel:
    """The same model, whose prompts are read by its backbone with the adapter's updates, without any pool.

    Raises:
        AdapterMismatchError: the adapter was made for another backbone.
        AdapterFormatError: its tensors are not of the backbone's sizes.
    """
    backbone, answerer = model.backbone, model.answerer
    adapter.require_backbone(backbone.fingerprint, backbone.name)
    adapter.require_sizes(backbone.dimensions, backbone.model)
    tuned = make_editor(backbone.model, adapter.to(backbone.device, backbone.dtype))
    return replace(model, answerer=replace(answerer, plain=replace(answerer.plain, model=tuned)))

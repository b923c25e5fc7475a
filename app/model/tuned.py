"""A backbone with low-rank updates over whole prompts: the reader that an adapter `in-prompt` was trained for."""

from __future__ import annotations

from dataclasses import replace

from app.model.adapter import Adapter
from app.model.editable import EditableModel
from app.model.editor import make_editor
from app.model.later_tree import LaterTree
from app.model.packed.opening import open_packed


def with_tuned_reader(model: EditableModel, adapter: Adapter) -> EditableModel:
    """The same model, whose prompts are read by its backbone with the adapter's updates, without any pool.

    Raises:
        AdapterMismatchError: the adapter was made for another backbone.
        AdapterFormatError: its tensors are not of the backbone's sizes.
    """
    backbone, answerer = model.backbone, model.answerer
    adapter.require_backbone(backbone.fingerprint, backbone.name)
    adapter.require_sizes(backbone.dimensions, backbone.size_of)
    adapter = adapter.to(backbone.device, backbone.dtype)
    tuned = LaterTree(lambda: make_editor(backbone.model, adapter))
    packed = open_packed(backbone, tuned, adapter, model.settings)
    if packed is None:
        tuned.get()  # what cannot be loaded is told now
    plain = replace(answerer.plain, tree=tuned, packed=packed.edited if packed is not None else None)
    return replace(model, answerer=replace(answerer, plain=plain))

"""Puts a model's parts together: what compresses and what answers, over packed layers where those fit."""

from __future__ import annotations

from torch import nn

from app.config import Memory, Settings
from app.model.adapter import Adapter
from app.model.adapter_card import kept_slots
from app.model.answering import Answerer
from app.model.backbone import Backbone
from app.model.compressor import Compressor
from app.model.decoding import Decoder
from app.model.encoder import Encoder
from app.model.gist_selector import GistSelector
from app.model.later_tree import LaterTree
from app.model.packed.opening import open_packed
from app.model.readers import JointReader, Reader, SeparateReader
from app.model.sentences import SentencePart
from app.model.text_vectors import TextVectors


def parts_of(
    backbone: Backbone, adapter: Adapter | None, memory: Memory, settings: Settings
) -> tuple[Compressor, Answerer]:
    """See `EditableModel.assemble`.

    Args:
        adapter: on the backbone's device and in its precision, and known to fit.
    """
    editor = LaterTree(lambda: _editor_of(backbone, adapter))
    first = adapter.card.select_from if adapter is not None else 0
    layers = tuple(range(first, backbone.dimensions.layers))
    encoder = Encoder(editor, adapter, layers)
    text_vectors = TextVectors() if adapter is None else None
    sentences = SentencePart.of(adapter.selection) if adapter is not None else None
    packed = open_packed(backbone, editor, adapter, settings, edits=encoder, verbatim=memory == "verbatim")
    if packed is None:
        editor.get()  # what cannot be loaded is told now
    compressor = Compressor(
        backbone,
        encoder,
        memory,
        text_vectors,
        sentences,
        settings.max_edit_tokens,
        settings.compress_batch,
        kept_slots(adapter.card if adapter is not None else None, settings.slots),
        packed.edits if packed is not None else None,
    )
    plain, edited = (packed.plain, packed.edited) if packed is not None else (None, None)
    answerer = Answerer(
        backbone=backbone,
        plain=Decoder(backbone.tree, backbone.tokenizer, backbone.ends, packed=plain),
        edited=Decoder(editor, backbone.tokenizer, backbone.ends, packed=edited),
        selector=text_vectors
        or GistSelector(backbone, encoder, packed.encoder if packed is not None else None, sentences),
        reader=_reader(encoder, backbone, memory),
        max_question_tokens=settings.max_question_tokens,
        batch=settings.answer_batch,
    )
    return compressor, answerer


def _editor_of(backbone: Backbone, adapter: Adapter | None) -> nn.Module:
    from app.model.editor import make_editor  # brings transformers' models, which packed layers do without

    return make_editor(backbone.model, adapter)


def _reader(encoder: Encoder, backbone: Backbone, memory: Memory) -> Reader:
    """The reader that the adapter was trained for; `joint` where there is none."""
    adapter = encoder.adapter
    if adapter is not None and adapter.card.reader == "separate":
        return SeparateReader(encoder.editor, adapter, encoder.layers, backbone.device, memory)
    return JointReader(encoder.layers, backbone.device)

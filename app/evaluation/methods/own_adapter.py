"""Adapters that methods bring themselves, beside the one that the model was opened with."""

from __future__ import annotations

from typing import Any

from app.errors import AdapterMissingError
from app.model import EditableModel, load_adapter
from app.model.adapter import Adapter, load_card
from app.model.adapter_card import ReaderKind
from app.model.shelf import adapters_for

CONFIGURATIONS: dict[ReaderKind, str] = {
    "in-prompt": "assets/training/smollm2-135m-in-prompt.toml",
    "separate": "assets/training/smollm2-135m-separate.toml",
}
"""How such an adapter is trained for the embedded backbone."""


def own_adapter(model: EditableModel, reader: ReaderKind, method: str) -> Adapter:
    """The adapter of a method: of those that the settings name the first that reads like this, else the shipped one.

    Raises:
        AdapterMissingError: there is none for this backbone; tells how to train one.
        AdapterMismatchError: the one that the settings name was made for another backbone.
        AdapterFormatError: a folder without a usable adapter.
    """
    named = [folder for folder in model.settings.comparison_adapters if load_card(folder).reader == reader]
    folders = named or adapters_for(model.backbone.fingerprint, reader)
    if not folders:
        raise AdapterMissingError(
            given=f"The method “{method}” needs an adapter of its own, of the reader “{reader}”, "
            f"and there is none for {model.backbone.name}.",
            allowed="One that ships with the workbench, or one whose folder is given.",
            remedy=f"Train one: python -m app train {CONFIGURATIONS[reader]} --folder runs/{reader} (with your "
            f"backbone in the file), then give --comparison-adapter runs/{reader}/adapter.",
        )
    adapter = load_adapter(folders[0])
    adapter.require_backbone(model.backbone.fingerprint, model.backbone.name)
    return adapter


def told(adapter: Adapter) -> dict[str, Any]:
    """What a reader of the results must know of such an adapter, to judge whether the comparison is fair."""
    card = adapter.card
    return {
        "name": card.name,
        "weights_sha256": adapter.weights_sha256,
        "pairs": card.trained_pairs,
        "hours": card.trained_hours,
    }

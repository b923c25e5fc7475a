"""Shipped adapters, and which of them fits a backbone."""

from __future__ import annotations

from pathlib import Path

from app.config import ASSETS
from app.model.adapter import CARD_FILE, Adapter, load_adapter, load_card
from app.model.adapter_card import AdapterCard, ReaderKind
from app.model.backbone import Backbone

SHELF = ASSETS / "adapters"


def shipped_adapters() -> dict[Path, AdapterCard]:
    """Folder → card of every adapter that ships with the workbench."""
    return {file.parent: load_card(file.parent) for file in sorted(SHELF.glob(f"*/{CARD_FILE}"))}


def adapters_for(fingerprint: str, reader: ReaderKind) -> list[Path]:
    """Folders of the shipped adapters that read like this, for the backbone of that fingerprint."""
    return [
        folder
        for folder, card in shipped_adapters().items()
        if (card.backbone_fingerprint, card.reader) == (fingerprint, reader)
    ]


def find_adapter(wanted: str | Path, backbone: Backbone) -> Adapter | None:
    """The adapter to open a backbone with.

    Args:
        wanted: `auto` for the shipped one of the reader `joint` that fits, if any; `none`; a shipped adapter's
            name; or a folder.

    Raises:
        AdapterMissingError, AdapterFormatError: a folder without a usable adapter.
        AdapterMismatchError: an adapter made for another backbone.
    """
    if wanted == "none":
        return None
    if wanted == "auto":
        fitting = adapters_for(backbone.fingerprint, "joint")
        return load_adapter(fitting[0]) if fitting else None
    by_name = {folder.name: folder for folder in shipped_adapters()}
    adapter = load_adapter(by_name.get(str(wanted), Path(wanted).expanduser()))
    adapter.require_fits(backbone.fingerprint, backbone.name)
    return adapter

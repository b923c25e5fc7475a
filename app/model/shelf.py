"""Shipped adapters, and which of them fits a backbone."""

from __future__ import annotations

from pathlib import Path

from app.config import ASSETS
from app.model.adapter import CARD_FILE, Adapter, load_adapter, load_card
from app.model.adapter_card import AdapterCard
from app.model.backbone import Backbone

SHELF = ASSETS / "adapters"


def shipped_adapters() -> dict[Path, AdapterCard]:
    """Folder → card of every adapter that ships with the workbench."""
    return {file.parent: load_card(file.parent) for file in sorted(SHELF.glob(f"*/{CARD_FILE}"))}


def find_adapter(wanted: str | Path, backbone: Backbone) -> Adapter | None:
    """The adapter to open a backbone with.

    Args:
        wanted: `auto` for the shipped one that fits, if any; `none`; a shipped adapter's name; or a folder.

    Raises:
        AdapterMissingError, AdapterFormatError: a folder without a usable adapter.
        AdapterMismatchError: an adapter made for another backbone.
    """
    if wanted == "none":
        return None
    shipped = shipped_adapters()
    if wanted == "auto":
        fitting = [
            f
            for f, card in shipped.items()
            if card.backbone_fingerprint == backbone.fingerprint and card.reader != "in-prompt"
        ]
        return load_adapter(fitting[0]) if fitting else None
    by_name = {folder.name: folder for folder in shipped}
    adapter = load_adapter(by_name.get(str(wanted), Path(wanted).expanduser()))
    adapter.require_fits(backbone.fingerprint, backbone.name)
    return adapter

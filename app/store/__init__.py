"""Shared edits with their gists and answers in a database, and archives of it in one file."""

from app.store.archive import Exported, Imported, export_archive, import_archive
from app.store.records import (
    IN_USE,
    SORTS,
    STATES,
    ActiveEdit,
    Added,
    LoggedAnswer,
    Maker,
    Page,
    Search,
    Seen,
    State,
    StoredEdit,
    StoredGist,
    Terms,
    UsedEdit,
)
from app.store.store import Store, open_store, store_exists

__all__ = [
    "IN_USE",
    "SORTS",
    "STATES",
    "ActiveEdit",
    "Added",
    "Exported",
    "Imported",
    "LoggedAnswer",
    "Maker",
    "Page",
    "Search",
    "Seen",
    "State",
    "Store",
    "StoredEdit",
    "StoredGist",
    "Terms",
    "UsedEdit",
    "export_archive",
    "import_archive",
    "open_store",
    "store_exists",
]
